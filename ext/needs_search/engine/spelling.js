/* Which words of the site a misspelt word may stand for. */
"use strict";

NeedsSearch.spelling = (function () {
  const WORTH = 0.7;
  const WORTH_BESIDE = 0.4; // Beside hits of the word as it is typed.
  const NEXT_BEST = 0.7;
  const MOST = 8;
  const FIRST_LETTERS = 5; // In a word of so many letters, the first may be the wrong one.
  const SURE_LETTERS = 8; // One slip in a word of so many letters leaves no doubt.
  // So many slips are forgiven in a word of at least so many letters.
  const SLIPS = [[12, 3], [7, 2], [0, 1]];

  /** How many slips a word may have. */
  const slips = (folded) => SLIPS.find(([letters]) => folded.length >= letters)[1];

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

  /** The site's own words at most so many slips from one, nearest first: { word, score, away }. */
  function near(index, folded, slips) {
    // MiniSearch counts two letters that changed places as two slips.
    const found = index.texts
      .spellings()
      .search(folded, { fuzzy: slips + (slips < 2) })
      .map(({ word, score }) => ({ word, score, away: distance(folded, index.words.fold(word)) }))
      .filter(({ word, away }) => away <= slips && !index.words.isStop(word))
      .sort((a, b) => a.away - b.away || b.score - a.score);
    // The first letter is seldom wrong, and then nothing else is.
    const likely = found.filter(({ word }) => index.words.fold(word)[0] === folded[0]);
    if (likely.length || folded.length < FIRST_LETTERS) return likely.slice(0, MOST);
    return found.filter(({ away }) => away === 1).slice(0, MOST);
  }

  function partOfWord(index, folded) {
    if (folded.length < 5) return false;
    const ends = (word) => word.length > folded.length + 2 && word.endsWith(folded);
    return [...index.texts.used()].some((word) => word.startsWith(folded) || ends(word));
  }

  /**
   * Add what other spellings of a word find; where one is sure, lower what the word found.
   * @param sought { folded, key, known, isStrange, listed }: the word, whether the site has it, or only its
   *   stem, or a synonym has it
   * @param found what the word as typed has found
   */
  function respelled(index, { folded, key, known, isStrange, listed }, found, add) {
    // A word with synonyms is spelt as it should be; a short one is too like others.
    if (listed || folded.length < 4 || (!isStrange && (known || index.isCommon(key)))) return;
    if (found.size && folded.length < 6) return;
    // What begins or ends a word of the site is not misspelt.
    if (partOfWord(index, folded)) return;
    const nearest = near(index, folded, slips(folded));
    const sure = nearest.length && nearest[0].away === 1 && (isStrange || folded.length >= SURE_LETTERS);
    if (sure) for (const hit of found.values()) hit.score *= WORTH_BESIDE;
    const worth = found.size && !sure ? WORTH_BESIDE : WORTH;
    for (const one of [key, ...(index.words.family(folded) || []).map((kin) => kin.key)]) {
      const alike = (result) => result.terms.some((t) => t[0] === one[0] && t.length > 3 && !index.words.isStop(t));
      const less = sure ? WORTH_BESIDE : worth * NEXT_BEST;
      if (one.length > 3) add(index.lookup(one, less, "spelling", { fuzzy: 1, filter: alike }));
    }
    if (!nearest.length) return;
    const tokens = (words) => [...new Set(words.map(({ word }) => index.words.key(word)))];
    const best = nearest.filter((one) => one.away === nearest[0].away);
    add(index.lookup(tokens(nearest), worth * NEXT_BEST, "spelling"));
    const hits = index.lookup(tokens(best), worth, "spelling");
    // "ansvarlighed" and "ansvar" share a stem: what is written so comes first.
    for (const [n, hit] of hits)
      if (index.texts.has(n) && !best.some(({ word }) => index.texts.raw(n).includes(word.slice(0, -2)))) hit.score *= NEXT_BEST;
    add(hits);
  }

  return { distance, near, respelled, slips };
})();
