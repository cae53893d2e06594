/* Filters of a table: fields to choose by, counts, and the choice in the address. Functions
   without state, for any script of a page: window.needsFilters. A classic script and no
   module, so that a page opened from a file share has it, too. */
(function () {
  "use strict";

  const PREFIX = "#filter:";

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /* The choices in a fragment of an address; null where it leads to something else. */
  function choicesIn(hash) {
    return hash.startsWith(PREFIX) ? new URLSearchParams(hash.slice(PREFIX.length)) : null;
  }

  function fragmentOf(choices) {
    const text = choices.toString();
    return text ? `${PREFIX}${text}` : "#";
  }

  /* Show another address without leaving the page. A page from a file share may refuse,
     where the browser guards such addresses; everything else works without it. */
  function replaceAddress(address) {
    try {
      window.history.replaceState(null, "", address);
    } catch {
      /* The choice is not kept. */
    }
  }

  /* The choices of one table by name, or null where the address holds none at all. */
  function savedChoices(table) {
    const choices = choicesIn(window.location.hash), own = `${table}.`;
    if (!choices) return null;
    const entries = [...choices].filter(([key]) => key.startsWith(own));
    return Object.fromEntries(entries.map(([key, value]) => [key.slice(own.length), value]));
  }

  /* Keep the choices of one table in the address; null removes one. */
  function saveChoices(table, own) {
    const choices = choicesIn(window.location.hash) || new URLSearchParams();
    Object.entries(own).forEach(([name, value]) => {
      if (value === null) choices.delete(`${table}.${name}`);
      else choices.set(`${table}.${name}`, value);
    });
    replaceAddress(fragmentOf(choices));
  }

  /* Call back when readers go to an address with choices. Links within the page lead to
     other fragments, and change no choice. */
  function onSavedChoices(restore) {
    window.addEventListener("hashchange", () => {
      if (choicesIn(window.location.hash)) restore();
    });
  }

  function labelled(id, label, control) {
    control.id = id;
    return element("span", {}, element("label", { htmlFor: id, textContent: label }), control);
  }

  /* A choice of all or one value; the empty value is "not stated", and so no option's. Of a
     list of values each is a choice of its own, and an empty list is "not stated". */
  function select(values, words) {
    const option = (value, textContent) => element("option", { value, textContent });
    const single = values.flatMap((own) => (Array.isArray(own) && !own.length ? [""] : own));
    const options = [...new Set(single)].map((value) => option(`=${value}`, value || words.unknown));
    return element("select", {}, option("", words.all), ...options);
  }

  function valueOf(control) {
    if (control.type === "checkbox") return control.checked ? "1" : null;
    if (control.tagName === "SELECT") return control.value ? control.value.slice(1) : null;
    return control.value.trim() || null;
  }

  /* What is chosen in controls by name; null where nothing is. */
  function chosenIn(controls) {
    return Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, valueOf(control)]));
  }

  /* Put choices into controls; what is missing or impossible is no choice. */
  function choose(controls, choices) {
    Object.entries(controls).forEach(([name, control]) => {
      const value = choices[name];
      if (control.type === "checkbox") control.checked = value === "1";
      else if (control.tagName === "SELECT") {
        control.value = value === undefined ? "" : `=${value}`;
        if (control.selectedIndex < 0) control.value = "";
      } else control.value = value || "";
    });
  }

  /* A landmark of fields, which work as they are changed, with a button that takes all choices back, what folds it, and a count
     that is read aloud; `kind` begins the names of its classes. */
  function form(kind, label, words, fields, controls, changed) {
    const reset = element("button", { type: "button", textContent: words.reset });
    const status = element("p", { className: `needs-filters-count ${kind}-count` });
    const made = element("div", { className: `needs-filters ${kind}-filters` }, ...fields, reset);
    status.setAttribute("role", "status");
    made.setAttribute("role", "search");
    made.setAttribute("aria-label", `${words.filters}: ${label}`);
    Object.values(controls).forEach((control) => {
      control.addEventListener(control.type === "search" ? "input" : "change", changed);
    });
    reset.addEventListener("click", () => {
      choose(controls, {});
      changed();
    });
    const fold = element("details", { className: "needs-choice", open: true }, element("summary", { textContent: words.filters }), made);
    return { form: made, fold, status };
  }

  /* Whether row `n` passes: a facet has a value for each row, or a list of values, of which
     the empty one is "not stated"; one value may be chosen, or a list, of which one will do. */
  function passes(facets, chosen, n) {
    return facets.every(({ name, values, of }) => {
      const sought = chosen[name] ?? null;
      if (sought === null) return true;
      const own = [values[of ? of[n] : n]].flat();
      return [sought].flat().some((value) => (own.length ? own.includes(value) : !value));
    });
  }

  /* Which of so many rows (or columns) pass. */
  function passing(facets, chosen, side, count) {
    const ours = facets.filter((facet) => facet.side === side);
    return Array.from({ length: count }, (_, n) => passes(ours, chosen, n));
  }

  /* How many rows each value of a facet would leave beside what is chosen in the others. */
  function countsOf(facet, facets, chosen, rows) {
    const counts = new Map(), others = facets.filter((other) => other !== facet);
    for (const n of rows) {
      if (!passes(others, chosen, n)) continue;
      for (const value of [facet.values[facet.of ? facet.of[n] : n]].flat()) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return counts;
  }

  /* Which texts hold what is sought; an id that is written whole finds that one alone. */
  function found(texts, ids, sought) {
    const wanted = (sought || "").trim().toLowerCase(), names = ids.map((id) => id.toLowerCase());
    if (wanted && names.includes(wanted)) return names.map((id) => id === wanted);
    return texts.map((text) => text.replaceAll("\u00ad", "").toLowerCase().includes(wanted));
  }

  /* Repeat the index of each size so many times: [2, 1] gives [0, 0, 1]. */
  function indexes(sizes) {
    return sizes.flatMap((size, n) => Array(size).fill(n));
  }

  /* A text with {0}, {1} … replaced by numbers. */
  function filled(text, numbers) {
    return text.replace(/\{(\d)\}/g, (_, at) => numbers[at]);
  }

  /* A count in a cell: never 0 by its number alone. */
  function countText(count) {
    return count ? `${count}` : "○ 0";
  }

  /* Whether the fields of a form would fill the screen. */
  function isNarrow() {
    return window.matchMedia("(max-width: 45rem)").matches;
  }

  /* A dialog that shows some nodes, and closes on its button, beside it and with Escape. */
  function dialogFor(className, words) {
    const close = element("button", { type: "button", textContent: words.close });
    const told = element("div", {}), dialog = element("dialog", { className }, told, close);
    dialog.setAttribute("aria-label", words.why);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && dialog.close());
    return {
      dialog,
      show: (...nodes) => {
        told.replaceChildren(...nodes);
        dialog.showModal();
      },
    };
  }

  window.needsFilters = {
    isNarrow, element, choicesIn, fragmentOf, replaceAddress, savedChoices, saveChoices,
    onSavedChoices, labelled, select, chosenIn, choose, form, passes, passing, countsOf,
    found, indexes, filled, countText, dialogFor,
  };
})();
