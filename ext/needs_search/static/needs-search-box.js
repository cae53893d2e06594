/* On every page: loads the search when it is first needed, and suggests while one types
   in the theme's own search box. Without a script the box leads to the search page. */
"use strict";

var NeedsSearch = globalThis.NeedsSearch || {};
globalThis.NeedsSearch = NeedsSearch;

(function () {
  const ROOT = document.documentElement.dataset.content_root || "./";
  const SCRIPTS = ["needs-search/engine.js", "needs-search/index.js", "needs-search/answers.js"];
  const MOST = 7;
  const WAIT = 60;

  // Scripts and no fetch: a page opened from a file share may load nothing else.
  const loaded = new Map();
  /** Load a script once; one that could not be loaded is asked for again the next time. */
  NeedsSearch.script = (path) => {
    if (!loaded.has(path)) loaded.set(path, inserted(path));
    return loaded.get(path);
  };
  const inserted = (path) =>
    new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = ROOT + path;
      element.async = false;
      element.onload = done;
      element.onerror = () => {
        loaded.delete(path);
        element.remove();
        failed(new Error(path));
      };
      document.head.append(element);
    });
  NeedsSearch.load = (data) => {
    NeedsSearch.data = data;
  };
  NeedsSearch.know = (known) => {
    NeedsSearch.known = known;
  };
  let engine;
  /** The engine, loaded once; what could not be loaded can be asked for again. */
  NeedsSearch.ready = () =>
    (engine ??= Promise.all(SCRIPTS.map(NeedsSearch.script))
      .then(() => NeedsSearch.engine(NeedsSearch.data, globalThis.MiniSearch, NeedsSearch.stem))
      .catch((error) => {
        engine = undefined;
        throw error;
      }));
  NeedsSearch.href = (number) => ROOT + NeedsSearch.show.address(NeedsSearch.data, number);

  /** A function that does its work when it has not been called for a while (ms). */
  NeedsSearch.debounced = (work, wait = WAIT) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...given), wait);
    };
  };

  class Suggestions {
    constructor(input, number) {
      this.input = input;
      this.list = document.createElement("ul");
      this.list.className = "needs-search-suggestions";
      this.list.id = `needs-search-suggestions-${number}`;
      this.list.setAttribute("role", "listbox");
      this.list.hidden = true;
      this.at = -1;
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
      for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
      input.setAttribute("aria-controls", this.list.id);
      input.form.classList.add("needs-search-box");
      input.form.append(this.list);
      input.addEventListener("focus", () => NeedsSearch.ready().catch(() => {}), { once: true });
      input.addEventListener("input", NeedsSearch.debounced(() => this.suggest()));
      // Before the theme, which takes Escape for leaving its dialog.
      addEventListener("keydown", (event) => event.target === input && this.onKey(event), true);
      input.addEventListener("blur", () => setTimeout(() => this.show(false), 150));
    }

    async suggest() {
      const typed = this.input.value.trim();
      let engine;
      try {
        engine = await NeedsSearch.ready();
      } catch {
        return; // The form still leads to the search page, which says what is wrong.
      }
      if (typed !== this.input.value.trim()) return;
      this.list.setAttribute("aria-label", NeedsSearch.data.strings.suggestions);
      this.list.replaceChildren(...(typed ? this.suggested(engine, typed) : []));
      this.show(typed !== "");
    }

    /** The first results as links, then the likely spelling, then all results with their number. */
    suggested(engine, typed) {
      const { strings } = NeedsSearch.data;
      const { brief, fill } = NeedsSearch.show;
      const found = engine.search(typed);
      const { hits } = found;
      const meant = engine.meant(found);
      const total = hits.length > 1 ? fill(strings.all, hits.length) : hits.length ? strings.all_one : fill(strings.none, typed);
      const links = [
        ...hits.slice(0, MOST).map(({ n }) => [NeedsSearch.href(n), brief(engine.index, n)]),
        ...(meant ? [[this.searchFor(meant), [`${strings.meant} ${meant}?`]]] : []),
        [this.searchFor(typed), [total]],
      ];
      return links.map(([href, content], place) => this.option(href, content, place));
    }

    /** The address of the search page with a query. */
    searchFor(query) {
      return `${this.input.form.action}?${new URLSearchParams({ q: query })}`;
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option]")];
    }

    option(href, content, place) {
      const option = document.createElement("a");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      option.href = href;
      option.append(...content);
      // The input keeps its focus, or the list would be gone before the link is followed.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", (event) => {
        if (!(event.ctrlKey || event.metaKey || event.shiftKey)) this.close();
      });
      const item = document.createElement("li");
      item.setAttribute("role", "none");
      item.append(option);
      return item;
    }

    onKey(event) {
      const { options } = this;
      if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.show(false);
      } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
        event.preventDefault();
        const { href } = options[this.at];
        this.close();
        location.assign(href);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.show(true, ((this.at + step + 1 + options.length + 1) % (options.length + 1)) - 1);
      }
    }

    show(open, at = -1) {
      this.at = at;
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      this.options.forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === at));
        if (place === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at >= 0) this.input.setAttribute("aria-activedescendant", this.options[at].id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    close() {
      this.show(false);
      this.input.closest("dialog")?.close();
    }
  }

  /** Whether keys that are pressed there are text. */
  const isTyping = (element) => element?.isContentEditable || /^(input|textarea|select)$/i.test(element?.tagName || "");

  /* "/" does what Ctrl+K does: on the search page its field, elsewhere the theme's own box. */
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const field = document.getElementById("needs-search-q");
    const button = document.querySelector(".search-button__button, .search-button");
    const [box] = boxes.filter((input) => input.checkVisibility?.() ?? input.offsetParent);
    if (!(field || box || button)) return;
    event.preventDefault();
    if (field || box) (field || box).focus();
    else button.click();
  });

  /* The theme's boxes: every form that leads to the search page. */
  const own = document.getElementById("needs-search");
  const boxes = [...document.querySelectorAll('form input[name="q"]')].filter((input) => !own?.contains(input));
  boxes.forEach((input, number) => new Suggestions(input, number));
})();
