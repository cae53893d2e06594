/* What is looked up for what is typed: other words for it, and words that are akin. */
"use strict";

NeedsSearch.synonyms = (function () {
  const SAME = 0.6;
  const AKIN = 0.35;
  const BELOW_SAME = 0.9;
  const FAR = "~"; // Begins a word that is only akin.

  /** The words to look up for a word, or for words in a row: { text, far }, far if only akin. */
  function others(index, folded, key) {
    const own = index.synonymKey(folded, key);
    const found = own === undefined ? [] : index.synonymsOf(own);
    return found.map((other) => ({ text: other.replace(FAR, ""), far: other[0] === FAR }));
  }

  /** What holds a synonym: its words in a row. */
  function holding(index, text, worth) {
    const words = index.words.words(text);
    const telling = words.filter((word) => !index.words.isStop(word));
    const row = telling.length && words.length > 1 && index.words.rowPattern(words);
    const found = (telling.length ? telling : words).map((word) => NeedsSearch.match(index, word));
    return [...found[0].keys()]
      .filter((n) => found.every((hits) => hits.has(n)) && (!row || !index.texts.has(n) || row.test(index.texts.line(n))))
      .map((n) => {
        const hits = found.map((each) => each.get(n));
        const sum = hits.reduce((all, hit) => all + hit.score, 0) / Math.sqrt(found.length);
        const score = worth * sum * (row ? Math.sqrt(words.length) : 1);
        return [n, { score, how: "synonym", isAkin: worth === AKIN, terms: hits.flatMap((hit) => hit.terms) }];
      });
  }

  /** What is found by the synonyms of a word, or of words in a row: pairs of number and hit. */
  function hits(index, folded, key) {
    const { highest, lowered } = NeedsSearch.match;
    const [same, akin] = [false, true].map((far) =>
      others(index, folded, key)
        .filter((other) => other.far === far)
        .flatMap(({ text }) => holding(index, text, far ? AKIN : SAME)),
    );
    return [...same, ...lowered(akin, BELOW_SAME * highest(same))];
  }

  return { others, hits };
})();
