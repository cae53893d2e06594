/* Sorting, filters and gathering of plan tables. The page is whole without this script: it
   only orders and hides what is there, counts, and keeps the choice in the address. Of a
   table of many rows the page has the first; a script beside it has all of them, and is
   loaded when a reader asks for more than the page has. */
(function () {
  "use strict";

  const { isNarrow, element, savedChoices, saveChoices, onSavedChoices, labelled, select, chosenIn, choose, form, passing, filled } =
    window.needsFilters;

  /* With more rows than this, the filters are folded; on a phone, groups are too. */
  const MANY = 40;

  /* The facets with the values of each row, as the filters take them; `of`: their places. */
  function facetsOf(facets, of) {
    return facets.map((facet, at) => {
      return { ...facet, side: "rows", values: of[at].map((places) => places.map((n) => facet.options[n])) };
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

  /* A row whose button asks for the rows that are not shown yet. */
  function moreRow(rest, step, width, words, ask) {
    const textContent = filled(words.more, [Math.min(step, rest), rest]);
    const button = element("button", { type: "button", textContent });
    button.addEventListener("click", ask);
    return element("tr", { className: "plan-more" }, element("td", { colSpan: width }, button));
  }

  /* The rows with some numbers, up to `step` of them at a time. */
  function fillBody(body, numbers, { step, width, words, line }, from = 0) {
    const shown = numbers.slice(from, from + step).map(line), rest = numbers.length - from - shown.length;
    body.append(...shown);
    if (!rest) return;
    const more = moreRow(rest, step, width, words, () => {
      const at = more.sectionRowIndex;
      more.remove();
      fillBody(body, numbers, { step, width, words, line }, from + step);
      body.rows[at].querySelector("a, button")?.focus();
    });
    body.append(more);
  }

  function groupBody(group, folded, how) {
    const body = element("tbody"), { width, words } = how;
    if (group.name === null) {
      fillBody(body, group.numbers, how);
      return body;
    }
    const { button, row } = groupHead(group, width, words);
    const unfold = (open) => {
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? "▾" : "▸";
      body.replaceChildren(row);
      if (open) fillBody(body, group.numbers, how);
    };
    unfold(!folded);
    button.addEventListener("click", () => unfold(button.getAttribute("aria-expanded") !== "true"));
    return body;
  }

  /* ---- Where the rows come from ---- */

  /* The rows of a table that stands whole on its page; where words may be divided is no letter. */
  function rowsOnPage(table, { order, facets }) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.replaceAll("\u00ad", "").toLowerCase());
    return { order, texts, facets: facetsOf(facets, facets.map(({ of }) => of)), row: (n) => rows[n] };
  }

  function listOf(cell) {
    return Array.isArray(cell) ? cell : [cell];
  }

  /* A row as HTML, which the build has escaped. */
  function rowHtml(columns, n) {
    const cells = columns.map(({ starts, end, empty, values, cells }) => {
      const own = listOf(cells[n]).map((at) => values[at]);
      const list = own.length > 1 ? `<ul>${own.map((value) => `<li>${value}</li>`).join("")}</ul>` : own[0] || empty;
      return `${starts[own.length ? 1 : 0]}${list}${end}`;
    });
    return `<tr>${cells.join("")}</tr>`;
  }

  function plainText(html) {
    return html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|quot|#x27);/g, (_, name) => {
      return { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" }[name];
    });
  }

  /* The rows of a large table, from the script beside its page. */
  function rowsBeside(told, { facets, large }) {
    const made = [], template = document.createElement("template");
    const plain = told.columns.map(({ values, empty }) => ({ values: values.map(plainText), empty: plainText(empty) }));
    const textOf = (_, n) => told.columns.map(({ cells }, at) => {
      const own = listOf(cells[n]);
      return own.length ? own.map((value) => plain[at].values[value]).join(" ") : plain[at].empty;
    }).join(" ").replace(/\s+/g, " ").toLowerCase();
    return {
      order: told.order,
      texts: Array.from({ length: large.rows }, textOf),
      facets: facetsOf(facets, told.of),
      row: (n) => {
        if (!made[n]) {
          template.innerHTML = rowHtml(told.columns, n);
          made[n] = template.content.firstChild;
        }
        return made[n];
      },
    };
  }

  function loaded(address) {
    return new Promise((resolve, reject) => {
      const script = element("script", { src: address, onload: resolve, onerror: reject });
      document.head.append(script);
    });
  }

  /* What leads to the other rows, after the scroller of a table that now has them all. */
  function hideParts(scroller) {
    for (let next = scroller.nextElementSibling; next?.classList.contains("plan-parts"); next = next.nextElementSibling) next.hidden = true;
  }

  function startTable(table) {
    const data = JSON.parse(table.dataset.plan), { words, headings, facets, large } = data;
    const heads = [...table.tHead.rows[0].cells], fields = [], controls = {};
    const count = large ? large.rows : table.tBodies[0].rows.length;
    const step = large ? (isNarrow() ? Math.min(MANY, large.size) : large.size) : Infinity;
    let loading = null, source = large ? null : rowsOnPage(table, data);

    function add(name, label, control, kind) {
      controls[name] = control;
      const field = labelled(`plan-${table.id}-${name}`, label, control);
      if (kind) field.className = kind;
      fields.push(field);
    }

    function addControls() {
      add("find", words.find, element("input", { type: "search" }));
      facets.forEach(({ name, label, options, unknown, blank }) => {
        add(name, label, select(blank ? [...options, ""] : options, { all: words.all, unknown }));
      });
      const sorts = Object.entries(headings).flatMap(([name, heading]) => [
        option(name, words.up.replace("%s", heading)), option(`-${name}`, words.down.replace("%s", heading)),
      ]);
      add("sort", words.sort, element("select", {}, option("", words.as_written), ...sorts), "plan-sort");
      const groups = facets.map(({ name, label }) => option(name, label));
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

    function draw() {
      const chosen = chosenIn(controls);
      const found = passing(source.facets, chosen, "rows", count);
      const passes = (n) => found[n] && (!chosen.find || holds(source.texts[n], chosen.find));
      const numbers = orderOf(source.order, chosen.sort, count).filter(passes);
      const used = new Set();
      const line = (n) => {
        const row = source.row(n);
        if (used.has(n)) return row.cloneNode(true);
        used.add(n);
        return row;
      };
      const groups = groupsOf(source.facets.find((facet) => facet.name === chosen.group), numbers);
      const folded = (isNarrow() && numbers.length > MANY) || numbers.length > step;
      const bodies = groups.map((group) => groupBody(group, folded, { step, width: heads.length, words, line }));
      [...table.tBodies].forEach((body) => body.remove());
      table.append(...bodies);
      markHeads(chosen.sort);
      made.status.textContent = filled(large ? words.found : words.count, [numbers.length, count]);
    }

    /* Draw what is chosen, once there are rows to choose from. */
    async function show() {
      if (!source) {
        made.status.textContent = words.loading;
        try {
          loading = loading || loaded(large.source);
          await loading;
        } catch {
          loading = null;
          made.status.textContent = words.failed;
          return;
        }
        source = source || rowsBeside(window.needsPlanRows[large.name], data);
        hideParts(table.parentElement);
      }
      draw();
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
      return isNarrow() && count > MANY && !large && apart ? { group: apart.name } : {};
    }

    function restore() {
      choose(controls, saved() || first());
      show();
    }

    /* The table stands as it was written, where nothing is chosen: it need not be laid out again. */
    function begin() {
      if (saved() || first().group) return restore();
      markHeads("");
      made.status.textContent = filled(large ? words.found : words.count, [count, count]);
      if (!large) return;
      [...table.tBodies[0].rows].slice(step).forEach((row) => row.remove());
      table.tBodies[0].append(moreRow(count - step, step, heads.length, words, more));
    }

    /* What was the last row on the page is followed by others, and by the focus. */
    async function more() {
      await show();
      if (source) table.querySelector(".plan-more button").click();
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
    made.fold.open = Boolean(saved()) || !(isNarrow() || count > MANY);
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
