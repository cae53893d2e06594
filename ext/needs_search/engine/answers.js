/* What a question looks for, beside the words it is made of. The kinds of question and of
   answer are data of the language: language.py. */
"use strict";

NeedsSearch.Answers = (function () {
  const ANSWER = 1.3; // Holds a word of the kind of answer; each of a few more adds the same.
  const MOST = 3;
  const COUNTED = 8;
  const ASKED = 2;
  const NUMBER_WITHIN = 3;
  const LONG = 6; // A cue of so many letters may be the last part of a compound.
  const YEAR = /^(19|20)\d\d$/;

  return class Answers {
    /** @param phrase the query as a line of words; @param engine whose entries may answer */
    constructor(phrase, engine) {
      this.engine = engine;
      this.words = engine.words;
      for (const kind of engine.data.language.answers) {
        const start = kind.asked.map((text) => this.words.line(text)).find((one) => phrase.startsWith(one));
        if (!start) continue;
        this.kind = kind;
        this.start = this.words.words(start);
        this.thing = this.words.key(phrase.slice(start.length).split(" ")[0]);
        this.cues = new Set(kind.words.map(this.words.fold));
        return;
      }
    }

    /** Whether the answer is told in a text; what is only called so is no answer. */
    get told() {
      return Boolean(this.kind) && !this.kind.kind;
    }

    /** Whether the glossary may have the answer. */
    get defines() {
      return Boolean(this.kind?.defines);
    }

    /** The words of a query but those that only ask: "how often". */
    without(words) {
      return this.kind && words.length > this.start.length ? words.slice(this.start.length) : words;
    }

    /** Whether a stop word tells something in such a question: "who has made". */
    counts(word) {
      return Boolean(this.kind?.deeds.includes(word));
    }

    /** A function that tells what an entry is worth more for holding an answer. */
    worth() {
      if (!this.kind) return () => 1;
      if (this.kind.kind) return this.ofType();
      return this.kind.before ? this.counting() : this.cued();
    }

    cued() {
      const long = [...this.cues].filter((cue) => cue.length >= LONG);
      const cue = (word) => this.cues.has(word) || YEAR.test(word) || long.some((one) => word.endsWith(one));
      return (n) => {
        const found = new Set(this.engine.lines()[n].split(" ").filter(cue)).size;
        return found ? ANSWER + (Math.min(found, MOST) - 1) * (ANSWER - 1) : 1;
      };
    }

    /** "which principles": those of the type, before what tells of it. */
    ofType() {
      const { types, type } = this.engine.data.entries;
      const asked = types.map((title) => this.words.keys(title).join(" ") === this.thing);
      return (n) => (asked[type[n]] ? ASKED : 1);
    }

    /** "four principles" tells how many there are; so does "4 overall principles". */
    counting() {
      const number = (word) => this.cues.has(word) || /^\p{Nd}+$/u.test(word);
      const counted = (word, at, told) =>
        this.words.key(word) === this.thing && told.slice(Math.max(0, at - NUMBER_WITHIN), at).some(number);
      const told = (text) => this.words.line(text).split(" ");
      const { data } = this.engine;
      return (n) =>
        [data.entries.title[n], data.texts?.[n] || ""].some((text) => told(text).some(counted)) ? COUNTED : 1;
    }
  };
})();
