/* The texts as they are written, and which of their words a misspelt one may stand for. */
"use strict";

NeedsSearch.Spelling = (function () {
  const SPELLING = 0.7;
  const SPELLING_TOO = 0.4;
  const NEXT_BEST = 0.7;
  const MOST = 8;
  const SURE = 8; // One slip in a word of so many letters leaves no doubt.
  // So many slips are forgiven in a word of at least so many letters.
  const SLIPS = [[12, 3], [7, 2], [0, 1]];

  /** How many letters are wrong, missing, too many or exchanged with the next. */
  function distance(one, two) {
    const rows = [[...two].map((_, j) => j)];
    rows[0].push(two.length);
    for (let i = 1; i <= one.length; i++) {
      rows[i] = [i];
      for (let j = 1; j <= two.length; j++) {
        const same = one[i - 1] === two[j - 1];
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1])
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[one.length][two.length];
  }

  return class Spelling {
    /** What is read of an entry: its title and text, and of a need the heading over it. */
    whole(n) {
      const { title, need, places, place } = this.data.entries;
      const over = need[n] === "1" ? places[place[n]].slice(1).slice(-1) : [];
      return [title[n], this.data.texts?.[n] || "", ...over].join(" ");
    }

    /** The same in small letters. */
    raw(n) {
      this._raw ??= [];
      return (this._raw[n] ??= this.words.clean(this.whole(n)).toLowerCase());
    }

    /** Every entry as it is searched for phrases. */
    lines() {
      this._lines ??= this.data.entries.title.map((_, n) => this.words.line(this.whole(n)));
      return this._lines;
    }

    /** Every word of the texts, folded. */
    used() {
      this._used ??= new Set(this.lines().flatMap((line) => line.split(" ")));
      return this._used;
    }

    forget() {
      this._raw = this._lines = this._used = this._written = undefined;
    }

    spellings({ folded, key, known, listed }, found, add) {
      // A word with synonyms is spelt as it should be; a short one is too like others.
      if (known || listed || folded.length < 4) return;
      if (found.size && folded.length < 6) return;
      // What begins or ends a word of the site is not misspelt.
      if (this.partOfWord(folded)) return;
      const near = this.near(folded, SLIPS.find(([letters]) => folded.length >= letters)[1]);
      const sure = near.length && near[0].away === 1 && folded.length >= SURE;
      if (sure) for (const hit of found.values()) hit.score *= SPELLING_TOO;
      const worth = found.size && !sure ? SPELLING_TOO : SPELLING;
      for (const one of [key, ...(this.kin(folded) || []).map((kin) => kin.key)]) {
        const alike = (result) => result.terms.some((t) => t[0] === one[0] && t.length > 3);
        const less = sure ? SPELLING_TOO : worth * NEXT_BEST;
        if (one.length > 3) add(this.ask(one, less, "spelling", { fuzzy: 1, filter: alike }));
      }
      if (!near.length) return;
      const tokens = (words) => [...new Set(words.map(({ word }) => this.words.key(word)))];
      const best = near.filter((one) => one.away === near[0].away);
      add(this.ask(tokens(near), worth * NEXT_BEST, "spelling"));
      const hits = this.ask(tokens(best), worth, "spelling");
      // "ansvarlighed" and "ansvar" share a stem: what is written so comes first.
      for (const [n, hit] of hits) if (!best.some(({ word }) => this.raw(n).includes(word.slice(0, -2)))) hit.score *= NEXT_BEST;
      add(hits);
    }

    partOfWord(folded) {
      if (folded.length < 5) return false;
      const ends = (word) => word.length > folded.length + 2 && word.endsWith(folded);
      return [...this.used()].some((word) => word.startsWith(folded) || ends(word));
    }

    /** The site's own words a few slips from one, nearest first. */
    near(folded, slips) {
      // MiniSearch counts two letters that changed places as two slips.
      const found = this.written
        .search(folded, { fuzzy: slips + (slips < 2) })
        .map(({ word, score }) => ({ word, score, away: distance(folded, this.words.fold(word)) }))
        .filter(({ away }) => away <= slips)
        .sort((a, b) => a.away - b.away || b.score - a.score);
      // The first letter is seldom wrong.
      const likely = found.filter(({ word }) => this.words.fold(word)[0] === folded[0]);
      if (likely.length || folded.length < SURE) return likely.slice(0, MOST);
      return found.filter(({ away }) => away === 1).slice(0, MOST);
    }

    /** Every longer word the site writes, as it writes it; worked out when first needed. */
    get written() {
      if (this._written) return this._written;
      const words = new Set();
      for (let n = 0; n < this.size; n++)
        for (const [word] of this.raw(n).matchAll(/\p{L}{4,}/gu)) words.add(word);
      this._written = new this.mini.constructor({
        fields: ["folded"],
        storeFields: ["word"],
        tokenize: (text) => [text],
        processTerm: (term) => term,
      });
      this._written.addAll([...words].map((word, id) => ({ id, word, folded: this.words.fold(word) })));
      return this._written;
    }
  };
})();
