/* The ways in which one word of a query can be meant, and what each finds. */
"use strict";

NeedsSearch.Ways = (function () {
  const BOOST = { 0: 2.2, 1: 1, 2: 0.55, 3: 1.2, 4: 2.5 }; // title, text, parts, meta, type
  const SIGN_BOOST = { ...BOOST, 3: 8 };
  // A question's answer stands in the text: its title says what the text is about.
  const TOLD_BOOST = { ...BOOST, 0: 0.7 };
  // What a hit is worth, by the way it was found.
  const WORTH = {
    exact: 1,
    start: 0.75,
    startOfKnown: 0.55,
    startAsTyped: 0.9,
    ending: 0.7,
    end: 0.6,
    endOfKnown: 0.4,
    inside: 0.35,
    part: 0.6,
    allParts: 0.75,
    tail: 0.45,
    head: 0.25,
    belowExact: 0.9,
    family: 0.8,
    other: 0.6,
    otherKin: 0.4,
  };
  // A part of fewer letters tells nothing alone.
  const TELLING = { head: 6, tail: 5 };
  const LOOSE_LETTERS = 3;
  const MOST = 40;
  const isSign = (word) => word[0] === "#" || word[0] === "!" || /^\p{Nd}/u.test(word);

  return class Ways extends NeedsSearch.Synonyms {
    weight(number) {
      return this.data.weights[number] || 1;
    }

    /** Ask MiniSearch for tokens: a map from entry to { score, how, terms }. */
    ask(tokens, worth, how, options) {
      const found = this.mini.search(
        { combineWith: "OR", queries: [].concat(tokens) },
        { boost: this.told ? TOLD_BOOST : BOOST, prefix: false, fuzzy: false, ...options },
      );
      return new Map(
        found.map((r) => [r.id, { score: r.score * worth * this.weight(r.id), how, terms: r.terms }]),
      );
    }

    /** What one word of the query finds, by every way that fits it; the best way counts. */
    concept(word, last, asSynonym = false) {
      const key = this.words.key(word);
      if (isSign(word)) return this.ask(key, WORTH.exact, "exact", { boost: SIGN_BOOST });
      const found = new Map();
      const add = (more) => {
        for (const [n, hit] of more) if (!(found.get(n)?.score >= hit.score)) found.set(n, hit);
      };
      const folded = this.words.fold(word);
      const sought = { word, key, folded, last, known: this.terms.has(key), asSynonym };
      sought.listed = !asSynonym && this.listed(folded, key) !== undefined;
      add(this.ask(key, WORTH.exact, "exact"));
      this.beginnings(sought, add);
      this.literal(sought, found);
      this.family(sought, add);
      this.endings(sought, found, add);
      this.compound(sought, found, add);
      if (!asSynonym) this.alike(sought, found, add);
      this.spellings(sought, found, add);
      return found;
    }

    /** Folding and stemming make one of "møde" and "mod": what is written so comes first. */
    literal({ word, folded, asSynonym }, hits) {
      const starts = this.kin(folded)?.map((one) => one.written);
      const start = word.slice(0, Math.max(LOOSE_LETTERS, word.length - (word.length > 5 ? 2 : 1)));
      const so = (n) =>
        starts ? starts.some((one) => this.lines()[n].includes(one)) : this.raw(n).includes(start);
      const written = new Set([...hits.keys()].filter(so));
      if (!written.size && !asSynonym) return;
      for (const [n, hit] of hits)
        if (asSynonym && !written.has(n)) hits.delete(n);
        else if (!written.has(n)) hit.score *= starts ? WORTH.otherKin : WORTH.other;
    }

    beginnings({ folded, key, known, last, asSynonym }, add) {
      if (!(folded.length >= 4 || (last && folded.length >= 2 && !known))) return;
      if (asSynonym && known) return;
      add(this.ask(key, known ? WORTH.startOfKnown : WORTH.start, "start", { prefix: true }));
      if (folded !== key && folded.length >= 4)
        add(this.ask(folded, WORTH.startAsTyped, "start", { prefix: true }));
    }

    endings({ folded, key, known, listed }, found, add) {
      const begun = [...found.values()].some(({ how }) => how === "start");
      if (key.length >= 6 && !known && !begun && !listed) {
        // "handicappede" where the site writes "handicap": an ending the stemmer leaves.
        const shorter = this.plain.filter(
          (t) => t.length >= 5 && key.length - t.length <= LOOSE_LETTERS && key.startsWith(t),
        );
        if (shorter.length) add(this.ask(shorter, WORTH.ending, "ending"));
      }
      if (key.length < 4 || !this.data.language.joints.length) return;
      const longer = this.plain.filter((t) => t.length > key.length + 2 && t.endsWith(key));
      if (longer.length) add(this.ask(longer.slice(0, MOST), known ? WORTH.endOfKnown : WORTH.end, "end"));
      if (known || folded.length < 5) return;
      const inside = key.length < 5 ? [] : this.plain.filter((t) => t.length > key.length + 2 && t.indexOf(key) > 0);
      if (inside.length) add(this.ask(inside.slice(0, MOST), WORTH.inside, "inside"));
      if (found.size) return;
      // The stem of "villighed" is no end of that of "risikovillighed", but the word is.
      const used = [...this.used()].filter((w) => w.length > folded.length + 2 && w.endsWith(folded));
      if (used.length) add(this.ask(used.slice(0, MOST).map(this.words.stem), WORTH.end, "end"));
    }

    /** A compound's parts never come before what holds the very word. */
    compound(sought, found, add) {
      const { folded, known } = sought;
      const parts = this.split(folded);
      if (!parts.length) return known || this.guessed(folded, found, add);
      const sides = parts.map((part) => this.ask(this.words.stem(part), WORTH.part, "part"));
      const most = this.belowExact(found);
      const direct = this.both(...sides);
      add(this.lowered(direct, most));
      if (!sought.asSynonym) {
        const wide = sides.map((hits, i) => this.widened(parts[i], hits));
        add(this.lowered(this.both(...wide), Math.min(most, WORTH.belowExact * this.highest(direct))));
      }
      // A compound is what its last part is; its first part alone says little.
      ["head", "tail"].forEach((how, i) => {
        if (parts[i].length < TELLING[how] || this.words.stem(parts[i]).length <= LOOSE_LETTERS) return;
        for (const [n, hit] of sides[i]) add([[n, { ...hit, score: Math.min(most, hit.score * WORTH[how]), how }]]);
      });
    }

    belowExact(found) {
      const exact = [...found.values()].filter((hit) => hit.how === "exact");
      return exact.length ? WORTH.belowExact * Math.min(...exact.map((hit) => hit.score)) : Infinity;
    }

    /** A part's hits with those of its synonyms: "handicap|bolig" where it says "hjem". */
    widened(part, hits) {
      const wide = new Map(hits);
      for (const [n, hit] of this.meaning(part, this.words.stem(part)))
        if (!wide.has(n)) wide.set(n, { ...hit, score: hit.score * WORTH.part });
      return wide;
    }

    both(head, tail) {
      return [...head.keys()]
        .filter((n) => tail.has(n))
        .map((n) => {
          const [one, two] = [head.get(n), tail.get(n)];
          const how = one.how === "part" && two.how === "part" ? "parts" : "synonym";
          const score = (one.score + two.score) * WORTH.allParts;
          return [n, { score, how, terms: [...one.terms, ...two.terms] }];
        });
    }

    /** "budgetmøde" where the site has "budgetseminar" and "møde": only both together. */
    guessed(folded, found, add) {
      if (folded.length <= 6 || !this.data.language.joints.length) return;
      for (let cut = 4; cut <= folded.length - 4; cut++) {
        const tail = this.words.stem(folded.slice(cut));
        if (!this.terms.has(tail)) continue;
        const head = this.ask(folded.slice(0, cut), WORTH.part, "part", { prefix: true });
        add(this.both(head, this.ask(tail, WORTH.part, "part")));
        if (!found.size && cut >= TELLING.tail)
          add([...head].map(([n, hit]) => [n, { ...hit, score: hit.score * WORTH.head, how: "head" }]));
      }
    }

    /** Synonyms never come before what holds the very word, or both its parts. */
    alike({ folded, key }, found, add) {
      const parts = [...found].filter(([, hit]) => hit.how === "parts");
      add(this.lowered(this.meaning(folded, key), Math.min(this.belowExact(found), WORTH.belowExact * this.highest(parts))));
    }

    /** "kommunikere" and "kommunikation" are of one family. */
    family({ folded, key: own }, add) {
      const kin = (this.kin(folded) || []).map(({ key }) => key).filter((key) => key !== own && this.terms.has(key));
      if (!kin.length) return;
      const starts = this.kin(folded).map(({ written }) => written);
      // "dokument" is the stem of "dokumentere", and another word as well.
      const written = ([n]) => starts.some((start) => this.lines()[n].includes(start));
      add([...this.ask(kin, WORTH.family, "family")].filter(written));
    }

    /** The other words of a word's family: their tokens, and how they begin. */
    kin(folded) {
      const { endings = [], forms = [] } = this.data.language.families;
      const ending = endings.find((one) => folded.endsWith(one) && folded.length > one.length + 3);
      if (!ending) return undefined;
      const base = folded.slice(0, -ending.length);
      return forms.map((form) => ({ key: this.words.stem(base + form), written: base + form.slice(0, 3) }));
    }
  };
})();
