/* Answers: one sentence, with links, to a question that the needs themselves can answer. The
   forms of questions are data of the language (language.py); what is answered from is what
   the build has counted (answers.py). A question is answered when every word of it is used. */
"use strict";

NeedsSearch.answers = (function () {
  const MOST = 12; // So many needs are named in a sentence.
  const LONGEST = 140; // Letters of what is quoted of a text, in whole sentences.
  const UNFINISHED = /:\s*\.?\s*$/u; // What follows the colon stands on the page alone.
  const SENTENCE = /.*?[.!?](?= |$) ?/gu;

  /** How the site's own words are read in a slot. */
  function slots(index, known) {
    const { words, data } = index;
    const keys = (text) => words.words(text).map(words.key).join(" ");
    const same = (text, ...names) => names.some((name) => keys(name) === keys(text));
    const needs = Object.entries(known.needs).map(([n, [type, status, fields, links, step]]) => {
      return { n: Number(n), type, status, fields, links, step };
    });
    const byNumber = new Map(needs.map((need) => [need.n, need]));

    const type = (text) => {
      const found = Object.entries(known.types).filter(([name, names]) => same(text, name, ...names));
      return found.length === 1 ? { name: found[0][0], title: found[0][1][0], plural: found[0][1][1] } : undefined;
    };
    const item = (text) => {
      const id = index.ids.get(words.idKey(text));
      const named = byNumber.get(id) ? [id] : NeedsSearch.numbers(index, text)?.named || [];
      const line = words.line(text);
      const titled = needs.filter(({ n }) => words.line(data.entries.title[n]) === line).map(({ n }) => n);
      const found = named.length ? named : titled;
      return found.length === 1 ? byNumber.get(found[0]) : undefined;
    };
    const state = (text) => {
      const found = known.states.filter((name) => same(text, name, known.plurals[name] || name));
      return found.length === 1 ? found[0] : undefined;
    };
    const field = (text) => {
      const at = known.fields.findIndex(([name, label]) => same(text, name, label));
      return at < 0 ? undefined : at;
    };
    const link = (text) => {
      const ends = known.links.flatMap(([outgoing, incoming], at) => [
        { at, label: outgoing, out: true },
        { at, label: incoming, out: false },
      ]);
      return ends.find(({ label }) => words.line(label) === words.line(text));
    };
    const term = (text) => {
      const n = data.entries.title.findIndex((title, at) => data.entries.need[at] === "2" && same(text, title));
      return n < 0 ? undefined : n;
    };
    const section = (text) => {
      const n = data.entries.title.findIndex((title, at) => data.entries.need[at] === "0" && same(text, title));
      return n < 0 ? undefined : n;
    };
    return { needs, byNumber, type, item, state, field, link, term, section };
  }

  /** The needs that a link leads to from one, or from which it leads there. */
  function linked({ needs }, need, { at, out }) {
    if (out) return need.links[at] || [];
    return needs.filter(({ links }) => links[at]?.includes(need.n)).map(({ n }) => n);
  }

  const inRow = (numbers, and) =>
    numbers.flatMap((n, at) => [at ? (and && at === numbers.length - 1 ? ` ${and} ` : ", ") : "", n]);

  /** A function from what is typed to its answer { parts, source, first }, first what it quotes. */
  return function answers(index, known) {
    const { strings, language } = index.data;
    const { fill } = NeedsSearch.show;
    const read = slots(index, known);
    const of = (type) => read.needs.filter((need) => need.type === type.name);
    const list = (numbers) => {
      const shown = numbers.slice(0, MOST);
      const more = numbers.length - shown.length;
      return [...inRow(shown, more ? "" : strings.and), more ? ` ${fill(strings.answer_more, more)}` : ""];
    };
    const small = (text) => text[0].toLowerCase() + text.slice(1);
    const named = (type, number) => small(number === 1 ? type.title : type.plural);
    /** A text with "{}" where links and words go. */
    const sentence = (text, ...parts) => {
      const rest = [...parts];
      return text.split("{}").flatMap((piece, at, all) => [piece, ...(at < all.length - 1 ? [].concat(rest.shift()) : [])]);
    };
    /** The first sentences of a text, and a link to it. */
    function quoted(n) {
      const text = index.data.texts[n];
      const sentences = (text.match(SENTENCE) || [text]).filter((one) => !UNFINISHED.test(one));
      if (!sentences.length) return undefined;
      let said = sentences[0];
      for (const one of sentences.slice(1)) {
        if (said.length + one.length > LONGEST) break;
        said += one;
      }
      return { parts: [`${said.trim()} (`, n, ")"], source: "", first: n };
    }
    const counted = (parts) => ({ parts, source: strings.answer_counted });

    const KINDS = {
      count({ type, state }) {
        const all = of(type);
        if (!state) return counted(sentence(strings.answer_count, String(all.length), named(type, all.length)));
        const some = all.filter((need) => need.status === state || need.step === state);
        if (!all.some((need) => need.status || need.step)) return undefined;
        const word = some.length === 1 ? state : known.plurals[state] || state;
        const found = sentence(strings.answer_share, String(some.length), String(all.length), named(type, all.length), word);
        return counted(some.length && some.length <= MOST ? [...found.slice(0, -1), ": ", ...list(some.map(({ n }) => n)), "."] : found);
      },
      under({ type, item }) {
        const ends = known.links.flatMap((_, at) => [{ at, out: true }, { at, out: false }]);
        const found = ends
          .map((end) => linked(read, item, end).filter((n) => read.byNumber.get(n)?.type === type.name))
          .filter((numbers) => numbers.length);
        const sets = new Set(found.map((numbers) => numbers.join(" ")));
        if (sets.size > 1) return undefined;
        const numbers = found[0] || [];
        const possible = known.links.some(([, , from, to]) => joins(from, to, type.name, item.type));
        if (!possible) return undefined;
        const text = numbers.length ? strings.answer_with : strings.answer_with_none;
        return counted(sentence(text, String(numbers.length), named(type, numbers.length), [item.n], list(numbers)));
      },
      lack({ type, field, other }) {
        const all = of(type);
        let lacking;
        if (field !== undefined && known.own[type.name].includes(field)) lacking = all.filter(({ fields }) => !fields[field]);
        else if (other && known.links.some(([, , from, to]) => joins(from, to, type.name, other.name))) {
          const idle = new Set(known.idle);
          const acting = of(other).filter(({ n }) => !idle.has(n));
          const numbers = new Set(acting.map(({ n }) => n));
          const pointed = new Set(acting.flatMap(({ links }) => Object.values(links).flat()));
          const points = ({ links }) => Object.values(links).some((to) => to.some((n) => numbers.has(n)));
          lacking = all.filter((need) => !pointed.has(need.n) && !points(need));
        } else return undefined;
        const what = field === undefined ? named(other, 1) : small(known.fields[field][1]);
        const found = sentence(strings.answer_lack, String(lacking.length), String(all.length), named(type, all.length), what);
        const numbers = lacking.map(({ n }) => n);
        return counted(numbers.length ? [...found.slice(0, -1), ": ", ...list(numbers), "."] : found);
      },
      field({ item, field }) {
        if (!known.own[item.type].includes(field)) return undefined;
        const value = item.fields[field];
        const said = !value ? strings.answer_unknown : value === 1 ? strings.answer_there : value.join(", ");
        return { parts: sentence(strings.answer_field, known.fields[field][1], [item.n], said), source: "" };
      },
      state({ item, state }) {
        const found = item.step || item.status;
        if (!found && !state) return undefined;
        return { parts: sentence(strings.answer_state, [item.n], found || strings.answer_unknown), source: "" };
      },
      links({ item, link }) {
        if (!runs(link, item.type)) return undefined;
        const numbers = linked(read, item, link);
        const parts = numbers.length ? list(numbers) : [strings.answer_none];
        return { parts: [item.n, ` ${link.label} `, ...parts, "."], source: "" };
      },
      linking({ type, item, link }) {
        // "What contains goal 1" may ask for either end: only one of them is of the model.
        if (!runs({ ...link, out: !link.out }, item.type)) return type ? undefined : KINDS.links({ item, link });
        const numbers = linked(read, item, { ...link, out: !link.out });
        const found = numbers.filter((n) => !type || read.byNumber.get(n)?.type === type.name);
        const parts = found.length ? list(found) : [strings.answer_nothing];
        return { parts: [...parts, ` ${link.label} `, item.n, "."], source: "" };
      },
      section({ section }) {
        return index.data.texts?.[section] ? quoted(section) : undefined;
      },
      term({ term }) {
        return index.data.texts?.[term] ? quoted(term) : undefined;
      },
    };

    /** Whether a link, from this end, may start at a type. */
    const runs = ({ at, out }, type) => {
      const ends = known.links[at][out ? 2 : 3];
      return !ends.length || ends.includes(type);
    };
    const joins = (from, to, one, other) =>
      [[one, other], [other, one]].some(
        ([a, b]) => (!from.length || from.includes(a)) && (!to.length || to.includes(b)),
      );

    const READ = {
      type: read.type,
      other: read.type,
      item: read.item,
      state: read.state,
      field: read.field,
      link: read.link,
      term: read.term,
      section: read.section,
    };

    const escaped = (text) => text.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const labels = known.links.flatMap(([outgoing, incoming]) => [outgoing, incoming]);
    const begun = labels.map((label) => label.replace(/ \S+$/u, ""));
    const oneOf = (texts) => `(?<link>${[...texts].sort((a, b) => b.length - a.length).map(escaped).join("|")})`;
    const slot = (name) => (name === "link" ? oneOf(labels) : name === "begun" ? oneOf(begun) : `(?<${name}>.+?)`);
    const forms = language.forms.map(([kind, form]) => {
      return [kind, new RegExp(`^${form.replace(/\{(\w+)\}/g, (_, name) => slot(name))}$`, "u")];
    });

    /** The slots of a form that a question fills, each read; undefined where one is not. */
    function filled(form, line) {
      const groups = form.exec(line)?.groups;
      if (!groups) return undefined;
      const found = {};
      const { ending, ...rest } = groups;
      if (ending) rest.link += ` ${ending}`;
      for (const [name, text] of Object.entries(rest)) {
        if (text === undefined) continue;
        found[name] = READ[name](text);
        if (found[name] === undefined) return undefined;
      }
      return found;
    }

    /** A section that is titled as the question: its first sentence. "It" is what its page is about. */
    function told(line) {
      const { entries, texts } = index.data;
      const { words } = index;
      const asked = new Set(words.words(line).map(words.key));
      const light = (word) => language.pronouns.includes(words.fold(word));
      const n = entries.title.findIndex((title, at) => {
        if (!title.endsWith("?") || !texts?.[at]) return false;
        const own = words.words(title).filter((word) => !light(word)).map(words.key);
        const about = new Set([...own, ...words.keys(entries.places[entries.place[at]][0] || "")]);
        const rest = words.words(line).filter((word) => !light(word) && !about.has(words.key(word)));
        return own.length > 0 && own.every((key) => asked.has(key)) && !rest.length;
      });
      return n < 0 ? undefined : quoted(n);
    }

    return (raw) => {
      const line = index.words.clean(raw).toLowerCase().replace(/[?!,:;\s]+|\.(?!\d)/gu, " ").trim();
      if (!line) return undefined;
      for (const [kind, form] of forms) {
        const found = filled(form, line);
        const answer = found && KINDS[kind](found);
        if (answer) return answer;
      }
      return told(line);
    };
  };
})();
