/* Words of a query that say something together: compounds in two words, and expressions. */
"use strict";

NeedsSearch.Rows = (function () {
  const JOINED = 3;
  const JOINED_LOOSELY = 1.5;
  const LONGEST = 5;
  const BELOW_EXACT = 0.9;
  // What the words of an expression are worth one by one.
  const IDIOM = 0.3;
  const SURE = 0.9;
  const LOOSE_LETTERS = 3;

  return class Rows extends NeedsSearch.Ways {
    /** Words that the site writes as one: "service niveau", "udvikling af kompetencer". */
    pairs(tokens, shares, add, sum) {
      if (!this.data.language.joints.length) return;
      const folded = tokens.map(this.words.fold);
      for (let i = 0; i + 1 < tokens.length; i++) {
        this.joined(folded[i], folded[i + 1], (hits, less) => add(hits, sum * less));
        if (i + 2 < tokens.length && this.words.stops.has(folded[i + 1])) {
          const share = (shares.get(tokens[i]) || 0) + (shares.get(tokens[i + 2]) || 0);
          this.joined(folded[i + 2], folded[i], (hits, less) => add(hits, share * less));
        }
      }
    }

    joined(first, second, add) {
      if (this.words.stops.has(first) || this.words.stops.has(second)) return;
      const keys = new Set();
      const real = (key) => this.terms.has(key) && key.length >= first.length + LOOSE_LETTERS && !keys.has(key);
      for (const joint of this.data.language.joints)
        for (const [head, worth, less] of [[first, JOINED, 1], [this.words.stem(first), JOINED_LOOSELY, 0.7]]) {
          const key = this.words.key(head + joint + second);
          if (real(key)) add(this.ask(key, worth, "joined"), less);
          keys.add(key);
        }
    }

    /** Words in a row that have synonyms together: "klare sig selv". */
    rows(tokens, shares, total) {
      const keys = tokens.map((word) => this.words.key(word));
      const folded = tokens.map(this.words.fold);
      for (let from = 0; from < keys.length; from++)
        for (let to = from + 2; to <= Math.min(keys.length, from + LONGEST); to++) {
          const row = [folded, keys].map((all) => all.slice(from, to).join(" "));
          const hits = this.meaning(...row);
          if (hits.length) this.instead(tokens.slice(from, to), shares, hits, total);
        }
    }

    /** Synonyms of a row count instead of its words, and never before the row itself. */
    instead(row, shares, hits, total) {
      const telling = new Set(row.filter((word) => shares.has(word)));
      const share = [...telling].reduce((sum, word) => sum + shares.get(word), 0) * SURE;
      const written = this.inRow(row);
      const of = (sum) => {
        const ways = sum.ways.filter((way) => telling.has(way.word));
        const exact = ways.filter((way) => way.how === "exact").length === telling.size;
        const holds = telling.size === row.length ? exact : written.test(this.lines()[sum.n]);
        return { ways, holds, score: ways.reduce((all, way) => all + way.score, 0) };
      };
      const own = new Map([...total].map(([n, sum]) => [n, of(sum)]));
      const holding = [...own.values()].filter(({ holds, score }) => holds && score);
      const most = holding.length ? BELOW_EXACT * Math.max(...holding.map(({ score }) => score)) : Infinity;
      // "komme sig" is another thing than "komme"; so is "give slip" than what "give" is like.
      const idiom = telling.size < row.length;
      for (const [n, one] of own)
        for (const way of one.holds ? [] : one.ways)
          if (idiom || way.how === "synonym") {
            total.get(n).score -= way.score * (1 - IDIOM);
            one.score -= way.score * (1 - IDIOM);
            way.score *= IDIOM;
          }
      for (const [n, hit] of hits) {
        const sum = total.get(n) || { n, score: 0, share: 0, ways: [] };
        const had = own.get(n) || { ways: [], score: 0 };
        const score = Math.min(hit.score, most);
        if (score <= had.score) continue;
        sum.score += score - had.score;
        sum.share += Math.max(0, share - had.ways.reduce((all, way) => all + way.share, 0));
        sum.ways = sum.ways.filter((way) => !had.ways.includes(way));
        sum.ways.push({ ...hit, score, share, word: row.join(" ") });
        own.set(n, { ways: sum.ways.slice(-1), score });
        total.set(n, sum);
      }
    }
  };
})();
