/* From text to the tokens it is found by, as tokenizer.py does it at build time.
   tests/needs_search/test_tokens.py holds the two to the same tokens. */
"use strict";

var NeedsSearch = globalThis.NeedsSearch || {};
globalThis.NeedsSearch = NeedsSearch;

NeedsSearch.tokenizer = (function () {
  // Python's \w without digits and underscore: letters and numbers that are no digits.
  const L = "[\\p{L}\\p{Nl}\\p{No}]";
  const HYPHEN = "[-\\u2010\\u2011\\u2013]";
  const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
  const WORD = new RegExp(
    `${L}+(?:_[\\p{L}\\p{N}]+)+|\\p{Nd}+(?:[._]\\p{Nd}+)+|${L}+|\\p{Nd}+`,
    "gu",
  );
  const COMPOUND_LETTERS = 6; // A word of more letters may be a compound.
  const PART_LETTERS = 3;
  const LONGEST_WORD = 100; // A word of more letters is none: it has no stem and is no compound.
  const STEM_LETTERS = 3; // The stem of a family of words has more letters than this.

  /** A function of one word that keeps its results. */
  function memo(work) {
    const known = new Map();
    return (word) => {
      let found = known.get(word);
      if (found === undefined) known.set(word, (found = work(word)));
      return found;
    };
  }

  /**
   * The text analysis of one language.
   * @param language what Language.as_data() of language.py gives
   * @param stemWord the Snowball stemmer of the language, from one word to its stem
   */
  return function tokenizer(language, stemWord) {
    const either = language.conjunctions.join("|") || "(?!)";
    const brokenWord = new RegExp(`(${L})${HYPHEN}\\s+(?!(?:${either})\\s)([\\p{L}\\p{N}_])`, "gu");
    const suspendedWord = new RegExp(`(${L}{2,})${HYPHEN} ?(?:${either}) (${L}{5,})`, "gu");
    const patterns = (pairs) => pairs.map(([pattern, ending]) => [new RegExp(pattern, "u"), ending]);
    const [before, after] = [patterns(language.before), patterns(language.after)];
    const fold = memo((word) => {
      let folded = word.normalize("NFC").toLowerCase();
      for (const [written, shared] of language.folds) folded = folded.replaceAll(written, shared);
      return folded.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    });
    const stops = new Set(language.stops.map(fold));
    const stemsOfStops = new Set([...stops].map(plainStem));
    const stem = memo((word) => {
      const found = plainStem(word);
      // Snowball leaves "vil" of "villighed": a word that tells is no stop word.
      return stemsOfStops.has(found) && !stops.has(word) ? found + "+" : found;
    });

    function plainStem(word) {
      if (!/^\p{L}+$/u.test(word) || [...word].length > LONGEST_WORD) return word;
      if (Object.hasOwn(language.irregular, word)) word = language.irregular[word];
      for (const [pattern, ending] of before) word = word.replace(pattern, ending);
      // Versions of Snowball differ in which doubled letters they take for one: "succes".
      let found = stemWord(word).replace(/(.)\1$/u, "$1");
      for (const [pattern, ending] of after) found = found.replace(pattern, ending);
      return found;
    }

    /** A text in one form, with words joined that the end of a line has parted. */
    function clean(text) {
      const plain = text.normalize("NFKC").replace(INVISIBLE, "");
      return plain.replace(brokenWord, (all, a, b) => (/\p{Lowercase}/u.test(b) ? a + b : all));
    }

    /** The words and numbers of a text; an id gives its key, its number and its letters. */
    function words(text) {
      const found = [];
      for (const [word] of clean(text).toLowerCase().matchAll(WORD)) {
        if (word.includes("_") && !/^\p{Nd}/u.test(word)) {
          found.push("#" + idKey(word));
          const number = word.match(/\p{Nd}+(?:_\p{Nd}+)*$/u);
          if (number) found.push(number[0].replaceAll("_", "."));
          found.push(word.split("_")[0]);
        } else found.push(word.replaceAll("_", "."));
      }
      return found;
    }

    /** The token of a word. */
    const key = (word) => (word[0] === "#" || word[0] === "!" ? word : stem(fold(word)));
    /** The tokens of a text. */
    const keys = (text) => words(text).map(key);
    const isStop = (word) => stops.has(fold(word));
    const lights = new Set(language.light);
    /** Whether a word tells little beside others, before the word that follows it. */
    const isLight = (word, next = "") => lights.has(fold(word)) || lights.has(`${fold(word)} ${fold(next)}`);
    /** The tokens of the words that tell something, in no order: "the four goals" tells what "goals" does. */
    function gist(list) {
      const said = list.filter((word) => !isStop(word));
      const telling = said.filter((word, at) => !isLight(word, said[at + 1]));
      return (telling.length ? telling : said).map((word) => key(word.replace("!", ""))).sort().join(" ");
    }
    /** What an id is compared by, however its parts are joined. */
    const idKey = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, "");
    /** A text as it is searched for phrases: folded words with a space around each. */
    const line = (text) => ` ${(fold(clean(text)).match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `;

    /** The runs of capitals in a text, as in OMU or HovedMED, as tokens. */
    function capitals(text) {
      const found = clean(text).match(new RegExp(`${L}{2,}`, "gu")) || [];
      return found.flatMap((word) => (word.match(/\p{Uppercase}{2,}/gu) || []).map((run) => "!" + fold(run)));
    }

    /** The words that suspended hyphens stand for. */
    function suspended(text, split) {
      const found = [];
      for (const [, first, second] of clean(text).toLowerCase().matchAll(suspendedWord)) {
        const parts = split(second);
        const heads = new Set(parts.length ? [parts[1]] : []);
        for (const prefix of language.prefixes)
          if (second.startsWith(prefix)) heads.add(second.slice(prefix.length));
        for (const head of heads) found.push(first + head);
      }
      return found;
    }

    /**
     * A function from a compound to its two folded parts; to none for any other word.
     * @param vocabulary the words a compound may be made of: anything with has(word)
     */
    const splitter = (vocabulary) => memo((word) => splitCompound(fold(word), vocabulary));

    function splitCompound(word, vocabulary) {
      const letters = [...word];
      let best = 0;
      let parts = [];
      if (letters.length <= COMPOUND_LETTERS || letters.length > LONGEST_WORD) return parts;
      if (!language.joints.length) return parts;
      const isPart = (part) =>
        [...part].length >= PART_LETTERS &&
        !stops.has(part) &&
        !language.endings.includes(part) &&
        (vocabulary.has(part) || vocabulary.has(stem(part)));
      for (let cut = PART_LETTERS; cut <= letters.length - PART_LETTERS; cut++) {
        const tail = letters.slice(cut).join("");
        if (!isPart(tail)) continue;
        for (const joint of language.joints) {
          const start = letters.slice(0, cut).join("");
          const head = start.slice(0, start.length - joint.length);
          if (!start.endsWith(joint) || !isPart(head)) continue;
          const evenness = Math.min([...head].length, [...tail].length) - joint.length / 2;
          if (evenness > best) {
            best = evenness;
            parts = [head, tail];
          }
        }
      }
      return parts;
    }

    /** The words of a verb's family ("kommunikere", "kommunikation"): tokens and beginnings. */
    function family(folded) {
      const { endings = [], forms = [] } = language.families;
      const ending = endings.find((one) => folded.endsWith(one) && folded.length > one.length + STEM_LETTERS);
      if (!ending) return undefined;
      const base = folded.slice(0, -ending.length);
      return forms.map((form) => ({ key: stem(base + form), written: base + form.slice(0, 3) }));
    }

    /** A pattern of words in a row, in any form: "sætte tidligt ind" is in "vi sætter tidligt ind". */
    function rowPattern(row) {
      const form = (word) => (stops.has(word) ? word : stem(word) + "\\p{L}*");
      return new RegExp(` ${row.map((word) => form(fold(word))).join(" ")} `, "u");
    }

    return {
      ...{ language, stops, isStop, isLight, fold, stem, clean, words, key, keys, gist, idKey, line, capitals },
      ...{ suspended, splitter, family, rowPattern },
    };
  };
})();
