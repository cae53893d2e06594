/* Filters and folds for coverage matrices. The page is whole without this script:
   it only hides what is there, counts what is left, and keeps the choice in the address. */
(function () {
  "use strict";

  const COUNTED = "td.coverage-hit:not(.coverage-lost):not(.coverage-none)";
  const PREFIX = "#filter:";

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function chosenInAddress() {
    const hash = window.location.hash;
    return new URLSearchParams(hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : "");
  }

  class Matrix {
    constructor(table) {
      this.table = table;
      this.told = JSON.parse(table.dataset.coverage);
      this.headers = [...table.querySelectorAll("thead tr:last-child th")].filter(
        (header) => header.querySelector(".coverage-column"),
      );
      this.spans = [...table.querySelectorAll("thead .coverage-span")];
      this.widths = this.spans.map((span) => span.colSpan);
      this.groups = [...table.tBodies].map((body) => ({
        body,
        heading: body.querySelector(".coverage-group th"),
        name: (body.querySelector(".coverage-group th") || body).textContent.trim(),
        rows: [...body.rows].filter((row) => !row.matches(".coverage-group")),
      }));
      this.rows = this.groups.flatMap((group) => group.rows);
      this.totals = [...table.querySelectorAll("td.coverage-total")];
      this.original = new Map(this.totals.map((cell) => [cell, [cell.innerHTML, cell.className]]));
      this.selects = new Map();
    }

    start() {
      this.addFolds();
      const filters = this.facets();
      if (!filters.length) return;
      this.count = element("p", { className: "coverage-count" });
      this.count.setAttribute("role", "status");
      const reset = element("button", { type: "button", textContent: this.told.words.reset });
      reset.addEventListener("click", () => {
        this.selects.forEach((select) => (select.value = ""));
        this.apply(true);
      });
      const form = element("form", { className: "coverage-filters" });
      form.setAttribute("aria-label", `${this.told.words.filters}: ${this.table.caption.textContent}`);
      form.addEventListener("submit", (event) => event.preventDefault());
      filters.forEach((filter) => form.append(this.field(filter)));
      form.append(reset, this.count);
      this.table.parentElement.before(form);
      this.restore();
      window.addEventListener("hashchange", () => this.restore());
    }

    facets() {
      const named = this.groups.filter((group) => group.heading);
      const rows = this.groups.flatMap((group) =>
        group.rows.map(() => (group.heading ? group.name : "")),
      );
      const own = named.length > 1 ? [{ name: "group", label: this.told.group, side: "rows", values: rows }] : [];
      return [...own, ...this.told.facets];
    }

    field(facet) {
      const id = `coverage-${this.table.id}-${facet.name}`;
      const select = element("select", { id });
      select.append(element("option", { value: "", textContent: this.told.words.all }));
      [...new Set(facet.values)].forEach((value) => {
        const text = value || this.told.words.unknown;
        select.append(element("option", { value: `=${value}`, textContent: text }));
      });
      select.addEventListener("change", () => this.apply(true));
      select.facet = facet;
      this.selects.set(facet.name, select);
      return element("span", {}, element("label", { htmlFor: id, textContent: facet.label }), select);
    }

    restore() {
      const chosen = chosenInAddress();
      this.selects.forEach((select, name) => {
        const value = chosen.get(`${this.table.id}.${name}`);
        select.value = value === null ? "" : `=${value}`;
        if (select.selectedIndex < 0) select.value = "";
      });
      this.apply(false);
    }

    passes(side, number) {
      return [...this.selects.values()].every(
        (select) =>
          !select.value ||
          select.facet.side !== side ||
          `=${select.facet.values[number]}` === select.value,
      );
    }

    apply(remember) {
      const columns = this.headers.map((_, number) => this.passes("columns", number));
      const rows = this.rows.map((_, number) => this.passes("rows", number));
      this.headers.forEach((header, number) => (header.hidden = !columns[number]));
      const lines = [...this.rows, ...this.table.tFoot.rows];
      lines.forEach((line) =>
        columns.forEach((shown, number) => (line.cells[number + 1].hidden = !shown)),
      );
      this.rows.forEach((row, number) => (row.hidden = !rows[number] || row.folded === true));
      this.fitHeadings(columns, rows);
      this.recount(columns, rows);
      if (remember) this.remember();
    }

    fitHeadings(columns, rows) {
      const shown = columns.filter(Boolean).length;
      let column = 0;
      this.spans.forEach((span, number) => {
        const width = columns.slice(column, (column += this.widths[number])).filter(Boolean).length;
        span.hidden = !width;
        if (width) span.colSpan = width;
      });
      let row = 0;
      this.groups.forEach((group) => {
        const some = rows.slice(row, (row += group.rows.length)).some(Boolean);
        group.body.hidden = !some;
        if (group.heading) group.heading.colSpan = shown + 2;
      });
    }

    recount(columns, rows) {
      const all = columns.every(Boolean) && rows.every(Boolean);
      this.totals.forEach((cell) => {
        [cell.innerHTML, cell.className] = this.original.get(cell);
      });
      const counts = columns.map(() => 0);
      if (!all) {
        this.rows.forEach((row, number) => {
          const hits = [...row.querySelectorAll(COUNTED)].filter((cell) => !cell.hidden);
          row.lastElementChild.textContent = hits.length;
          if (rows[number]) hits.forEach((cell) => (counts[cell.cellIndex - 1] += 1));
        });
        const foot = this.table.tFoot.rows[0].cells;
        counts.forEach((count, number) => (foot[number + 1].textContent = count));
        foot[foot.length - 1].textContent = counts.reduce((sum, count) => sum + count, 0);
      }
      const numbers = [rows, columns].flatMap((side) => [side.filter(Boolean).length, side.length]);
      this.count.textContent = this.told.words.count.replace(/\{(\d)\}/g, (_, at) => numbers[at]);
    }

    remember() {
      const chosen = chosenInAddress();
      this.selects.forEach((select, name) => {
        const key = `${this.table.id}.${name}`;
        if (select.value) chosen.set(key, select.value.slice(1));
        else chosen.delete(key);
      });
      const text = chosen.toString();
      window.history.replaceState(null, "", text ? `${PREFIX}${text}` : "#");
    }

    addFolds() {
      this.groups
        .filter((group) => group.heading)
        .forEach((group) => {
          const button = element("button", { type: "button", className: "coverage-fold", textContent: "▾" });
          button.setAttribute("aria-label", `${this.told.words.fold} ${group.name}`);
          button.setAttribute("aria-expanded", "true");
          button.addEventListener("click", () => {
            const open = button.getAttribute("aria-expanded") !== "true";
            button.setAttribute("aria-expanded", String(open));
            button.textContent = open ? "▾" : "▸";
            group.rows.forEach((row) => {
              row.folded = !open;
              const number = this.rows.indexOf(row);
              row.hidden = !open || !this.passes("rows", number);
            });
          });
          group.heading.firstElementChild.prepend(button);
        });
    }
  }

  function start() {
    document.querySelectorAll("table[data-coverage]").forEach((table) => new Matrix(table).start());
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
