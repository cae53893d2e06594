/* Ids as people say them: "goal four point one", "keyword three hundred and two". The words of
   numbers are data of the language: language.py. */
"use strict";

NeedsSearch.numbers = (function () {
  const TENS = 20;
  const HUNDRED = 100;
  const THOUSAND = 1000;
  const BEGINNING = 3; // So many letters of a type's title stand for it.
  const YEAR = /^(19|20)\d\d$/;
  const NEIGHBOURS = 2;

  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const plain = (digits) => digits.replace(/^0+(?=\d)/, "");

  /** A number written in one word, "enogtyve", as the words it is made of; undefined for no number. */
  function partsOf(word, { values, hundreds, thousands, joints }) {
    const pieces = [...Object.keys(values), ...hundreds, ...thousands, ...joints].sort((a, b) => b.length - a.length);
    const found = [];
    for (let rest = word; rest; rest = rest.slice(found.at(-1).length)) {
      const piece = pieces.find((one) => rest.startsWith(one));
      if (!piece) return undefined;
      found.push(piece);
    }
    return joints.includes(found[0]) || joints.includes(found.at(-1)) ? undefined : found;
  }

  /** The words that may be of a number, each as the words it is made of; undefined for others. */
  function piecesOf(word, spoken) {
    const link = spoken.points.includes(word) || spoken.joints.includes(word);
    return /^\d[\d.]*$/.test(word) || link ? [word] : partsOf(word, spoken);
  }

  /** Where the words begin that may be a number at the end of a row. */
  function numberStart(row, spoken) {
    let from = row.length;
    while (from > 0 && piecesOf(row[from - 1], spoken)) from -= 1;
    const { points, joints } = spoken;
    while (from < row.length && (points.includes(row[from]) || joints.includes(row[from]))) from += 1;
    return from;
  }

  /** The digits of the numbers that words say, one by one: "302", or "4" and "1". */
  function valuesOf(row, spoken) {
    const { values, hundreds, thousands, joints } = spoken;
    const parts = row.flatMap((word) => piecesOf(word, spoken));
    const said = [];
    let value;
    let joined = false;
    const close = () => {
      if (value !== undefined) said.push(String(value));
      value = undefined;
    };
    for (const part of parts) {
      const number = own(values, part);
      if (joints.includes(part)) {
        joined = true;
        continue;
      }
      const open = value !== undefined && value > 0;
      const units = open ? value % HUNDRED : 0;
      if (hundreds.includes(part)) value = (value || 1) * HUNDRED;
      else if (thousands.includes(part)) value = (value || 1) * THOUSAND;
      else if (number === undefined) {
        close();
        // "2.4" and a word for the point.
        said.push(...part.split(".").filter((digits) => /^\d+$/.test(digits)));
      } else if (open && value >= HUNDRED && !units && number) value += number;
      else if (open && units >= TENS && units % 10 === 0 && number < 10 && number) value += number;
      else if (open && joined && units && units < 10 && number >= TENS) value += number;
      else {
        close();
        value = number;
      }
      joined = false;
    }
    close();
    return said;
  }

  /** The year that words say: "2024" of "two thousand and twenty four". */
  function yearOf(row, spoken) {
    const said = valuesOf(row, spoken);
    return said.length === 1 && YEAR.test(said[0]) ? said[0] : undefined;
  }

  /** A query with the years in it in digits, as the site has them. */
  function withYears(index, clean) {
    const spoken = index.data.language.numbers;
    const row = clean.split(/\s+/);
    const isPart = (word) => !/\d/.test(word) && piecesOf(index.words.fold(word), spoken);
    const isLink = (word) => spoken.joints.includes(index.words.fold(word));
    const written = [];
    for (let at = 0; at < row.length; at++) {
      let to = at;
      while (to < row.length && isPart(row[to])) to += 1;
      while (to > at && isLink(row[to - 1])) to -= 1;
      const year = to > at + 1 && !isLink(row[at]) ? yearOf(row.slice(at, to).map(index.words.fold), spoken) : undefined;
      written.push(year || row[at]);
      if (year) at = to - 1;
    }
    return written.join(" ");
  }

  /** The needs by their numbers: { n, type, letters, numbers }. */
  function numbered(index) {
    const { need, type } = index.data.entries;
    return (index.everyId() || []).flatMap((one, n) => {
      const numbers = (one.match(/\d+/g) || []).map(plain);
      const letters = index.words.idKey(one.split(/\d/)[0]);
      return need[n] === "1" && numbers.length ? [{ n, type: type[n], letters, numbers }] : [];
    });
  }

  /** The types that words stand for: by title, by its beginning or by another word for it. */
  function typesOf(index, row, all) {
    const { words, data } = index;
    const keys = row.map(words.key);
    const others = keys.length === 1 ? NeedsSearch.synonyms.others(index, row[0], keys[0]) : [];
    const same = new Set(others.filter(({ far }) => !far).map(({ text }) => words.keys(text).join(" ")));
    const rank = (number) => {
      const title = words.keys(data.entries.types[number]);
      const whole = title.join(" ");
      if (keys.join(" ") === whole) return 3;
      if (keys.every((key, at) => key === title[at])) return 2;
      if (same.has(whole)) return 1;
      const begun = row.length === 1 && row[0].length >= BEGINNING;
      return begun && words.line(data.entries.types[number]).startsWith(` ${row[0]}`) ? 1 : 0;
    };
    const ranks = new Map([...new Set(all.map(({ type }) => type))].map((type) => [type, rank(type)]));
    const most = Math.max(0, ...ranks.values());
    const letters = row.join("");
    return all.filter((one) => (most && ranks.get(one.type) === most) || one.letters === letters);
  }

  const compared = (one, two) => {
    for (let at = 0; at < Math.max(one.length, two.length); at++) {
      const less = Number(one[at] ?? -1) - Number(two[at] ?? -1);
      if (less) return less;
    }
    return 0;
  };

  /** What stands right before and after a number that no need has, of one type. */
  function neighbours(said, mates) {
    const parts = mates[0].numbers.length;
    const joined = said.join("");
    const as = said.length === parts ? said : parts === 1 ? [plain(joined)] : [...joined];
    const rest = mates.filter(({ type }) => type === mates[0].type);
    rest.sort((a, b) => compared(a.numbers, b.numbers) || a.n - b.n);
    const after = rest.findIndex(({ numbers }) => compared(numbers, as) > 0);
    const at = after < 0 ? rest.length : after;
    const near = rest.slice(Math.max(0, at - 1), at + 1);
    return { number: as.join("."), near: near.slice(0, NEIGHBOURS).map(({ n }) => n) };
  }

  /** What the words before a number and those of the number name. */
  function read(index, words, number, all) {
    const spoken = index.data.language.numbers;
    const before = words.filter((word) => !spoken.signs.includes(word));
    const mates = before.length ? typesOf(index, before, all) : all;
    const said = valuesOf(number, spoken);
    if (!mates.length || !said.length) return undefined;
    const list = said.map(plain).join(".");
    const joined = plain(said.join(""));
    const exact = mates.filter(({ numbers }) => numbers.join(".") === list);
    const run = mates.filter(({ numbers }) => numbers.join("") === joined);
    const named = (exact.length ? exact : run).map(({ n }) => n);
    if (named.length || !before.length) return named.length ? { named } : undefined;
    // "goal 2" may become "goal 205", and "goal two" "goal two hundred and five".
    const begun = mates.some(({ numbers }) => numbers.join("").startsWith(joined));
    if (begun || (number.length === 1 && (!/\d/.test(number[0]) || YEAR.test(number[0])))) return undefined;
    return { named, missing: { type: mates[0].type, ...neighbours(said.map(plain), mates) } };
  }

  /** What a type and a number name among other words: "principle two of the capital". */
  function within(index, row, all) {
    const spoken = index.data.language.numbers;
    for (let at = 0; at < row.length; at++) {
      let to = at + 1;
      while (to < row.length && piecesOf(row[to], spoken)) to += 1;
      // "we a strategy" is no vision number one, and "a goal and a measure" names none.
      const said = row.slice(at + 1, to).filter((word) => !spoken.joints.includes(word));
      const isWord = said.every((word) => index.data.language.pronouns.includes(word));
      // "in place of five" names no difference number five, though "for" begins its name.
      if (to === at + 1 || isWord || index.words.isStop(row[at]) || row[at].length < BEGINNING || piecesOf(row[at], spoken)) continue;
      const found = read(index, [row[at]], row.slice(at + 1, to), all);
      if (found?.named.length) return found;
    }
    return undefined;
  }

  /**
   * The needs that a query names by a number.
   * @param isWhole whether the query is to be nothing else
   * @returns { named, missing }: named, the numbers of the entries; missing, { type, number,
   *   near } where a type has no such number; undefined for a query that names none
   */
  function numbers(index, clean, isWhole = false) {
    const spoken = index.data.language.numbers;
    const apart = clean.replace(/(\p{L})(?=\d)/gu, "$1 ").replace(/[_/-]+/g, " ");
    const row = index.words.words(apart).map(index.words.fold);
    const isLink = (word) => spoken.points.includes(word) || spoken.joints.includes(word);
    // "a" is "one" only where it ends what is said: "goal one".
    const isArticle = (word, at) => at < row.length - 1 && index.data.language.pronouns.includes(word);
    if (!row.some((word, at) => piecesOf(word, spoken) && !isLink(word) && !isArticle(word, at))) return undefined;
    const all = numbered(index);
    const from = numberStart(row, spoken);
    // "ti" is a number, and may be the letters of an id.
    const tried = row.slice(from).map((_, at) => read(index, row.slice(0, from + at), row.slice(from + at), all));
    return tried.find((one) => one?.named.length) || tried.find(Boolean) || (isWhole ? undefined : within(index, row, all));
  }

  return Object.assign(numbers, { withYears });
})();
