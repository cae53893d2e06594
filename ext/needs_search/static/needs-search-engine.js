/* Finds entries. MiniSearch holds the index and does prefixes, spelling and BM25;
   what is here says which tokens to ask it for, and what each answer is worth. */
"use strict";

NeedsSearch.Engine = (function () {
  const BOOST = { 0: 2.2, 1: 1, 2: 0.55, 3: 1.2, 4: 2.5 }; // title, text, parts, meta, type
  // What a hit is worth, by the way it was found.
  const WORTH = {
    exact: 1,
    start: 0.75,
    startOfKnown: 0.55,
    startAsTyped: 0.9,
    ending: 0.7,
    end: 0.6,
    endOfKnown: 0.4,
    inside: 0.35,
    part: 0.6,
    allParts: 0.75,
    tail: 0.45,
    head: 0.25,
    synonym: 0.6,
    belowExact: 0.9,
    spelling: 0.7,
    spellingToo: 0.4,
    nextBest: 0.7,
    family: 0.8,
    joined: 2,
    joinedLoosely: 1.2,
    phrase: 1.6,
    answer: 1.3,
    counted: 8,
    asked: 2,
    other: 0.6,
  };
  // How surely a hit holds the word that was meant: how much of the query it covers.
  const SURE = { tail: 0.6, head: 0.3, inside: 0.7, spelling: 0.9, synonym: 0.9 };
  const SIGN_BOOST = { ...BOOST, 3: 8 };
  // A part of fewer letters tells nothing alone.
  const TELLING = { head: 6, tail: 5 };
  const COVERED = 1.3;
  const MOST_SPELLINGS = 8;
  const LOOSE_LETTERS = 3;
  const NUMBER_WITHIN = 3;
  const YEAR = /^(19|20)\d\d$/;
  const QUOTED = /["“”„«»]([^"“”„«»]+)["“”„«»]/g;
  const isSign = (word) => word[0] === "#" || word[0] === "!" || /^\p{Nd}/u.test(word);

  function unpack(data) {
    const index = data.terms.split(" ").map((term, place) => [term, place]);
    const lengths = data.entries.id.map(() => [0, 0, 0, 0, 0]);
    const packed = data.postings.split(" ");
    for (const entry of index) {
      const fields = {};
      for (const field of packed[entry[1]].split(";")) {
        const counts = {};
        let number = 0;
        for (const step of field.slice(1).split(",")) {
          const [by, count] = step.split(":");
          number += parseInt(by, 36);
          counts[number] = count ? parseInt(count, 36) : 1;
          lengths[number][field[0]] += 1;
        }
        fields[field[0]] = counts;
      }
      entry[1] = fields;
    }
    return { index, lengths };
  }

  class Engine {
    constructor(data, MiniSearch, stemWord, worth = {}) {
      Object.assign(WORTH, worth);
      Object.assign(SURE, worth.sure);
      this.data = data;
      this.words = new NeedsSearch.Words(data.language, stemWord);
      this.size = data.entries.id.length;
      const { index, lengths } = unpack(data);
      this.index = index;
      this.terms = new Set(index.map(([term]) => term));
      this.plain = [...this.terms].filter((term) => !isSign(term));
      this.split = this.words.splitter(this.terms);
      const average = [0, 1, 2, 3, 4].map(
        (f) => lengths.reduce((sum, length) => sum + length[f], 0) / Math.max(1, this.size),
      );
      const numbers = lengths.map((_, number) => [number, number]);
      this.mini = MiniSearch.loadJS(
        {
          documentCount: this.size,
          nextId: this.size,
          documentIds: Object.fromEntries(numbers),
          fieldIds: { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4 },
          fieldLength: Object.fromEntries(lengths.map((length, number) => [number, length])),
          averageFieldLength: average,
          storedFields: {},
          dirtCount: 0,
          index,
          serializationVersion: 2,
        },
        { fields: ["0", "1", "2", "3", "4"], tokenize: (s) => s.split(" "), processTerm: (t) => t },
      );
      this.synonyms = new Map(Object.entries(data.synonyms));
      this.ids = new Map(data.entries.id.map((id, n) => [this.words.idKey(id), n]).reverse());
    }

    weight(number) {
      return this.data.weights[number] || 1;
    }

    /** Ask MiniSearch for tokens: a map from entry to { score, how, terms }. */
    ask(tokens, worth, how, options) {
      const found = this.mini.search(
        { combineWith: "OR", queries: [].concat(tokens) },
        { boost: BOOST, prefix: false, fuzzy: false, ...options },
      );
      return new Map(
        found.map((r) => [r.id, { score: r.score * worth * this.weight(r.id), how, terms: r.terms }]),
      );
    }

    /** What one word of the query finds, by every way that fits it; the best way counts. */
    concept(word, last, depth = 0) {
      const key = this.words.key(word);
      const known = this.terms.has(key);
      if (isSign(word)) return this.ask(key, WORTH.exact, "exact", { boost: SIGN_BOOST });
      const found = new Map();
      const add = (more) => {
        for (const [n, hit] of more) if (!(found.get(n)?.score >= hit.score)) found.set(n, hit);
      };
      add(this.ask(key, WORTH.exact, "exact"));
      const folded = this.words.fold(word);
      this.beginnings(folded, key, known, last, add);
      this.literal(word, found);
      this.family(folded, add);
      this.endings(key, known, add);
      this.compound(folded, known, add);
      if (!depth) this.alike(folded, key, known, found, add);
      this.spellings(folded, key, known, found, add);
      return found;
    }

    /** Folding makes one of "møde" and "mod": what is written as typed comes first. */
    literal(word, hits) {
      const start = word.slice(0, Math.max(LOOSE_LETTERS, word.length - 2));
      const written = new Set([...hits.keys()].filter((n) => this.raw(n).includes(start)));
      if (!written.size) return;
      for (const [n, hit] of hits) if (!written.has(n)) hit.score *= WORTH.other;
    }

    raw(n) {
      this._raw ??= [];
      return (this._raw[n] ??= this.words
        .clean(`${this.data.entries.title[n]} ${this.data.texts?.[n] || ""}`)
        .toLowerCase());
    }

    beginnings(folded, key, known, last, add) {
      if (!(folded.length >= 4 || (last && folded.length >= 2 && !known))) return;
      add(this.ask(key, known ? WORTH.startOfKnown : WORTH.start, "start", { prefix: true }));
      if (folded !== key && folded.length >= 4)
        add(this.ask(folded, WORTH.startAsTyped, "start", { prefix: true }));
    }

    endings(key, known, add) {
      if (key.length >= 6 && !known && !this.synonyms.has(key)) {
        // "handicappede" where the site writes "handicap": an ending the stemmer leaves.
        const shorter = this.plain.filter(
          (t) => t.length >= 5 && key.length - t.length <= LOOSE_LETTERS && key.startsWith(t),
        );
        if (shorter.length) add(this.ask(shorter, WORTH.ending, "ending"));
      }
      if (key.length < 4 || !this.data.language.joints.length) return;
      const longer = this.plain.filter((t) => t.length > key.length + 2 && t.endsWith(key));
      if (longer.length) add(this.ask(longer.slice(0, 40), known ? WORTH.endOfKnown : WORTH.end, "end"));
      if (known || key.length < 5) return;
      const inside = this.plain.filter((t) => t.length > key.length + 2 && t.indexOf(key) > 0);
      if (inside.length) add(this.ask(inside.slice(0, 40), WORTH.inside, "inside"));
    }

    compound(folded, known, add) {
      const parts = this.split(folded);
      if (!parts.length) return known || this.guessed(folded, add);
      const [head, tail] = parts.map((part) => this.ask(this.words.stem(part), WORTH.part, "part"));
      this.both(head, tail, add);
      // A compound is what its last part is; its first part alone says little.
      for (const [hits, how, part] of [[head, "head", parts[0]], [tail, "tail", parts[1]]])
        if (part.length >= TELLING[how]) add([...hits].map(([n, hit]) => [n, { ...hit, score: hit.score * WORTH[how], how }]));
    }

    both(head, tail, add) {
      const shared = [...head.keys()].filter((n) => tail.has(n));
      add(
        shared.map((n) => {
          const [one, two] = [head.get(n), tail.get(n)];
          const score = (one.score + two.score) * WORTH.allParts;
          return [n, { score, how: "parts", terms: [...one.terms, ...two.terms] }];
        }),
      );
    }

    /** "budgetmøde" where the site has "budgetseminar" and "møde": only both together. */
    guessed(folded, add) {
      if (folded.length <= 6 || !this.data.language.joints.length) return;
      for (let cut = 4; cut <= folded.length - 4; cut++) {
        const tail = this.words.stem(folded.slice(cut));
        if (!this.terms.has(tail)) continue;
        const head = this.ask(folded.slice(0, cut), WORTH.part, "part", { prefix: true });
        this.both(head, this.ask(tail, WORTH.part, "part"), add);
      }
    }

    /** Synonyms never come before what holds the very word. */
    alike(folded, key, known, found, add) {
      const keys = [key];
      if (!known) keys.push(...this.split(folded).map(this.words.stem));
      const exact = [...found.values()].filter((hit) => hit.how === "exact");
      const most = exact.length ? WORTH.belowExact * Math.min(...exact.map((hit) => hit.score)) : Infinity;
      for (const one of keys)
        for (const other of this.synonyms.get(one) || [])
          add(
            this.together(other).map(([n, hit]) => [n, { ...hit, score: Math.min(hit.score, most) }]),
          );
    }

    /** Words in a row that have synonyms together: "klare sig selv". */
    rows(tokens, shares, add) {
      const keys = tokens.map((word) => this.words.key(word));
      for (let from = 0; from < keys.length; from++)
        for (let to = from + 2; to <= Math.min(keys.length, from + 5); to++) {
          const share = tokens.slice(from, to).reduce((sum, word) => sum + (shares.get(word) || 0), 0);
          for (const other of this.synonyms.get(keys.slice(from, to).join(" ")) || [])
            add(this.together(other), share);
        }
    }

    /** What holds every word of a synonym. */
    together(text) {
      const words = this.words.words(text).filter((w) => !this.words.stops.has(this.words.fold(w)));
      if (!words.length) return [];
      const found = words.map((word) => this.concept(word, false, 1));
      return [...found[0].keys()]
        .filter((n) => found.every((hits) => hits.has(n)))
        .map((n) => {
          const hits = found.map((each) => each.get(n));
          const score = (WORTH.synonym * hits.reduce((a, h) => a + h.score, 0)) / words.length;
          return [n, { score, how: "synonym", terms: hits.flatMap((hit) => hit.terms) }];
        });
    }

    spellings(folded, key, known, found, add) {
      // A word with synonyms is spelt as it should be; a short one is too like others.
      if (known || this.synonyms.has(key) || folded.length < 4) return;
      if (found.size && folded.length < 6) return;
      const worth = found.size ? WORTH.spellingToo : WORTH.spelling;
      const alike = (result) => result.terms.some((t) => t[0] === key[0] && t.length > 3);
      if (key.length > 3)
        add(this.ask(key, worth * WORTH.nextBest, "spelling", { fuzzy: 1, filter: alike }));
      const near = this.near(folded, folded.length < 7 ? 1 : 2);
      if (!near.length) return;
      const tokens = (words) => [...new Set(words.map(({ word }) => this.words.key(word)))];
      const best = near.filter((one) => one.score > near[0].score * 0.99);
      add(this.ask(tokens(near), worth * WORTH.nextBest, "spelling"));
      add(this.ask(tokens(best), worth, "spelling"));
    }

    /** The site's own words a slip or two from one; the first letter is seldom wrong. */
    near(folded, slips) {
      return this.written.search(folded, { fuzzy: slips })
        .filter(({ word }) => this.words.fold(word)[0] === folded[0])
        .slice(0, MOST_SPELLINGS);
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

    /** "kommunikere" and "kommunikation" are of one family. */
    family(folded, add) {
      const { endings = [], forms = [] } = this.data.language.families;
      const ending = endings.find((one) => folded.endsWith(one) && folded.length > one.length + 3);
      if (!ending) return;
      const base = folded.slice(0, -ending.length);
      const kin = forms.map((form) => this.words.stem(base + form)).filter((t) => this.terms.has(t));
      if (kin.length) add(this.ask(kin, WORTH.family, "family"));
    }

    /** The words of a query that count, with what they are taken for. */
    read(raw) {
      const clean = this.words.clean(raw);
      const hanging = this.words.suspended(clean, this.split);
      const joined = hanging.length ? clean : clean.replace(/(\p{L}{3,})[-–](\p{Ll}{3,})/gu, "$1$2");
      const tokens = this.words.words(joined);
      for (const sign of this.words.capitals(clean)) {
        const place = tokens.indexOf(sign.slice(1));
        if (this.terms.has(sign) && place >= 0) tokens[place] = sign;
      }
      const sign = tokens.length === 1 && "!" + this.words.fold(tokens[0]);
      if (sign && this.terms.has(sign)) tokens[0] = sign;
      tokens.push(...hanging);
      const content = tokens.filter((w) => !this.words.stops.has(this.words.fold(w)));
      return { clean, tokens, content: content.length ? content : tokens };
    }

    /** Two words in a row that the site writes as one: "service niveau". */
    pairs(tokens, add, sum) {
      if (!this.data.language.joints.length) return;
      for (let i = 0; i + 1 < tokens.length; i++)
        for (const joint of this.data.language.joints) {
          const [first, second] = [tokens[i], tokens[i + 1]].map(this.words.fold);
          const real = (key) => this.terms.has(key) && key.length >= first.length + LOOSE_LETTERS;
          const key = this.words.key(first + joint + second);
          if (real(key)) add(this.ask(key, WORTH.joined, "joined"), sum);
          const loose = this.words.key(this.words.stem(first) + joint + second);
          if (loose !== key && real(loose))
            add(this.ask(loose, WORTH.joinedLoosely, "joined"), sum * 0.7);
        }
    }

    lines() {
      this._lines ??= this.data.entries.title.map((title, n) =>
        this.words.line(`${title} ${this.data.texts?.[n] || ""}`),
      );
      return this._lines;
    }

    /** What an entry is worth more for holding what a question looks for: "how many". */
    answering(phrase) {
      const line = (text) => this.words.line(text);
      for (const { asked, words, before, kind } of this.data.language.answers) {
        const start = asked.map(line).find((one) => phrase.startsWith(one));
        if (!start) continue;
        const cues = new Set(words.map(this.words.fold));
        if (kind) return this.ofType(phrase.slice(start.length).split(" ")[0]);
        if (before) return this.counting(cues, phrase.slice(start.length).split(" ")[0]);
        const cue = (word) => cues.has(word) || YEAR.test(word);
        return (n) => (this.lines()[n].split(" ").some(cue) ? WORTH.answer : 1);
      }
      return () => 1;
    }

    /** "which principles": those of the type, before what tells of it. */
    ofType(thing) {
      const key = this.words.key(thing);
      const types = this.data.entries.types.map((title) => this.words.keys(title).join(" ") === key);
      return (n) => (types[this.data.entries.type[n]] ? WORTH.asked : 1);
    }

    /** "four principles" tells how many there are; so does "4 overall principles". */
    counting(numbers, thing) {
      const key = this.words.key(thing);
      const number = (word) => numbers.has(word) || /^\p{Nd}+$/u.test(word);
      const counted = (word, at, told) =>
        this.words.key(word) === key && told.slice(Math.max(0, at - NUMBER_WITHIN), at).some(number);
      const told = (text) => this.words.line(text).split(" ");
      return (n) =>
        [this.data.entries.title[n], this.data.texts?.[n] || ""].some((text) => told(text).some(counted))
          ? WORTH.counted
          : 1;
    }

    search(raw) {
      const { clean, tokens, content } = this.read(raw);
      const total = new Map();
      const add = (hits, share, word) => {
        for (const [n, hit] of hits) {
          const sum = total.get(n) || { n, score: 0, share: 0, ways: [] };
          sum.score += hit.score;
          sum.share += share * (SURE[hit.how] || 1);
          sum.ways.push({ ...hit, word });
          total.set(n, sum);
        }
      };
      let sum = 0;
      const understood = [];
      const shares = new Map();
      content.forEach((word, i) => {
        const hits = this.concept(word, i === content.length - 1);
        const rarity = hits.size ? Math.log(1 + this.size / (1 + hits.size)) : 0.5;
        sum += rarity;
        add(hits, rarity, word);
        understood.push({ word, key: this.words.key(word), found: hits.size, hits });
        shares.set(word, rarity);
      });
      this.rows(tokens, shares, add);
      this.pairs(tokens, add, sum);
      const phrase = this.words.line(clean);
      const answer = this.answering(phrase);
      let hits = [...total.values()];
      for (const hit of hits) {
        hit.score *= answer(hit.n);
        hit.score *= Math.min(1, hit.share / sum) ** COVERED;
        if (content.length > 1 && this.lines()[hit.n].includes(phrase)) hit.score *= WORTH.phrase;
      }
      hits = this.straight(clean, this.quoted(raw, hits));
      hits.sort((a, b) => b.score - a.score || a.n - b.n);
      const least = hits.length ? hits[0].score * 0.04 : 0;
      return { hits: hits.filter((hit) => hit.score > least), understood };
    }

    /** The query with its unknown words spelt as the site spells them, if that is another. */
    meant({ hits, understood }) {
      const best = new Map(hits.slice(0, 1).flatMap((hit) => hit.ways.map((way) => [way.word, way])));
      let other = false;
      const words = understood.map(({ word, key, found }) => {
        const way = best.get(word);
        if (isSign(word) || this.synonyms.has(key) || (found && way?.how !== "spelling")) return word;
        const near = this.near(this.words.fold(word), found ? 2 : Math.ceil(word.length / 3))[0]?.word;
        other ||= Boolean(near) && near !== word;
        return near || word;
      });
      return other ? words.join(" ") : "";
    }

    /** The texts of some entries; where they lie apart, loaded when they are wanted. */
    async texts(numbers) {
      if (this.data.texts) return numbers.map((n) => this.data.texts[n]);
      this.shards ??= new Map();
      NeedsSearch.text = ({ shard, texts }) => this.shards.set(shard, texts);
      const shards = [...new Set(numbers.map((n) => Math.floor(n / this.data.shard)))];
      await Promise.all(
        shards
          .filter((shard) => !this.shards.has(shard))
          .map((shard) => NeedsSearch.script(`needs-search/texts-${shard}.js`)),
      );
      return numbers.map((n) => this.shards.get(Math.floor(n / this.data.shard))[n % this.data.shard]);
    }

    /** An id leads straight to what has it, whatever else names it. */
    straight(clean, hits) {
      const n = this.ids.get(this.words.idKey(clean));
      if (n === undefined || this.data.entries.need[n] !== "1") return hits;
      const most = Math.max(1, ...hits.map((hit) => hit.score));
      const own = hits.find((hit) => hit.n === n) || { n, share: 1, ways: [] };
      return [{ ...own, score: 2 * most }, ...hits.filter((hit) => hit.n !== n)];
    }

    /** A phrase is looked for in the texts: where they lie apart, they are loaded for it. */
    async prepare(raw) {
      if (this.data.texts || !raw.match(QUOTED)) return;
      this.data.texts = await this.texts([...this.data.entries.id.keys()]);
      this._raw = this._lines = this._written = undefined;
    }

    /** Keep what holds each quoted phrase, if anything does. */
    quoted(raw, hits) {
      const phrases = [...raw.matchAll(QUOTED)].map(([, text]) => this.words.line(text));
      if (!phrases.length) return hits;
      const holds = (n) => phrases.every((phrase) => this.lines()[n].includes(phrase));
      const found = hits.filter((hit) => holds(hit.n));
      if (found.length) return found;
      return this.lines()
        .map((_, n) => n)
        .filter(holds)
        .map((n) => ({ n, score: this.weight(n), share: 1, ways: [] }));
    }
  }

  return Engine;
})();
