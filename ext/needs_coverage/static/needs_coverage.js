/* The controls of a coverage matrix: filters, turning, folding, words. The page is whole
   without this script: it reads the table once as values, and draws it again by what the
   reader has chosen. The choice is kept in the address. */
(function () {
  "use strict";

  const { isNarrow, element, savedChoices, saveChoices, onSavedChoices, labelled, select, chosenIn, choose, form, passing, fragmentOf, found, indexes, filled, dialogFor } =
    window.needsFilters;
  const COUNTED = ".coverage-hit:not(.coverage-lost):not(.coverage-none)";
  const MANY = 40; /* rows from which on the sums stand at the head */
  const SEARCHED = 12; /* rows or columns from which on there is a field to find one in */
  const NARROW = 26, WIDE = 42, LETTER = 7, TOTAL = 46, HEAD = 176, GOOD_HEAD = 240, PHONE = 480, WIDEST_HEAD = 304; /* pixels */
  const SHEET = 45; /* columns that stand on a sheet of paper */
  const TIGHT = 110; /* pixels below which a group of columns is headed by its id alone */
  const NONE = "-", DOWN = "~"; /* that no group is folded; that a group is one of rows */

  /* ---- The table as values, read once ---- */

  /* What readers see of nodes: where they see numbers, no ids. */
  function words(nodes) {
    const seen = (node) => {
      if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent;
      return node.matches(".needs-item-id") ? "" : [...node.childNodes].map(seen).join("");
    };
    return nodes.map(seen).join("").replace(/\s+/g, " ").trim();
  }

  function idOf(cell) {
    const id = cell && cell.querySelector(".coverage-id");
    return id ? id.dataset.id || id.textContent : "";
  }

  /* A name of a row or a column: what it shows, its step, and where links lead to it. */
  function nameOf(cell) {
    const step = cell.querySelector(".coverage-step"), upright = cell.querySelector(".coverage-column");
    const nodes = [...(upright || cell).childNodes].filter((node) => node !== step);
    return { nodes, step, anchor: cell.id, id: idOf(cell), text: words(nodes) };
  }

  function groupOf(cell) {
    const nodes = cell ? [...(cell.closest("thead") ? cell : cell.firstElementChild).childNodes] : [];
    return { nodes, name: words(nodes), id: idOf(cell) };
  }

  function sideOf(cells, groups, sizes) {
    return { names: cells.map(nameOf), groups, of: indexes(sizes), grouped: groups.some((group) => group.name) };
  }

  /* Rows and columns as their author wrote them, whichever way the table is drawn. */
  function readTable(table, turned) {
    const bodies = [...table.tBodies].map((body) => ({
      heading: body.querySelector(".coverage-group th"),
      lines: [...body.rows].filter((row) => !row.matches(".coverage-group")),
    }));
    const lines = bodies.flatMap((body) => body.lines), spans = [...table.querySelectorAll("thead .coverage-span")];
    const heads = [...table.querySelectorAll("thead th")].filter((head) => head.querySelector(".coverage-column"));
    const down = sideOf(lines.map((line) => line.cells[0]), bodies.map((body) => groupOf(body.heading)), bodies.map((body) => body.lines.length));
    const across = spans.length
      ? sideOf(heads, spans.map(groupOf), spans.map((span) => span.colSpan))
      : sideOf(heads, [groupOf(null)], [heads.length]);
    const hits = lines.flatMap((line, n) =>
      [...line.cells].slice(1, -1).flatMap((cell, at) => {
        if (!cell.matches(".coverage-hit")) return [];
        const [row, column] = turned ? [at, n] : [n, at];
        return [{ row, column, cell, counts: cell.matches(COUNTED) }];
      }),
    );
    return turned ? { rows: across, columns: down, hits } : { rows: down, columns: across, hits };
  }

  /* ---- What is shown: computed, not drawn ---- */

  /* Of so many rows and columns the numbers of those that pass, and have something in common
     where what is empty is left out. */
  function shownOf(hits, passes, dropped) {
    const seen = hits.filter(({ row, column }) => passes.rows[row] && passes.columns[column]);
    const numbers = (side, key) => {
      const used = new Set(seen.map((hit) => hit[key]));
      return passes[side].flatMap((pass, n) => (pass && (!dropped.includes(side) || used.has(n)) ? [n] : []));
    };
    return { rows: numbers("rows", "row"), columns: numbers("columns", "column") };
  }

  /* The shown names of a side by group; a folded group is one entry, any other name is. */
  function runsOf(side, shown, folded) {
    const runs = [];
    shown.forEach((number) => {
      const group = side.of[number], last = runs[runs.length - 1];
      if (last && last.group === group) last.numbers.push(number);
      else runs.push({ group, numbers: [number], folded: folded.includes(side.groups[group].id) });
    });
    return runs;
  }

  /* The runs of columns for each sheet of paper, as even as can be. */
  function sheetsOf(runs) {
    const count = entriesOf(runs).length, most = Math.ceil(count / Math.ceil(count / SHEET)) || 1, sheets = [[]];
    let left = most;
    runs.flatMap((run) => (run.folded ? [run] : run.numbers.map((number) => ({ ...run, numbers: [number] })))).forEach((run) => {
      if (!left) {
        sheets.push([]);
        left = most;
      }
      const sheet = sheets[sheets.length - 1], last = sheet[sheet.length - 1];
      if (last && last.group === run.group) last.numbers.push(...run.numbers);
      else sheet.push(run);
      left -= 1;
    });
    return sheets;
  }

  function entriesOf(runs) {
    return runs.flatMap((run) => (run.folded ? [run.numbers] : run.numbers.map((number) => [number])));
  }

  /* Cells and sums between the entries of both sides: `cells[down].get(across)`. */
  function gridOf(hits, downEntries, acrossEntries, turned) {
    const places = (entries) => new Map(entries.flatMap((numbers, at) => numbers.map((number) => [number, at])));
    const down = places(downEntries), across = places(acrossEntries);
    const cells = downEntries.map(() => new Map()), sums = { down: downEntries.map(() => 0), across: acrossEntries.map(() => 0), all: 0 };
    hits.forEach(({ row, column, cell, counts }) => {
      const [y, x] = turned ? [down.get(column), across.get(row)] : [down.get(row), across.get(column)];
      if (y === undefined || x === undefined) return;
      const single = downEntries[y].length === 1 && acrossEntries[x].length === 1;
      const found = cells[y].get(x) || { count: 0 };
      cells[y].set(x, { cell: single ? cell : null, count: found.count + (counts ? 1 : 0) });
      if (!counts) return;
      sums.down[y] += 1;
      sums.across[x] += 1;
      sums.all += 1;
    });
    return { cells, sums };
  }

  /* What fits a width: whether cells show their words, and which groups are folded, unless
     the reader has said so. Groups of rows, told by a mark, fold on a phone. */
  function fittingOf(width, shown, longest, chosen, groups) {
    const fits = (each) => HEAD + shown.across * each + TOTAL <= width;
    const withWords = Math.max(WIDE, Math.ceil(longest * LETTER) + 8);
    const shows = chosen.words === null ? fits(withWords) : chosen.words === "1";
    const across = groups.across.length > 1 && !fits(NARROW) ? groups.across : [];
    const down = groups.down.length > 1 && shown.down > MANY && width < PHONE ? groups.down.map((id) => `${DOWN}${id}`) : [];
    const folded = chosen.fold === null ? [...down, ...across] : chosen.fold === NONE ? [] : chosen.fold.split(" ");
    return { words: shows, folded };
  }

  /* The width of a column of symbols, and that of the names beside them, in pixels. */
  function widthsOf(width, columns) {
    const cell = Math.max(NARROW, Math.min(WIDE, Math.floor((width - GOOD_HEAD - TOTAL) / columns)));
    return { cell, head: Math.max(HEAD, Math.min(WIDEST_HEAD, width - TOTAL - columns * cell - 4)) };
  }

  /* ---- Drawing ---- */

  function hidden(textContent) {
    return element("span", { className: "needs-hidden", textContent });
  }

  /* A total as the page has it: a zero with a circle and a word. */
  function totalCell(count, none, kind = "coverage-total") {
    if (count) return element("td", { className: kind, textContent: `${count}` });
    const symbol = element("span", { className: "coverage-symbol", textContent: "○" });
    symbol.setAttribute("aria-hidden", "true");
    return element("td", { className: `${kind} coverage-none` }, symbol, " 0", hidden(` ${none}`));
  }

  function header(scope, className, ...children) {
    return element("th", { scope, className }, ...children);
  }

  function foldButton(side, group, folded, label) {
    const button = element("button", { type: "button", className: "needs-row-fold", textContent: folded ? "▸" : "▾" });
    button.dataset.fold = `${side} ${group.id}`;
    button.setAttribute("aria-label", `${label} ${group.name}`);
    button.setAttribute("aria-expanded", String(!folded));
    return button;
  }

  function nameCell(scope, { nodes, step, anchor }) {
    if (step) step.title = scope === "col" ? words([step]) : "";
    const shown = scope === "col" ? [element("div", { className: "coverage-column" }, ...nodes)] : nodes;
    return Object.assign(header(scope, "", ...shown, ...(step ? [step] : [])), anchor ? { id: anchor } : {});
  }

  function foldHeading(scope, key, group, run, label) {
    const size = run.folded ? [element("span", { className: "coverage-size", textContent: ` (${run.numbers.length})` })] : [];
    return header(scope, "", element("span", {}, foldButton(key, group, run.folded, label), " ", ...group.nodes, ...size));
  }

  function headRows(view, sheet) {
    const { across, data } = view, spans = across.grouped;
    const rows = sheet.across.every((run) => run.folded) ? 1 : 2;
    const tall = (cell) => Object.assign(cell, { rowSpan: spans ? rows : 1 });
    const above = [], below = [];
    sheet.across.forEach((run) => {
      const group = across.groups[run.group];
      if (run.folded) {
        const name = element("div", { className: "coverage-column" }, ...group.nodes, ` (${run.numbers.length})`);
        above.push(tall(header("col", "coverage-folded", foldButton(view.keys.across, group, true, data.words.fold), name)));
        return;
      }
      const shown = group.id ? [foldHeading("colgroup", view.keys.across, group, run, data.words.fold).firstChild] : [];
      const tight = run.numbers.length * view.cell < TIGHT ? "coverage-span coverage-tight" : "coverage-span";
      above.push(Object.assign(header("colgroup", tight, ...shown), { colSpan: run.numbers.length, title: group.name }));
      below.push(...run.numbers.map((number) => nameCell("col", across.names[number])));
    });
    const first = tall(header("col", "coverage-corner", data.titles[view.keys.down]));
    const last = sheet.isLast ? [tall(header("col", "coverage-total", data.total))] : [];
    if (!spans) return [element("tr", {}, first, ...below, ...last)];
    return [element("tr", {}, first, ...above, ...last), ...(below.length ? [element("tr", {}, ...below)] : [])];
  }

  function bodyCells(grid, y, sheet, none) {
    const cells = Array.from({ length: sheet.width }, (_, x) => {
      const found = grid.cells[y].get(sheet.from + x);
      if (!found) return element("td", {});
      return found.cell || totalCell(found.count, none, "coverage-sum");
    });
    return sheet.isLast ? [...cells, totalCell(grid.sums.down[y], none)] : cells;
  }

  function bodies(view, grid, sheet) {
    const { down, runs, data } = view, { none, fold } = data.words;
    let y = 0;
    return runs.down.map((run) => {
      const group = down.groups[run.group], rows = [];
      if (run.folded) {
        const head = foldHeading("rowgroup", view.keys.down, group, run, fold);
        rows.push(element("tr", { className: "coverage-group" }, head, ...bodyCells(grid, y, sheet, none)));
        y += 1;
      } else {
        if (group.id) {
          const width = sheet.width + (sheet.isLast ? 1 : 0), head = foldHeading("rowgroup", view.keys.down, group, run, fold);
          const empty = view.across.grouped ? Array.from({ length: width }, () => element("td", {})) : [element("td", { colSpan: width })];
          rows.push(element("tr", { className: "coverage-group coverage-headed" }, head, ...empty));
        }
        run.numbers.forEach((number) => {
          rows.push(element("tr", {}, nameCell("row", down.names[number]), ...bodyCells(grid, y, sheet, none)));
          y += 1;
        });
      }
      return element("tbody", {}, ...rows);
    });
  }

  function sumsRow(view, { sums }, { from, width, isLast }) {
    const { total, words: { none } } = view.data, shown = sums.across.slice(from, from + width);
    const counts = (isLast ? [...shown, sums.all] : shown).map((count) => totalCell(count, none));
    return element("tr", { className: "coverage-sums" }, header("row", "", total), ...counts);
  }

  /* Draw one sheet of columns: all of them on a screen. */
  function drawSheet(table, view, grid, sheet) {
    const sums = sumsRow(view, grid, sheet), atHead = view.down.names.length > MANY;
    const head = element("thead", {}, ...headRows(view, sheet), ...(atHead ? [sums] : []));
    table.replaceChildren(table.caption, head, ...bodies(view, grid, sheet), ...(atHead ? [] : [element("tfoot", {}, sums)]));
    table.classList.toggle("coverage-compact", !view.words);
    nameHeaders(table, table.tHead.rows.length > (atHead ? 2 : 1));
  }

  /* Under heads in two rows each cell names its own: not all that read aloud know the scope of a group. */
  function nameHeaders(table, isNeeded) {
    const columns = [], place = table.id || table.dataset.sheet;
    let made = 0, group = [];
    const idOf = (head) => (head.id ||= `${place}-head-${(made += 1)}`);
    [...(isNeeded ? table.rows : [])].forEach((row) => {
      let at = 0, own = [];
      [...row.cells].forEach((cell) => {
        while (columns[at]?.below > 0) columns[at++].below -= 1;
        const above = columns[at]?.ids || [];
        if (cell.scope === "rowgroup") group = [idOf(cell)];
        if (cell.scope === "row" || cell.scope === "rowgroup") own = [idOf(cell)];
        else if (cell.tagName === "TH") {
          for (let n = at; n < at + cell.colSpan; n += 1) columns[n] = { ids: [...(columns[n]?.ids || []), idOf(cell)], below: cell.rowSpan - 1 };
        }
        if (cell.tagName === "TD") cell.headers = [...own, ...above].join(" ");
        else if (cell.scope === "row" && cell.closest("tbody")) cell.headers = [...above, ...group].join(" ");
        at += cell.colSpan;
      });
      columns.slice(at).forEach((column) => (column.below -= 1));
    });
    if (!isNeeded) table.querySelectorAll("td[headers]").forEach((cell) => cell.removeAttribute("headers"));
  }

  /* A copy of the table for one more sheet: names and groups stand on every sheet, cells on one. */
  function sheetAfter(table, view, number, count) {
    const copied = (nodes) => nodes.map((node) => node.cloneNode(true));
    const side = (from) => ({
      ...from,
      names: from.names.map((name) => ({ ...name, anchor: "", nodes: copied(name.nodes), step: name.step && name.step.cloneNode(true) })),
      groups: from.groups.map((group) => ({ ...group, nodes: copied(group.nodes) })),
    });
    const made = table.cloneNode();
    made.removeAttribute("id");
    made.dataset.sheet = `${table.id}-${number}`;
    made.classList.add("coverage-sheet");
    made.append(table.caption.cloneNode(true));
    made.caption.append(` (${number}/${count})`);
    return [made, { ...view, down: side(view.down), across: side(view.across) }];
  }

  /* Draw the table by a view: which names are shown, which way, and what is folded. On paper
     it goes on in further tables where it is wider than a sheet. */
  function draw(table, model, view, isPrinted = false) {
    const { turned, runs } = view, held = document.activeElement && document.activeElement.dataset.fold;
    const grid = gridOf(model.hits, entriesOf(runs.down), entriesOf(runs.across), turned);
    const sheets = isPrinted ? sheetsOf(runs.across) : [runs.across], scroller = table.parentElement;
    let from = 0;
    scroller.querySelectorAll(".coverage-sheet").forEach((sheet) => sheet.remove());
    table.classList.remove("coverage-wide");
    sheets.forEach((across, n) => {
      const width = entriesOf(across).length, isLast = n === sheets.length - 1;
      const [made, shown] = n ? sheetAfter(table, view, n + 1, sheets.length) : [table, view];
      drawSheet(made, shown, grid, { across, from, width, isLast });
      if (n) scroller.append(made);
      from += width;
    });
    if (held) table.querySelector(`[data-fold="${CSS.escape(held)}"]`)?.focus();
  }

  /* The links of a table do not hide behind its head, its sums and the names of its rows. */
  function keepInSight(table) {
    const scroller = table.parentElement, { tHead, tFoot } = table, row = table.querySelector("tbody th[scope=row]");
    scroller.style.scrollPaddingBlock = `${tHead.offsetHeight + 8}px ${(tFoot ? tFoot.offsetHeight : 0) + 8}px`;
    scroller.style.scrollPaddingInline = `${(row ? row.offsetWidth : 0) + 8}px ${TOTAL + 16}px`;
  }

  /* ---- Why a cell is what it is: its entry of the list below, where it is pressed ---- */

  function reasonOf(table, model, { row, column }) {
    const [one, other] = [model.rows.names[row].id, model.columns.names[column].id];
    return document.getElementById(`${table.id}-${one}-${other}`);
  }

  /* A press on a cell says why; with a key held, or without a reason, it is followed as a link. */
  function addReasons(table, model, data) {
    const told = model.hits.map((hit) => [hit.cell, reasonOf(table, model, hit)]).filter(([, entry]) => entry);
    if (!told.length) return;
    const entries = new Map(told), { dialog, show } = dialogFor("coverage-dialog", data.words);
    table.parentElement.after(dialog);
    told.forEach(([cell]) => cell.firstElementChild.setAttribute("aria-haspopup", "dialog"));
    table.addEventListener("click", (event) => {
      const entry = entries.get(event.target.closest("td.coverage-hit"));
      if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(...entry.cloneNode(true).childNodes);
    });
  }

  /* ---- Controls ---- */

  /* What readers can choose by: the groups of either side, where there are several, the fields
     of the matrix. */
  function facetsOf(model, data) {
    const kinds = [["rows", "group", data.group], ["columns", "span", data.span]];
    const several = kinds.filter(([side]) => model[side].groups.filter((group) => group.name).length > 1);
    const same = several.length > 1 && data.group === data.span;
    const groups = several.map(([side, name, label]) => ({
      name, side, of: model[side].of, values: model[side].groups.map((group) => group.name),
      label: same ? `${label} (${data.titles[side].toLowerCase()})` : label,
    }));
    return [...groups, ...data.facets];
  }

  /* A choice that is no field of the form: a button makes it, the address keeps it. */
  function silent() {
    return element("input", { type: "hidden" });
  }

  function fieldsOf(table, model, data, facets) {
    const controls = {}, fields = [];
    const add = (name, label, control, isShown) => {
      controls[name] = control;
      if (isShown) fields.push(labelled(`coverage-${table.id}-${name}`, label, control));
    };
    facets.forEach(({ name, label, values }) => add(name, label, select(values, data.words), true));
    ["rows", "columns"].forEach((side) => {
      const isLong = model[side].names.length > SEARCHED, label = data.words.find.replace("%s", data.titles[side].toLowerCase());
      add(`find-${side}`, label, element("input", { type: "search" }), isLong);
    });
    add("linked", data.words.linked, element("input", { type: "checkbox", value: "1" }), fields.length > 0);
    ["turn", "words", "fold"].forEach((name) => add(name, "", silent(), false));
    return { controls, fields };
  }

  function longestWord(hits) {
    const texts = new Set(hits.flatMap(({ cell }) => [...cell.querySelectorAll(".coverage-words")].map((span) => span.textContent)));
    return Math.max(0, ...[...texts].flatMap((text) => text.split(/\s+/).map((word) => word.length)));
  }

  function viewOf(model, data, chosen, facets, width, longest) {
    const turned = chosen.turn === null ? data.turned : chosen.turn === "1";
    const keys = turned ? { down: "columns", across: "rows" } : { down: "rows", across: "columns" };
    const passes = Object.fromEntries(["rows", "columns"].map((side) => {
      const { names } = model[side], hit = found(names.map(({ text }) => text), names.map(({ id }) => id), chosen[`find-${side}`]);
      return [side, passing(facets, chosen, side, names.length).map((pass, n) => pass && hit[n])];
    }));
    const narrowed = Object.values(passes).some((side) => !side.every(Boolean));
    const dropped = chosen.linked ? ["rows", "columns"] : narrowed ? ["columns", keys.across] : [];
    const shown = shownOf(model.hits, passes, dropped), across = model[keys.across], down = model[keys.down];
    const groupsOf = (side, numbers) => [...new Set(numbers.map((n) => side.groups[side.of[n]].id))].filter(Boolean);
    const groups = { across: groupsOf(across, shown[keys.across]), down: groupsOf(down, shown[keys.down]) };
    const counts = { across: shown[keys.across].length, down: shown[keys.down].length };
    const { words: withWords, folded } = fittingOf(width, counts, longest, chosen, groups);
    const isFolded = (side) => folded.flatMap((key) => (key.startsWith(DOWN) ? [[keys.down, key.slice(1)]] : [[keys.across, key]]))
      .filter(([at]) => at === side).map(([, id]) => id);
    const runs = { down: runsOf(down, shown[keys.down], isFolded(keys.down)), across: runsOf(across, shown[keys.across], isFolded(keys.across)) };
    const { cell, head } = widthsOf(width, Math.max(1, entriesOf(runs.across).length));
    return { data, turned, keys, down, across, runs, shown, folded, cell, head, words: withWords };
  }

  function toggle(textContent) {
    return element("button", { type: "button", className: "coverage-toggle", textContent });
  }

  function startMatrix(table) {
    const data = JSON.parse(table.dataset.coverage), scroller = table.parentElement;
    data.total = table.querySelector(".coverage-sums > th").textContent;
    const model = readTable(table, data.turned), facets = facetsOf(model, data), longest = longestWord(model.hits);
    const { controls, fields } = fieldsOf(table, model, data, facets);
    const led = table.querySelector("th:target"); /* where an address leads, drawn anew below */
    const turn = toggle(data.words.turn), shows = toggle(data.words.words), folds = toggle("");
    let view, width = scroller.clientWidth;

    model.hits.forEach(({ cell }) => (cell.firstElementChild.title = words([cell])));

    function apply(printed = false) {
      const chosen = chosenIn(controls);
      view = viewOf(model, data, printed ? { ...chosen, fold: NONE } : chosen, facets, width, longest);
      draw(table, model, view, printed);
      const numbers = ["rows", "columns"].flatMap((side) => [view.shown[side].length, model[side].names.length]);
      made.status.textContent = filled(data.words.count, numbers);
      table.style.setProperty("--coverage-head", `${view.head}px`);
      table.style.setProperty("--coverage-cell", `${view.cell}px`);
      turn.setAttribute("aria-pressed", String(view.turned !== data.turned));
      shows.setAttribute("aria-pressed", String(view.words));
      const open = view.runs.across.some((run) => !run.folded);
      folds.textContent = open ? data.words.foldAll : data.words.unfoldAll;
      folds.hidden = !(view.across.grouped && view.across.groups.length > 1);
      keepInSight(table);
    }

    function changed() {
      apply();
      saveChoices(table.id, chosenIn(controls));
    }

    function setFolds(keys) {
      controls.fold.value = keys.length ? keys.join(" ") : NONE;
      changed();
    }

    /* What the page folds the table in is opened by whoever is led to it. */
    function unfold() {
      for (let box = scroller.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    }

    function restore() {
      const kept = savedChoices(table.id) || {};
      choose(controls, kept);
      if (Object.keys(kept).length) unfold();
      apply();
    }

    const made = form("coverage", table.caption.textContent, data.words, fields, controls, changed);
    /* On a phone the fields would fill the screen, unless they say what is left out. */
    made.fold.open = !isNarrow() || Object.keys(savedChoices(table.id) || {}).length > 0;
    turn.addEventListener("click", () => {
      const other = !view.turned;
      controls.turn.value = other === data.turned ? "" : other ? "1" : "0";
      controls.fold.value = "";
      changed();
    });
    shows.addEventListener("click", () => {
      controls.words.value = view.words ? "0" : "1";
      changed();
    });
    folds.addEventListener("click", () => {
      const open = view.runs.across.some((run) => !run.folded), down = view.folded.filter((key) => key.startsWith(DOWN));
      setFolds([...down, ...(open ? view.across.groups.map((group) => group.id).filter(Boolean) : [])]);
    });
    table.addEventListener("click", (event) => {
      const button = event.target.closest("[data-fold]");
      if (!button) return;
      const [side, ...id] = button.dataset.fold.split(" "), key = `${side === view.keys.down ? DOWN : ""}${id.join(" ")}`;
      setFolds(view.folded.includes(key) ? view.folded.filter((other) => other !== key) : [...view.folded, key]);
    });
    /* Counts of an overview lead to the table, with what they count chosen. */
    function lead(link) {
      const chosen = [...new URLSearchParams(link.dataset.choice)];
      /* The whole address: what it leads to is a state of the page, no anchor on it. */
      const there = fragmentOf(new URLSearchParams(chosen.map(([name, value]) => [`${table.id}.${name}`, value])));
      link.href = new URL(there, window.location.href).href;
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(controls, Object.fromEntries(chosen));
        changed();
        unfold();
        made.fold.open = true;
        made.fold.scrollIntoView();
        scroller.focus({ preventScroll: true });
      });
    }

    addReasons(table, model, data);
    const toggles = element("div", { className: "needs-filters coverage-toggles" }, turn, shows, folds);
    scroller.before(...(fields.length ? [made.fold] : []), toggles, made.status);
    document.querySelectorAll(`a[data-matrix="${CSS.escape(table.id)}"]`).forEach(lead);
    restore();
    if (led) document.getElementById(led.id).scrollIntoView({ block: "nearest", inline: "nearest" });
    onSavedChoices(restore);
    window.addEventListener("beforeprint", () => apply(true));
    window.addEventListener("afterprint", () => apply());
    /* Also when what it is folded in is opened: before, it has no width. */
    new ResizeObserver(() => {
      if (!scroller.clientWidth || scroller.clientWidth === width) return;
      width = scroller.clientWidth;
      apply();
    }).observe(scroller);
  }

  function start() {
    document.querySelectorAll("table[data-coverage]").forEach(startMatrix);
  }

  window.needsCoverageMatrix = { shownOf, runsOf, sheetsOf, entriesOf, gridOf, fittingOf, facetsOf };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
