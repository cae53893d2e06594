/* The search page: what is typed and chosen, kept in the address; results as they come. */
"use strict";

(function () {
  const AT_ONCE = 20;
  const FEW = 10; // So many are drawn first, where they are loaded for it.
  const PAUSE = 600; // So long (ms) hits stay while what is typed finds none.
  const READ = 1500; // Results that stand so long (ms) are a step that "back" leads to.
  const SOON = 250; // So long (ms) the first results wait for the texts,
  const SLOW = 2000; // unless the net was so slow (ms) already.
  const SCROLLED = 150; // So long (ms) after the last scroll its place is kept.
  const LONGEST_QUERY = 500; // Letters, as in engine/search.js.
  const page = document.getElementById("needs-search");
  if (!page) return;
  const byId = (name) => document.getElementById(name);
  const input = byId("needs-search-q");
  const [count, told, results] = ["needs-search-count", "needs-search-told", "search-results"].map(byId);
  const [facetBox, moreBox] = ["needs-search-facets", "needs-search-more"].map(byId);
  const { passes, countsOf } = window.needsFilters;
  const state = { chosen: {}, shown: AT_ONCE, explain: false };
  let engine, data, make, facets, aloud, settled;
  const say = (name, ...values) => NeedsSearch.show.fill(data.strings[name], ...values);

  const query = () => input.value.trim().slice(0, LONGEST_QUERY);

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    input.value = (asked.get("q") || "").slice(0, LONGEST_QUERY);
    state.explain = asked.has(data.strings.parameter);
    state.why = asked.get("id") || "";
    state.chosen = {};
    for (const { name, values } of data.facets) {
      const known = asked.getAll(name).filter((value) => values.includes(value));
      if (known.length) state.chosen[name] = known;
    }
  }

  function address() {
    const asked = new URLSearchParams();
    if (query()) asked.set("q", query());
    for (const [name, values] of Object.entries(state.chosen)) for (const value of values) asked.append(name, value);
    if (state.explain) asked.set(data.strings.parameter, "1");
    if (state.explain && state.why) asked.set("id", state.why);
    const text = asked.toString();
    return text ? "?" + text : location.pathname;
  }

  // "Back" leads to the searches before, as they were left: address, number shown, place.
  let isStep = false;
  /** A page from a file share may refuse; everything else works without it. */
  function remember(how, given = address()) {
    const at = links().indexOf(document.activeElement);
    try {
      history[how]({ shown: state.shown, top: scrollY, at }, "", given);
    } catch {
      /* The search is not kept. */
    }
  }
  const keep = () => engine && remember("replaceState", location.href);

  function writeAddress() {
    remember(isStep ? "pushState" : "replaceState");
    isStep = false;
    settled();
  }

  /** Show a search as it was left. */
  async function restore({ shown = AT_ONCE, top = 0, at = -1 } = {}) {
    state.shown = shown;
    await draw();
    if (at >= 0) links()[at]?.focus({ preventScroll: true });
    scrollTo(0, top);
  }

  function drawFacets(all) {
    const focused = document.activeElement?.dataset?.key;
    const rows = all.map(({ n }) => n);
    const boxes = facets.map((facet) => drawFacet(facet, rows)).filter(Boolean);
    const narrowed = Object.keys(state.chosen).length > 0;
    const head = make("summary", "", say("facets"));
    const fold = make("details", "needs-search-fold", head, ...boxes);
    fold.open = facetBox.firstChild?.open ?? (matchMedia("(min-width: 60rem)").matches || narrowed);
    if (narrowed) fold.append(button(say("clear"), () => (state.chosen = {})));
    facetBox.replaceChildren(...(boxes.length ? [fold] : []));
    [...facetBox.querySelectorAll("input")].find((box) => box.dataset.key === focused)?.focus();
  }

  function drawFacet(facet, rows) {
    const counts = countsOf(facet, facets, state.chosen, rows);
    for (const value of state.chosen[facet.name] || []) counts.set(value, counts.get(value) || 0);
    if (!counts.size) return null;
    const place = (value) => facet.ordered.indexOf(value);
    const ordered = [...counts].sort((a, b) => b[1] - a[1] || place(a[0]) - place(b[0]));
    const lines = ordered.map(([value, number]) => drawChoice(facet, value, number));
    return make("fieldset", "", make("legend", "", facet.label), ...lines);
  }

  function drawChoice(facet, value, number) {
    const chosen = new Set(state.chosen[facet.name]);
    const box = make("input");
    box.type = "checkbox";
    box.checked = chosen.has(value);
    box.dataset.key = `${facet.name}=${value}`;
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      if (chosen.size) state.chosen[facet.name] = [...chosen];
      else delete state.chosen[facet.name];
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

  function changed(how) {
    state.shown = AT_ONCE;
    writeAddress();
    draw(how);
  }

  const wait = (time) => new Promise((done) => setTimeout(done, time));

  /** Draw what is found, and again when what it is answered with is loaded. */
  async function draw({ typing = false } = {}) {
    const typed = query();
    const wanted = { shown: state.shown, passes: (n) => passes(facets, state.chosen, n) };
    const prepared = (more) => engine.prepare(typed, { ...wanted, ...more });
    results.setAttribute("aria-busy", "true");
    try {
      // Of a large index, the first few stand there while the others are loaded.
      const isNew = await prepared({ shown: Math.min(FEW, state.shown) });
      if (typed !== query()) return;
      await drawFound(typed, typing, isNew ? FEW : state.shown);
      if (await prepared({ asked: true }) || isNew) await drawFound(typed, true);
    } catch {
      if (typed === query()) failed(() => draw({ typing }));
    }
  }

  /** Draw what is there; while one types, hits stay until there are others. */
  async function drawFound(typed, typing, most = state.shown) {
    if (typed !== query()) return;
    const found = typed ? engine.search(typed) : { hits: [], understood: [] };
    const hits = found.hits.filter(({ n }) => passes(facets, state.chosen, n));
    const shown = hits.slice(0, most);
    const stays = typing && typed && !found.hits.length && results.children.length;
    results.setAttribute("aria-busy", "true");
    if (stays) await wait(PAUSE);
    if (typed !== query()) return;
    results.setAttribute("aria-busy", "false");
    drawFacets(found.hits);
    drawStatus(typed, found, hits);
    aloud.say([count.textContent, told.innerText].filter(Boolean).join(" "));
    results.replaceChildren(...shown.map((hit) => NeedsSearch.show.result(engine.index, hit, data.texts?.[hit.n], NeedsSearch.href(hit.n))));
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
      keep();
    });
    return made;
  }

  function drawStatus(typed, found, hits) {
    count.textContent = !typed
      ? say("start")
      : found.near && hits.length
        ? say("near", found.lacking.join(" ") || typed)
        : hits.length
        ? hits.length === 1
          ? say("one")
          : say("many", hits.length)
        : found.hits.length
          ? say("narrowed")
          : say("none", typed);
    const meant = typed && engine.meant(found);
    told.replaceChildren();
    if (found.answer) told.append(NeedsSearch.show.answer(engine.index, found.answer, NeedsSearch.href));
    const missing = found.number?.missing;
    if (missing) told.append(NeedsSearch.show.missing(engine.index, missing, NeedsSearch.href));
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

  /** What cannot be loaded is told, and tried again when the reader says so; the text stays. */
  function failed(again) {
    results.setAttribute("aria-busy", "false");
    count.textContent = page.dataset.failed;
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "needs-search-button";
    retry.textContent = page.dataset.retry;
    retry.addEventListener(
      "click",
      () => {
        told.replaceChildren();
        results.setAttribute("aria-busy", "true");
        count.textContent = page.dataset.loading;
        again();
      },
      { once: true },
    );
    told.replaceChildren(retry);
  }

  async function start() {
    // The text and that it is looked for stand there at once, however slow the net is.
    input.value ||= new URLSearchParams(location.search).get("q")?.slice(0, LONGEST_QUERY) || "";
    told.replaceChildren();
    results.setAttribute("aria-busy", "true");
    if (query()) count.textContent = page.dataset.loading;
    try {
      engine = await NeedsSearch.begun();
    } catch {
      failed(start);
      return;
    }
    ({ data } = NeedsSearch);
    facets = data.facets.map(({ name, label, values, of }) => ({
      name,
      label,
      ordered: values,
      values: of.map((own) => own.map((v) => values[v])),
    }));
    ({ make } = NeedsSearch.show);
    settled = NeedsSearch.debounced(() => (isStep = true), READ);
    aloud = NeedsSearch.aloud();
    page.append(aloud.region);
    const early = input.value;
    readAddress();
    if (early) input.value = early;
    const left = history.state;
    const complete = NeedsSearch.ready();
    if (left && early === (new URLSearchParams(location.search).get("q") || "")) {
      history.scrollRestoration = "manual";
      await complete;
      await restore(left);
    } else {
      // On a slow net, what is found by now stands there before the texts are.
      if (performance.now() < SLOW) await Promise.race([complete, wait(SOON)]);
      const isEarly = !NeedsSearch.isReady;
      await draw();
      if (isEarly) complete.then(() => draw({ typing: true }));
    }
    settled();
    input.addEventListener("input", NeedsSearch.debounced(() => changed({ typing: true })));
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed();
    });
    addEventListener("popstate", ({ state: left }) => {
      readAddress();
      restore(left || {});
      settled();
    });
    addEventListener("scroll", NeedsSearch.debounced(keep, SCROLLED), { passive: true });
    results.addEventListener("focusin", keep);
    addEventListener("pagehide", keep);
  }

  // sphinx-immaterial lays its own search over any page whose address asks for something.
  const over = document.querySelector('input[data-md-toggle="search"]');
  if (over) over.checked = false; // No click: it would take the question from the address.
  input.focus();
  // Before the theme, which takes Escape for leaving the field.
  addEventListener("keydown", onKey, true);
  // Some themes have the scripts of the site behind the page: all have run when it is loaded.
  if (globalThis.NeedsSearch?.begun) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
})();
