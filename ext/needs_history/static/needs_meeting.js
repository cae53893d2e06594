/* The form of a meeting: a line for each action, to be opened, decided on and saved as a
   file. Nothing is sent. The page is whole without this script. */
(function () {
  "use strict";

  const { element, labelled, select, chosenIn, filled } = window.needsFilters;
  const meeting = window.needsMeetingFile;

  /* What the browser keeps; a page from a file share may not be allowed to. A store that
     something lends the page in its place ends with the page, and keeps nothing. */
  function storage(key) {
    const name = `needs-meeting: ${key}`;
    const tried = (act) => {
      try {
        const kept = window.localStorage, works = kept instanceof window.Storage;
        return { works, value: works ? act(kept) : null };
      } catch {
        return { works: false, value: null };
      }
    };
    return {
      read: () => tried((kept) => kept.getItem(name)),
      write: (text) => tried((kept) => kept.setItem(name, text)).works,
      remove: () => tried((kept) => kept.removeItem(name)),
    };
  }

  function button(textContent, act, className = "") {
    const made = element("button", { type: "button", textContent, className });
    made.addEventListener("click", act);
    return made;
  }

  /* Names in order, and what has none last. */
  function named(lists) {
    const some = lists.flat().sort((a, b) => a.localeCompare(b, document.documentElement.lang));
    return lists.every((own) => own.length) ? some : [...some, ""];
  }

  function choices(field, words) {
    const option = ([value, textContent]) => element("option", { value, textContent });
    const none = field.needed ? [] : [["", words.none]];
    return element("select", {}, ...[...none, ...field.choices].map(option));
  }

  function control(field, words, owners) {
    if (field.choices.length) return choices(field, words);
    const made = element("input", { type: field.date ? "date" : "text" });
    if (field.owner) made.setAttribute("list", owners);
    return made;
  }

  /* What the control of a field has; a value it cannot show is put in as it is. */
  function show(made, value) {
    made.value = value;
    if (made.tagName === "SELECT" && made.value !== value) {
      made.append(element("option", { value, textContent: value }));
      made.value = value;
    }
  }

  function link(line) {
    const text = line.name;
    return line.href ? element("a", { href: line.href, textContent: text }) : element("span", { textContent: text });
  }

  /* A line: its summary, why it is there, and its fields. */
  function lineForm(data, line, prefix, owners, edited, onward) {
    const { words } = data, id = (name) => `${prefix}-${line.id}-${name}`;
    const state = element("span", { className: "meeting-state" });
    const summary = element("summary", {}, element("span", { textContent: line.name }), " ", state);
    const controls = {}, fields = meeting.fieldsOf(data, line).map((field) => {
      controls[field.name] = control({ ...field, owner: field.name === data.owner }, words, owners);
      return labelled(id(field.name), field.label, controls[field.name]);
    });
    const texts = { decision: element("textarea", { rows: 2 }), next: element("textarea", { rows: 2 }) };
    const { names } = data.followUp;
    const written = ["decision", "next"].filter((name) => names[name]);
    const long = written.map((name) => labelled(id(name), words[name], texts[name]));
    const done = element("input", { type: "checkbox" });
    const tick = labelled(id("done"), words.done, done);
    tick.className = "meeting-tick";
    const last = element("p", { className: "meeting-last", textContent: `${words.last}: ${line.last || words.never}` });
    const reasons = element("ul", {}, ...line.reasons.map((textContent) => element("li", { textContent })));
    const box = element("details", { className: "meeting-line" }, summary,
      element("p", {}, link(line)), ...(line.reasons.length ? [reasons] : []), last,
      element("div", { className: "meeting-fields" }, ...fields),
      element("div", { className: "meeting-texts" }, ...long),
      element("div", { className: "meeting-end" }, tick, button(words.nextLine, () => onward(line))));

    function read(entry) {
      const values = Object.fromEntries(Object.entries(controls).map(([name, made]) => [name, made.value.trim()]));
      return { ...entry, values, decision: texts.decision.value, next: texts.next.value, done: done.checked };
    }

    function refresh(entry) {
      Object.entries(controls).forEach(([name, made]) => show(made, entry.values[name] || ""));
      texts.decision.value = entry.decision;
      texts.next.value = entry.next;
      mark(entry);
    }

    function mark(entry) {
      done.checked = entry.done;
      box.classList.toggle("meeting-done", entry.done);
      const parts = words.parts.filter(([part]) => line.parts.includes(part)).map(([, label]) => label);
      state.textContent = entry.done ? `✓ ${words.done}` : parts.join(" · ");
    }

    /* Whoever changes something has dealt with it, unless they say not. */
    box.addEventListener("input", (event) => edited(line, event.target !== done));
    return { box, summary, done, read, refresh, mark };
  }

  function minutes(data, draft, words) {
    const list = element("dl");
    for (const line of data.lines) {
      const entry = meeting.entryOf(draft, line);
      if (!entry.done) continue;
      const changed = meeting.changes(data, line, entry).map(({ field, old, value }) =>
        `${field.label}: ${old || words.none} → ${value || words.none}`);
      const said = [["decision", entry.decision], ["next", entry.next]]
        .filter(([, text]) => text.trim()).map(([name, text]) => `${words[name]}: ${text}`);
      const texts = [...changed, ...said];
      list.append(element("dt", { textContent: line.name }));
      (texts.length ? texts : [words.unchanged]).forEach((textContent) => list.append(element("dd", { textContent })));
    }
    return list.children.length ? list : element("p", { textContent: words.nothing });
  }

  function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const made = element("a", { href: address, download: name, hidden: true });
    document.body.append(made);
    made.click();
    made.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  /* The bar stays at the foot of the window: no part of the theme around it scrolls by
     itself. What is focused is scrolled to above the bar, however high the bar is. */
  function keepInReach(bar) {
    for (let box = bar.parentElement; box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflow === "visible") continue;
      box.style.overflowX = "clip";
      box.style.overflowY = "visible";
    }
    const { style } = document.documentElement;
    new ResizeObserver(() => (style.scrollPaddingBlockEnd = `${bar.offsetHeight + 8}px`)).observe(bar);
  }

  function start(place, number) {
    const data = JSON.parse(place.dataset.meeting), { words } = data, prefix = `meeting-${number}`;
    const kept = storage(data.key), before = kept.read();
    const old = before.value ? meeting.readDraft(data, meeting.parsed(before.value)) : null;
    let draft = old ? old.draft : meeting.emptyDraft(data);

    const owners = element("datalist", { id: `${prefix}-owners` },
      ...[...new Set(data.lines.flatMap((line) => line.owners))].sort().map((value) => element("option", { value })));
    const message = element("p", { className: "meeting-message" });
    const count = element("p", { className: "meeting-count" });
    const note = element("p", { className: "meeting-note" });
    const decided = element("div", { className: "meeting-minutes" });
    [message, count].forEach((made) => made.setAttribute("role", "status"));

    const { forums, names } = data.followUp;
    const forum = forums.length
      ? choices({ needed: false, choices: forums.map((x) => [x, x]) }, words)
      : element("input", { type: "text" });
    const date = element("input", { type: "date", required: true });
    const kinds = data.types.filter(([type]) => data.lines.some((line) => line.type === type));
    const filters = {
      type: element("select", {}, ...[["", words.all], ...kinds.map(([type, label]) => [`=${type}`, label])]
        .map(([value, textContent]) => element("option", { value, textContent }))),
      part: element("select", {}, ...[["", words.all], ...words.parts.map(([part, label]) => [`=${part}`, label])]
        .map(([value, textContent]) => element("option", { value, textContent }))),
      owner: select(named(data.lines.map((line) => line.owners)), { all: words.all, unknown: words.none }),
      forum: select(data.lines.map((line) => line.forum).sort(), { all: words.all, unknown: words.none }),
    };
    const lines = new Map(data.lines.map((line) => [line.id, lineForm(data, line, prefix, owners.id, edited, onward)]));

    const shown = () => meeting.shownLines(data, chosenIn(filters));

    function refreshCount() {
      const visible = new Set(shown().map((line) => line.id));
      lines.forEach((form, id) => (form.box.hidden = !visible.has(id)));
      const dealt = data.lines.filter((line) => meeting.entryOf(draft, line).done).length;
      const said = filled(words.shown, [visible.size, data.lines.length, dealt]);
      if (count.textContent !== said) count.textContent = said; // it is read aloud
      decided.classList.toggle("meeting-nothing", !dealt);
      decided.replaceChildren(
        element("h3", { textContent: words.minutes }),
        element("p", { className: "meeting-occasion", textContent: meeting.occasionOf(draft) }),
        minutes(data, draft, words));
    }

    function keep() {
      const works = kept.write(JSON.stringify(draft));
      note.textContent = works ? words.draft : words.noDraft;
    }

    function refresh() {
      show(forum, draft.forum);
      date.value = draft.date;
      data.lines.forEach((line) => lines.get(line.id).refresh(meeting.entryOf(draft, line)));
      refreshCount();
    }

    function edited(line, deal) {
      const form = lines.get(line.id), entry = form.read(meeting.entryOf(draft, line));
      if (deal) entry.done = true;
      draft.entries[line.id] = entry;
      form.mark(entry);
      refreshCount();
      keep();
    }

    function onward(line) {
      const form = lines.get(line.id), visible = shown();
      form.done.checked = true;
      edited(line, false);
      form.box.open = false;
      const next = visible.slice(visible.indexOf(line) + 1).find((x) => !meeting.entryOf(draft, x).done);
      const after = lines.get((next || line).id);
      if (next) after.box.open = true;
      after.summary.focus();
    }

    function save() {
      draft.forum = forum.value.trim();
      draft.date = date.value;
      const needed = !draft.date || (names.forum && !draft.forum);
      const dealt = data.lines.some((line) => meeting.entryOf(draft, line).done);
      if (needed || !dealt) {
        message.textContent = needed ? words.needForum : words.needLine;
        if (needed) (draft.forum || !names.forum ? date : forum).focus();
        return;
      }
      const occasion = meeting.occasionOf(draft);
      if (draft.saved && draft.saved !== occasion && !window.confirm(filled(words.other, [draft.saved]))) return;
      draft.saved = occasion;
      keep();
      const name = meeting.fileName(data, draft);
      download(name, meeting.fileOf(data, draft));
      message.replaceChildren(`${filled(words.saved, [name])} `,
        element("code", { textContent: words.command.replace("{file}", name) }));
    }

    async function load() {
      const [file] = opened.files, found = file && meeting.readFile(data, await file.text());
      opened.value = "";
      if (!file) return;
      if (!found) {
        message.textContent = filled(words.badFile, [file.name]);
        return;
      }
      draft = found.draft;
      refresh();
      keep();
      const gone = found.gone.length ? ` ${filled(words.gone, [found.gone.join(", ")])}` : "";
      message.textContent = filled(words.loaded, [file.name, Object.keys(draft.entries).length]) + gone;
    }

    function clear() {
      if (!window.confirm(words.sure)) return;
      draft = meeting.emptyDraft(data);
      kept.remove();
      message.textContent = "";
      refresh();
    }

    const opened = element("input", { type: "file", accept: ".json,application/json", hidden: true, ariaLabel: words.load });
    opened.addEventListener("change", load);
    [forum, date].forEach((made) => made.addEventListener("input", () => {
      draft.forum = forum.value.trim();
      draft.date = date.value;
      refreshCount();
      keep();
    }));
    Object.values(filters).forEach((made) => made.addEventListener("change", refreshCount));

    const bar = element("div", { className: "meeting-bar" },
      element("div", { className: "meeting-actions" }, count, button(words.save, save, "meeting-save")), message);
    const field = (name, label, made) => labelled(`${prefix}-${name}`, label, made);
    const occasion = [...(names.forum ? [field("forum", words.forum, forum)] : []), field("date", words.date, date)];
    const form = element("section", { className: "meeting-form" },
      element("div", { className: "meeting-occasion-fields" }, ...occasion),
      element("div", { className: "needs-filters meeting-filters" },
        field("show", words.part, filters.part),
        ...(kinds.length > 1 ? [field("type", words.kind, filters.type)] : []),
        ...(data.owner ? [field("owner", words.owner, filters.owner)] : []),
        ...(names.forum ? [field("last", words.lastForum, filters.forum)] : [])),
      owners, ...[...lines.values()].map((line) => line.box),
      note, element("div", { className: "meeting-actions" },
        button(words.load, () => opened.click()), opened, button(words.clear, clear)),
      bar);
    form.setAttribute("aria-label", words.title);
    place.replaceChildren(
      element("h2", { textContent: words.title }), element("p", { className: "meeting-about", textContent: words.about }),
      element("p", { className: "meeting-about", textContent: words.computed }), form,
      decided);
    place.classList.add("meeting-started");
    keepInReach(bar);
    note.textContent = before.works ? words.draft : words.noDraft;
    message.textContent = [
      draft.saved ? filled(words.wasSaved, [draft.saved]) : "",
      old && old.gone.length ? filled(words.gone, [old.gone.join(", ")]) : "",
    ].filter(Boolean).join(" ");
    refresh();
  }

  document.querySelectorAll("[data-meeting]").forEach(start);
})();
