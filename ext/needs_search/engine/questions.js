/* What a question looks for, beside the words it is made of. The kinds of question and of
   answer are data of the language: language.py. */
"use strict";

NeedsSearch.question = (function () {
  const ANSWER = 1.3; // Holds a word of the kind of answer; each of a few more adds the same.
  const MOST = 3;
  const COUNTED = 8;
  const ASKED = 3;
  const NUMBER_WITHIN = 3;
  const LONG = 6; // A cue of so many letters may be the last part of a compound.
  const YEAR = /^(19|20)\d\d$/;

  /** The words of the kind of answer: how much an entry is worth for holding them. */
  function cuesWorth(index, cues) {
    const long = [...cues].filter((cue) => cue.length >= LONG);
    const isCue = (word) => cues.has(word) || YEAR.test(word) || long.some((one) => word.endsWith(one));
    return (n) => {
      if (!index.texts.has(n)) return 1;
      const found = new Set(index.texts.line(n).split(" ").filter(isCue)).size;
      return found ? ANSWER + (Math.min(found, MOST) - 1) * (ANSWER - 1) : 1;
    };
  }

  /** "how do I …": what is called "how you …", before what tells of it. */
  function titleWorth(index, cues) {
    const first = (n) => index.texts.titleLine(n).trim().split(" ")[0];
    return (n) => (index.texts.has(n) && cues.has(first(n)) ? ASKED : 1);
  }

  /** "which principles": those of the type, before what tells of it. */
  function typeWorth(index, thing) {
    const { types, type } = index.data.entries;
    const asked = types.map((title) => index.words.keys(title).join(" ") === thing);
    return (n) => (asked[type[n]] ? ASKED : 1);
  }

  /** "four principles" tells how many there are; so does "4 overall principles". */
  function countWorth(index, cues, thing) {
    const { words, data } = index;
    const isNumber = (word) => cues.has(word) || /^\p{Nd}+$/u.test(word);
    const counted = (word, at, line) =>
      words.key(word) === thing && line.slice(Math.max(0, at - NUMBER_WITHIN), at).some(isNumber);
    const lineOf = (text) => words.line(text).split(" ");
    return (n) =>
      index.texts.has(n) && [data.entries.title[n], data.texts?.[n] || ""].some((text) => lineOf(text).some(counted)) ? COUNTED : 1;
  }

  /**
   * Read a query as a question.
   * @param phrase the query as a line of words
   * @returns
   *   asked: whether it is a question of a known kind;
   *   inText: whether the answer is told in a text; what is only called so is no answer;
   *   defines: whether the glossary may have the answer;
   *   named: whether what is called as what is asked for may be it;
   *   without(words): the words of the query but those that only ask ("how often");
   *   counts(word): whether a stop word tells something here ("who has made");
   *   worth(n): what an entry is worth more for holding an answer
   */
  return function question(index, phrase) {
    const { words } = index;
    const starting = (kind) => kind.asked.map(words.line).find((line) => phrase.startsWith(line));
    const kind = index.data.language.answers.find(starting);
    if (!kind)
      return { asked: false, inText: false, defines: false, named: false, without: (all) => all, counts: () => false, worth: () => 1 };
    const start = starting(kind);
    const asking = words.words(start).length;
    const thing = words.key(phrase.slice(start.length).split(" ")[0]);
    const cues = new Set(kind.words.map(words.fold));
    // "Where do I find" leads up to what is looked for, and asks for nothing itself.
    const isAsked = kind.kind || cues.size > 0;
    return {
      asked: isAsked,
      inText: isAsked && !kind.kind && !kind.titled,
      defines: kind.defines,
      named: kind.named,
      without: (all) => (all.length > asking ? all.slice(asking) : all),
      counts: (word) => kind.deeds.includes(word),
      worth: !isAsked
        ? () => 1
        : kind.kind
        ? typeWorth(index, thing)
        : kind.titled
          ? titleWorth(index, cues)
          : kind.before
            ? countWorth(index, cues, thing)
            : cuesWorth(index, cues),
    };
  };
})();
