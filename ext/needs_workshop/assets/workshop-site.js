// Adds to a page of the site what the workshop can do: "Edit" at every need, "New" below
// every list of needs, and a bar. The page's own file holds nothing of it.
"use strict";

(async () => {
  const answer = await fetch("/_workshop/needs.json", { credentials: "same-origin" });
  if (!answer.ok) return;
  const { needs, types, followUps, texts } = await answer.json();
  const page = decodeURIComponent(location.pathname)
    .replace(/^\//, "")
    .replace(/\/$/, "/index.html")
    .replace(/\.html$/, "") || "index";

  const link = (text, address) => {
    const made = document.createElement("a");
    made.textContent = text;
    made.href = address;
    return made;
  };
  const actions = (...links) => {
    const made = document.createElement("p");
    made.className = "workshop-actions";
    made.append(...links);
    return made;
  };
  const newAddress = (type, values = {}) => {
    const query = new URLSearchParams(values).toString();
    return `/_workshop/new/${encodeURIComponent(type)}${query ? `?${query}` : ""}`;
  };
  const newText = (type) => texts.new.replace("%s", types[type].toLowerCase());

  const bar = document.createElement("nav");
  bar.className = "workshop-bar";
  bar.setAttribute("aria-label", texts.workshop);
  const list = document.createElement("ul");
  for (const [text, address] of [
    [texts.add, "/_workshop/new"],
    [texts.changes, "/_workshop/changes"],
    ...(texts.import ? [[texts.import, "/_workshop/import"]] : []),
    ...(texts.tasks ? [[texts.tasks, "/_workshop/tasks"]] : []),
  ]) {
    const item = document.createElement("li");
    item.append(link(text, address));
    list.append(item);
  }
  bar.append(list);
  const skip = document.getElementById("pst-skip-link");
  if (skip) skip.after(bar);
  else document.body.prepend(bar);

  // "Edit" leads to the workshop, and not to the code host as on the published page.
  for (const element of document.querySelectorAll(".need-edit, .coverage-edit")) element.remove();

  // The needs that are written on this page, in the order they stand.
  const cards = Object.entries(needs)
    .filter(([, need]) => need.page === page)
    .map(([id, need]) => ({ id, need, element: document.getElementById(id) }))
    .filter((card) => card.element)
    .sort((one, other) =>
      one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING
        ? -1
        : 1,
    );
  for (const { id, need, element } of cards) {
    const found = [link(texts.edit.replace("%s", id), `/_workshop/need/${encodeURIComponent(id)}`)];
    if (followUps.of.includes(need.type)) {
      const address = newAddress(followUps.type, { [followUps.link]: id });
      const made = link(newText(followUps.type), address);
      made.setAttribute("aria-label", `${made.textContent}: ${id}`);
      found.push(made);
    }
    const heading = element.matches("section") && element.querySelector(":scope > h1, :scope > h2, :scope > h3, :scope > h4, :scope > h5, :scope > h6");
    if (heading) heading.after(actions(...found));
    else (element.closest(".need_container") || element.closest("table") || element).before(actions(...found));
  }

  // What a cell of a matrix says leads to the need whose link it is.
  for (const told of document.querySelectorAll("[data-source]")) {
    const id = told.dataset.source;
    if (!needs[id] || !needs[id].page) continue;
    told.append(" ", link(texts.edit.replace("%s", id), `/_workshop/need/${encodeURIComponent(id)}`));
  }

  // Below the last of each run of needs of one type: another one there.
  cards.forEach(({ id, need, element }, at) => {
    const next = cards[at + 1];
    const sameList =
      next && next.need.type === need.type &&
      (next.element.parentElement === element.parentElement || element.contains(next.element));
    if (sameList) return;
    const made = link(newText(need.type), newAddress(need.type, { ":page": page, ":after": id }));
    made.setAttribute("aria-label", `${made.textContent} (${id})`);
    const outer = element.closest(".need_container") || element;
    outer.after(actions(made));
  });

  // Below every table with a need of one type in each row.
  for (const table of document.querySelectorAll("main table")) {
    const rows = [...table.querySelectorAll(":scope > tbody > tr")];
    const ids = rows.map((row) => {
      const first = row.querySelector("a[href*='#']");
      return first ? decodeURIComponent(first.hash.slice(1)) : "";
    });
    const kinds = new Set(ids.map((id) => (needs[id] && needs[id].page ? needs[id].type : "")));
    const [kind] = kinds;
    if (!rows.length || kinds.size !== 1 || !kind || new Set(ids).size !== ids.length) continue;
    const outer = table.closest(".pst-scrollable-table-container, .table-wrapper") || table;
    outer.after(actions(link(newText(kind), newAddress(kind))));
  }

  // What was added above has moved what the address points at.
  if (location.hash) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
  }
})();
