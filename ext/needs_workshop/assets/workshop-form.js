// Links are searched for by id and title; without a script their ids are typed.
"use strict";

(async () => {
  const inputs = [...document.querySelectorAll("input[data-targets]:not([readonly])")];
  if (!inputs.length) return;
  const answer = await fetch("/_workshop/needs.json", { credentials: "same-origin" });
  if (!answer.ok) return;
  const { needs } = await answer.json();
  const words = document.querySelector("form").dataset;

  const fold = (text) => text.toLocaleLowerCase();
  const split = (text) => text.split(/[,;\s]+/).filter(Boolean);

  for (const input of inputs) {
    const targets = new Set(split(input.dataset.targets));
    const known = Object.entries(needs).filter(
      ([, need]) => !targets.size || targets.has(need.type),
    );
    const single = "single" in input.dataset;
    let chosen = split(input.value);
    let hits = [];
    let at = -1;

    const box = document.createElement("ul");
    box.className = "workshop-chosen";
    const search = document.createElement("input");
    const list = document.createElement("ul");
    const told = document.createElement("p");
    search.type = "text";
    search.autocomplete = "off";
    search.spellcheck = false;
    search.id = input.id;
    search.placeholder = words.search;
    for (const name of ["aria-describedby", "aria-required", "aria-invalid"]) {
      if (input.hasAttribute(name)) search.setAttribute(name, input.getAttribute(name));
    }
    list.id = `${input.id}-hits`;
    list.className = "workshop-hits";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.hits);
    told.className = "workshop-hidden";
    told.setAttribute("role", "status");
    search.setAttribute("role", "combobox");
    search.setAttribute("aria-autocomplete", "list");
    search.setAttribute("aria-controls", list.id);
    search.setAttribute("aria-expanded", "false");
    input.type = "hidden";
    input.removeAttribute("id");
    input.after(box, search, list, told);

    const show = () => {
      input.value = chosen.join(", ");
      box.replaceChildren(
        ...chosen.map((id) => {
          const item = document.createElement("li");
          const name = document.createElement("span");
          const button = document.createElement("button");
          name.textContent = needs[id] ? `${id} ${needs[id].title}` : id;
          button.type = "button";
          button.className = "workshop-quiet";
          button.textContent = words.remove;
          button.setAttribute("aria-label", `${words.remove} ${id}`);
          button.addEventListener("click", () => {
            chosen = chosen.filter((other) => other !== id);
            show();
            search.focus();
          });
          item.append(name, button);
          return item;
        }),
      );
    };
    const close = () => {
      hits = [];
      at = -1;
      list.replaceChildren();
      search.setAttribute("aria-expanded", "false");
      search.removeAttribute("aria-activedescendant");
    };
    const choose = (id) => {
      chosen = single ? [id] : [...chosen.filter((other) => other !== id), id];
      search.value = "";
      close();
      show();
      told.textContent = `${words.chosen} ${id}`;
    };
    const mark = (place) => {
      at = place;
      [...list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === at));
      });
      const item = list.children[at];
      if (item) {
        search.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else search.removeAttribute("aria-activedescendant");
    };
    const look = () => {
      const asked = fold(search.value).split(/\s+/).filter(Boolean);
      if (!asked.length) {
        close();
        told.textContent = "";
        return;
      }
      const found = known.filter(([id, need]) => {
        const text = fold(`${id} ${need.title}`);
        return !chosen.includes(id) && asked.every((word) => text.includes(word));
      });
      hits = found.slice(0, 8).map(([id]) => id);
      list.replaceChildren(
        ...hits.map((id, index) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${index}`;
          item.setAttribute("role", "option");
          item.textContent = `${id} ${needs[id].title}`;
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            choose(id);
          });
          return item;
        }),
      );
      search.setAttribute("aria-expanded", String(hits.length > 0));
      told.textContent = words.found.replace("%s", String(found.length));
      mark(hits.length ? 0 : -1);
    };
    search.addEventListener("input", look);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        close();
      } else if (event.key === "ArrowDown" && hits.length) {
        event.preventDefault();
        mark((at + 1) % hits.length);
      } else if (event.key === "ArrowUp" && hits.length) {
        event.preventDefault();
        mark((at - 1 + hits.length) % hits.length);
      } else if (event.key === "Enter") {
        // Enter chooses; it never sends the form from here.
        event.preventDefault();
        if (hits[at]) choose(hits[at]);
      }
    });
    search.addEventListener("blur", close);
    // What was typed and not chosen goes along, for the server to judge.
    input.form.addEventListener("submit", () => {
      const typed = search.value.trim();
      if (typed) input.value = [...chosen, typed].join(", ");
    });
    show();
  }
})();
