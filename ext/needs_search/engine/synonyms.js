/* What is looked up for what is typed: other words for it, and words that are akin. */
"use strict";

NeedsSearch.Synonyms = (function () {
  const SAME = 0.6;
  const AKIN = 0.35;
  const BELOW_SAME = 0.9;
  const LONGEST_ENDING = 5;
  const FAR = "~";
  const WRITTEN = "=";

  return class Synonyms extends NeedsSearch.Spelling {
    highest(hits) {
      return hits.length ? Math.max(...hits.map(([, hit]) => hit.score)) : Infinity;
    }

    lowered(hits, most) {
      return hits.map(([n, hit]) => [n, { ...hit, score: Math.min(hit.score, most) }]);
    }

    /** What is found by the synonyms of a word, or of words in a row. */
    meaning(folded, key) {
      const [same, akin] = [false, true].map((far) =>
        this.others(folded, key)
          .filter((other) => other.far === far)
          .flatMap(({ text }) => this.together(text, far ? AKIN : SAME)),
      );
      return [...same, ...this.lowered(akin, BELOW_SAME * this.highest(same))];
    }

    /** As what a word has synonyms: as its stem, or as it is written but for an ending. */
    listed(folded, key) {
      for (let cut = 0; cut <= LONGEST_ENDING && folded.length - cut >= LONGEST_ENDING; cut++) {
        const written = WRITTEN + folded.slice(0, folded.length - cut);
        if (this.synonyms.has(written)) return written;
      }
      return this.synonyms.has(key) ? key : undefined;
    }

    /** The words to look up for a word, or for words in a row, and whether they are only akin. */
    others(folded, key) {
      const others = this.synonyms.get(this.listed(folded, key)) || [];
      return others.map((other) => ({ text: other.replace(FAR, ""), far: other[0] === FAR }));
    }

    /** What holds a synonym: its words in a row. */
    together(text, worth) {
      const words = this.words.words(text);
      const telling = words.filter((word) => !this.words.stops.has(this.words.fold(word)));
      const row = telling.length && words.length > 1 && this.inRow(words);
      const found = (telling.length ? telling : words).map((word) => this.concept(word, false, true));
      return [...found[0].keys()]
        .filter((n) => found.every((hits) => hits.has(n)) && (!row || row.test(this.lines()[n])))
        .map((n) => {
          const hits = found.map((each) => each.get(n));
          const sum = hits.reduce((all, hit) => all + hit.score, 0) / Math.sqrt(found.length);
          const score = worth * sum * (row ? Math.sqrt(words.length) : 1);
          return [n, { score, how: "synonym", terms: hits.flatMap((hit) => hit.terms) }];
        });
    }

    /** Words in a row, in any form: "sætte tidligt ind" is in "vi sætter tidligt ind". */
    inRow(words) {
      const form = (word) => (this.words.stops.has(word) ? word : this.words.stem(word) + "\\p{L}*");
      return new RegExp(` ${words.map((word) => form(this.words.fold(word))).join(" ")} `, "u");
    }
  };
})();
