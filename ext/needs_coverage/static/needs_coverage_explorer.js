/* The explorer of a large matrix: a grid that draws only what is in view, used by mouse,
   touch and keyboard. Everything it shows also stands in the overview above it and on the
   pages that lead from there; without this script nothing is missing. */
(function () {
  "use strict";

  const PREFIX = "#filter:";
  const HEADINGS = -2, TOTALS = -1; /* lines above the first row, cells before the first column */

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function chosenInAddress() {
    const hash = window.location.hash;
    return new URLSearchParams(hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : "");
  }

  /* What the script of the data says, and what is left of it when readers have chosen. */
  class Data {
    constructor(told, base) {
      Object.assign(this, told);
      this.base = base;
      this.groupOf = this.sizes.flatMap((size, group) => Array(size).fill(group));
      this.spanOf = this.widths.flatMap((width, span) => Array(width).fill(span));
      this.cells = this.hits.map((steps) => {
        const cells = [];
        for (let at = 0, i = 0; i < steps.length; i += 2) {
          at += steps[i];
          cells.push([at, this.kinds[steps[i + 1]]]);
        }
        return cells;
      });
      this.texts = Object.fromEntries(
        ["rows", "columns"].map((side) => [
          side,
          this[side].ids.map((id, n) => `${id} ${this[side].titles[n]}`.toLowerCase()),
        ]),
      );
      this.choose({}, {}, false);
    }

    href(side, number) {
      const page = this[side].pages[number];
      if (page < 0) return null;
      const [address, whole] = this.pages[page];
      const id = whole ? encodeURIComponent(this[side].ids[number]) : "";
      return new URL(address + id, this.base).href;
    }

    choose(values, found, linked) {
      const passes = (side) => (_, n) =>
        (!found[side] || this.texts[side][n].includes(found[side])) &&
        this.choices().every((x) => x.side !== side || !(x.name in values) || x.values[x.of[n]] === values[x.name]);
      const numbers = (side) => this[side].ids.map((_, n) => n).filter((n) => passes(side)(null, n));
      this.shownRows = numbers("rows");
      this.shownColumns = numbers("columns");
      if (linked) this.leaveOutEmpty();
      this.place = new Int32Array(this.columns.ids.length).fill(-1);
      this.shownColumns.forEach((column, n) => (this.place[column] = n));
      this.columnTotals = this.shownColumns.map(() => 0);
      this.rowTotals = this.shownRows.map((row) => {
        const counted = this.cells[row].filter(([column, kind]) => kind[1] && this.place[column] >= 0);
        counted.forEach(([column]) => (this.columnTotals[this.place[column]] += 1));
        return counted.length;
      });
      this.whole = this.rowTotals.reduce((sum, count) => sum + count, 0);
      this.lines = [];
      this.shownRows.forEach((row, n) => {
        const group = this.groupOf[row];
        if (this.groups[group] && (!n || this.groupOf[this.shownRows[n - 1]] !== group)) this.lines.push({ group });
        this.lines.push({ row, total: this.rowTotals[n] });
      });
    }

    leaveOutEmpty() {
      const columns = new Set(this.shownColumns), used = new Set();
      this.shownRows = this.shownRows.filter((row) => {
        const both = this.cells[row].filter(([column]) => columns.has(column));
        both.forEach(([column]) => used.add(column));
        return both.length;
      });
      this.shownColumns = this.shownColumns.filter((column) => used.has(column));
    }

    choices() {
      if (!this.all) {
        const names = this.groups.map((group) => (group ? `${group[0]} ${group[1]}`.trim() : ""));
        const own = { name: "group", label: this.group, side: "rows", values: names, of: this.groupOf };
        this.all = names.length > 1 ? [own, ...this.facets] : this.facets;
      }
      return this.all;
    }
  }

  class Grid {
    constructor(explorer, data) {
      Object.assign(this, { explorer, data, words: explorer.told.words, active: [0, 0] });
      const small = window.matchMedia("(max-width: 40rem)").matches;
      this.size = { row: small ? 52 : 44, column: 72, head: small ? 124 : 230, total: 48, top: small ? 150 : 190, span: 30 };
      this.table = element("table", { className: "coverage-grid" });
      this.table.setAttribute("role", "grid");
      this.table.setAttribute("aria-label", explorer.told.caption);
      this.table.tabIndex = -1;
      Object.entries(this.size).forEach(([name, size]) => this.table.style.setProperty(`--grid-${name}`, `${size}px`));
      this.window = element("div", { className: "coverage-window" }, this.table);
      this.sizer = element("div", {}, this.window);
      this.scroller = element("div", { className: "coverage-scroll coverage-view" }, this.sizer);
      this.scroller.addEventListener("scroll", () => this.later());
      this.scroller.addEventListener("keydown", (event) => this.press(event));
      this.table.addEventListener("focusin", ({ target }) => this.enter(target));
      new ResizeObserver(() => this.later()).observe(this.scroller);
    }

    later() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.draw());
    }

    above() {
      return this.size.top + this.size.row + (this.data.spans.length ? this.size.span : 0);
    }

    refit() {
      const { row, column, head, total } = this.size;
      /* One row and column more than there are, so that the last can stand first. */
      this.sizer.style.height = `${this.above() + (this.data.lines.length + 1) * row}px`;
      this.sizer.style.width = `${head + total + (this.data.shownColumns.length + 1) * column}px`;
      this.active = [Math.min(this.active[0], this.data.lines.length - 1), Math.min(this.active[1], this.data.shownColumns.length - 1)];
      this.draw();
    }

    view() {
      const { row, column, head, total } = this.size, { scroller, data } = this;
      const lines = Math.max(1, Math.floor((scroller.clientHeight - this.above()) / row));
      const columns = Math.max(1, Math.floor((scroller.clientWidth - head - total) / column));
      const first = (at, size, all, fit) => Math.max(0, Math.min(Math.round(at / size), all - fit));
      return {
        line: first(scroller.scrollTop, row, data.lines.length, lines), lines,
        column: first(scroller.scrollLeft, column, data.shownColumns.length, columns), columns,
      };
    }

    draw() {
      const held = this.table.contains(document.activeElement);
      const { line, lines, column, columns } = this.view(), { data } = this;
      Object.assign(this.window.style, { width: `${this.scroller.clientWidth}px`, height: `${this.scroller.clientHeight}px` });
      this.across = data.shownColumns.slice(column, column + columns);
      this.firstColumn = column;
      const extra = data.spans.length ? 1 : 0;
      this.table.setAttribute("aria-rowcount", data.lines.length + 2 + extra);
      this.table.setAttribute("aria-colcount", data.shownColumns.length + 2);
      const head = element("thead", {}, ...(extra ? [this.spanRow()] : []), this.headRow(extra), this.totalRow(extra));
      const body = element("tbody", {}, ...data.lines.slice(line, line + lines).map((x, n) => this.line(x, line + n, extra)));
      this.table.replaceChildren(head, body);
      const stop = this.at(...this.active) || this.at(line, column) || this.at(HEADINGS, HEADINGS);
      stop.tabIndex = 0;
      if (held) (this.at(...this.active) || this.table).focus({ preventScroll: true });
    }

    /* A cell, or the link in it: what takes the focus. */
    at(line, column) {
      const cell = this.table.querySelector(`[data-at="${line} ${column}"]`) || this.table.querySelector(`[data-at="${line} *"]`);
      return cell && (cell.querySelector("a") || cell);
    }

    cell(kind, line, column, ...children) {
      const cell = element(kind, {}, ...children);
      cell.dataset.at = `${line} ${column}`;
      if (column !== "*") cell.setAttribute("aria-colindex", column + 3);
      (cell.querySelector("a") || cell).tabIndex = -1;
      return cell;
    }

    tr(index, ...cells) {
      const row = element("tr", {}, ...cells);
      row.setAttribute("aria-rowindex", index);
      return row;
    }

    heading(line, column, scope, content) {
      const cell = this.cell("th", line, column, content);
      cell.scope = scope;
      return cell;
    }

    link(href, ...content) {
      return href ? element("a", { href }, ...content) : element("span", {}, ...content);
    }

    named(id, title, href) {
      const parts = [element("span", { className: "coverage-id", textContent: id }), ` ${title || (id ? "" : this.words.unknown)}`];
      const made = this.link(href, ...(id ? parts : parts.slice(1)));
      made.title = `${id} ${title}`.trim();
      return made;
    }

    item(side, number) {
      return this.named(this.data[side].ids[number], this.data[side].titles[number], this.data.href(side, number));
    }

    headRow(extra) {
      const columns = this.across.map((number, n) => {
        const head = this.heading(HEADINGS, this.firstColumn + n, "col", this.item("columns", number));
        head.className = "coverage-upright";
        return head;
      });
      const corner = this.heading(HEADINGS, HEADINGS, "col", this.words.rows);
      return this.tr(1 + extra, corner, this.heading(HEADINGS, TOTALS, "col", this.words.total), ...columns);
    }

    spanRow() {
      const cells = [];
      this.across.forEach((number) => {
        const span = this.data.spanOf[number], last = cells[cells.length - 1];
        if (last && last.span === span) return (last.colSpan += 1);
        const told = this.data.spans[span];
        const cell = element("th", { scope: "colgroup", span, textContent: told ? `${told[0]} ${told[1]}`.trim() : "" });
        return cells.push(cell);
      });
      return this.tr(1, element("td", { colSpan: 2 }), ...cells);
    }

    totalRow(extra) {
      const counts = this.across.map((_, n) => this.count(TOTALS, this.firstColumn + n, this.data.columnTotals[this.firstColumn + n]));
      const head = this.heading(TOTALS, HEADINGS, "row", this.words.total);
      return this.tr(2 + extra, head, this.count(TOTALS, TOTALS, this.data.whole), ...counts);
    }

    count(line, column, count) {
      const cell = this.cell("td", line, column, count ? `${count}` : "○ 0");
      cell.className = count ? "coverage-total" : "coverage-total coverage-none";
      return cell;
    }

    line(told, number, extra) {
      const index = number + 3 + extra;
      if ("group" in told) {
        const head = this.heading(number, "*", "rowgroup", this.named(...this.data.groups[told.group].slice(0, 2), null));
        head.colSpan = this.across.length + 2;
        const row = this.tr(index, head);
        row.className = "coverage-group";
        return row;
      }
      const hits = new Map(this.data.cells[told.row]);
      const cells = this.across.map((column, n) => this.hit(hits.get(column), told.row, column, number, this.firstColumn + n));
      const head = this.heading(number, HEADINGS, "row", this.item("rows", told.row));
      return this.tr(index, head, this.count(number, TOTALS, told.total), ...cells);
    }

    hit(kind, row, column, line, at) {
      if (!kind) return this.cell("td", line, at);
      const [tone, , lines, joint] = kind, { rows, columns } = this.data;
      const hidden = (textContent) => element("span", { className: "coverage-hidden", textContent });
      const seen = lines.flatMap(([symbol, words]) => {
        const mark = element("span", { className: "coverage-symbol", textContent: symbol });
        mark.setAttribute("aria-hidden", "true");
        return [mark, " ", element("span", { className: "coverage-words", textContent: words }), " "];
      });
      const href = this.data.href("columns", column) || this.data.href("rows", row);
      const named = hidden(`${columns.ids[column] || columns.titles[column]} `);
      const cell = this.cell("td", line, at, this.link(href, named, ...seen, hidden(`${joint}${rows.ids[row]}`)));
      cell.className = `coverage-hit coverage-${tone}`;
      return cell;
    }

    enter(target) {
      const cell = target.closest("[data-at]");
      if (!cell) return;
      const [line, column] = cell.dataset.at.split(" ");
      this.active = [Number(line), column === "*" ? this.active[1] : Number(column)];
      this.table.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
      target.tabIndex = 0;
    }

    press(event) {
      const { lines } = this.view(), last = [this.data.lines.length - 1, this.data.shownColumns.length - 1];
      const [line, column] = this.active;
      const to = {
        ArrowDown: [line + 1, column], ArrowUp: [line - 1, column],
        ArrowRight: [line, column + 1], ArrowLeft: [line, column - 1],
        PageDown: [line + lines, column], PageUp: [line - lines, column],
        Home: [event.ctrlKey ? HEADINGS : line, HEADINGS], End: [event.ctrlKey ? last[0] : line, last[1]],
      }[event.key];
      if (!to || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.active = to.map((at, n) => Math.max(HEADINGS, Math.min(at, last[n])));
      this.reveal();
    }

    /* Bring the active cell into view, and the focus to it. */
    reveal() {
      const view = this.view(), { row, column } = this.size;
      const first = (at, from, fit) => (at < 0 ? from : at < from ? at : at >= from + fit ? at - fit + 1 : from);
      this.scroller.scrollTop = first(this.active[0], view.line, view.lines) * row;
      this.scroller.scrollLeft = first(this.active[1], view.column, view.columns) * column;
      this.draw();
      (this.at(...this.active) || this.table).focus({ preventScroll: true });
    }
  }

  class Explorer {
    constructor(place) {
      this.place = place;
      this.told = JSON.parse(place.dataset.explorer);
      this.button = element("button", { type: "button", className: "coverage-open", textContent: this.told.words.open });
      this.button.setAttribute("aria-expanded", "false");
      this.button.addEventListener("click", () => this.toggle());
      this.status = element("p", { className: "coverage-count" });
      this.status.setAttribute("role", "status");
      place.append(this.button, this.status);
      const mine = [...chosenInAddress().keys()].some((key) => key.startsWith(`${this.told.name}.`));
      if (mine) this.toggle();
    }

    toggle() {
      const open = this.button.getAttribute("aria-expanded") !== "true";
      this.button.setAttribute("aria-expanded", String(open));
      this.button.textContent = open ? this.told.words.close : this.told.words.open;
      if (this.grid) this.show(open);
      else if (open) this.load();
    }

    load() {
      this.status.textContent = this.told.words.loading;
      const script = element("script", { src: this.told.source });
      script.onload = () => this.build(new Data(window.needsCoverage[this.told.name], script.src));
      script.onerror = () => (this.status.textContent = this.told.words.failed);
      document.head.append(script);
    }

    build(data) {
      this.grid = new Grid(this, data);
      this.form = element("form", { className: "coverage-filters" });
      this.form.setAttribute("aria-label", `${this.told.words.filters}: ${this.told.caption}`);
      this.form.addEventListener("submit", (event) => event.preventDefault());
      data.choices().forEach((choice) => this.form.append(this.select(choice)));
      ["rows", "columns"].forEach((side) => this.form.append(this.search(side)));
      this.linked = element("input", { type: "checkbox", value: "1" });
      this.linked.addEventListener("change", () => this.apply(true));
      this.form.append(this.field("linked", this.told.words.linked, this.linked));
      const reset = element("button", { type: "reset", textContent: this.told.words.reset });
      this.form.addEventListener("reset", () => setTimeout(() => this.apply(true)));
      this.form.append(reset, this.status);
      this.keys = element("p", { className: "coverage-note", textContent: this.told.words.keys });
      this.place.append(this.form, this.keys, this.grid.scroller);
      this.restore();
      window.addEventListener("hashchange", () => this.restore());
    }

    show(open) {
      [this.form, this.keys, this.grid.scroller].forEach((part) => (part.hidden = !open));
      if (open) this.apply(true);
      else this.remember();
    }

    field(name, label, control) {
      control.id = `${this.told.name}-explore-${name}`;
      control.name = name;
      return element("span", {}, element("label", { htmlFor: control.id, textContent: label }), control);
    }

    select(choice) {
      const select = element("select", {}, element("option", { value: "", textContent: this.told.words.all }));
      choice.values.forEach((value) => {
        select.append(element("option", { value: `=${value}`, textContent: value || this.told.words.unknown }));
      });
      select.addEventListener("change", () => this.apply(true));
      return this.field(choice.name, choice.label, select);
    }

    search(side) {
      const input = element("input", { type: "search" });
      input.addEventListener("input", () => this.apply(true));
      return this.field(`find-${side}`, this.told.words.find.replace("%s", this.told.words[side].toLowerCase()), input);
    }

    controls() {
      return [...this.form.elements].filter((control) => control.name);
    }

    apply(remember) {
      const values = {}, found = {};
      this.controls().forEach(({ name, value, type }) => {
        if (type === "checkbox") return;
        if (name.startsWith("find-")) found[name.slice(5)] = value.trim().toLowerCase();
        else if (value) values[name] = value.slice(1);
      });
      const { data } = this.grid;
      data.choose(values, found, this.linked.checked);
      const numbers = [data.shownRows.length, data.rows.ids.length, data.shownColumns.length, data.columns.ids.length];
      this.status.textContent = this.told.words.count.replace(/\{(\d)\}/g, (_, at) => numbers[at]);
      this.grid.refit();
      if (remember) this.remember();
    }

    restore() {
      const chosen = chosenInAddress();
      this.controls().forEach((control) => {
        const value = chosen.get(`${this.told.name}.${control.name}`) || "";
        if (control === this.linked) return (control.checked = value === "1");
        control.value = value;
        if (control.selectedIndex < 0) control.value = "";
        return value;
      });
      this.apply(false);
    }

    remember() {
      const chosen = chosenInAddress(), { name } = this.told;
      const open = this.button.getAttribute("aria-expanded") === "true";
      this.controls().forEach((control) => {
        const kept = control === this.linked ? control.checked : control.value;
        if (kept && open) chosen.set(`${name}.${control.name}`, control.value);
        else chosen.delete(`${name}.${control.name}`);
      });
      if (open) chosen.set(`${name}.open`, "1");
      else chosen.delete(`${name}.open`);
      const text = chosen.toString();
      window.history.replaceState(null, "", text ? `${PREFIX}${text}` : "#");
    }
  }

  function start() {
    document.querySelectorAll("[data-explorer]").forEach((place) => new Explorer(place));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
