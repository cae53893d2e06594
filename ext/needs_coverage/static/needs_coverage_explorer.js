/* The explorer of a large matrix: a grid that draws only what is in view, used by mouse,
   touch and keyboard. Everything it shows also stands in the overview above it and on the
   pages that lead from there; without this script nothing is missing. */
(function () {
  "use strict";

  const { isNarrow, element, savedChoices, saveChoices, onSavedChoices, labelled, select, chosenIn, choose, form, passing, found, indexes, filled, countText, dialogFor } =
    window.needsFilters;
  const SIDES = ["rows", "columns"];
  const HEADINGS = -2, TOTALS = -1; /* lines above the first row, cells before the first column */

  /* ---- Data: what the script of a matrix holds, and what of it is shown ---- */

  /* The cells of a row as [column, kind], from steps between columns and numbers of kinds. */
  function cellsOf(steps, kinds) {
    const cells = [];
    for (let column = 0, i = 0; i < steps.length; i += 2) {
      column += steps[i];
      cells.push([column, kinds[steps[i + 1]]]);
    }
    return cells;
  }

  /* The whole matrix; addresses in it are relative to `base`. */
  function readMatrix(told, base) {
    const texts = ({ numbers, titles }) => numbers.map((number, n) => `${number} ${titles[n]}`);
    const groupOf = indexes(told.sizes), spanOf = indexes(told.widths);
    const sides = [["rows", "group", told.group, told.groups, groupOf], ["columns", "span", told.span, told.spans, spanOf]];
    const several = sides.filter(([, , , groups]) => groups.length > 1);
    const groups = several.map(([side, name, label, labels, of]) => ({
      name, side, of, values: labels.map((group) => (group ? `${group[0]} ${group[1]}`.trim() : "")),
      label: several.length > 1 && told.group === told.span ? `${label} (${told.titles[side].toLowerCase()})` : label,
    }));
    return {
      ...told,
      base,
      groupOf,
      spanOf,
      cells: told.hits.map((steps) => cellsOf(steps, told.kinds)),
      texts: { rows: texts(told.rows), columns: texts(told.columns) },
      facets: [...groups, ...told.facets],
    };
  }

  /* The same with the columns down the side; what cells say stays as it is. */
  function turned(matrix) {
    const cells = matrix.columns.ids.map(() => []);
    matrix.cells.forEach((found, row) => found.forEach(([column, kind]) => cells[column].push([row, kind])));
    return {
      ...matrix,
      cells,
      isTurned: true,
      rows: matrix.columns, columns: matrix.rows,
      groups: matrix.spans, spans: matrix.groups.some(Boolean) ? matrix.groups : [],
      groupOf: matrix.spanOf, spanOf: matrix.groupOf,
    };
  }

  function addressOf(matrix, side, number) {
    const page = matrix[side].pages[number];
    if (page < 0) return null;
    const [address, isPrefix] = matrix.pages[page];
    return new URL(address + (isPrefix ? encodeURIComponent(matrix[side].ids[number]) : ""), matrix.base).href;
  }

  /* The numbers of the rows and columns that meet what is chosen. */
  function chosenNumbers(matrix, chosen) {
    const [rows, columns] = ["rows", "columns"].map((side) => {
      const passes = passing(matrix.facets, chosen, side, matrix.texts[side].length);
      const hit = found(matrix.texts[side], matrix[side].ids, chosen[`find-${side}`]);
      return passes.flatMap((pass, n) => (pass && hit[n] ? [n] : []));
    });
    return chosen.linked ? linkedOnly(matrix, rows, columns) : [rows, columns];
  }

  /* Of rows and columns those that have a cell in common. */
  function linkedOnly(matrix, rows, columns) {
    const kept = new Set(columns), used = new Set();
    const linked = rows.filter((row) => {
      const cells = matrix.cells[row].filter(([column]) => kept.has(column));
      cells.forEach(([column]) => used.add(column));
      return cells.length;
    });
    return [linked, columns.filter((column) => used.has(column))];
  }

  /* The columns, and a folded group of them as one entry: the list of its columns. */
  function acrossOf(matrix, columns, folded) {
    const across = [];
    columns.forEach((column) => {
      const span = matrix.spanOf[column], last = across[across.length - 1];
      if (!matrix.spans[span] || !folded.includes(span)) across.push(column);
      else if (Array.isArray(last) && matrix.spanOf[last[0]] === span) last.push(column);
      else across.push([column]);
    });
    return across;
  }

  /* What is shown: columns, lines (groups and rows) and totals. A folded group is one line or
     one column, with the sums of what is in it. */
  function shownOf(matrix, rows, numbers, folded = [], foldedSpans = []) {
    const columns = acrossOf(matrix, numbers, foldedSpans);
    const place = new Map(columns.flatMap((entry, n) => [entry].flat().map((column) => [column, n])));
    const columnTotals = columns.map(() => 0), lines = [];
    let total = 0, above;
    rows.forEach((row, n) => {
      const counted = matrix.cells[row].filter(([column, kind]) => kind[1] && place.has(column));
      counted.forEach(([column]) => (columnTotals[place.get(column)] += 1));
      const group = matrix.groupOf[row];
      if (matrix.groups[group] && (!n || matrix.groupOf[rows[n - 1]] !== group)) {
        above = { group, folded: folded.includes(group), size: 0, total: 0, counts: columns.map(() => 0) };
        lines.push(above);
      }
      if (matrix.groups[group]) {
        above.size += 1;
        above.total += counted.length;
        counted.forEach(([column]) => (above.counts[place.get(column)] += 1));
      }
      if (!matrix.groups[group] || !above.folded) lines.push({ row, total: counted.length });
      total += counted.length;
    });
    return { rows, columns, lines, columnTotals, total };
  }

  /* ---- View: which lines and columns a window shows, and where the keys lead ---- */

  function sizes(isSmall) {
    return { row: isSmall ? 52 : 44, column: 72, head: isSmall ? 124 : 230, total: 56, top: isSmall ? 150 : 190, span: 30 };
  }

  function heightAbove(size, hasSpans) {
    return size.top + size.row + (hasSpans ? size.span : 0);
  }

  /* The first line and column in a window of so many pixels, and how many fit. */
  function viewOf(size, above, window_, lineCount, columnCount) {
    const lines = Math.max(1, Math.floor((window_.height - above) / size.row));
    const columns = Math.max(1, Math.floor((window_.width - size.head - size.total) / size.column));
    const first = (start, step, count, fit) => Math.max(0, Math.min(Math.round(start / step), count - fit));
    return {
      line: first(window_.top, size.row, lineCount, lines), lines,
      column: first(window_.left, size.column, columnCount, columns), columns,
    };
  }

  /* Where a key leads from a cell, inside the grid; null for any other key. */
  function placeAfter(key, withControl, [line, column], page, last) {
    const to = {
      ArrowDown: [line + 1, column], ArrowUp: [line - 1, column],
      ArrowRight: [line, column + 1], ArrowLeft: [line, column - 1],
      PageDown: [line + page, column], PageUp: [line - page, column],
      Home: [withControl ? HEADINGS : line, HEADINGS], End: [withControl ? last[0] : line, last[1]],
    }[key];
    return to ? to.map((at, n) => Math.max(HEADINGS, Math.min(at, last[n]))) : null;
  }

  /* The first line (or column) of a view that shows one of them and moves least. */
  function firstShowing(at, first, fit) {
    if (at < 0) return first;
    if (at < first) return at;
    return at >= first + fit ? at - fit + 1 : first;
  }

  /* ---- Drawing ---- */

  function link(href, ...content) {
    return href ? element("a", { href }, ...content) : element("span", {}, ...content);
  }

  function named(number, title, href, unknown) {
    const before = number ? [element("span", { className: "coverage-id", textContent: number })] : [];
    const made = link(href, ...before, number ? ` ${title}` : title || unknown);
    made.title = `${number} ${title}`.trim();
    return made;
  }

  /* The link or the button in a cell, or itself: what takes the focus. */
  function pressed(cell) {
    return cell.querySelector("a, button") || cell;
  }

  /* A cell at a place; `*` is a whole line. */
  function cellAt(kind, line, column, ...children) {
    const cell = element(kind, {}, ...children);
    cell.dataset.at = `${line} ${column}`;
    if (column !== "*") cell.setAttribute("aria-colindex", column + 3);
    pressed(cell).tabIndex = -1;
    return cell;
  }

  function headAt(line, column, scope, content) {
    const cell = cellAt("th", line, column, content);
    cell.scope = scope;
    return cell;
  }

  function countAt(line, column, count) {
    const cell = cellAt("td", line, column, countText(count));
    cell.className = count ? "coverage-total" : "coverage-total coverage-none";
    return cell;
  }

  function tableRow(index, ...cells) {
    const row = element("tr", {}, ...cells);
    row.setAttribute("aria-rowindex", index);
    return row;
  }

  function item(matrix, side, number) {
    const { numbers, titles } = matrix[side];
    return named(numbers[number], titles[number], addressOf(matrix, side, number), matrix.words.unknown);
  }

  function groupName(told) {
    return told ? `${told[0]} ${told[1]}`.trim() : "";
  }

  /* The button that folds a group of rows (`fold`) or columns (`span`). */
  function foldButton(side, group, isFolded, name, shown, word) {
    const button = element("button", { type: "button", className: "needs-row-fold", title: name });
    const step = element("span", { textContent: isFolded ? "▸ " : "▾ " });
    step.setAttribute("aria-hidden", "true");
    button.append(step, shown, element("span", { className: "needs-hidden", textContent: ` (${word})` }));
    button.dataset[side] = group;
    button.setAttribute("aria-expanded", String(!isFolded));
    return button;
  }

  function spanRow(matrix, across) {
    const runs = [];
    across.forEach((entry) => {
      const isFolded = Array.isArray(entry), span = matrix.spanOf[isFolded ? entry[0] : entry], last = runs[runs.length - 1];
      if (last && last.span === span) last.width += 1;
      else runs.push({ span, width: 1, isFolded });
    });
    const cells = runs.map(({ span, width, isFolded }) => {
      const told = matrix.spans[span], name = groupName(told);
      const shown = told ? [foldButton("span", span, isFolded, name, name, matrix.foldWord)] : [];
      return element("th", { scope: "colgroup", colSpan: width, title: name }, ...shown);
    });
    return tableRow(1, element("td", { colSpan: 2 }), ...cells);
  }

  /* The head of a folded group of columns: its name, and how many there are. */
  function foldedHead(matrix, columns) {
    const name = groupName(matrix.spans[matrix.spanOf[columns[0]]]);
    return element("span", { textContent: `${name} (${columns.length})`, title: name });
  }

  function headRow(matrix, words, across, first, index) {
    const columns = across.map((entry, n) => {
      const name = Array.isArray(entry) ? foldedHead(matrix, entry) : item(matrix, "columns", entry);
      const head = headAt(HEADINGS, first + n, "col", name);
      head.className = "coverage-upright";
      return head;
    });
    const corner = matrix.isTurned ? words.columns : words.rows;
    return tableRow(index, headAt(HEADINGS, HEADINGS, "col", corner), headAt(HEADINGS, TOTALS, "col", words.total), ...columns);
  }

  function totalRow(shown, words, across, first, index) {
    const counts = across.map((_, n) => countAt(TOTALS, first + n, shown.columnTotals[first + n]));
    return tableRow(index, headAt(TOTALS, HEADINGS, "row", words.total), countAt(TOTALS, TOTALS, shown.total), ...counts);
  }

  function hit(matrix, kind, row, column, line, at) {
    if (!kind) return cellAt("td", line, at);
    const [tone, , lines, joint] = kind;
    /* A cell says what its column is to its row, however the table is turned. */
    const sides = matrix.isTurned ? [["rows", row], ["columns", column]] : [["columns", column], ["rows", row]];
    const [subject, object] = sides.map(([side, number]) => matrix[side].numbers[number] || matrix[side].titles[number]);
    const hidden = (textContent) => element("span", { className: "needs-hidden", textContent });
    const seen = lines.flatMap(([symbol, words]) => {
      const mark = element("span", { className: "coverage-symbol", textContent: symbol });
      mark.setAttribute("aria-hidden", "true");
      return [mark, " ", element("span", { className: "coverage-words", textContent: words }), " "];
    });
    const href = addressOf(matrix, ...sides[0]) || addressOf(matrix, ...sides[1]);
    const cell = cellAt("td", line, at, link(href, hidden(`${subject} `), ...seen, hidden(`${joint}${object}`)));
    if (matrix.why) pressed(cell).setAttribute("aria-haspopup", "dialog");
    cell.className = `coverage-hit coverage-${tone}`;
    return cell;
  }

  /* The heading of a group: a button that folds it. */
  function groupHead(matrix, { group, folded, size }, line, word) {
    const name = groupName(matrix.groups[group]);
    const button = foldButton("fold", group, folded, name, folded ? `${name} (${size})` : name, word);
    return headAt(line, folded ? HEADINGS : "*", "rowgroup", button);
  }

  function bodyRow(matrix, told, line, across, first, index) {
    if ("group" in told) {
      const cells = told.folded ? across.map((_, n) => countAt(line, first + n, told.counts[first + n])) : [];
      const head = groupHead(matrix, told, line, matrix.foldWord);
      if (!told.folded) head.colSpan = across.length + 2;
      const row = tableRow(index, head, ...(told.folded ? [countAt(line, TOTALS, told.total), ...cells] : []));
      row.className = "coverage-group";
      return row;
    }
    const kinds = new Map(matrix.cells[told.row]);
    const counted = (columns) => columns.filter((column) => kinds.has(column) && kinds.get(column)[1]).length;
    const cells = across.map((entry, n) =>
      Array.isArray(entry) ? countAt(line, first + n, counted(entry)) : hit(matrix, kinds.get(entry), told.row, entry, line, first + n));
    return tableRow(index, headAt(line, HEADINGS, "row", item(matrix, "rows", told.row)), countAt(line, TOTALS, told.total), ...cells);
  }

  /* Head and body of the table, for what is in view. */
  function drawTable(matrix, words, shown, view) {
    const across = shown.columns.slice(view.column, view.column + view.columns);
    const extra = matrix.spans.length ? 1 : 0;
    const lines = shown.lines.slice(view.line, view.line + view.lines);
    const spans = extra ? [spanRow(matrix, across)] : [];
    const totals = totalRow(shown, words, across, view.column, 2 + extra);
    return [
      /* Without these, the headings of groups would be all there is to tell widths by. */
      element("colgroup", {}, ...Array.from({ length: across.length + 2 }, () => element("col"))),
      element("thead", {}, ...spans, headRow(matrix, words, across, view.column, 1 + extra), totals),
      element("tbody", {}, ...lines.map((told, n) =>
        bodyRow(matrix, told, view.line + n, across, view.column, view.line + n + 3 + extra))),
    ];
  }

  /* ---- The grid in its scroller: the only state is what is shown and the active cell ---- */

  function makeGrid(first, words, caption, on) {
    let matrix = first;
    const size = sizes(window.matchMedia("(max-width: 40rem)").matches);
    const above = () => heightAbove(size, matrix.spans.length > 0);
    const table = element("table", { className: "coverage-grid", tabIndex: -1 });
    const pane = element("div", { className: "coverage-window" }, table);
    const sizer = element("div", {}, pane);
    const scroller = element("div", { className: "needs-scroll coverage-scroll coverage-view" }, sizer);
    let shown = shownOf(matrix, [], []), active = [0, 0], frame;

    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", caption);
    Object.entries(size).forEach(([name, pixels]) => table.style.setProperty(`--grid-${name}`, `${pixels}px`));

    const view = () => viewOf(
      size, above(),
      { height: scroller.clientHeight, width: scroller.clientWidth, top: scroller.scrollTop, left: scroller.scrollLeft },
      shown.lines.length, shown.columns.length,
    );
    const at = (line, column) => {
      const cell = table.querySelector(`[data-at="${line} ${column}"]`) || table.querySelector(`[data-at="${line} *"]`);
      return cell && pressed(cell);
    };
    const focusActive = () => (at(...active) || table).focus({ preventScroll: true });

    function draw() {
      const held = table.contains(document.activeElement), now = view(), { span } = document.activeElement.dataset;
      Object.assign(pane.style, { width: `${scroller.clientWidth}px`, height: `${scroller.clientHeight}px` });
      table.setAttribute("aria-rowcount", shown.lines.length + 2 + (matrix.spans.length ? 1 : 0));
      table.setAttribute("aria-colcount", shown.columns.length + 2);
      table.replaceChildren(...drawTable(matrix, words, shown, now));
      (at(...active) || at(now.line, now.column) || at(HEADINGS, HEADINGS)).tabIndex = 0;
      const folding = span && table.querySelector(`[data-span="${span}"]`);
      if (held && folding) folding.focus({ preventScroll: true });
      else if (held) focusActive();
    }

    function drawSoon() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    }

    function enter({ target }) {
      const cell = target.closest("[data-at]");
      if (!cell) return;
      const [line, column] = cell.dataset.at.split(" ");
      active = [Number(line), column === "*" ? active[1] : Number(column)];
      table.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
      target.tabIndex = 0;
    }

    function press(event) {
      if (event.altKey || event.metaKey) return;
      const now = view(), last = [shown.lines.length - 1, shown.columns.length - 1];
      const to = placeAfter(event.key, event.ctrlKey, active, now.lines, last);
      if (!to) return;
      event.preventDefault();
      active = to;
      scroller.scrollTop = firstShowing(active[0], now.line, now.lines) * size.row;
      scroller.scrollLeft = firstShowing(active[1], now.column, now.columns) * size.column;
      draw();
      focusActive();
    }

    function update(next, of) {
      [shown, matrix] = [next, of];
      /* One row and column more than there are, so that the last can stand first. */
      sizer.style.height = `${above() + (shown.lines.length + 1) * size.row}px`;
      sizer.style.width = `${size.head + size.total + (shown.columns.length + 1) * size.column}px`;
      active = [Math.min(active[0], shown.lines.length - 1), Math.min(active[1], shown.columns.length - 1)];
      draw();
    }

    /* A press on a group folds it; on a cell, it says why; with a key held, a link is followed. */
    function click(event) {
      const cell = event.target.closest("[data-at]"), button = event.target.closest("[data-fold]"), span = event.target.closest("[data-span]");
      if (span) on.foldSpan(Number(span.dataset.span));
      if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const [line, column] = cell.dataset.at.split(" ").map(Number);
      if (button) {
        active = [line, HEADINGS];
        on.fold(Number(button.dataset.fold));
      } else if (matrix.why && cell.matches(".coverage-hit")) {
        event.preventDefault();
        const ends = [shown.lines[line].row, shown.columns[column]];
        on.why(...(matrix.isTurned ? ends.reverse() : ends));
      }
    }

    scroller.addEventListener("scroll", drawSoon);
    table.addEventListener("click", click);
    scroller.addEventListener("keydown", press);
    table.addEventListener("focusin", enter);
    new ResizeObserver(drawSoon).observe(scroller);
    return { scroller, update };
  }

  /* ---- The explorer: a button, and below it filters and grid once the data is there ---- */

  function fieldsOf(matrix, told) {
    const { words, name } = told, controls = {}, fields = [];
    const add = (key, label, control) => {
      control.name = key;
      controls[key] = control;
      fields.push(labelled(`${name}-explore-${key}`, label, control));
    };
    matrix.facets.forEach((facet) => add(facet.name, facet.label, select(facet.values, words)));
    ["rows", "columns"].forEach((side) => {
      add(`find-${side}`, words.find.replace("%s", words[side].toLowerCase()), element("input", { type: "search" }));
    });
    [["linked", words.linked], ["turn", words.turn]].forEach(([key, label]) =>
      add(key, label, element("input", { type: "checkbox", value: "1" })));
    return { controls, fields };
  }

  /* The numbers of the groups that have a name. */
  function numbersOf(groups) {
    return groups.flatMap((group, n) => (group ? [n] : []));
  }

  /* Add filters and grid; return what shows and hides them. */
  function addGrid(place, told, matrix) {
    const { words, name, caption } = told, { controls, fields } = fieldsOf(matrix, told);
    /* The groups of either side that there are, and those that are folded, turned or not. */
    const groups = { rows: numbersOf(matrix.groups), columns: numbersOf(matrix.spans) }, folded = { rows: [], columns: [] };
    let flipped;
    const reasons = matrix.why ? reasonsOf(matrix, words) : null;
    const isTurned = () => Boolean(chosenIn(controls).turn);
    const foldOne = (side, group) => {
      const other = folded[side].filter((one) => one !== group);
      folded[side] = other.length < folded[side].length ? other : [...other, group];
      changed();
    };
    const grid = makeGrid(matrix, words, caption, {
      why: (row, column) => reasons.show(row, column),
      fold: (group) => foldOne(isTurned() ? "columns" : "rows", group),
      foldSpan: (group) => foldOne(isTurned() ? "rows" : "columns", group),
    });
    const isOpen = () => SIDES.some((side) => folded[side].length < groups[side].length);
    const foldAll = element("button", { type: "button", className: "coverage-toggle" });
    const toggles = element("div", { className: "needs-filters coverage-toggles" }, foldAll);
    const apply = () => {
      const chosen = chosenIn(controls), [rows, columns] = chosenNumbers(matrix, chosen);
      if (chosen.turn) flipped = flipped || turned(matrix);
      const numbers = [rows.length, matrix.rows.ids.length, columns.length, matrix.columns.ids.length];
      made.status.textContent = filled(words.count, numbers);
      foldAll.textContent = isOpen() ? words.foldGroups : words.unfoldGroups;
      if (chosen.turn) grid.update(shownOf(flipped, columns, rows, folded.columns, folded.rows), flipped);
      else grid.update(shownOf(matrix, rows, columns, folded.rows, folded.columns), matrix);
    };
    const remember = (open) => {
      const chosen = Object.entries(chosenIn(controls)).map(([key, value]) => [key, open ? value : null]);
      const kept = SIDES.map((side) => [`fold-${side}`, open && folded[side].length ? folded[side].join(" ") : null]);
      saveChoices(name, { ...Object.fromEntries([...chosen, ...kept]), open: open ? "1" : null });
    };
    const changed = () => {
      apply();
      remember(true);
    };
    const restore = () => {
      const saved = savedChoices(name) || {};
      choose(controls, saved);
      SIDES.forEach((side) => (folded[side] = (saved[`fold-${side}`] || "").split(" ").filter(Boolean).map(Number)));
      apply();
    };
    foldAll.addEventListener("click", () => {
      const open = isOpen();
      SIDES.forEach((side) => (folded[side] = open ? groups[side] : []));
      changed();
    });
    const made = form("coverage", caption, words, fields, controls, changed);
    const keys = element("p", { className: "coverage-note", textContent: matrix.why ? words.keysWhy : words.keys });
    made.fold.open = !isNarrow() || Object.keys(savedChoices(name) || {}).some((key) => key !== "open");
    const canFold = SIDES.some((side) => groups[side].length);
    const parts = [made.fold, ...(canFold ? [toggles] : []), made.status, keys, grid.scroller];
    place.append(...parts, ...(reasons ? [reasons.dialog] : []));
    restore();
    onSavedChoices(restore);
    return (open) => {
      parts.forEach((part) => (part.hidden = !open));
      if (open) apply();
      remember(open);
    };
  }

  /* ---- Why a cell is what it is: fetched when it is asked for first ---- */

  /* The reasons of one cell, each as a paragraph. */
  function paragraphs(matrix, told, row, column) {
    const at = matrix.cells[row].findIndex(([other]) => other === column);
    return told.cells[row][at].map(([words, quote, facts, edit]) => {
      const name = (side, number) => item(matrix, side, number);
      const said = [name("columns", column), ` ${told.texts[words]} `, name("rows", row), ". "];
      if (quote >= 0) said.push(element("q", { textContent: told.texts[quote] }), " ");
      said.push(`${told.texts[facts]} `);
      if (edit >= 0) said.push(element("a", { className: "coverage-edit", href: told.texts[edit], textContent: told.edit }));
      return element("p", {}, ...said);
    });
  }

  function reasonsOf(matrix, words) {
    const { dialog, show } = dialogFor("coverage-dialog", words);
    let asked;
    const fetched = () => {
      asked = asked || new Promise((done) => {
        const script = element("script", { src: new URL(matrix.why, matrix.base).href });
        script.onload = () => done(window.needsCoverageReasons[matrix.name]);
        script.onerror = () => done(null);
        document.head.append(script);
      });
      return asked;
    };
    return {
      dialog,
      show: async (row, column) => {
        const told = await fetched();
        show(...(told ? paragraphs(matrix, told, row, column) : [element("p", { textContent: words.unexplained })]));
      },
    };
  }

  function load(told, place, status, loaded) {
    status.textContent = told.words.loading;
    const script = element("script", { src: told.source });
    script.onload = () => {
      status.remove();
      loaded(addGrid(place, told, readMatrix({ ...window.needsCoverage[told.name], name: told.name, foldWord: told.words.fold }, script.src)));
    };
    script.onerror = () => (status.textContent = told.words.failed);
    document.head.append(script);
  }

  function startExplorer(place) {
    const told = JSON.parse(place.dataset.explorer), { words } = told;
    const button = element("button", { type: "button", className: "coverage-open", textContent: words.open });
    const status = element("p", { className: "needs-filters-count coverage-count" });
    let show;
    const toggle = () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? words.leave : words.open;
      if (show) show(open);
      else if (open) load(told, place, status, (made) => (show = made));
    };
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", toggle);
    status.setAttribute("role", "status");
    place.append(button, status);
    if (Object.keys(savedChoices(told.name) || {}).length) toggle();
  }

  function start() {
    document.querySelectorAll("[data-explorer]").forEach(startExplorer);
  }

  window.needsCoverageExplorer = {
    cellsOf, readMatrix, turned, addressOf, chosenNumbers, linkedOnly, shownOf, viewOf, placeAfter, firstShowing, drawTable,
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
