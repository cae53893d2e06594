/* Sorting, filters and gathering of plan tables. The page is whole without this script: it
   only orders and hides what is there, counts, and keeps the choice in the address. */
(function () {
  "use strict";

  const { isNarrow, element, savedChoices, saveChoices, onSavedChoices, labelled, select, chosenIn, choose, form, passing, filled } =
    window.needsFilters;

  /* With more rows than this, the filters are folded; on a phone, groups are too. */
  const MANY = 40;

  /* The facets with the values of each row, as the filters take them. */
  function facetsOf(data) {
    return data.facets.map(({ name, label, options, unknown, of }) => {
      return { name, label, options, unknown, side: "rows", values: of.map((places) => places.map((n) => options[n])) };
    });
  }

  /* The numbers of the rows in the order asked for, as "name" or "-name"; empty last. */
  function orderOf(ranks, asked, count) {
    const numbers = Array.from({ length: count }, (_, n) => n);
    const own = ranks[(asked || "").replace(/^-/, "")];
    if (!own) return numbers;
    const sign = asked.startsWith("-") ? -1 : 1;
    const after = (a, b) => (a === null) - (b === null) || sign * (a - b);
    return numbers.sort((a, b) => after(own[a], own[b]) || a - b);
  }

  /* The rows below each heading; one that has several values stands below each of them. */
  function groupsOf(facet, numbers) {
    if (!facet) return [{ name: null, numbers }];
    const has = (option) => numbers.filter((n) => facet.values[n].includes(option));
    const groups = facet.options.map((name) => ({ name, numbers: has(name) }));
    const rest = { name: facet.unknown, numbers: numbers.filter((n) => !facet.values[n].length) };
    return [...groups, rest].filter((group) => group.numbers.length);
  }

  function option(value, textContent) {
    return element("option", { value: value && `=${value}`, textContent });
  }

  /* Whether a row holds every word that is looked for. */
  function holds(text, sought) {
    return sought.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  function groupHead(group, width, words) {
    const button = element("button", { type: "button", className: "needs-row-fold", textContent: "▾" });
    const title = element("span", { textContent: `${group.name} (${group.numbers.length})` });
    const head = element("th", { scope: "rowgroup", colSpan: width }, button, " ", title);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-label", `${words.fold} ${group.name}`);
    return { button, row: element("tr", { className: "plan-group" }, head) };
  }

  function groupBody(group, lines, width, words, folded) {
    const body = element("tbody");
    if (group.name !== null) {
      const { button, row } = groupHead(group, width, words);
      const unfold = (open) => {
        button.setAttribute("aria-expanded", String(open));
        button.textContent = open ? "▾" : "▸";
        lines.forEach((line) => (line.hidden = !open));
      };
      body.append(row);
      unfold(!folded);
      button.addEventListener("click", () => unfold(button.getAttribute("aria-expanded") !== "true"));
    }
    body.append(...lines);
    return body;
  }

  function startTable(table) {
    const data = JSON.parse(table.dataset.plan), { words, headings, order } = data;
    const rows = [...table.tBodies[0].rows], facets = facetsOf(data), controls = {};
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const heads = [...table.tHead.rows[0].cells], fields = [];

    function add(name, label, control, kind) {
      controls[name] = control;
      const field = labelled(`plan-${table.id}-${name}`, label, control);
      if (kind) field.className = kind;
      fields.push(field);
    }

    function addControls() {
      add("find", words.find, element("input", { type: "search" }));
      facets.forEach((facet) => {
        const values = facet.values.some((own) => !own.length) ? [...facet.options, ""] : facet.options;
        add(facet.name, facet.label, select(values, { all: words.all, unknown: facet.unknown }));
      });
      const sorts = Object.entries(headings).flatMap(([name, heading]) => [
        option(name, words.up.replace("%s", heading)), option(`-${name}`, words.down.replace("%s", heading)),
      ]);
      add("sort", words.sort, element("select", {}, option("", words.as_written), ...sorts), "plan-sort");
      const groups = facets.map((facet) => option(facet.name, facet.label));
      add("group", words.group, element("select", {}, option("", words.ungrouped), ...groups));
    }

    function markHeads(sort) {
      heads.forEach((head) => {
        const name = head.dataset.column, own = (sort || "").replace(/^-/, "") === name;
        const button = head.firstElementChild, down = own && sort.startsWith("-");
        if (own) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
        button.lastElementChild.textContent = own ? (down ? "▼" : "▲") : "↕";
      });
    }

    function show() {
      const chosen = chosenIn(controls);
      const found = passing(facets, chosen, "rows", rows.length);
      const passes = (n) => found[n] && (!chosen.find || holds(texts[n], chosen.find));
      const numbers = orderOf(order, chosen.sort, rows.length).filter(passes);
      const used = new Set();
      const line = (n) => {
        if (used.has(n)) return rows[n].cloneNode(true);
        used.add(n);
        rows[n].hidden = false;
        return rows[n];
      };
      const groups = groupsOf(facets.find((facet) => facet.name === chosen.group), numbers);
      const folded = isNarrow() && numbers.length > MANY;
      const bodies = groups.map((group) => groupBody(group, group.numbers.map(line), heads.length, words, folded));
      [...table.tBodies].forEach((body) => body.remove());
      table.append(...bodies);
      markHeads(chosen.sort);
      made.status.textContent = filled(words.count, [numbers.length, rows.length]);
    }

    function changed() {
      show();
      saveChoices(table.id, chosenIn(controls));
    }

    function saved() {
      const choices = savedChoices(table.id);
      return choices && Object.keys(choices).length ? choices : null;
    }

    /* What is chosen before anybody has: on a phone, many rows are gathered by the first
       field that tells them apart. */
    function first() {
      const apart = facets.find((facet) => facet.options.length > 1);
      return isNarrow() && rows.length > MANY && apart ? { group: apart.name } : {};
    }

    function restore() {
      choose(controls, saved() || first());
      show();
    }

    /* The table stands as it was written, where nothing is chosen: it need not be laid out again. */
    function begin() {
      if (saved() || first().group) return restore();
      markHeads("");
      made.status.textContent = filled(words.count, [rows.length, rows.length]);
    }

    /* A heading sorts: up, then down, then as the table was written. */
    function press(name) {
      const now = chosenIn(controls).sort || "";
      const next = now === name ? `-${name}` : name;
      choose({ sort: controls.sort }, now === `-${name}` ? {} : { sort: next });
      changed();
    }

    function addSorting() {
      heads.forEach((head) => {
        const sign = element("span", { className: "plan-arrow" });
        sign.setAttribute("aria-hidden", "true");
        const button = element("button", { type: "button" }, ...head.childNodes, " ", sign);
        button.addEventListener("click", () => press(head.dataset.column));
        head.append(button);
      });
    }

    addControls();
    const made = form("plan", table.caption.textContent, words, fields, controls, changed);
    addSorting();
    /* Where a row is a card, or there are many, the fields would fill the screen: there they
       are folded, unless they hide something. */
    made.fold.open = Boolean(saved()) || !(isNarrow() || rows.length > MANY);
    table.parentElement.before(made.fold, made.status);
    begin();
    onSavedChoices(restore);
  }

  function start() {
    document.querySelectorAll("table[data-plan]").forEach(startTable);
  }

  window.needsPlanTable = { facetsOf, orderOf, groupsOf, holds };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
