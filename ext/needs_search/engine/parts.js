/* A large index in parts (parts.py): what a query needs and what is not loaded is noted while it is
   searched for, then loaded, and it is searched for again. What is known of an entry that is not
   loaded is what the postings tell of it. */
"use strict";

NeedsSearch.parts = (function () {
  const FIRST_LENGTH = 0x3d; // The character for a length of 0.
  const MOST_BEGUN = 200; // Words of one beginning; of more, the shortest few are looked up.
  const FEW_BEGUN = 12;
  const FEW_LOOSE = 8; // Words that lie each in its own part, at most.
  const FIELDS = 6;
  const WRITTEN = "="; // Begins a key of synonyms that is a written word and not a stem.

  /** The place of the first of a row in order that is not before a text. */
  function placeOf(row, text) {
    let [from, to] = [0, row.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (row[middle] < text) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The members of a row in order that begin so. */
  function begunIn(row, start) {
    const from = placeOf(row, start);
    let to = from;
    while (row[to]?.startsWith(start)) to += 1;
    return row.slice(from, to);
  }

  /** Words in order, each packed as how many letters it shares with the one before, and the rest. */
  function unpackWords(packed) {
    let last = "";
    return (packed.match(/[0-9A-Z][^0-9A-Z]*/g) || []).map((one) => (last = last.slice(0, parseInt(one[0], 36)) + one.slice(1)));
  }

  /** The same of texts with a space between. */
  function unpackRow(packed) {
    let last = "";
    return packed.split(" ").map((one) => (last = last.slice(0, parseInt(one[0], 36)) + one.slice(1)));
  }

  /**
   * The parts of one index.
   * @param data the first script; what is loaded of the entries and the texts is added to it
   * @param unpackPosting (packed, seen) => the entries of a posting by field
   */
  function parts(data, unpackPosting) {
    const { entries } = data;
    const terms = unpackWords(data.terms);
    let place = 0;
    // The first term of each part: a sign, or how many words further it is.
    const starts = data.starts.map((one) => (typeof one === "string" ? one : terms[(place += one)]));
    const postings = new Map();
    const forms = new Map();
    const firsts = new Map();
    const besides = new Map();
    const lengths = new Map();
    const synonyms = new Map(Object.entries(data.synonyms));
    const lists = {};
    const [loaded, wanted] = [new Set(), new Set()];
    const columns = ["id", "number", "title", "anchor", "place", "page"];
    for (const name of columns) entries[name] = [];
    for (const name of ["places", "pages", "menus"]) entries[name] = [];
    data.texts = [];
    data.everyday = {};

    const take = {
      terms({ terms: listed, postings: packed, lengths: letters, forms: written, firsts: begin, synonyms: beside }) {
        for (const [key, others] of Object.entries(beside)) synonyms.set(key, others);
        const [own, first] = [written, begin].map((one) => one.split(" "));
        const all = packed.split(" ");
        let at = 0;
        const here = new Set(listed.split(" "));
        listed.split(" ").forEach((term, place) => {
          const read = (number, field) => {
            if (!lengths.has(number)) lengths.set(number, Array(FIELDS).fill(0));
            lengths.get(number)[field] = letters.charCodeAt(at++) - FIRST_LENGTH;
          };
          const posting = all[place] ? unpackPosting(all[place], read) : undefined;
          if (posting && !postings.has(term)) postings.set(term, posting);
          if (place < own.length) {
            forms.set(term, own[place] ? own[place].split(",") : []);
            besides.set(term, here);
          }
          if (first[place]) firsts.set(term, first[place].split(",").map(Number));
        });
      },
      entries({ part, text, everyday, ...found }) {
        const start = part * data.per;
        const shift = { place: entries.places.length, page: entries.pages.length };
        for (const name of ["places", "pages", "menus"]) entries[name].push(...found[name]);
        text.forEach((own, at) => {
          for (const name of columns) entries[name][start + at] = found[name][at];
          for (const name of Object.keys(shift)) entries[name][start + at] += shift[name];
          data.texts[start + at] = own;
          data.everyday[start + at] = everyday[at];
        });
      },
      ids: ({ list }) => (lists.ids = unpackRow(list)),
      titles: ({ list }) => (lists.titles = list),
      words: ({ list }) => (lists.words = unpackRow(list)),
    };
    const pathOf = (kind, number) => `needs-search/${kind}${number === undefined ? "" : `-${number}`}.js`;
    let version = 0;
    NeedsSearch.part = (content) => {
      const path = pathOf(content.kind, content.part);
      if (loaded.has(path)) return;
      take[content.kind](content);
      loaded.add(path);
      version += 1;
    };
    let lacked = false;
    /** Note that a part is needed; tell whether it is there. */
    function want(kind, number) {
      const path = pathOf(kind, number);
      if (loaded.has(path)) return true;
      wanted.add(path);
      lacked = true;
      return false;
    }
    /** Do some work, and tell whether it lacked a part: what follows from it is not to be relied on. */
    function lacking(work) {
      const before = lacked;
      lacked = false;
      work();
      const found = lacked;
      lacked ||= before;
      return found;
    }
    const wantTerm = (term) => {
      const at = placeOf(starts, term);
      return want("terms", Math.max(0, starts[at] === term ? at : at - 1));
    };
    const wantEntry = (n) => want("entries", Math.floor(n / data.per));
    /** Whether an entry is loaded. */
    const has = (n) => entries.title[n] !== undefined;
    /** A list of all entries or words, or undefined while it is not there. */
    const list = (kind) => (want(kind) ? lists[kind] : undefined);

    /** The words of the dictionary that begin so; of many, the few that are nearest in length. */
    function begun(start) {
      const found = begunIn(terms, start);
      if (found.length <= MOST_BEGUN) return found;
      return [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, FEW_BEGUN);
    }
    /** Whether so many words begin so that they are not all looked up. */
    const isWide = (start) => begunIn(terms, start).length > MOST_BEGUN;
    /** The written words that have a token. */
    const formsOf = (key) => (wantTerm(key) ? forms.get(key) || [] : []);

    /** What is looked up for a key, which lies beside the longest of its tokens. */
    function synonymsOf(key) {
      const longest = key.split(" ").reduce((one, two) => (two.length > one.length ? two : one));
      return (key.startsWith(WRITTEN) || wantTerm(longest)) && synonyms.get(key);
    }

    /** Those of some terms whose postings lie beside that of a term; a few where it has none. */
    const beside = (key, some) => (besides.has(key) ? some.filter((term) => besides.get(key).has(term)) : some.slice(0, FEW_LOOSE));
    /** The entries whose titles begin with one of some tokens. */
    const titled = (keys) => keys.flatMap((key) => (wantTerm(key) && firsts.get(key)) || []);
    /** The needs that may have an id, as it is compared. */
    function byId(key) {
      const token = `#${key}`;
      return wantTerm(token) ? Object.keys(postings.get(token)?.[3] || {}).map(Number).filter(wantEntry) : [];
    }
    /** What is needed and is not there: paths, each told once. */
    function missing() {
      const paths = [...wanted].filter((path) => !loaded.has(path));
      wanted.clear();
      return paths;
    }
    return { terms, postings, lengths, want, wantTerm, wantEntry, has, list, begun, isWide, formsOf, synonymsOf, beside, titled, byId, missing, lacking, version: () => version };
  }

  return Object.assign(parts, { begunIn });
})();
