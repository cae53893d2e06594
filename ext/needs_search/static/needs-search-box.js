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
  NeedsSearch.script = (path) =>
    new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = ROOT + path;
      element.async = false;
      element.onload = done;
      element.onerror = () => failed(new Error(path));
      document.head.append(element);
    });
  NeedsSearch.load = (data) => {
    NeedsSearch.data = data;
  };
  NeedsSearch.know = (known) => {
    NeedsSearch.known = known;
  };
  let engine;
  NeedsSearch.ready = () =>
    (engine ??= Promise.all(SCRIPTS.map(NeedsSearch.script)).then(
      () => NeedsSearch.engine(NeedsSearch.data, globalThis.MiniSearch, NeedsSearch.stem),
    ));
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
      const found = typed ? engine.search(typed).hits.slice(0, MOST) : [];
      this.list.setAttribute("aria-label", NeedsSearch.data.strings.suggestions);
      this.list.replaceChildren(...found.map((hit, place) => this.option(engine.index, hit.n, place)));
      this.show(found.length > 0);
    }

    option(index, number, place) {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = NeedsSearch.href(number);
      option.append(...NeedsSearch.show.brief(index, number));
      // Before the input loses its focus, and the list with it.
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        location.assign(option.dataset.href);
        this.close();
      });
      return option;
    }

    onKey(event) {
      const options = [...this.list.children];
      if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.show(false);
      } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
        event.preventDefault();
        location.assign(options[this.at].dataset.href);
        this.close();
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
      [...this.list.children].forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === at));
        if (place === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at >= 0) this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    close() {
      this.show(false);
      this.input.closest("dialog")?.close();
    }
  }

  /* The theme's boxes: every form that leads to the search page. */
  const own = document.getElementById("needs-search");
  [...document.querySelectorAll('form input[name="q"]')]
    .filter((input) => !own?.contains(input))
    .forEach((input, number) => new Suggestions(input, number));
})();
