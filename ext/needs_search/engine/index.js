/* The index in the browser: MiniSearch over what the build has packed (index.py), and the
   texts of the entries in the forms that matching needs. Everything else is a function of it. */
"use strict";

NeedsSearch.openIndex = (function () {
  const BOOST = { 0: 2.2, 1: 1, 2: 0.55, 3: 1.2, 4: 2.5, 5: 1.2 }; // title, text, parts, meta, type, everyday
  const EVERYDAY = 5;
  const LITTLE = 0.3; // A word that says nothing alone tells so much of what people say.
  const LIGHTLY = 0.5; // So does one that every text has.
  const ASKED_OTHERWISE = 0.7; // "When is it" is so much like "why is it".
  const ENDING_LETTERS = 5; // The longest ending of a word, and the shortest word that has one.
  const MOST_BEGUN = 200; // So many words of one beginning are looked up.
  const WRITTEN = "="; // Begins a key of synonyms that is a written word and not a stem.
  const FAR = "~"; // Begins a word that is only akin.
  const NO_FIELDS = [0, 0, 0, 0, 0, 0];

  /** The entries of a posting by field; seen(number, field) is called for each. */
  function unpackPosting(packed, seen) {
    const fields = {};
    for (const field of packed.split(";")) {
      const counts = {};
      let number = 0;
      for (const step of field.slice(1).split(",")) {
        const [by, count] = step.split(":");
        number += parseInt(by, 36);
        counts[number] = count ? parseInt(count, 36) : 1;
        seen(number, field[0]);
      }
      fields[field[0]] = counts;
    }
    return fields;
  }

  /** The postings of an index in one script, how long the fields are, and their averages. */
  function unpack(data) {
    // A site may have nothing to find.
    const terms = data.terms ? data.terms.split(" ") : [];
    const lengths = data.entries.id.map(() => [...NO_FIELDS]);
    const packed = data.postings.split(" ");
    const postings = terms.map((term, place) => [
      term,
      unpackPosting(packed[place], (number, field) => (lengths[number][field] += 1)),
    ]);
    // Few entries have everyday words: they are no long ones for that.
    const having = (field) => (field === EVERYDAY ? lengths.filter((length) => length[field]).length : lengths.length);
    const averages = NO_FIELDS.map(
      (_, field) => lengths.reduce((sum, length) => sum + length[field], 0) / Math.max(1, having(field)),
    );
    return { postings, lengths: lengths.entries(), averages, size: lengths.length };
  }

  /** What is looked up for each key. */
  function unpackSynonyms({ words, keys }) {
    const all = words.split("|");
    const word = (place) => (place[0] === FAR ? FAR + all[parseInt(place.slice(1), 36)] : all[parseInt(place, 36)]);
    const rows = keys ? keys.split(";").map((row) => row.split(":").map((some) => some.split(","))) : [];
    return new Map(rows.flatMap(([same, places]) => same.map((key) => [key, places.map(word)])));
  }

  function loadMiniSearch(MiniSearch, { postings, lengths, averages, size }) {
    const fieldLength = Object.fromEntries(lengths);
    const documentIds = Object.fromEntries(Object.keys(fieldLength).map((number) => [number, Number(number)]));
    return MiniSearch.loadJS(
      {
        documentCount: size,
        nextId: size,
        documentIds,
        fieldIds: { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 },
        fieldLength,
        averageFieldLength: averages,
        storedFields: {},
        dirtCount: 0,
        index: postings,
        serializationVersion: 2,
      },
      { fields: ["0", "1", "2", "3", "4", "5"], tokenize: (text) => text.split(" "), processTerm: (term) => term },
    );
  }

  /** The texts of the entries; each form is worked out when it is first asked for. */
  function entryTexts(data, words, MiniSearch, parts, isTerm, rarity) {
    const askWords = new Set(data.language.answers.flatMap(({ asked }) => asked.map((text) => words.fold(text.split(" ")[0]))));
    let lower, spaced, lineList, ownLines, gists, calledBy, titleLines, usedWords, inOrder, spelled, formsOf;
    function forget() {
      [lower, spaced, lineList, ownLines, gists, calledBy, titleLines] = [[], [], [], [], [], [], []];
      usedWords = inOrder = spelled = formsOf = undefined;
    }
    forget();
    const numbers = () => data.entries.title.map((_, n) => n);

    /** What is shown of an entry: its title and text, and of a need the heading over it. */
    function shown(n) {
      const { title, places, place } = data.entries;
      const over = data.entries.need[n] === "1" ? places[place[n]].slice(1).slice(-1) : [];
      return [title[n], data.texts?.[n] || "", ...over].join(" ");
    }
    /** What people call an entry. */
    const everyday = (n) => data.everyday?.[n] || [];
    /** All that an entry is found by: what is shown, and what people call it. */
    const whole = (n) => [shown(n), ...everyday(n)].join(" | ");
    /** Whether an entry is loaded; what is asked of its text is asked only then. */
    const has = (n) => !parts || parts.has(n);
    /** The same, cleaned and in small letters. */
    const raw = (n) => (lower[n] ??= words.clean(whole(n)).toLowerCase());
    /** The same as words alone, a space around each. */
    const written = (n) => (spaced[n] ??= ` ${(raw(n).match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `);
    /** An entry as it is searched for phrases; what is shown of it so. */
    const line = (n) => (lineList[n] ??= words.line(whole(n)));
    const shownLine = (n) => (ownLines[n] ??= words.line(shown(n)));
    /** Its title so. */
    const titleLine = (n) => (titleLines[n] ??= words.line(data.entries.title[n]));
    /** The tokens of the words of its title that tell something, in no order. */
    const titleGist = (n) => (gists[n] ??= words.gist(words.words(data.entries.title[n])));
    const telling = (word) => (words.isStop(word) ? LITTLE : words.isLight(word) ? LIGHTLY : 1);
    /** Words of a text with how much each tells: the rarer, the more. */
    const weighed = (tokens) => new Map(tokens.map((word) => [words.key(word), telling(word) * rarity(words.key(word))]));
    /** What a question begins with; two that begin with other words ask for other things. */
    const asking = (tokens) => (askWords.has(words.fold(tokens[0] || "")) ? words.fold(tokens[0]) : "");
    const sumOf = (some) => [...some.values()].reduce((all, one) => all + one, 0);
    /**
     * How much words are like those that people call an entry by, from 0 to 1: like one of them, and
     * like all of them together.
     */
    function calledAs(n, tokens) {
      const called = (calledBy[n] ??= everyday(n).map((text) => {
        const row = words.words(text);
        return { names: weighed(row), asks: asking(row) };
      }));
      if (!called.length) return { like: 0, covered: 0 };
      const asked = weighed(tokens);
      const asks = asking(tokens);
      const whole = sumOf(asked);
      const shared = (names) => sumOf(new Map([...asked].filter(([key]) => names.has(key))));
      const alike = (one) => (one && asks && one !== asks ? ASKED_OTHERWISE : 1);
      const like = Math.max(...called.map((one) => (2 * alike(one.asks) * shared(one.names)) / (whole + sumOf(one.names))));
      const every = new Set(called.flatMap(({ names }) => [...names.keys()]));
      return { like, covered: shared(every) / whole };
    }
    /** The words of the texts that have a token, as they are written. */
    function forms(key) {
      if (parts) return parts.formsOf(key);
      if (!formsOf) {
        formsOf = new Map();
        const every = new Set(numbers().flatMap((n) => written(n).trim().split(" ")));
        for (const word of every) {
          const own = words.key(word);
          if (!formsOf.has(own)) formsOf.set(own, []);
          formsOf.get(own).push(word);
        }
      }
      return formsOf.get(key) || [];
    }
    /** The entries that hold what is sought among their words, a space around each. */
    const holding = (sought) => numbers().filter((n) => shownLine(n).includes(sought));
    /** Every word of the texts, folded. */
    function used() {
      if (parts && !parts.list("words")) return new Set();
      return (usedWords ??= new Set(parts ? parts.list("words").map(words.fold) : numbers().flatMap((n) => line(n).split(" "))));
    }
    /** The words of the texts that begin so, folded: in a row of the words in order. */
    function begun(start) {
      if (parts) {
        // "fagli" begins "faglige", whose stem is "fag".
        const stems = [...start].map((_, at) => start.slice(0, at)).filter((stem) => stem.length > 1 && isTerm(stem));
        const found = [...stems, ...parts.begun(start)].flatMap((key) => forms(key).map(words.fold));
        return [...new Set(found)].filter((word) => word.startsWith(start)).sort();
      }
      inOrder ??= [...used()].sort((a, b) => (a < b ? -1 : 1));
      return NeedsSearch.parts.begunIn(inOrder, start).slice(0, MOST_BEGUN);
    }
    /** A MiniSearch over every longer word of the texts, as it is written. */
    function spellings() {
      if (spelled) return spelled;
      const listed = parts?.list("words");
      const found = new Set();
      if (parts) for (const word of listed || []) if (/^\p{L}{4,}$/u.test(word)) found.add(word);
      if (!parts) for (const n of numbers()) for (const [word] of raw(n).matchAll(/\p{L}{4,}/gu)) found.add(word);
      const fields = { fields: ["folded"], storeFields: ["word"] };
      const made = new MiniSearch({ ...fields, tokenize: (text) => [text], processTerm: (term) => term });
      made.addAll([...found].map((word, id) => ({ id, word, folded: words.fold(word) })));
      if (!parts || listed) spelled = made;
      return made;
    }
    /** Load every text, for what can only be found in them. */
    async function loadAll() {
      if (data.texts) return;
      NeedsSearch.text = (loaded) => data.texts || Object.assign(data, loaded);
      await NeedsSearch.script("needs-search/texts.js");
      forget();
    }
    return { has, raw, written, forms, line, shownLine, titleLine, titleGist, calledAs, holding, used, begun, spellings, loadAll };
  }

  /**
   * @param data what index.py has packed
   * @param MiniSearch the class
   * @param stemWord the Snowball stemmer of the language
   */
  return function openIndex(data, MiniSearch, stemWord) {
    const words = NeedsSearch.tokenizer(data.language, stemWord);
    const parts = data.many ? NeedsSearch.parts(data, unpackPosting) : undefined;
    const all = parts ? undefined : unpack(data);
    const terms = new Set(parts ? parts.terms : all.postings.map(([term]) => term));
    const plainTerms = [...terms].filter((term) => !NeedsSearch.isSign(term));
    const listed = parts ? undefined : unpackSynonyms(data.synonyms);
    /** The words to look up for a key; undefined for none. */
    const synonymsOf = (key) => (parts ? parts.synonymsOf(key) || undefined : listed.get(key));
    const weight = (number) => data.weights[number] || 1;
    let holders;
    /** How rare a token is, from 0 to 1; what no entry has, and what is not loaded, is rare. */
    function rarity(token) {
      const most = (fields) => Math.max(...Object.values(fields).map((counts) => Object.keys(counts).length));
      holders ??= new Map((all?.postings || []).map(([term, fields]) => [term, most(fields)]));
      const size = data.entries.id.length;
      return holders.has(token) ? Math.sqrt(Math.log(1 + size / (1 + holders.get(token))) / Math.log(1 + size)) : 1;
    }

    let mini = all && loadMiniSearch(MiniSearch, all);
    let version = 0;
    /** MiniSearch over what is loaded; an entry has the score that it has in the whole. */
    function loaded() {
      if (parts && version !== parts.version()) {
        const { postings, lengths } = parts;
        mini = loadMiniSearch(MiniSearch, { postings: [...postings], lengths, averages: data.averages, size: data.size });
        version = parts.version();
      }
      return mini;
    }

    /** Note the parts that hold tokens, and what begins with them or is like them. */
    function want(tokens, { prefix, fuzzy }) {
      for (const token of tokens) {
        // Words that end in another lie beside it as well.
        if (!parts.postings.has(token)) parts.wantTerm(token);
        if (prefix) parts.begun(token).forEach(parts.wantTerm);
        const isLike = (term) => Math.abs(term.length - token.length) <= fuzzy && term[0] === token[0];
        if (fuzzy)
          for (const term of plainTerms)
            if (isLike(term) && NeedsSearch.spelling.distance(term, token) <= fuzzy) parts.wantTerm(term);
      }
    }

    /** Look up tokens as they are: a map from the number of an entry to { score, how, terms, inText, isSaid }. */
    function lookup(sought, worth, how, options = {}) {
      const tokens = [].concat(sought);
      // Of too many words that begin so, none is looked up.
      const prefix = Boolean(options.prefix) && !(parts && tokens.some(parts.isWide));
      if (parts) want(tokens, { ...options, prefix });
      const found = loaded()?.search(
        { combineWith: "OR", queries: tokens },
        { boost: BOOST, fuzzy: false, ...options, prefix },
      ) || [];
      // A token that only stands for a part of a word is in no title and no text.
      const inText = ({ match }) => Object.values(match).some((fields) => fields.some((field) => field < "2" || Number(field) === EVERYDAY));
      // So is a word that only people say.
      const isSaid = ({ match }) => Object.values(match).every((fields) => fields.every((field) => Number(field) === EVERYDAY));
      const hit = (r) => ({ score: r.score * worth * weight(r.id), how, terms: r.terms, inText: inText(r), isSaid: isSaid(r) });
      return new Map(found.map((r) => [r.id, hit(r)]));
    }

    /** The key under which a word has synonyms: its stem, or it as written but for an ending. */
    function synonymKey(folded, key) {
      // An ending is of the last word: "autonomy in" is no form of "autonomy".
      const last = folded.length - folded.lastIndexOf(" ") - 1;
      for (let cut = 0; cut <= Math.min(ENDING_LETTERS, last - 1) && folded.length - cut >= ENDING_LETTERS; cut++) {
        const written = WRITTEN + folded.slice(0, folded.length - cut);
        if (synonymsOf(written)) return written;
      }
      return synonymsOf(key) ? key : undefined;
    }

    let common, ids;
    /** The number of an entry by its id, as it is compared. */
    function byId(key) {
      const listed = parts ? parts.list("ids") : data.entries.id;
      return (listed && (ids ??= new Map(listed.map((id, n) => [words.idKey(id), n]).reverse())))?.get(key);
    }
    /** The number of a need whose id is all that is typed. */
    function typedId(typed) {
      const key = words.idKey(typed);
      if (!parts) return byId(key);
      return /\s/.test(typed.trim()) ? undefined : parts.byId(key).find((n) => words.idKey(data.entries.id[n]) === key);
    }
    const index = {
      ...{ data, words, parts, terms, plainTerms, synonymsOf, weight, lookup, synonymKey, byId, typedId },
      size: parts ? data.size : data.entries.id.length,
      /** Do some work, and tell whether it lacked a part of the index. */
      lacking: (work) => (parts ? parts.lacking(work) : (work(), false)),
      /** The postings that are loaded: pairs of a token and where it stands. */
      postings: () => (parts ? [...parts.postings] : all.postings),
      /** Every id; every title: undefined while they are not loaded. */
      everyId: () => (parts ? parts.list("ids") : data.entries.id),
      everyTitle: () => (parts ? parts.list("titles") : data.entries.title),
      /** Whether a token is of a common word of the language, which is no slip of another. */
      isCommon: (key) => (common ??= new Set((data.common || "").split(" ").map(words.key))).has(key),
      split: words.splitter(terms),
      texts: entryTexts(data, words, MiniSearch, parts, (term) => terms.has(term), rarity),
      /** The same index with other weights of the fields, by their numbers. */
      boosted: (fields) => {
        const boost = { ...BOOST, ...fields };
        return { ...index, lookup: (tokens, worth, how, options) => lookup(tokens, worth, how, { boost, ...options }) };
      },
    };
    return index;
  };
})();

/** Whether a token is no word but an id, an abbreviation or a number. */
NeedsSearch.isSign = (word) => word[0] === "#" || word[0] === "!" || /^\p{Nd}/u.test(word);
