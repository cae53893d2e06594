/* Answers: one sentence, with links, to a question that the needs themselves can answer. The
   forms of questions are data of the language (words/questions-*.txt); what is answered from is what
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
    const titles = () => index.everyTitle() || [];
    const keys = (text) => words.words(text).map(words.key).join(" ");
    const same = (text, ...names) => names.some((name) => keys(name) === keys(text));
    const needs = Object.entries(known.needs).map(([n, [type, status, fields, links, step]]) => {
      return { n: Number(n), type, status, fields, links, step };
    });
    const byNumber = new Map(needs.map((need) => [need.n, need]));

    const type = (text) => {
      const named = (said) => Object.entries(known.types).filter(([name, names]) => same(said, name, ...names));
      const own = named(text);
      // "Initiatives" are measures, where the words mean the same.
      const others = NeedsSearch.synonyms.others(index, words.fold(text), keys(text)).filter(({ far }) => !far);
      const meant = new Map(others.flatMap((other) => named(other.text)).map((one) => [one[0], one]));
      const found = own.length ? own : [...meant.values()];
      return found.length === 1 ? { name: found[0][0], title: found[0][1][0], plural: found[0][1][1] } : undefined;
    };
    const item = (text) => {
      const id = index.byId(words.idKey(text));
      const named = byNumber.get(id) ? [id] : NeedsSearch.numbers(index, text, true)?.named || [];
      const line = words.line(text);
      // "goal less noise" is the goal that is called so.
      const isCalled = ({ n, type: own }) => {
        const title = words.line(titles()[n]);
        return title === line || (line.endsWith(title) && type(line.slice(0, -title.length).trim())?.name === own);
      };
      const titled = needs.filter(isCalled).map(({ n }) => n);
      const found = named.length ? named : titled;
      if (found.length) return found.length === 1 ? byNumber.get(found[0]) : undefined;
      // "the strategy", where there is but one.
      const only = type(text) && needs.filter((need) => need.type === type(text).name);
      return only?.length === 1 ? only[0] : undefined;
    };
    /** A need that is the only one of its type: "the strategy", of which all others are. */
    const whole = (text) => {
      const found = item(text);
      return found && needs.filter((need) => need.type === found.type).length === 1 ? found : undefined;
    };
    /** A need that is told from others by what one of its fields says: "the draft". */
    const version = (text) => {
      const bare = keys(text);
      const says = ({ fields }) => Object.values(fields).some((value) => value !== 1 && value.length === 1 && keys(value[0]) === bare);
      const found = bare ? needs.filter(says) : [];
      return item(text) || (found.length === 1 ? found[0] : undefined);
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
      // "What does it contribute to" asks for what it contributes to.
      const line = words.line(text);
      return ends.find(({ label }) => words.line(label) === line) || ends.find(({ label }) => words.line(verb(label)) === line);
    };
    /** A word of the glossary, or another word for it. */
    const term = (text) => {
      const called = (said) => titles().findIndex((title, at) => data.entries.need[at] === "2" && same(said, title));
      const own = called(text);
      if (own >= 0) return own;
      const others = NeedsSearch.synonyms.others(index, words.fold(text), keys(text)).filter(({ far }) => !far);
      const found = [...new Set(others.map((other) => called(other.text)).filter((n) => n >= 0))];
      return found.length === 1 ? found[0] : undefined;
    };
    const section = (text) => {
      const n = titles().findIndex((title, at) => data.entries.need[at] === "0" && same(text, title));
      return n < 0 ? undefined : n;
    };
    return { needs, byNumber, type, item, whole, version, state, field, link, term, section };
  }

  /** The needs that a link leads to from one, or from which it leads there. */
  function linked({ needs }, need, { at, out }) {
    if (out) return need.links[at] || [];
    return needs.filter(({ links }) => links[at]?.includes(need.n)).map(({ n }) => n);
  }

  /** The name of a link as it stands after "does". */
  const verb = (label) => label.replace(/^(\S+?)s(?= |$)/u, "$1");

  const inRow = (numbers, and) =>
    numbers.flatMap((n, at) => [at ? (and && at === numbers.length - 1 ? ` ${and} ` : ", ") : "", n]);

  /** A question without what leads up to it, what says nothing in it, and its marks. */
  function bare({ words, data }, raw) {
    const { fillers, openings } = data.language;
    const line = words.clean(raw).toLowerCase().replace(/[?!,:;\s]+|\.(?!\d)/gu, " ").trim();
    const kept = line.split(" ").filter((word) => !fillers.includes(word)).join(" ");
    return openings.reduce((left, [said, meant]) => left.replace(new RegExp(`^${said}`, "u"), meant), kept).trim();
  }

  /** A function from what is typed to its answer { parts, source, named, shown }: named, the numbers of what it
      speaks of; shown, that of the section that shows the same. */
  function answers(index, known) {
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
    /** A text; "" while it is not there. */
    const textOf = (n) => ((!index.parts || index.parts.wantEntry(n)) && index.data.texts?.[n]) || "";
    /** The first sentences of a text, and a link to it. */
    function quoted(n) {
      const text = textOf(n);
      const sentences = (text.match(SENTENCE) || [text]).filter((one) => /\p{L}/u.test(one) && !UNFINISHED.test(one));
      if (!sentences.length) return undefined;
      let said = sentences[0];
      for (const one of sentences.slice(1)) {
        if (said.length + one.length > LONGEST) break;
        said += one;
      }
      return { parts: [`${said.trim()} (`, n, ")"], source: "", named: [n] };
    }
    const numbersIn = (parts) => parts.filter((part) => typeof part === "number");
    const told = (parts, named = numbersIn(parts)) => ({ parts, source: "", named });
    const counted = (parts, named = numbersIn(parts)) => ({ parts, source: strings.answer_counted, named });
    /** The same, with the section that is titled as types: "The four goals", "Goals and measures". */
    function shownIn(answer, ...types) {
      const { need } = index.data.entries;
      const wanted = index.words.gist(types.flatMap(({ title }) => index.words.words(title)));
      const isCalled = (text, n) => need[n] === "0" && index.words.gist(index.words.words(text)) === wanted;
      const found = (index.everyTitle() || []).flatMap((text, n) => (isCalled(text, n) ? [n] : []));
      // A page of its own, before a section of another.
      const section = found.find((n) => !index.everyId()?.[n].includes("#")) ?? found[0] ?? -1;
      return section < 0 ? answer : { ...answer, shown: section, named: [...answer.named, section] };
    }
    const keysOf = (text) => index.words.keys(text).join(" ");
    const numbersOf = (some) => some.map(({ n }) => n);
    /** A sentence that ends with what it counts, in a row. */
    const withList = (parts, numbers) =>
      counted(numbers.length ? [...parts.slice(0, -1), ": ", ...list(numbers), "."] : parts, numbers);
    const isIn = (state) => (need) => need.status === state || need.step === state;
    const inState = (state, number) => (number === 1 ? state : known.plurals[state] || state);
    /** The day today, as days are written: 2027-03-31. */
    const day = () => new Date().toLocaleDateString("sv");

    /** Those of a type that have a field, or that something of another type is linked with. */
    function holding({ type, field, other }) {
      if (field !== undefined) return known.own[type.name].includes(field) ? of(type).filter(({ fields }) => fields[field]) : undefined;
      if (!known.links.some(([, , from, to]) => joins(from, to, type.name, other.name))) return undefined;
      const idle = new Set(known.idle);
      const acting = of(other).filter(({ n }) => !idle.has(n));
      const numbers = new Set(numbersOf(acting));
      const pointed = new Set(acting.flatMap(({ links }) => Object.values(links).flat()));
      const points = ({ links }) => Object.values(links).some((to) => to.some((n) => numbers.has(n)));
      return of(type).filter((need) => pointed.has(need.n) || points(need));
    }
    const sought = ({ field, other }) => (field === undefined ? named(other, 1) : small(known.fields[field][1]));

    /** Those of a type that are linked with a need; undefined where they cannot be, or in two ways. */
    function joined(type, item) {
      if (!known.links.some(([, , from, to]) => joins(from, to, type.name, item.type))) return undefined;
      const ends = known.links.flatMap((_, at) => [{ at, out: true }, { at, out: false }]);
      const found = ends
        .map((end) => linked(read, item, end).filter((n) => read.byNumber.get(n)?.type === type.name))
        .filter((numbers) => numbers.length);
      const sets = new Set(found.map((numbers) => numbers.join(" ")));
      return sets.size > 1 ? undefined : found[0] || [];
    }

    function fieldOf(item, at) {
      if (at === undefined || !known.own[item.type].includes(at)) return undefined;
      const value = item.fields[at];
      const said = !value ? strings.answer_unknown : value === 1 ? strings.answer_there : value.join(", ");
      return told(sentence(strings.answer_field, known.fields[at][1], [item.n], said));
    }

    const KINDS = {
      count({ type, state }) {
        const all = of(type);
        if (!state) {
          const parts = sentence(strings.answer_count, String(all.length), named(type, all.length));
          return shownIn(all.length <= MOST ? withList(parts, numbersOf(all)) : counted(parts, []), type);
        }
        if (!all.some((need) => need.status || need.step)) return undefined;
        const some = numbersOf(all.filter(isIn(state)));
        const counts = [String(some.length), String(all.length), named(type, all.length), inState(state, some.length)];
        const parts = sentence(strings.answer_share, ...counts);
        return some.length <= MOST ? withList(parts, some) : counted(parts, some);
      },
      listed({ type }) {
        const all = numbersOf(of(type));
        if (!all.length) return KINDS.count({ type });
        return shownIn(counted(sentence(strings.answer_listed, String(all.length), named(type, all.length), list(all))), type);
      },
      under({ type, item, state }) {
        const numbers = joined(type, item);
        if (!numbers) return undefined;
        if (state) {
          const some = numbers.filter((n) => isIn(state)(read.byNumber.get(n)));
          const counts = [String(some.length), String(numbers.length), named(type, numbers.length)];
          return withList(sentence(strings.answer_with_share, ...counts, [item.n], inState(state, some.length)), some);
        }
        const text = numbers.length ? strings.answer_with : strings.answer_with_none;
        return counted(sentence(text, String(numbers.length), named(type, numbers.length), [item.n], list(numbers)), [...numbers, item.n]);
      },
      beneath({ item }) {
        // What belongs to it: the other end of the links that lead to its type alone.
        const ends = known.links.flatMap(([, , , to], at) => (to.length === 1 && to[0] === item.type ? [{ at, out: false }] : []));
        if (!ends.length) return undefined;
        const numbers = [...new Set(ends.flatMap((end) => linked(read, item, end)))];
        const parts = numbers.length
          ? sentence(strings.answer_below, [item.n], list(numbers))
          : sentence(strings.answer_below_none, [item.n]);
        return counted(parts, [...numbers, item.n]);
      },
      lack({ type, field, other }) {
        const having = holding({ type, field, other });
        if (!having) return undefined;
        const [all, has] = [of(type), new Set(numbersOf(having))];
        const lacking = numbersOf(all).filter((n) => !has.has(n));
        const counts = [String(lacking.length), String(all.length), named(type, all.length)];
        const answer = withList(sentence(strings.answer_lack, ...counts, sought({ field, other })), lacking);
        return other ? shownIn(answer, type, other) : answer;
      },
      has({ type, field, other }) {
        const having = holding({ type, field, other });
        if (!having) return undefined;
        const counts = [String(having.length), String(of(type).length), named(type, of(type).length)];
        const parts = other
          ? sentence(strings.answer_has, ...counts, small(other.plural))
          : sentence(strings.answer_stated, known.fields[field][1], ...counts);
        const answer = withList(parts, numbersOf(having));
        return other ? shownIn(answer, type, other) : answer;
      },
      between({ type, version, other_version: other }) {
        if (version === other) return undefined;
        const leads = ({ links }) => [version, other].every(({ n }) => Object.values(links).some((to) => to.includes(n)));
        const numbers = numbersOf(of(type).filter(leads));
        if (!numbers.length) return undefined;
        const count = [String(numbers.length), named(type, numbers.length)];
        return shownIn(counted(sentence(strings.answer_between, ...count, [version.n], [other.n], list(numbers)), numbers), type);
      },
      field: ({ item, field }) => fieldOf(item, field),
      owner: ({ item }) => fieldOf(item, known.roles.owner),
      start: ({ item }) => fieldOf(item, known.roles.start),
      end: ({ item }) => fieldOf(item, known.roles.end),
      state({ item, state }) {
        const found = item.step || item.status;
        if (!found && !state) return undefined;
        return told(sentence(strings.answer_state, [item.n], found || strings.answer_unknown));
      },
      links({ type, item, link }) {
        if (!runs(link, item.type)) return undefined;
        const numbers = linked(read, item, link).filter((n) => !type || read.byNumber.get(n)?.type === type.name);
        const parts = numbers.length ? list(numbers) : [strings.answer_none];
        return told([item.n, ` ${link.label} `, ...parts, "."], [...numbers, item.n]);
      },
      linking({ type, item, link }) {
        // "What contains goal 1" may ask for either end: only one of them is of the model.
        if (!runs({ ...link, out: !link.out }, item.type)) return type ? undefined : KINDS.links({ item, link });
        const numbers = linked(read, item, { ...link, out: !link.out });
        const found = numbers.filter((n) => !type || read.byNumber.get(n)?.type === type.name);
        const parts = found.length ? list(found) : [strings.answer_nothing];
        return told([...parts, ` ${link.label} `, item.n, "."], [...found, item.n]);
      },
      next({ type }) {
        const [followUp, days] = known.followUps;
        if (!followUp || (type && type.name !== followUp)) return undefined;
        const [first] = days.filter(([, on]) => on > day()).sort((a, b) => (a[1] < b[1] ? -1 : 1));
        const title = small(known.types[followUp][0]);
        if (!first) return told(sentence(strings.answer_next, title, strings.answer_unknown));
        const on = new Date(`${first[1]}T12:00`).toLocaleDateString(language.code, { dateStyle: "long" });
        return told(sentence(strings.answer_next, title, [`${on}, `, first[0]]));
      },
      section: ({ section }) => (textOf(section) ? quoted(section) : undefined),
      term: ({ term }) => (textOf(term) ? quoted(term) : undefined),
      terms({ term, other_term: other }) {
        const both = term === other ? [] : [term, other].map(quoted);
        if (!both.length || both.includes(undefined)) return undefined;
        const said = both.flatMap(({ parts, named }, at) => [at ? " " : "", ...named, `: ${parts[0].replace(/ \($/u, "")}`]);
        return told(said);
      },
      about: ({ item }) => (textOf(item.n) ? quoted(item.n) : undefined),
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
      ...{ type: read.type, other: read.type, item: read.item, whole: read.whole, version: read.version, other_version: read.version },
      ...{ state: read.state, field: read.field, link: read.link, term: read.term, other_term: read.term, section: read.section },
    };

    const escaped = (text) => text.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const labels = known.links.flatMap(([outgoing, incoming]) => [outgoing, incoming]);
    const begun = labels.map((label) => label.replace(/ \S+$/u, ""));
    const oneOf = (texts) => `(?<link>${[...texts].sort((a, b) => b.length - a.length).map(escaped).join("|")})`;
    const slot = (name) => ({ link: oneOf(labels), begun: oneOf(begun), verb: oneOf(labels.map(verb)) })[name] || `(?<${name}>.+?)`;
    const forms = language.forms.map(([kind, form]) => {
      return [kind, new RegExp(`^${form.replace(/\{(\w+)\}/g, (_, name) => slot(name))}$`, "u")];
    });

    /** The slots of a form that a question fills, each read; undefined where one is not. */
    function filled(form, line) {
      const match = form.exec(line);
      if (!match) return undefined;
      const found = {};
      const { ending, ...rest } = match.groups || {};
      if (ending) rest.link += ` ${ending}`;
      for (const [name, text] of Object.entries(rest)) {
        if (text === undefined) continue;
        found[name] = READ[name](text);
        if (found[name] === undefined) return undefined;
      }
      return found;
    }

    /** A section that is titled as the question: its first sentence. "It" is what its page is about. */
    function asTitled(line) {
      const { entries } = index.data;
      const { words } = index;
      const same = (word) =>
        NeedsSearch.synonyms.others(index, words.fold(word), words.key(word)).flatMap(({ text, far }) => (far ? [] : words.keys(text)));
      const asked = new Set(words.words(line).flatMap((word) => [words.key(word), ...same(word)]));
      const light = (word) => language.pronouns.includes(words.fold(word));
      const isShort = (title) => words.words(line).length < words.words(title).length;
      const n = (index.everyTitle() || []).findIndex((title, at) => {
        if (!title.endsWith("?") || entries.need[at] === "1" || isShort(title) || !textOf(at)) return false;
        const own = words.words(title).filter((word) => !light(word)).map(words.key);
        const about = new Set([...own, ...words.keys(entries.places[entries.place[at]][0] || "")]);
        const isUsed = (word) => [words.key(word), ...same(word)].some((key) => about.has(key));
        const rest = words.words(line).filter((word) => !light(word) && !isUsed(word));
        return own.length > 0 && own.every((key) => asked.has(key)) && !rest.length;
      });
      return n < 0 ? undefined : quoted(n);
    }

    /** An answer, once what it names is loaded. */
    const shown = (answer) => {
      if (!index.parts || !answer) return answer;
      const numbers = [...numbersIn(answer.parts), ...(answer.shown === undefined ? [] : [answer.shown])];
      return numbers.map(index.parts.wantEntry).every(Boolean) ? answer : undefined;
    };

    return (raw) => {
      const line = bare(index, raw);
      if (!line) return undefined;
      for (const [kind, form] of forms) {
        const found = filled(form, line);
        const answer = found && KINDS[kind](found);
        if (answer) return shown(answer);
      }
      return shown(asTitled(line));
    };
  }

  /** Whether words have the form of a question that may be answered. */
  function mayAnswer(index, raw) {
    const line = bare(index, raw);
    const forms = (index.questions ??= index.data.language.forms.map(([, form]) => new RegExp(`^${form.replace(/\{\w+\}/g, ".+?")}$`, "u")));
    return NeedsSearch.question(index, index.words.line(raw)).asked || forms.some((form) => form.test(line));
  }

  return Object.assign(answers, { mayAnswer });
})();
