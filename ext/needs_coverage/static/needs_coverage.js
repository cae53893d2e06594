/* Filters and folds for coverage matrices. The page is whole without this script: it only
   hides what is there, counts what is left, and keeps the choice in the address. */
(function () {
  "use strict";

  const { element, savedChoices, saveChoices, onSavedChoices, labelled, select, chosenIn, choose, form, passing, filled } =
    window.needsFilters;
  const COUNTED = "td.coverage-hit:not(.coverage-lost):not(.coverage-none)";

  /* The parts of a table that are hidden, widened or counted again. */
  function partsOf(table) {
    const groups = [...table.tBodies].map((body) => {
      const heading = body.querySelector(".coverage-group th");
      const rows = [...body.rows].filter((row) => !row.matches(".coverage-group"));
      return { body, heading, rows, name: heading ? heading.textContent.trim() : "" };
    });
    const headers = [...table.querySelectorAll("thead th")], sums = table.querySelector(".coverage-sums");
    const spans = [...table.querySelectorAll("thead .coverage-span")];
    return {
      table,
      groups,
      rows: groups.flatMap((group) => group.rows),
      headers: headers.filter((header) => header.querySelector(".coverage-column")),
      spans: spans.map((cell) => ({ cell, width: cell.colSpan })),
      totals: [...table.querySelectorAll("td.coverage-total")].map((cell) => ({ cell, html: cell.innerHTML, kind: cell.className })),
      sums,
      foot: sums.cells,
    };
  }

  /* What readers can choose by: the groups, where there are several, and the facets. */
  function facetsOf(parts, data) {
    if (parts.groups.filter((group) => group.heading).length < 2) return data.facets;
    const values = parts.groups.flatMap((group) => group.rows.map(() => group.name));
    return [{ name: "group", label: data.group, side: "rows", values }, ...data.facets];
  }

  function hideCells(parts, rows, columns) {
    parts.headers.forEach((header, n) => (header.hidden = !columns[n]));
    [...parts.rows, parts.sums].forEach((line) =>
      columns.forEach((shown, n) => (line.cells[n + 1].hidden = !shown)),
    );
    parts.rows.forEach((row, n) => (row.hidden = !rows[n] || row.folded === true));
  }

  /* Widths of headings over the columns that are shown. */
  function spanWidths(widths, columns) {
    let start = 0;
    return widths.map((width) => columns.slice(start, (start += width)).filter(Boolean).length);
  }

  function fitHeadings({ spans, groups }, rows, columns) {
    spanWidths(spans.map((span) => span.width), columns).forEach((width, n) => {
      spans[n].cell.hidden = !width;
      if (width) spans[n].cell.colSpan = width;
    });
    const shown = columns.filter(Boolean).length;
    spanWidths(groups.map((group) => group.rows.length), rows).forEach((count, n) => {
      groups[n].body.hidden = !count;
      if (groups[n].heading) groups[n].heading.colSpan = shown + 2;
    });
  }

  /* Write a total as the page has it: a zero with a circle and a word. */
  function writeTotal(cell, count, none) {
    cell.className = count ? "coverage-total" : "coverage-total coverage-none";
    if (count) return cell.replaceChildren(`${count}`);
    const symbol = element("span", { className: "coverage-symbol", textContent: "○" });
    symbol.setAttribute("aria-hidden", "true");
    return cell.replaceChildren(symbol, " 0", element("span", { className: "needs-hidden", textContent: ` ${none}` }));
  }

  function writeTotals({ rows: lines, foot }, rows, columns, none) {
    const counts = columns.map(() => 0);
    lines.forEach((row, n) => {
      const hits = [...row.querySelectorAll(COUNTED)].filter((cell) => !cell.hidden);
      writeTotal(row.lastElementChild, hits.length, none);
      if (rows[n]) hits.forEach((cell) => (counts[cell.cellIndex - 1] += 1));
    });
    counts.forEach((count, n) => writeTotal(foot[n + 1], count, none));
    writeTotal(foot[foot.length - 1], counts.reduce((sum, count) => sum + count, 0), none);
  }

  function resetTotals({ totals }) {
    totals.forEach(({ cell, html, kind }) => {
      cell.innerHTML = html;
      cell.className = kind;
    });
  }

  function show(parts, rows, columns, none) {
    hideCells(parts, rows, columns);
    fitHeadings(parts, rows, columns);
    if (rows.every(Boolean) && columns.every(Boolean)) resetTotals(parts);
    else writeTotals(parts, rows, columns, none);
  }

  function addFilters(parts, data, facets) {
    const { table } = parts, { words } = data, controls = {};
    const fields = facets.map(({ name, label, values }) => {
      controls[name] = select(values, words);
      return labelled(`coverage-${table.id}-${name}`, label, controls[name]);
    });
    const sides = () => {
      const chosen = chosenIn(controls);
      return [passing(facets, chosen, "rows", parts.rows.length), passing(facets, chosen, "columns", parts.headers.length)];
    };
    const apply = () => {
      const [rows, columns] = sides();
      show(parts, rows, columns, words.none);
      const numbers = [rows, columns].flatMap((side) => [side.filter(Boolean).length, side.length]);
      made.status.textContent = filled(words.count, numbers);
    };
    const changed = () => {
      apply();
      saveChoices(table.id, chosenIn(controls));
    };
    const restore = () => {
      choose(controls, savedChoices(table.id) || {});
      apply();
    };
    const made = form("coverage", table.caption.textContent, words, fields, controls, changed);
    table.parentElement.before(made.form);
    restore();
    onSavedChoices(restore);
    return sides;
  }

  function addFolds({ groups, rows }, label, sides) {
    groups.filter((group) => group.heading).forEach((group) => {
      const button = element("button", { type: "button", className: "needs-row-fold", textContent: "▾" });
      button.setAttribute("aria-label", `${label} ${group.name}`);
      button.setAttribute("aria-expanded", "true");
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        button.textContent = open ? "▾" : "▸";
        const [passes] = sides();
        group.rows.forEach((row) => {
          row.folded = !open;
          row.hidden = !open || !passes[rows.indexOf(row)];
        });
      });
      group.heading.firstElementChild.prepend(button);
    });
  }

  function startMatrix(table) {
    const data = JSON.parse(table.dataset.coverage), parts = partsOf(table);
    const facets = facetsOf(parts, data);
    const all = [parts.rows.map(() => true)];
    addFolds(parts, data.words.fold, facets.length ? addFilters(parts, data, facets) : () => all);
  }

  function start() {
    document.querySelectorAll("table[data-coverage]").forEach(startMatrix);
  }

  window.needsCoverageMatrix = { partsOf, facetsOf, spanWidths, writeTotal, show };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
