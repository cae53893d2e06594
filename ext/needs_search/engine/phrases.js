/* Words of a query that say something together: compounds in two words, expressions,
   quoted phrases, and words that stand near each other. */
"use strict";

NeedsSearch.phrases = (function () {
  const JOINED = 3;
  const JOINED_LOOSELY = 1.5;
  const LONGEST = 5;
  const BELOW_EXACT = 0.9;
  // What the words of an expression are worth one by one.
  const IDIOM = 0.3;
  const SURE = 0.9;
  const EXPRESSION = 1.6; // Words that have a meaning together say more than one word.
  const UNTELLING = 0.3;
  const LOOSE_LETTERS = 3;
  const PARTICLE_VERB = 4; // The stem of a verb that has a particle has so many letters.
  const PARTICLE_WITHIN = 2; // So many words after the verb.
  const CLOSE = 1.5;
  const LOOKED_AT = 40;
  const QUOTED = /["“”„«»]([^"“”„«»]+)["“”„«»]/g;

  /** Two words as the site writes them in one, with each joint: add(hits, certainty). */
  function joined(index, first, second, add) {
    const { stops, stem, key: keyOf } = index.words;
    if (stops.has(first) || stops.has(second)) return;
    const keys = new Set();
    const real = (key) => index.terms.has(key) && key.length >= first.length + LOOSE_LETTERS && !keys.has(key);
    for (const joint of index.data.language.joints)
      for (const [head, worth, less] of [[first, JOINED, 1], [stem(first), JOINED_LOOSELY, 0.7]]) {
        const key = keyOf(head + joint + second);
        if (real(key)) add(index.lookup(key, worth, "joined"), less);
        keys.add(key);
      }
  }

  /** "følger vi op" is of "opfølgning": a verb and its particle, as they are written in one. */
  function withParticle(index, verb, particle, add) {
    const { stem } = index.words;
    const start = particle + stem(verb);
    if (stem(verb).length < PARTICLE_VERB) return;
    const keys = index.plainTerms.filter((term) => term.startsWith(start));
    if (keys.length) add(index.lookup(keys, JOINED_LOOSELY, "joined"));
  }

  /**
   * Words that the site writes as one: "service niveau", "udvikling af kompetencer".
   * @param shares how much of the query each word is
   * @param whole how much the whole query is
   * @param add called with the hits and how much of the query they cover
   */
  function compounds(index, tokens, shares, whole, add) {
    if (!index.data.language.joints.length) return;
    const folded = tokens.map(index.words.fold);
    const { particles } = index.data.language;
    for (let i = 0; i + 1 < tokens.length; i++) {
      const particle = folded.slice(i + 1, i + 1 + PARTICLE_WITHIN).find((word) => particles.includes(word));
      if (particle) withParticle(index, folded[i], particle, (hits) => add(hits, shares.get(tokens[i]) || 0));
      joined(index, folded[i], folded[i + 1], (hits, less) => add(hits, whole * less));
      if (i + 2 < tokens.length && index.words.stops.has(folded[i + 1])) {
        const share = (shares.get(tokens[i]) || 0) + (shares.get(tokens[i + 2]) || 0);
        joined(index, folded[i + 2], folded[i], (hits, less) => add(hits, share * less));
      }
    }
  }

  /** Words in a row that have synonyms together: "klare sig selv". Changes the totals. */
  function expressions(index, tokens, shares, totals) {
    const keys = tokens.map(index.words.key);
    const folded = tokens.map(index.words.fold);
    for (let from = 0; from < keys.length; from++)
      for (let to = from + 2; to <= Math.min(keys.length, from + LONGEST); to++) {
        const row = [folded, keys].map((all) => all.slice(from, to).join(" "));
        // Words that tell nothing one by one tell little together, beside words that tell.
        const worth = tokens.slice(from, to).some((word) => shares.has(word)) ? EXPRESSION : UNTELLING;
        const hits = NeedsSearch.synonyms.hits(index, ...row).map(([n, hit]) => [n, { ...hit, score: hit.score * worth }]);
        if (hits.length) replace(index, tokens.slice(from, to), shares, hits, totals);
      }
  }

  /** Synonyms of a row count instead of its words, and never before the row itself. */
  function replace(index, row, shares, hits, totals) {
    const telling = new Set(row.filter((word) => shares.has(word)));
    const share = [...telling].reduce((sum, word) => sum + shares.get(word), 0) * SURE;
    const written = index.words.rowPattern(row);
    const rowOf = (total) => {
      const ways = total.ways.filter((way) => telling.has(way.word));
      const exact = ways.filter((way) => way.how === "exact").length === telling.size;
      const inRow = () => !index.texts.has(total.n) || written.test(index.texts.line(total.n));
      const holds = (telling.size < row.length || exact) && inRow();
      return { ways, holds, score: ways.reduce((all, way) => all + way.score, 0) };
    };
    const own = new Map([...totals].map(([n, total]) => [n, rowOf(total)]));
    const holding = [...own.values()].filter(({ holds, score }) => holds && score);
    const most = holding.length ? BELOW_EXACT * Math.max(...holding.map(({ score }) => score)) : Infinity;
    // "komme sig" is another thing than "komme"; so is "give slip" than what "give" is like.
    const idiom = telling.size < row.length || row.every(index.words.isStop);
    for (const [n, one] of own)
      for (const way of one.holds ? [] : one.ways)
        if (idiom || way.how === "synonym") {
          totals.get(n).score -= way.score * (1 - IDIOM);
          one.score -= way.score * (1 - IDIOM);
          way.score *= IDIOM;
        }
    for (const [n, hit] of hits) {
      const total = totals.get(n) || { n, score: 0, share: 0, ways: [] };
      const had = own.get(n) || { ways: [], score: 0 };
      const score = Math.min(hit.score, most);
      if (score <= had.score) continue;
      total.score += score - had.score;
      total.share += Math.max(0, share - had.ways.reduce((all, way) => all + way.share, 0));
      total.ways = total.ways.filter((way) => !had.ways.includes(way));
      total.ways.push({ ...hit, score, share, word: row.join(" ") });
      own.set(n, { ways: total.ways.slice(-1), score });
      totals.set(n, total);
    }
  }

  /** Raise hits whose words stand near each other: they say more than the same far apart. */
  function raiseClose(index, hits, content) {
    if (content.length < 2) return;
    for (const hit of [...hits].sort((a, b) => b.score - a.score || a.n - b.n).slice(0, LOOKED_AT)) {
      const terms = content.map((word) => new Set(hit.ways.filter((w) => w.word === word).flatMap((w) => w.terms)));
      if (terms.some((set) => !set.size) || !index.texts.has(hit.n)) continue;
      const last = new Map();
      const spans = index.texts.line(hit.n).trim().split(" ").map((word, at) => {
        const key = index.words.stem(word);
        terms.forEach((set, i) => (set.has(key) || set.has(word)) && last.set(i, at));
        return last.size === terms.length ? Math.max(...last.values()) - Math.min(...last.values()) : Infinity;
      });
      if (Math.min(...spans) <= content.length * 2) hit.score *= CLOSE;
    }
  }

  /** Whether a query holds a phrase in quotation marks. */
  const isQuoted = (raw) => raw.search(QUOTED) >= 0;

  /** Keep the hits that hold each quoted phrase; without any, return whatever entry does. */
  function keepQuoted(index, raw, hits) {
    const phrases = [...raw.matchAll(QUOTED)].map(([, text]) => index.words.line(text));
    if (!phrases.length) return hits;
    const holds = (n) => phrases.every((phrase) => index.texts.shownLine(n).includes(phrase));
    const found = hits.filter((hit) => index.texts.has(hit.n) && holds(hit.n));
    if (found.length) return found;
    const numbers = index.texts.holding(phrases[0]).filter(holds);
    return numbers.map((n) => ({ n, score: index.weight(n), share: 1, ways: [] }));
  }

  return { compounds, expressions, raiseClose, isQuoted, keepQuoted };
})();
