/* Why something was found, and why something was not. Loaded only when it is asked for. */
"use strict";

NeedsSearch.explain = function (box, { index }, typed, found, hits, why, choose) {
  const { fill, make } = NeedsSearch.show;
  const { data, words } = index;
  const { strings } = data;
  const say = (name, value) => fill(strings[name], value);
  const round = (number) =>
    number.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 2 });

  function table(heads, rows) {
    const cells = (row, name) => row.map((text) => make(name, "", text));
    const head = make("thead", "", make("tr", "", ...cells(heads, "th")));
    head.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
    const body = make("tbody", "", ...rows.map((row) => make("tr", "", ...cells(row, "td"))));
    const scroll = make("div", "needs-search-scroll", make("table", "", head, body));
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-label", heads[0]);
    return scroll;
  }

  /** How each word of the query was taken. */
  function reading() {
    const rows = found.understood.map(({ word, key, found: number }) => [
      word,
      key,
      index.terms.has(key) ? strings.yes : strings.no,
      index.split(words.fold(word)).join(" + ") || "–",
      NeedsSearch.synonyms.others(index, words.fold(word), key).map(({ text }) => text).join(", ") || "–",
      String(number),
    ]);
    const heads = ["word", "token", "known", "parts", "synonyms", "hits"].map((name) => strings["why_" + name]);
    return table(heads, rows);
  }

  /** What an entry got for each word, and its place among the hits. */
  function score(hit, place) {
    const rows = hit.ways.map((way) => [
      way.word || typed,
      strings["how_" + way.how] || way.how,
      way.terms.join(", "),
      round(way.score),
    ]);
    const heads = ["word", "way", "tokens", "score"].map((name) => strings["why_" + name]);
    const weight = index.weight(hit.n);
    const facts = [say("why_place", place), say("why_total", round(hit.score)), say("why_weight", round(weight))];
    const original = data.copies[hit.n];
    if (original !== undefined) facts.push(say("copy", data.entries.id[original]));
    return [make("p", "", facts.join(" ")), table(heads, rows)];
  }

  /** Every token an entry is found by, field by field. */
  function tokens(number) {
    const fields = [[], [], [], [], [], []];
    for (const [term, places] of index.postings())
      for (const [field, counts] of Object.entries(places)) if (number in counts) fields[field].push(term);
    const names = ["title", "text", "parts", "meta", "type", "everyday"].map((name) => strings["field_" + name]);
    return table(
      [strings.why_field, strings.why_tokens],
      fields.map((terms, field) => [names[field], terms.join(" ") || "–"]),
    );
  }

  function one(id) {
    const number = index.byId(words.idKey(id));
    if (number === undefined) return [make("p", "", say("why_unknown", id))];
    const place = found.hits.findIndex((hit) => hit.n === number);
    const shown = hits.some((hit) => hit.n === number);
    const told = place < 0 ? [make("p", "", strings.why_missed)] : score(found.hits[place], place + 1);
    if (place >= 0 && !shown) told.push(make("p", "", strings.why_narrowed));
    return [make("h3", "", `${data.entries.id[number]} ${data.entries.title[number]}`), ...told, tokens(number)];
  }

  const field = make("input");
  field.id = "needs-search-why";
  field.value = why;
  const label = make("label", "", strings.why_ask);
  label.htmlFor = field.id;
  const ask = make("form", "needs-search-form", label, field, make("button", "", strings.why_button));
  ask.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(field.value.trim());
  });
  const best = hits.slice(0, 5).flatMap((hit) => [
    make("h3", "", `${data.entries.id[hit.n]} ${data.entries.title[hit.n]}`),
    ...score(hit, found.hits.indexOf(hit) + 1),
  ]);
  box.replaceChildren(
    make("h2", "", strings.why_heading),
    ...(found.understood.length ? [reading()] : []),
    ask,
    ...(why ? one(why) : best),
  );
};
