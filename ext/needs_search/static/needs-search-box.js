/* On every page: loads the search when it is first needed, and suggests while one types
   in the theme's own search box. Without a script the box leads to the search page. */
"use strict";

var NeedsSearch = globalThis.NeedsSearch || {};
globalThis.NeedsSearch = NeedsSearch;

(function () {
  const ROOT = document.documentElement.dataset.content_root || "./";
  const SCRIPTS = ["needs-search/engine.js", "needs-search/index.js"];
  const TEXTS = document.currentScript?.dataset || {}; // What is said before the index is there.
  const MOST = 7;
  const WAIT = 60;
  const CALM = 900; // So long (ms) nothing changes before it is read aloud.
  const LEAST_ROOM = 160; // Pixels below a box that its suggestions are to have.

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
  NeedsSearch.begun = () =>
    (engine ??= Promise.all(SCRIPTS.map(NeedsSearch.script))
      .then(() => NeedsSearch.engine(NeedsSearch.data, globalThis.MiniSearch, NeedsSearch.stem))
      .catch((error) => {
        engine = undefined;
        throw error;
      }));
  /** The same with texts and with what questions are answered from; without what is not loaded. */
  NeedsSearch.ready = async () => {
    const found = await NeedsSearch.begun();
    await found.complete().catch(() => {});
    NeedsSearch.isReady = true;
    return found;
  };
  NeedsSearch.href = (number) => ROOT + NeedsSearch.show.address(NeedsSearch.data, number);

  /** A function that does its work when it has not been called for a while (ms). */
  NeedsSearch.debounced = (work, wait = WAIT) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...given), wait);
    };
  };

  /** A text that is read aloud and not seen; what changes while one types is not read. */
  NeedsSearch.aloud = () => {
    const region = document.createElement("p");
    region.className = "needs-search-aloud";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    const say = NeedsSearch.debounced((text) => {
      if (region.textContent !== text) region.textContent = text;
    }, CALM);
    return { region, say };
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
      const { region, say } = NeedsSearch.aloud();
      this.say = say;
      input.form.append(this.list, region);
      // Where a keyboard covers the page, the suggestions stand in what is left of it.
      globalThis.visualViewport?.addEventListener("resize", () => this.fit());
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
        if (typed && !NeedsSearch.data) this.tell(typed, TEXTS.loading);
        engine = await NeedsSearch.begun();
        await engine.prepare(typed, { shown: MOST });
        if (!NeedsSearch.isReady) NeedsSearch.ready().then(() => this.suggest());
      } catch {
        // The form still leads to the search page, which offers to try again.
        if (typed) this.tell(typed, TEXTS.failed);
        return;
      }
      if (typed !== this.input.value.trim()) return;
      this.list.setAttribute("aria-label", NeedsSearch.data.strings.suggestions);
      this.draw(engine, typed);
      const answered = await engine.prepare(typed, { shown: MOST, asked: true }).catch(() => false);
      if (answered && typed === this.input.value.trim()) this.draw(engine, typed);
    }

    draw(engine, typed) {
      this.list.replaceChildren(...(typed ? this.suggested(engine, typed) : []));
      this.show(typed !== "");
    }

    /** Say one thing in place of suggestions; it leads to the search page with what is typed. */
    tell(typed, text) {
      this.list.replaceChildren(this.option(this.searchFor(typed), [`${typed} – ${text || "…"}`], 0));
      this.show(true);
      this.say(text || "");
    }

    /** The first results as links, then the likely spelling, then all results with their number. */
    suggested(engine, typed) {
      const { strings } = NeedsSearch.data;
      const { brief, fill } = NeedsSearch.show;
      const found = engine.search(typed);
      const { hits } = found;
      const meant = engine.meant(found);
      const total = hits.length > 1 ? fill(strings.all, hits.length) : hits.length ? strings.all_one : fill(strings.none, typed);
      const near = found.near ? [fill(strings.near, found.lacking.join(" ") || typed)] : [];
      const answer = found.answer ? [NeedsSearch.show.plain(engine.index, found.answer)] : [];
      this.say([...answer, ...near, total, ...(meant ? [`${strings.meant} ${meant}?`] : [])].join(" "));
      const links = [
        ...[...answer, ...near].map((text) => [this.searchFor(typed), [text]]),
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
      if (open) this.fit();
      this.options.forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === at));
        if (place === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at >= 0) this.input.setAttribute("aria-activedescendant", this.options[at].id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    /** Let the list end where what is seen of the page ends; make room where there is little. */
    fit() {
      const seen = globalThis.visualViewport;
      if (this.list.hidden || !seen) return;
      const room = () => seen.offsetTop + seen.height - this.list.getBoundingClientRect().top - 8;
      if (room() < LEAST_ROOM && !this.input.closest("dialog")) this.input.form.scrollIntoView({ block: "start" });
      this.list.style.maxHeight = `${Math.max(room(), LEAST_ROOM / 2)}px`;
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
