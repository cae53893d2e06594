/* From a query to the entries it finds: the query is read, each word is matched, and what
   the words find is weighed together. */
"use strict";

NeedsSearch.engine = (function () {
  const PHRASE = 1.6;
  const TITLED = 1.5;
  const CALLED = 3; // People call it just as it is typed: so much is added to what it is worth.
  const TOLD = 1.5; // So much where people call it by all of the words, though not together.
  const SAME = 0.99; // So like what people say is called just so.
  const LIKE = 0.65; // So like that what is found is not only near.
  const CALLED_ALONE = 0.5; // What a word alone is called comes so much before others.
  const DEFINED = 1.6; // Also after what is near is lifted.
  // How surely a hit holds the word that was meant: how much of the query it covers.
  const SURE = { tail: 0.6, head: 0.3, inside: 0.7, spelling: 0.9, synonym: 0.9, apart: 0.9, elsewhere: 0.4 };
  // Ways that find a word in other words alone: what is near it, and not it.
  const NEAR = new Set(["spelling", "inside", "head", "tail", "apart", "elsewhere"]);
  const COVERED = 1.3;
  const UNKNOWN = 0.5;
  const LIGHT = 0.35; // What a word that every text has is worth beside others.
  const MET = 0.55; // Of a query of which less is found, what is found is only near.
  const TOGETHER = 0.56; // So is what is found where no hit holds so much of it.
  const LEAST = 0.04;
  const LONGEST_SIGN = 5;
  const LONGEST_QUERY = 500; // Letters; what follows them is not read.
  const CORRECTED = 8; // Of more words, what is near is not searched for once more.
  const ANSWERS = "needs-search/answers.js";
  // Of an index in parts: so many results are loaded, in so many rounds, and so many that hold
  // the words of a phrase, or may be titled as the query.
  const SHOWN = 20;
  const ROUNDS = 6;
  const QUOTED = 200;
  const TITLES = 5;
  // A question's answer stands in the text: its title says what the text is about.
  const ANSWER_FIELDS = { 0: 0.7 };
  // A word alone is looked for in titles and texts first, and then among what people say.
  const ALONE_FIELDS = { 5: 0.5 };

  /** Whether letters stand in capitals for something; a word in capitals is but a word. */
  function abbreviates({ terms, words }, sign) {
    return terms.has(sign) && (sign.length <= LONGEST_SIGN || !terms.has(words.key(sign.slice(1))));
  }

  /** Read a query: its tokens, and those of them that count (content). */
  function read(index, raw) {
    const { words } = index;
    const clean = NeedsSearch.numbers.withYears(index, words.clean(raw));
    const phrase = words.line(clean);
    const question = NeedsSearch.question(index, phrase);
    const suspended = words.suspended(clean, index.split);
    // "tilbuds-vifte" is one word on the site; "MED-udvalg" is two.
    const asWritten = (all, one, two) => (index.terms.has(words.key(one.toLowerCase() + two)) ? one + two : all);
    const joined = suspended.length ? clean : clean.replace(/(\p{L}{3,})[-–](\p{Ll}{3,})/gu, asWritten);
    const tokens = words.words(joined);
    for (const sign of words.capitals(clean)) {
      const place = tokens.indexOf(sign.slice(1));
      if (place >= 0 && abbreviates(index, sign)) tokens[place] = sign;
    }
    const sign = tokens.length === 1 && "!" + words.fold(tokens[0]);
    if (sign && abbreviates(index, sign)) tokens[0] = sign;
    const last = tokens.at(-1);
    tokens.push(...suspended);
    const telling = question.without(tokens).filter((word) => !words.isStop(word) || question.counts(word));
    const content = [...new Set(telling.length ? telling : tokens)];
    return { clean, phrase, question, tokens, content, last };
  }

  /** Match each word, and words together: totals by entry, and how each word was understood. */
  function matchAll(index, { tokens, content, last, question }) {
    const meaning = (folded, key) => NeedsSearch.synonyms.hits(index, folded, key);
    const totals = new Map();
    const add = (hits, share, word) => {
      for (const [n, hit] of hits) {
        const total = totals.get(n) || { n, score: 0, share: 0, ways: [] };
        const way = { ...hit, word, share: share * (SURE[hit.how] || 1) };
        total.score += way.score;
        total.share += way.share;
        total.ways.push(way);
        totals.set(n, total);
      }
    };
    let whole = 0;
    const understood = [];
    const shares = new Map();
    const isLight = (word) => index.words.isLight(word, tokens[tokens.indexOf(word) + 1]);
    const telling = content.some((word) => !isLight(word));
    content.forEach((word) => {
      const hits = NeedsSearch.match(index, word, { last: word === last, meaning });
      const weight = telling && isLight(word) ? LIGHT : 1;
      for (const hit of hits.values()) hit.score *= weight;
      const rarity = weight * (hits.size ? Math.log(1 + index.size / (1 + hits.size)) : UNKNOWN);
      whole += rarity;
      add(hits, rarity, word);
      understood.push({ word, key: index.words.key(word), found: hits.size, weight });
      shares.set(word, rarity);
    });
    // "borger for": a word that tells nothing may be the beginning of one that does.
    if (last && !question.asked && !content.includes(last)) add(NeedsSearch.match.begun(index, last), 0, last);
    NeedsSearch.phrases.expressions(index, tokens, shares, totals);
    NeedsSearch.phrases.compounds(index, tokens, shares, whole, add);
    return { hits: [...totals.values()], whole, understood };
  }

  /** An id or a number leads straight to what has it, whatever else names it. */
  function idFirst(index, clean, named, hits) {
    const own = index.typedId(clean);
    const first = own !== undefined && index.data.entries.need[own] === "1" ? [own] : named;
    const most = Math.max(1, ...hits.map((hit) => hit.score));
    const lifted = first.map((n, at) => {
      const hit = hits.find((one) => one.n === n) || { n, share: 1, ways: [] };
      return { ...hit, score: (2 + (first.length - at) / first.length) * most };
    });
    return [...lifted, ...hits.filter((hit) => !first.includes(hit.n))];
  }

  /**
   * The search of one site.
   * @returns
   *   search(raw): { hits, near, understood, number, instead }: hits { n, score, share, ways }, best first,
   *     whether they are only near, and the words that nothing holds (lacking),
   *     what was searched for instead of what found nothing,
   *     each word that counted { word, key, found }, and what is named by its number,
   *     and a question's answer { parts, source, named }, where the needs have one;
   *   meant(found): the query spelt as the site spells it, or "";
   *   prepare(raw): loads what a query needs;
   *   complete(): loads the texts that the first results did not wait for
   */
  return function engine(data, MiniSearch, stemWord) {
    const index = NeedsSearch.openIndex(data, MiniSearch, stemWord);
    const answering = index.boosted(ANSWER_FIELDS);
    const alone = index.boosted(ALONE_FIELDS);
    let answers;
    /** The answer to a question, once what it is answered from is loaded. */
    const answerTo = (raw) => (answers ??= NeedsSearch.known && NeedsSearch.answers(index, NeedsSearch.known))?.(raw);

    /** Search; where nothing is found, search at once for the word that is likely meant. */
    function search(typed) {
      let found;
      const isLacking = index.lacking(() => (found = searchFor(typed)));
      const isKept = found.hits.length && (!found.near || found.understood.length > CORRECTED);
      const instead = isLacking || isKept ? "" : meant(found);
      const other = instead && searchFor(instead);
      // What holds the likely word comes before what is only like the word that is typed.
      const isBetter = other && (!found.hits.length || !other.near);
      return isBetter ? { ...other, near: true, lacking: found.lacking, instead } : found;
    }

    function searchFor(typed) {
      const raw = typed.slice(0, LONGEST_QUERY);
      const query = read(index, raw);
      const { phrase, question, content, tokens } = query;
      const { hits, whole, understood } = matchAll(question.inText ? answering : content.length > 1 ? index : alone, query);
      const { has, line, titleGist, titleLine, calledAs } = index.texts;
      const title = index.words.gist(content);
      const isTitled = ({ n }) => has(n) && titleGist(n) === title;
      const [called, titled] = [[], []];
      for (const hit of hits) {
        hit.score *= question.worth(hit.n);
        hit.score *= Math.min(1, hit.share / whole) ** COVERED;
        if (content.length > 1 && has(hit.n) && line(hit.n).includes(phrase)) hit.score *= PHRASE;
        if ((!question.asked || question.named) && isTitled(hit)) {
          hit.score *= TITLED;
          titled.push(hit);
        }
        if (has(hit.n)) {
          const { like, covered } = calledAs(hit.n, tokens);
          hit.score *= 1 + CALLED * like ** 2 + (content.length > 1 ? TOLD * covered ** 2 : 0);
          hit.like = like;
          if (like > SAME) called.push(hit);
        }
      }
      // What is called just as it is typed comes first, a page and a word of the glossary too.
      const most = Math.max(0, ...hits.map((hit) => hit.score));
      const begun = tokens.length > 1 ? phrase.trimEnd() : phrase;
      for (const hit of titled) hit.score += most * namedBy(query, hit.n);
      for (const hit of called) hit.score += tokens.length > 1 ? most : CALLED_ALONE * most;
      for (const hit of question.asked ? [] : hits)
        if (has(hit.n) && titleLine(hit.n).startsWith(begun)) hit.score += titleLine(hit.n) === phrase ? 2 * most : most;
      if (question.defines) {
        // What the glossary says comes first for who asks what a word means.
        const term = hits.find((hit) => data.entries.need[hit.n] === "2" && isTitled(hit));
        if (term) term.score = DEFINED * Math.max(...hits.map((hit) => hit.score));
      }
      NeedsSearch.phrases.raiseClose(index, hits, content);
      const answer = answerTo(raw);
      const number = NeedsSearch.numbers(index, query.clean);
      const kept = idFirst(index, query.clean, answer?.named.length ? answer.named : number?.named || [], NeedsSearch.phrases.keepQuoted(index, raw, hits));
      kept.sort((a, b) => b.score - a.score || a.n - b.n);
      const least = most * LEAST;
      const isTold = answer || number?.named.length;
      const held = kept.length && !isTold ? heldOf(query, kept, understood) : { near: false, lacking: [] };
      return { hits: kept.filter((hit) => hit.score > least || !hit.ways.length), ...held, understood, number, answer };
    }

    /**
     * How surely a page of the same telling words is what is asked for, from 0 to 1: "The four goals" is
     * more of "goals" than "Where the goals stand" is. A need or a word of the glossary tells of it.
     */
    function namedBy({ tokens, content }, n) {
      const { fold, isLight } = index.words;
      const row = index.texts.titleLine(n).trim().split(" ");
      const isThere = (word) => row.some((one) => fold(word).startsWith(one));
      const telling = content.filter((word, at) => !isLight(word, content[at + 1]));
      if (data.entries.need[n] !== "0" || !telling.length || !telling.every(isThere)) return 0;
      return (telling.length / row.length) * Math.sqrt(telling.length / tokens.length);
    }

    /**
     * Whether what is found is only near, and the words of the query that nothing holds: of its words,
     * the hits hold those that tell most of it, and one of the hits most of those.
     */
    function heldOf({ content }, hits, understood) {
      // A word of something that people say tells nothing alone: "school" of "talk to the school".
      const isPart = ({ like = 1 }, { isSaid }) => isSaid && like < LIKE;
      const holding = (hit) => hit.ways.filter((way) => !NEAR.has(way.how) && !way.isAkin && !isPart(hit, way));
      const wordsOf = (hit) => new Set(hit.ways.length ? holding(hit).flatMap(({ word }) => (word ? word.split(" ") : content)) : content);
      const each = hits.map(wordsOf);
      const held = new Set(each.flatMap((some) => [...some]));
      // What no entry has is rarer than anything that one has.
      const weigh = (one) => one.weight * Math.log(1 + index.size / (1 + (held.has(one.word) ? one.found : 0)));
      const sum = (some) => understood.filter(({ word }) => some.has(word)).reduce((all, one) => all + weigh(one), 0);
      const whole = sum(new Set(content));
      const most = Math.max(...each.map(sum));
      const lacking = sum(held) >= MET * whole ? [] : understood.map(({ word }) => word).filter((word) => !held.has(word));
      return { near: lacking.length > 0 || most < TOGETHER * whole, lacking };
    }

    function meant({ hits, understood, number, instead }) {
      if (number || instead) return instead || "";
      const best = new Map(hits.slice(0, 1).flatMap((hit) => hit.ways.map((way) => [way.word, way])));
      let other = false;
      const words = understood.map(({ word, key, found }) => {
        const folded = index.words.fold(word);
        const isStrange = NeedsSearch.match.isStrange(index, { folded, key });
        const wellSpelt = found && best.get(word)?.how !== "spelling" && !isStrange;
        if (NeedsSearch.isSign(word) || wellSpelt || (!isStrange && (index.synonymKey(folded, key) || index.isCommon(key)))) return word;
        const near = NeedsSearch.spelling.near(index, folded, NeedsSearch.spelling.slips(folded))[0]?.word;
        other ||= Boolean(near) && near !== word;
        return near || word;
      });
      return other ? words.join(" ") : "";
    }

    /**
     * Load what a query needs: where the index is in parts, until its first results are loaded.
     * @param shown how many results are; passes(n), which of them
     * @param asked whether a question is to be answered: the first results do not wait for that
     * @returns whether anything was loaded
     */
    async function prepare(raw, { shown = SHOWN, passes = () => true, asked = false } = {}) {
      const { parts } = index;
      if (!parts) return NeedsSearch.phrases.isQuoted(raw) && index.texts.loadAll();
      const most = NeedsSearch.phrases.isQuoted(raw) ? QUOTED : shown;
      let isNew = false;
      for (let round = 0; raw && round < ROUNDS; round++) {
        let found;
        if (!index.lacking(() => (found = search(raw)))) meant(found);
        const first = found.hits.filter(({ n }) => passes(n)).slice(0, most);
        for (const { n } of [...first, ...likelyTitled(found.hits, raw)]) parts.wantEntry(n);
        const paths = parts.missing();
        if (asked && NeedsSearch.answers.mayAnswer(index, raw)) {
          paths.push(...["ids", "titles"].filter((kind) => !parts.list(kind)).map((kind) => `needs-search/${kind}.js`));
          if (!NeedsSearch.known) paths.push(ANSWERS);
        }
        if (!paths.length) return isNew;
        isNew = true;
        await Promise.all(paths.map(NeedsSearch.script));
      }
      return isNew;
    }
    /** The best hits whose titles may be what is typed, or begin with it. */
    function likelyTitled(hits, raw) {
      const tokens = index.words.words(raw);
      const begun = tokens.length === 1 ? index.parts.begun(index.words.fold(raw.trim())) : [];
      const begin = new Set(index.parts.titled([...tokens.slice(0, 1).map(index.words.key), ...begun]));
      const size = new Set(tokens.map(index.words.key)).size;
      const isAsLong = ({ n }) => index.parts.lengths.get(n)?.[0] === size;
      const best = (filter) => hits.filter(filter).slice(0, TITLES);
      return [...best(({ n }) => begin.has(n)), ...best(isAsLong)];
    }
    /** Load every text and what questions are answered from, unless there are many. */
    const complete = async () => {
      if (!index.parts) await Promise.all([index.texts.loadAll(), NeedsSearch.script(ANSWERS)]);
    };
    return { index, search, meant, prepare, complete };
  };
})();
