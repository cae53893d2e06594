/* What one word of a query finds: as it is, by its beginning or end, by the parts of a
   compound, by a word of its family, by its synonyms and by another spelling. */
"use strict";

NeedsSearch.match = (function () {
  const SIGN_FIELDS = { 3: 8 };
  const BEGUN_FIELDS = { 5: 0.4 }; // What begins a word is seldom what people call a thing.
  // What a hit is worth, by the way it was found.
  const WORTH = {
    exact: 1,
    related: 0.95,
    alike: 0.85,
    start: 0.75,
    startOfKnown: 0.55,
    startAsTyped: 0.9,
    begun: 0.5,
    begunByKnown: 0.2,
    begunByStop: 0.05,
    elsewhere: 0.4,
    ending: 0.7,
    end: 0.6,
    endOfKnown: 0.4,
    inside: 0.35,
    part: 0.6,
    allParts: 0.75,
    apart: 0.5,
    tail: 0.45,
    head: 0.25,
    belowExact: 0.9,
    family: 0.8,
    other: 0.6,
    another: 0.25,
    otherKin: 0.4,
  };
  // A part of fewer letters tells nothing alone.
  const TELLING = { head: 6, tail: 5 };
  const LOOSE_LETTERS = 3;
  const SHORT_STEM = 4;
  const TOGETHER = 8; // Words between the parts of a compound, at most.
  const ENDING = 4; // The most letters of an inflection.
  const MOST = 40;
  const MOST_INSIDE = 10; // What stands inside more words than these tells little.

  const highest = (hits) => (hits.length ? Math.max(...hits.map(([, hit]) => hit.score)) : Infinity);
  const lowered = (hits, most) => hits.map(([n, hit]) => [n, { ...hit, score: Math.min(hit.score, most) }]);

  /** How near the words of an entry are to a word as it is typed: the worth of a hit there. */
  function formWorth(index, { word, folded, key }) {
    const { texts, words } = index;
    const start = (text) => text.slice(0, Math.max(LOOSE_LETTERS, text.length - (text.length > 5 ? 2 : 1)));
    const isKin = (one, two) => Math.abs(one.length - two.length) <= ENDING && (one.startsWith(two) || two.startsWith(one));
    const forms = texts.forms(key);
    const plain = /^[\x00-\x7f]*$/.test(word);
    // "haab" is "håb" without its letter; "tilgæng" is not "tilgang".
    const bySound = plain && !forms.some((form) => form.startsWith(start(word)));
    const [sought, line] = bySound ? [folded, texts.line] : [word, texts.written];
    const spelt = bySound ? forms.map(words.fold) : forms;
    const kin = spelt.filter((form) => form !== sought && isKin(form, sought)).map((form) => ` ${form} `);
    const { types, type } = index.data.entries;
    const named = new Set(types.flatMap((title, at) => (words.keys(title).includes(key) ? [at] : [])));
    return (n, { inText }) => {
      if (!texts.has(n)) return named.has(type[n]) || inText ? WORTH.exact : WORTH.alike;
      const own = line(n);
      if (named.has(type[n]) || own.includes(` ${sought} `)) return WORTH.exact;
      if (kin.some((form) => own.includes(form))) return WORTH.related;
      if (own.includes(start(sought))) return WORTH.alike;
      return plain ? WORTH.other : WORTH.another;
    };
  }

  /** Folding and stemming make one of "møde" and "mod": what is written so comes first. */
  function literal(index, sought, hits) {
    const { folded, meaning, listed } = sought;
    const starts = index.words.family(folded)?.map((one) => one.written);
    const worth = starts
      ? (n) => (!index.texts.has(n) || starts.some((one) => index.texts.line(n).includes(one)) ? WORTH.exact : WORTH.otherKin)
      : formWorth(index, sought);
    const worths = new Map([...hits].map(([n, hit]) => [n, worth(n, hit)]));
    const isOther = (n) => worths.get(n) <= WORTH.other;
    if (meaning && !listed && [...hits.keys()].every(isOther)) return;
    for (const [n, hit] of hits)
      if (!meaning && isOther(n)) hits.delete(n);
      else {
        hit.score *= worths.get(n);
        // What the list of synonyms has is no other word of the same stem.
        const isMate = isOther(n) || (listed && worths.get(n) < WORTH.related);
        if (isMate && hit.how === "exact") hit.how = "stem";
      }
    // However often another form stands in an entry, the form that is typed comes first.
    const own = [...hits].filter(([n]) => worths.get(n) >= WORTH.exact).map(([, hit]) => hit.score);
    const most = own.length ? WORTH.belowExact * Math.max(...own) : Infinity;
    for (const [n, hit] of hits)
      if (worths.get(n) < WORTH.related && hit.how !== "start") hit.score = Math.min(hit.score, most);
  }

  /** One of many words that begin so is meant, not all of them. */
  function shared(hits) {
    for (const hit of hits.values()) hit.score /= Math.sqrt(hit.terms.length);
    return hits;
  }

  /** A word that may still be typed is a beginning, however short, and known or not. */
  function beginnings(all, { word, folded, key, known, last, meaning }, add) {
    const index = all.boosted(BEGUN_FIELDS);
    if (folded.length < 4 && !last) return;
    if (!meaning && known) return;
    if (last) {
      // "tilgæng" is no form of "tilgang", though both have one stem: it begins another word.
      const kin = index.texts.forms(key);
      if (known && !kin.some((form) => form.startsWith(word) || word.startsWith(form))) {
        const longer = index.texts.begun(folded).filter((one) => one !== folded);
        const keys = [...new Set(longer.map(index.words.stem))].filter((one) => index.terms.has(one) && one !== key);
        if (keys.length) add([...index.lookup(keys, WORTH.startAsTyped, "start")].filter(([n]) => !index.texts.has(n) || index.texts.raw(n).includes(word)));
      }
      // "fagli" begins "faglige", whose stem is "fag".
      const begun = [...new Set(index.texts.begun(folded).map(index.words.stem))].filter((one) => index.terms.has(one));
      if (begun.length) add(shared(index.lookup(begun, known ? WORTH.begunByKnown : WORTH.begun, "start")));
    }
    // The stem of "kommer" begins "kommentar": a short stem tells too little.
    if (last || key === folded || key.length > SHORT_STEM)
      add(shared(index.lookup(key, known ? WORTH.startOfKnown : WORTH.start, "start", { prefix: true })));
    if (folded !== key && folded.length >= 4)
      add(shared(index.lookup(folded, WORTH.startAsTyped, "start", { prefix: true })));
  }

  /** Whether letters are the first part of a compound: "tilbuds" is, "koben" of "København" is not. */
  function isHead({ terms, words, data }, letters) {
    return data.language.joints.some((joint) => {
      const head = letters.slice(0, letters.length - joint.length);
      return letters.endsWith(joint) && head.length >= LOOSE_LETTERS && (terms.has(head) || terms.has(words.stem(head)));
    });
  }

  /** Whether letters may be an inflection: "pede" of "handicappede", and not "kode" of "stregkode" or "øl". */
  const isEnding = (word, at) =>
    "aeiuy".includes(word[at]) || word[at] === word[at - 1] || word.slice(at) === "s";

  function endings(index, { folded, key, known, listed }, found, add) {
    const begun = [...found.values()].some(({ how }) => how === "start");
    if (key.length >= 6 && !known && !begun && !listed) {
      // "handicappede" where the site writes "handicap": an ending the stemmer leaves.
      const shorter = index.plainTerms.filter(
        (t) => t.length >= 5 && key.length - t.length <= LOOSE_LETTERS && key.startsWith(t) && isEnding(key, t.length),
      );
      if (shorter.length) add(index.lookup(shorter, WORTH.ending, "ending"));
    }
    if (key.length < 4 || !index.data.language.joints.length) return;
    const longer = index.plainTerms.filter((t) => t.length > key.length + 2 && t.endsWith(key)).slice(0, MOST);
    // A harbour, "havn", is not what "København" ends in.
    const common = index.isCommon(key);
    const whole = common ? longer.filter((t) => isHead(index, t.slice(0, -key.length))) : longer;
    const near = index.parts ? index.parts.beside(key, whole) : whole;
    if (near.length) add(shared(index.lookup(near, known ? WORTH.endOfKnown : WORTH.end, "end")));
    if (known || common || folded.length < 5) return;
    const inside =
      key.length < 5 ? [] : index.plainTerms.filter((t) => t.length > key.length + 2 && t.indexOf(key) > 0);
    const isBegun = ([n]) => found.get(n)?.how === "start";
    if (inside.length)
      add([...shared(index.lookup(inside.slice(0, MOST_INSIDE), WORTH.inside, "inside"))].filter((hit) => !isBegun(hit)));
    if (found.size) return;
    // The stem of "villighed" is no end of that of "risikovillighed", but the word is.
    const used = [...index.texts.used()].filter((w) => w.length > folded.length + 2 && w.endsWith(folded));
    if (used.length) add(index.lookup(used.slice(0, MOST).map(index.words.stem), WORTH.end, "end"));
  }

  function belowExact(found) {
    const exact = [...found.values()].filter((hit) => hit.how === "exact");
    return exact.length ? WORTH.belowExact * Math.min(...exact.map((hit) => hit.score)) : Infinity;
  }

  /** A compound's parts never come before what holds the very word. */
  function compound(index, { folded, known, meaning, listed }, found, add) {
    const { stem } = index.words;
    const parts = index.split(folded);
    if (!parts.length) return known || guessed(index, folded, found, add);
    const sides = parts.map((part) => index.lookup(stem(part), WORTH.part, "part"));
    const most = belowExact(found);
    const direct = both(...sides).map(([n, hit]) =>
      isTogether(index, n, parts.map(stem)) ? [n, hit] : [n, { ...hit, score: hit.score * WORTH.apart, how: "apart" }],
    );
    add(lowered(direct, most));
    // What a list says of the whole word is surer than what its parts are like.
    if (meaning && !listed) {
      const wide = sides.map((hits, i) => widened(hits, meaning(parts[i], stem(parts[i]))));
      const others = both(...wide).map(([n, hit]) => [n, { ...hit, how: "apart" }]);
      add(lowered(others, Math.min(most, WORTH.belowExact * highest(direct))));
    }
    // A compound is what its last part is; its first part alone says little.
    ["head", "tail"].forEach((how, i) => {
      if (parts[i].length < TELLING[how] || stem(parts[i]).length <= LOOSE_LETTERS) return;
      for (const [n, hit] of sides[i]) add([[n, { ...hit, score: Math.min(most, hit.score * WORTH[how]), how }]]);
    });
  }

  /** Whether two words stand near each other: far apart, they say nothing of each other. */
  function isTogether(index, n, [head, tail]) {
    if (!index.texts.has(n)) return true;
    const at = { [head]: [], [tail]: [] };
    index.texts.line(n).trim().split(" ").forEach((word, place) => {
      for (const key of [word, ...index.split(word)].map(index.words.stem)) if (Object.hasOwn(at, key)) at[key].push(place);
    });
    // What only a field says of an entry is said of all of it.
    if (!at[head].length || !at[tail].length) return true;
    return at[head].some((one) => at[tail].some((other) => Math.abs(one - other) <= TOGETHER));
  }

  /** A part's hits with those of its synonyms: "handicap|bolig" where it says "hjem". */
  function widened(hits, synonyms) {
    const wide = new Map(hits);
    for (const [n, hit] of synonyms) if (!wide.has(n)) wide.set(n, { ...hit, score: hit.score * WORTH.part });
    return wide;
  }

  function both(head, tail) {
    return [...head.keys()]
      .filter((n) => tail.has(n))
      .map((n) => {
        const [one, two] = [head.get(n), tail.get(n)];
        const score = (one.score + two.score) * WORTH.allParts;
        return [n, { score, how: "parts", terms: [...one.terms, ...two.terms] }];
      });
  }

  /** "budgetmøde" where the site has "budgetseminar" and "møde": only both together. */
  function guessed(index, folded, found, add) {
    if (folded.length <= 6 || !index.data.language.joints.length) return;
    for (let cut = 4; cut <= folded.length - 4; cut++) {
      const tail = index.words.stem(folded.slice(cut));
      if (!index.terms.has(tail)) continue;
      const head = index.lookup(folded.slice(0, cut), WORTH.part, "part", { prefix: true });
      add(both(head, index.lookup(tail, WORTH.part, "part")).map(([n, hit]) => [n, { ...hit, how: "apart" }]));
      if (!found.size && cut >= TELLING.tail)
        add([...head].map(([n, hit]) => [n, { ...hit, score: hit.score * WORTH.head, how: "head" }]));
    }
  }

  /** Synonyms never come before what holds the very word, or both its parts. */
  function synonyms({ folded, key, meaning }, found, add) {
    const parts = [...found].filter(([, hit]) => hit.how === "parts");
    add(lowered(meaning(folded, key), Math.min(belowExact(found), WORTH.belowExact * highest(parts))));
  }

  /** "kommunikere" and "kommunikation" are of one family. */
  function family(index, { folded, key: own }, add) {
    const words = index.words.family(folded) || [];
    const keys = words.map(({ key }) => key).filter((key) => key !== own && index.terms.has(key));
    if (!keys.length) return;
    // "dokument" is the stem of "dokumentere", and another word as well.
    const written = ([n]) => !index.texts.has(n) || words.some((one) => index.texts.line(n).includes(one.written));
    add([...index.lookup(keys, WORTH.family, "family")].filter(written));
  }

  /** Whether a word is a common one that the site has in no form: what holds its stem or its parts is another. */
  function isElsewhere(index, { word, folded, key, last, listed }) {
    if (listed || !index.isCommon(key)) return false;
    // What is still typed may become what it begins.
    if (last && index.texts.begun(folded).some((one) => one !== folded)) return false;
    const isForm = (form) => form === word || (form.startsWith(word) && form.length - word.length <= ENDING && form[word.length] !== word.at(-1));
    return !index.texts.forms(key).some(isForm);
  }

  /** Whether only the stemmer makes of a word what the site has: "trykhed" is no form of "tryk". */
  function isStrange(index, { folded, key }) {
    const ending = folded.startsWith(key) ? folded.slice(key.length) : "";
    if (!index.data.language.endings.includes(ending)) return false;
    return !index.texts.forms(key).some((form) => index.words.fold(form).startsWith(folded));
  }

  /**
   * What one word finds, by every way that fits it; of each entry, the best way counts.
   * @param last whether it may be the beginning of a word that is still typed
   * @param meaning (folded, key) => the hits of a word's synonyms; without it the word is
   *   itself looked up as a synonym: more strictly, and for no synonyms of its own
   * @returns a map from the number of an entry to { score, how, terms }
   */
  function match(index, word, { last = false, meaning } = {}) {
    const key = index.words.key(word);
    if (NeedsSearch.isSign(word)) return index.boosted(SIGN_FIELDS).lookup(key, WORTH.exact, "exact");
    const found = new Map();
    const add = (more) => {
      for (const [n, hit] of more) if (!(found.get(n)?.score >= hit.score)) found.set(n, hit);
    };
    const folded = index.words.fold(word);
    const listed = Boolean(meaning) && index.synonymKey(folded, key) !== undefined;
    const sought = { word, key, folded, last, meaning, listed, known: index.terms.has(key) };
    if ((sought.known || listed) && isStrange(index, sought)) Object.assign(sought, { isStrange: true, listed: false });
    // What is looked up depends on what is found, and waits for what is not loaded.
    const isFound =
      !index.lacking(() => {
        add(index.lookup(key, WORTH.exact, "exact"));
        beginnings(index, sought, add);
        literal(index, sought, found);
        family(index, sought, add);
      }) &&
      !index.lacking(() => {
        endings(index, sought, found, add);
        compound(index, sought, found, add);
        if (meaning) synonyms(sought, found, add);
      });
    if (isFound) NeedsSearch.spelling.respelled(index, sought, found, add);
    if (meaning && isElsewhere(index, sought)) for (const hit of found.values()) if (hit.how !== "synonym") Object.assign(hit, { how: "elsewhere", score: hit.score * WORTH.elsewhere });
    return found;
  }

  /** What a word finds as nothing but a beginning. */
  function begun(index, word) {
    if (NeedsSearch.isSign(word)) return new Map();
    const folded = index.words.fold(word);
    const keys = [...new Set(index.texts.begun(folded).filter((one) => one !== folded).map(index.words.stem))];
    return keys.length ? shared(index.lookup(keys, WORTH.begunByStop, "start")) : new Map();
  }

  return Object.assign(match, { begun, highest, isStrange, lowered });
})();
