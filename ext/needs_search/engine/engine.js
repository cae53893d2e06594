/* Finds entries. MiniSearch holds the index and does prefixes, spelling and BM25;
   what is here reads a query and weighs together what its words find. */
"use strict";

NeedsSearch.Engine = (function () {
  // What words in a row are worth together.
  const JOINED = 2;
  const JOINED_LOOSELY = 1.2;
  const PHRASE = 1.6;
  const BELOW_EXACT = 0.9;
  const IDIOM = 0.4;
  // How surely a hit holds the word that was meant: how much of the query it covers.
  const SURE = { tail: 0.6, head: 0.3, inside: 0.7, spelling: 0.9, synonym: 0.9 };
  const COVERED = 1.3;
  const UNKNOWN = 0.5;
  const LEAST = 0.04;
  const LOOSE_LETTERS = 3;
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

  class Engine extends NeedsSearch.Ways {
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
        if (this.terms.has(sign) && place >= 0) tokens[place] = sign;
      }
      const sign = tokens.length === 1 && "!" + this.words.fold(tokens[0]);
      if (sign && this.terms.has(sign)) tokens[0] = sign;
      tokens.push(...hanging);
      const content = tokens.filter((w) => !this.words.stops.has(this.words.fold(w)) || answers.counts(w));
      return { clean, phrase, answers, tokens, content: content.length ? content : tokens };
    }

    /** Words that the site writes as one: "service niveau", "udvikling af kompetencer". */
    pairs(tokens, shares, add, sum) {
      if (!this.data.language.joints.length) return;
      const folded = tokens.map(this.words.fold);
      for (let i = 0; i + 1 < tokens.length; i++) {
        this.joined(folded[i], folded[i + 1], (hits, less) => add(hits, sum * less));
        if (i + 2 < tokens.length && this.words.stops.has(folded[i + 1])) {
          const share = (shares.get(tokens[i]) || 0) + (shares.get(tokens[i + 2]) || 0);
          this.joined(folded[i + 2], folded[i], (hits, less) => add(hits, share * less));
        }
      }
    }

    joined(first, second, add) {
      if (this.words.stops.has(first) || this.words.stops.has(second)) return;
      const keys = new Set();
      const real = (key) => this.terms.has(key) && key.length >= first.length + LOOSE_LETTERS && !keys.has(key);
      for (const joint of this.data.language.joints)
        for (const [head, worth, less] of [[first, JOINED, 1], [this.words.stem(first), JOINED_LOOSELY, 0.7]]) {
          const key = this.words.key(head + joint + second);
          if (real(key)) add(this.ask(key, worth, "joined"), less);
          keys.add(key);
        }
    }

    /** Words in a row that have synonyms together: "klare sig selv". */
    rows(tokens, shares, total) {
      const keys = tokens.map((word) => this.words.key(word));
      const folded = tokens.map(this.words.fold);
      for (let from = 0; from < keys.length; from++)
        for (let to = from + 2; to <= Math.min(keys.length, from + 5); to++) {
          const row = [folded, keys].map((all) => all.slice(from, to).join(" "));
          const hits = this.meaning(...row);
          if (hits.length) this.instead(tokens.slice(from, to), shares, hits, total);
        }
    }

    /** Synonyms of a row count instead of its words, and never before the row itself. */
    instead(row, shares, hits, total) {
      const telling = new Set(row.filter((word) => shares.has(word)));
      const share = [...telling].reduce((sum, word) => sum + shares.get(word), 0) * SURE.synonym;
      const written = this.inRow(row);
      const of = (sum) => {
        const ways = sum.ways.filter((way) => telling.has(way.word));
        const exact = ways.filter((way) => way.how === "exact").length === telling.size;
        const holds = telling.size === row.length ? exact : written.test(this.lines()[sum.n]);
        return { ways, holds, score: ways.reduce((all, way) => all + way.score, 0) };
      };
      const own = new Map([...total].map(([n, sum]) => [n, of(sum)]));
      const holding = [...own.values()].filter(({ holds, score }) => holds && score);
      const most = BELOW_EXACT * Math.min(...holding.map(({ score }) => score));
      // "komme sig" is another thing than "komme".
      const idiom = telling.size < row.length;
      for (const [n, { ways, holds, score }] of own)
        if (idiom && !holds) {
          total.get(n).score -= score * (1 - IDIOM);
          for (const way of ways) way.score *= IDIOM;
          own.get(n).score *= IDIOM;
        }
      for (const [n, hit] of hits) {
        const sum = total.get(n) || { n, score: 0, share: 0, ways: [] };
        const had = own.get(n) || { ways: [], score: 0 };
        const score = Math.min(hit.score, most);
        if (score <= had.score) continue;
        sum.score += score - had.score;
        sum.share += Math.max(0, share - had.ways.reduce((all, way) => all + way.share, 0));
        sum.ways = sum.ways.filter((way) => !had.ways.includes(way));
        sum.ways.push({ ...hit, score, share, word: row.join(" ") });
        own.set(n, { ways: sum.ways.slice(-1), score });
        total.set(n, sum);
      }
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
      }
      hits = this.straight(clean, this.quoted(raw, hits));
      hits.sort((a, b) => b.score - a.score || a.n - b.n);
      const least = hits.length ? hits[0].score * LEAST : 0;
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
