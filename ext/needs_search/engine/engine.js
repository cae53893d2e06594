/* Finds entries. MiniSearch holds the index and does prefixes, spelling and BM25;
   what is here reads a query and weighs together what its words find. */
"use strict";

NeedsSearch.Engine = (function () {
  const PHRASE = 1.6;
  const CLOSE = 1.5;
  const TITLED = 1.5;
  const DEFINED = 1.6; // Also after what is near is lifted.
  const LOOKED_AT = 40;
  const better = (a, b) => b.score - a.score || a.n - b.n;
  // How surely a hit holds the word that was meant: how much of the query it covers.
  const SURE = { tail: 0.6, head: 0.3, inside: 0.7, spelling: 0.9, synonym: 0.9 };
  const COVERED = 1.3;
  const UNKNOWN = 0.5;
  const LEAST = 0.04;
  const LONGEST_SIGN = 5;
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

  class Engine extends NeedsSearch.Rows {
    constructor(data, MiniSearch, stemWord) {
      super();
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

    /** The words of a query that count, with what they are taken for. */
    read(raw) {
      const clean = this.words.clean(raw);
      const phrase = this.words.line(clean);
      const answers = new NeedsSearch.Answers(phrase, this);
      const hanging = this.words.suspended(clean, this.split);
      const joined = hanging.length ? clean : clean.replace(/(\p{L}{3,})[-–](\p{Ll}{3,})/gu, "$1$2");
      const tokens = this.words.words(joined);
      for (const sign of this.words.capitals(clean)) {
        const place = tokens.indexOf(sign.slice(1));
        if (place >= 0 && this.abbreviates(sign)) tokens[place] = sign;
      }
      const sign = tokens.length === 1 && "!" + this.words.fold(tokens[0]);
      if (sign && this.abbreviates(sign)) tokens[0] = sign;
      tokens.push(...hanging);
      const content = answers.without(tokens).filter((w) => !this.words.stops.has(this.words.fold(w)) || answers.counts(w));
      const telling = [...new Set(content.length ? content : tokens)];
      return { clean, phrase, answers, tokens, content: telling };
    }

    /** Whether letters stand in capitals for something; a word in capitals is but a word. */
    abbreviates(sign) {
      return this.terms.has(sign) && (sign.length <= LONGEST_SIGN || !this.terms.has(this.words.key(sign.slice(1))));
    }

    search(raw) {
      const { clean, phrase, answers, tokens, content } = this.read(raw);
      this.told = answers.told;
      const total = new Map();
      const add = (hits, share, word) => {
        for (const [n, hit] of hits) {
          const sum = total.get(n) || { n, score: 0, share: 0, ways: [] };
          const way = { ...hit, word, share: share * (SURE[hit.how] || 1) };
          sum.score += way.score;
          sum.share += way.share;
          sum.ways.push(way);
          total.set(n, sum);
        }
      };
      let sum = 0;
      const understood = [];
      const shares = new Map();
      content.forEach((word, i) => {
        const hits = this.concept(word, i === content.length - 1);
        const rarity = hits.size ? Math.log(1 + this.size / (1 + hits.size)) : UNKNOWN;
        sum += rarity;
        add(hits, rarity, word);
        understood.push({ word, key: this.words.key(word), found: hits.size, hits });
        shares.set(word, rarity);
      });
      this.rows(tokens, shares, total);
      this.pairs(tokens, shares, add, sum);
      const answer = answers.worth();
      let hits = [...total.values()];
      for (const hit of hits) {
        hit.score *= answer(hit.n);
        hit.score *= Math.min(1, hit.share / sum) ** COVERED;
        if (content.length > 1 && this.lines()[hit.n].includes(phrase)) hit.score *= PHRASE;
        if (!answers.kind && this.titled(hit.n, content)) hit.score *= TITLED;
      }
      if (answers.defines) this.defined(hits, content);
      this.close(hits, content);
      hits = this.straight(clean, this.quoted(raw, hits));
      hits.sort(better);
      const least = hits.length ? hits[0].score * LEAST : 0;
      return { hits: hits.filter((hit) => hit.score > least), understood };
    }

    gist(words) {
      const telling = words.filter((word) => !this.words.stops.has(this.words.fold(word)));
      return telling.map((word) => this.words.key(word.replace("!", ""))).sort().join(" ");
    }

    /** Whether an entry's title is the query, in any form and order. */
    titled(n, content) {
      this._titles ??= this.data.entries.title.map((title) => this.gist(this.words.words(title)));
      return this._titles[n] === this.gist(content);
    }

    /** What the glossary says comes first for who asks what a word means. */
    defined(hits, content) {
      const term = hits.find(({ n }) => this.data.entries.need[n] === "2" && this.titled(n, content));
      if (term) term.score = DEFINED * Math.max(...hits.map((hit) => hit.score));
    }

    /** Words that stand near each other say more than the same words far apart. */
    close(hits, content) {
      if (content.length < 2) return;
      for (const hit of [...hits].sort(better).slice(0, LOOKED_AT)) {
        const terms = content.map((word) => new Set(hit.ways.filter((w) => w.word === word).flatMap((w) => w.terms)));
        if (terms.some((set) => !set.size)) continue;
        const last = new Map();
        const spans = this.lines()[hit.n].trim().split(" ").map((word, at) => {
          const key = this.words.stem(word);
          terms.forEach((set, i) => (set.has(key) || set.has(word)) && last.set(i, at));
          return last.size === terms.length ? Math.max(...last.values()) - Math.min(...last.values()) : Infinity;
        });
        if (Math.min(...spans) <= content.length * 2) hit.score *= CLOSE;
      }
    }

    /** The query with its unknown words spelt as the site spells them, if that is another. */
    meant({ hits, understood }) {
      const best = new Map(hits.slice(0, 1).flatMap((hit) => hit.ways.map((way) => [way.word, way])));
      let other = false;
      const words = understood.map(({ word, key, found }) => {
        const way = best.get(word);
        if (isSign(word) || this.listed(this.words.fold(word), key) || (found && way?.how !== "spelling")) return word;
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
      this.forget();
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
