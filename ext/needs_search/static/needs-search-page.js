/* The search page: what is typed and chosen, kept in the address; results as they come. */
"use strict";

(function () {
  const AT_ONCE = 20;
  const LONGEST_QUERY = 500; // Letters, as in engine/search.js.
  const page = document.getElementById("needs-search");
  if (!page) return;
  const byId = (name) => document.getElementById(name);
  const input = byId("needs-search-q");
  const [count, told, results] = ["needs-search-count", "needs-search-told", "search-results"].map(byId);
  const [facetBox, moreBox] = ["needs-search-facets", "needs-search-more"].map(byId);
  const state = { chosen: new Map(), shown: AT_ONCE, explain: false, hits: [] };
  let engine, data, make;
  const say = (name, value) => NeedsSearch.show.fill(data.strings[name], value);

  const query = () => input.value.trim().slice(0, LONGEST_QUERY);

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    input.value = (asked.get("q") || "").slice(0, LONGEST_QUERY);
    state.explain = asked.has(data.strings.parameter);
    state.why = asked.get("id") || "";
    state.chosen.clear();
    for (const facet of data.facets) {
      const values = asked.getAll(facet.name).filter((value) => facet.values.includes(value));
      if (values.length) state.chosen.set(facet.name, new Set(values));
    }
  }

  function writeAddress() {
    const asked = new URLSearchParams();
    if (query()) asked.set("q", query());
    for (const [name, values] of state.chosen) for (const value of values) asked.append(name, value);
    if (state.explain) asked.set(data.strings.parameter, "1");
    if (state.explain && state.why) asked.set("id", state.why);
    const address = asked.toString();
    // A page from a file share may refuse, where the browser guards such addresses.
    try {
      history.replaceState(null, "", address ? "?" + address : location.pathname);
    } catch {
      /* The search works without it. */
    }
  }

  const has = (facet, number, values) => facet.of[number].some((v) => values.has(facet.values[v]));
  const fits = (number, but) =>
    data.facets.every((facet) => {
      const values = state.chosen.get(facet.name);
      return facet === but || !values || has(facet, number, values);
    });

  function drawFacets(all) {
    const focused = document.activeElement?.dataset?.key;
    const boxes = data.facets.map((facet) => drawFacet(facet, all)).filter(Boolean);
    const head = make("summary", "", say("facets"));
    const fold = make("details", "needs-search-fold", head, ...boxes);
    fold.open = facetBox.firstChild?.open ?? (matchMedia("(min-width: 60rem)").matches || state.chosen.size > 0);
    if (state.chosen.size) fold.append(button(say("clear"), () => state.chosen.clear()));
    facetBox.replaceChildren(...(boxes.length ? [fold] : []));
    [...facetBox.querySelectorAll("input")].find((box) => box.dataset.key === focused)?.focus();
  }

  function drawFacet(facet, all) {
    const counts = new Map();
    const chosen = state.chosen.get(facet.name) || new Set();
    for (const { n } of all)
      if (fits(n, facet)) for (const v of facet.of[n]) counts.set(v, (counts.get(v) || 0) + 1);
    facet.values.forEach((value, v) => chosen.has(value) && counts.set(v, counts.get(v) || 0));
    if (!counts.size) return null;
    const ordered = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const lines = ordered.map(([v, number]) => drawChoice(facet, facet.values[v], number, chosen));
    return make("fieldset", "", make("legend", "", facet.label), ...lines);
  }

  function drawChoice(facet, value, number, chosen) {
    const box = make("input");
    box.type = "checkbox";
    box.checked = chosen.has(value);
    box.dataset.key = `${facet.name}=${value}`;
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      if (chosen.size) state.chosen.set(facet.name, chosen);
      else state.chosen.delete(facet.name);
      changed();
    });
    return make("label", "", box, make("span", "", value), make("span", "needs-search-number", `${number}`));
  }

  function button(text, work) {
    const made = make("button", "needs-search-button", text);
    made.type = "button";
    made.addEventListener("click", () => {
      work();
      changed();
    });
    return made;
  }

  function changed() {
    state.shown = AT_ONCE;
    writeAddress();
    draw();
  }

  async function draw() {
    const typed = query();
    await engine.prepare(typed);
    if (typed !== query()) return;
    const found = typed ? engine.search(typed) : { hits: [], understood: [] };
    state.hits = found.hits;
    const hits = found.hits.filter(({ n }) => fits(n));
    drawFacets(found.hits);
    drawStatus(typed, found, hits);
    const shown = hits.slice(0, state.shown);
    const texts = await engine.texts(shown.map(({ n }) => n));
    if (typed !== query()) return;
    results.replaceChildren(...shown.map((hit, i) => NeedsSearch.show.result(engine.index, hit, texts[i], NeedsSearch.href(hit.n))));
    moreBox.replaceChildren(...(hits.length > shown.length ? [moreButton()] : []));
    if (state.explain) explain(typed, found, hits);
  }

  function moreButton() {
    const made = make("button", "needs-search-button", say("more"));
    made.type = "button";
    made.addEventListener("click", async () => {
      const next = state.shown;
      state.shown += AT_ONCE;
      await draw();
      links()[next]?.focus();
    });
    return made;
  }

  function drawStatus(typed, found, hits) {
    count.textContent = !typed
      ? say("start")
      : hits.length
        ? hits.length === 1
          ? say("one")
          : say("many", hits.length)
        : found.hits.length
          ? say("narrowed")
          : say("none", typed);
    const meant = typed && engine.meant(found);
    told.replaceChildren();
    if (meant) {
      const link = make("a", "", meant);
      link.href = "?" + new URLSearchParams({ q: meant });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        input.value = meant;
        input.focus();
        changed();
      });
      told.append(make("p", "needs-search-meant", say("meant") + " ", link, "?"));
    }
    if (typed && !found.hits.length) told.append(make("p", "", say("advice")));
  }

  async function explain(typed, found, hits) {
    if (!NeedsSearch.explain) await NeedsSearch.script("_static/needs-search-explain.js");
    NeedsSearch.explain(byId("needs-search-explain"), engine, typed, found, hits, state.why, (id) => {
      state.why = id;
      changed();
    });
  }

  const links = () => [...results.querySelectorAll("li > a")];

  function onKey(event) {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape" && (at >= 0 || document.activeElement === input)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (at < 0 && input.value && engine) {
        input.value = "";
        changed();
      }
      input.focus();
    } else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === input) && all[at + 1]) {
      event.preventDefault();
      all[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (all[at - 1] || input).focus();
    }
  }

  async function start() {
    try {
      engine = await NeedsSearch.ready();
    } catch {
      count.textContent = page.dataset.failed;
      return;
    }
    ({ data } = NeedsSearch);
    ({ make } = NeedsSearch.show);
    const early = input.value;
    readAddress();
    if (early) input.value = early;
    draw();
    input.addEventListener("input", NeedsSearch.debounced(changed));
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed();
    });
    addEventListener("popstate", () => {
      readAddress();
      draw();
    });
  }

  input.focus();
  // Before the theme, which takes Escape for leaving the field.
  addEventListener("keydown", onKey, true);
  start();
})();
