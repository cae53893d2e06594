/* From text to the tokens it is found by, as words.py does it at build time.
   tests/needs_search/test_words.py holds the two to the same tokens. */
"use strict";

var NeedsSearch = globalThis.NeedsSearch || {};
globalThis.NeedsSearch = NeedsSearch;

NeedsSearch.Words = (function () {
  // Python's \w without digits and underscore: letters and numbers that are no digits.
  const L = "[\\p{L}\\p{Nl}\\p{No}]";
  const HYPHEN = "[-\\u2010\\u2011\\u2013]";
  const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
  const WORD = new RegExp(
    `${L}+(?:_[\\p{L}\\p{N}]+)+|\\p{Nd}+(?:[._]\\p{Nd}+)+|${L}+|\\p{Nd}+`,
    "gu",
  );
  const LONG = 6;
  const PART = 3;

  function remembered(work) {
    const known = new Map();
    return (word) => {
      let found = known.get(word);
      if (found === undefined) known.set(word, (found = work(word)));
      return found;
    };
  }

  return class Words {
    /** @param language what Language.as_data() gives; @param stemWord Snowball's. */
    constructor(language, stemWord) {
      this.language = language;
      const either = language.conjunctions.join("|") || "(?!)";
      this.broken = new RegExp(`(${L})${HYPHEN}\\s+(?!(?:${either})\\s)([\\p{L}\\p{N}_])`, "gu");
      this.hanging = new RegExp(`(${L}{2,})${HYPHEN} ?(?:${either}) (${L}{5,})`, "gu");
      this.fold = remembered((word) => this._fold(word));
      const forms = (pairs) => pairs.map(([form, one]) => [new RegExp(form, "u"), one]);
      [this.before, this.after] = [forms(language.before), forms(language.after)];
      this.stemWord = stemWord;
      this.stem = remembered((word) => this._stem(word));
      this.stops = new Set(language.stops.map(this.fold));
      this.hollow = new Set([...this.stops].map((word) => this._bare(word)));
    }

    _stem(word) {
      const stem = this._bare(word);
      // Snowball leaves "vil" of "villighed": a word that tells is no stop word.
      return this.hollow.has(stem) && !this.stops.has(word) ? stem + "+" : stem;
    }

    _bare(word) {
      if (!/^\p{L}+$/u.test(word)) return word;
      for (const [form, one] of this.before) word = word.replace(form, one);
      // Versions of Snowball differ in which doubled letters they take for one: "succes".
      let stem = this.stemWord(word).replace(/(.)\1$/u, "$1");
      for (const [form, one] of this.after) stem = stem.replace(form, one);
      return stem;
    }

    clean(text) {
      const plain = text.normalize("NFKC").replace(INVISIBLE, "");
      return plain.replace(this.broken, (all, a, b) => (/\p{Lowercase}/u.test(b) ? a + b : all));
    }

    words(text) {
      const found = [];
      for (const [word] of this.clean(text).toLowerCase().matchAll(WORD)) {
        if (word.includes("_") && !/^\p{Nd}/u.test(word)) {
          found.push("#" + this.idKey(word));
          const number = word.match(/\p{Nd}+(?:_\p{Nd}+)*$/u);
          if (number) found.push(number[0].replaceAll("_", "."));
          found.push(word.split("_")[0]);
        } else found.push(word.replaceAll("_", "."));
      }
      return found;
    }

    _fold(word) {
      let folded = word.normalize("NFC").toLowerCase();
      for (const [written, shared] of this.language.folds) folded = folded.replaceAll(written, shared);
      return folded.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    }

    key(word) {
      return word[0] === "#" || word[0] === "!" ? word : this.stem(this.fold(word));
    }

    keys(text) {
      return this.words(text).map((word) => this.key(word));
    }

    idKey(text) {
      return this.fold(text).replace(/[^\p{L}\p{N}]+/gu, "");
    }

    line(text) {
      return ` ${(this.fold(this.clean(text)).match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `;
    }

    capitals(text) {
      const words = this.clean(text).match(new RegExp(`${L}{2,}`, "gu")) || [];
      return words.flatMap((word) =>
        (word.match(/\p{Uppercase}{2,}/gu) || []).map((run) => "!" + this.fold(run)),
      );
    }

    suspended(text, split) {
      const found = [];
      for (const [, first, second] of this.clean(text).toLowerCase().matchAll(this.hanging)) {
        const parts = split(second);
        const heads = new Set(parts.length ? [parts[1]] : []);
        for (const prefix of this.language.prefixes)
          if (second.startsWith(prefix)) heads.add(second.slice(prefix.length));
        for (const head of heads) found.push(first + head);
      }
      return found;
    }

    /** @param vocabulary anything with has(word) */
    splitter(vocabulary) {
      return remembered((word) => this._split(this.fold(word), vocabulary));
    }

    _split(word, vocabulary) {
      const letters = [...word];
      let best = 0;
      let parts = [];
      if (letters.length <= LONG || !this.language.joints.length) return parts;
      const known = (p) =>
        [...p].length >= PART && !this.stops.has(p) && !this.language.endings.includes(p) && (vocabulary.has(p) || vocabulary.has(this.stem(p)));
      for (let cut = PART; cut < letters.length - PART; cut++) {
        const tail = letters.slice(cut).join("");
        if (!known(tail)) continue;
        for (const joint of this.language.joints) {
          const before = letters.slice(0, cut).join("");
          const head = before.slice(0, before.length - joint.length);
          if (!before.endsWith(joint) || !known(head)) continue;
          const even = Math.min([...head].length, [...tail].length) - joint.length / 2;
          if (even > best) {
            best = even;
            parts = [head, tail];
          }
        }
      }
      return parts;
    }
  };
})();
