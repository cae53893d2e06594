/* The index in the browser: MiniSearch over what the build has packed (index.py), and the
   texts of the entries in the forms that matching needs. Everything else is a function of it. */
"use strict";

NeedsSearch.openIndex = (function () {
  const BOOST = { 0: 2.2, 1: 1, 2: 0.55, 3: 1.2, 4: 2.5 }; // title, text, parts, meta, type
  const ENDING_LETTERS = 5; // The longest ending of a word, and the shortest word that has one.
  const MOST_BEGUN = 200; // So many words of one beginning are looked up.
  const WRITTEN = "="; // Begins a key of synonyms that is a written word and not a stem.

  function unpack(data) {
    // A site may have nothing to find.
    const terms = data.terms ? data.terms.split(" ") : [];
    const postings = terms.map((term, place) => [term, place]);
    const lengths = data.entries.id.map(() => [0, 0, 0, 0, 0]);
    const packed = data.postings.split(" ");
    for (const entry of postings) {
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
    return { postings, lengths };
  }

  function loadMiniSearch(MiniSearch, postings, lengths) {
    const size = lengths.length;
    const average = [0, 1, 2, 3, 4].map(
      (field) => lengths.reduce((sum, length) => sum + length[field], 0) / Math.max(1, size),
    );
    const numbered = (values) => Object.fromEntries(values.map((value, number) => [number, value]));
    return MiniSearch.loadJS(
      {
        documentCount: size,
        nextId: size,
        documentIds: numbered(lengths.map((_, number) => number)),
        fieldIds: { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4 },
        fieldLength: numbered(lengths),
        averageFieldLength: average,
        storedFields: {},
        dirtCount: 0,
        index: postings,
        serializationVersion: 2,
      },
      { fields: ["0", "1", "2", "3", "4"], tokenize: (text) => text.split(" "), processTerm: (term) => term },
    );
  }

  /** The texts of the entries; each form is worked out when it is first asked for. */
  function entryTexts(data, words, MiniSearch) {
    let [lower, spaced] = [[], []];
    let lineList, usedWords, inOrder, spelled, formsOf;
    const shards = new Map();

    /** What is read of an entry: its title and text, and of a need the heading over it. */
    function whole(n) {
      const { title, need, places, place } = data.entries;
      const over = need[n] === "1" ? places[place[n]].slice(1).slice(-1) : [];
      return [title[n], data.texts?.[n] || "", ...over].join(" ");
    }
    /** The same, cleaned and in small letters. */
    const raw = (n) => (lower[n] ??= words.clean(whole(n)).toLowerCase());
    /** The same as words alone, a space around each. */
    const written = (n) => (spaced[n] ??= ` ${(raw(n).match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `);
    /** The words of the texts that have a token, as they are written. */
    function forms(key) {
      if (!formsOf) {
        formsOf = new Map();
        const every = new Set(data.entries.id.flatMap((_, n) => written(n).trim().split(" ")));
        for (const word of every) {
          const own = words.key(word);
          if (!formsOf.has(own)) formsOf.set(own, []);
          formsOf.get(own).push(word);
        }
      }
      return formsOf.get(key) || [];
    }
    /** Every entry as it is searched for phrases. */
    const lines = () => (lineList ??= data.entries.title.map((_, n) => words.line(whole(n))));
    /** Every word of the texts, folded. */
    const used = () => (usedWords ??= new Set(lines().flatMap((line) => line.split(" "))));
    /** The words of the texts that begin so, folded: in a row of the words in order. */
    function begun(start) {
      inOrder ??= [...used()].sort((a, b) => (a < b ? -1 : 1));
      let [from, to] = [0, inOrder.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (inOrder[middle] < start) from = middle + 1;
        else to = middle;
      }
      const found = [];
      for (let at = from; inOrder[at]?.startsWith(start) && found.length < MOST_BEGUN; at++) found.push(inOrder[at]);
      return found;
    }
    /** A MiniSearch over every longer word of the texts, as it is written. */
    function spellings() {
      if (spelled) return spelled;
      const written = new Set();
      for (let n = 0; n < data.entries.id.length; n++)
        for (const [word] of raw(n).matchAll(/\p{L}{4,}/gu)) written.add(word);
      const fields = { fields: ["folded"], storeFields: ["word"] };
      spelled = new MiniSearch({ ...fields, tokenize: (text) => [text], processTerm: (term) => term });
      spelled.addAll([...written].map((word, id) => ({ id, word, folded: words.fold(word) })));
      return spelled;
    }
    /** The texts of some entries; where they lie apart, loaded when they are wanted. */
    async function load(numbers) {
      if (data.texts) return numbers.map((n) => data.texts[n]);
      const shardOf = (n) => Math.floor(n / data.shard);
      NeedsSearch.text = ({ shard, texts }) => shards.set(shard, texts);
      const missing = [...new Set(numbers.map(shardOf))].filter((shard) => !shards.has(shard));
      await Promise.all(missing.map((shard) => NeedsSearch.script(`needs-search/texts-${shard}.js`)));
      return numbers.map((n) => shards.get(shardOf(n))[n % data.shard]);
    }
    /** Load every text, for what can only be found in them. */
    async function loadAll() {
      if (data.texts) return;
      data.texts = await load([...data.entries.id.keys()]);
      [lower, spaced] = [[], []];
      lineList = usedWords = inOrder = spelled = formsOf = undefined;
    }
    /** Whether texts are not there, and not on their way as those of many entries. */
    const isMissing = () => !data.texts && !data.many;
    return { raw, written, forms, lines, used, begun, spellings, load, loadAll, isMissing };
  }

  /**
   * @param data what index.py has packed
   * @param MiniSearch the class
   * @param stemWord the Snowball stemmer of the language
   */
  return function openIndex(data, MiniSearch, stemWord) {
    const words = NeedsSearch.tokenizer(data.language, stemWord);
    const { postings, lengths } = unpack(data);
    const mini = loadMiniSearch(MiniSearch, postings, lengths);
    const terms = new Set(postings.map(([term]) => term));
    const synonyms = new Map(Object.entries(data.synonyms));
    const weight = (number) => data.weights[number] || 1;

    /** Look up tokens as they are: a map from the number of an entry to { score, how, terms }. */
    function lookup(tokens, worth, how, options) {
      const found = mini.search(
        { combineWith: "OR", queries: [].concat(tokens) },
        { boost: BOOST, prefix: false, fuzzy: false, ...options },
      );
      return new Map(found.map((r) => [r.id, { score: r.score * worth * weight(r.id), how, terms: r.terms }]));
    }

    /** The key under which a word has synonyms: its stem, or it as written but for an ending. */
    function synonymKey(folded, key) {
      for (let cut = 0; cut <= ENDING_LETTERS && folded.length - cut >= ENDING_LETTERS; cut++) {
        const written = WRITTEN + folded.slice(0, folded.length - cut);
        if (synonyms.has(written)) return written;
      }
      return synonyms.has(key) ? key : undefined;
    }

    let common;
    const index = {
      ...{ data, words, postings, terms, synonyms, weight, lookup, synonymKey },
      size: data.entries.id.length,
      plainTerms: [...terms].filter((term) => !NeedsSearch.isSign(term)),
      /** Whether a token is of a common word of the language, which is no slip of another. */
      isCommon: (key) => (common ??= new Set((data.common || "").split(" ").map(words.key))).has(key),
      split: words.splitter(terms),
      ids: new Map(data.entries.id.map((id, n) => [words.idKey(id), n]).reverse()),
      texts: entryTexts(data, words, MiniSearch),
      /** The same index with other weights of the fields, by their numbers. */
      boosted: (fields) => {
        const boost = { ...BOOST, ...fields };
        return { ...index, lookup: (tokens, worth, how, options) => lookup(tokens, worth, how, { boost, ...options }) };
      },
    };
    return index;
  };
})();

/** Whether a token is no word but an id, an abbreviation or a number. */
NeedsSearch.isSign = (word) => word[0] === "#" || word[0] === "!" || /^\p{Nd}/u.test(word);
