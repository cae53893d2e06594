/* What a meeting decides, without drawing: the entries of its lines, the draft of them and
   the file of the meeting. Functions without state: window.needsMeetingFile. */
(function () {
  "use strict";

  const FORMAT = "needs-meeting", VERSION = 2;

  /* Nothing is decided yet: what the line holds is what the page says. */
  function emptyEntry(line) {
    return { base: { ...line.values }, values: { ...line.values }, decision: "", next: "", done: false };
  }

  function emptyDraft(data) {
    const { forum, date } = data.planned;
    const forums = data.followUp.forums;
    const known = !forums.length || forums.includes(forum) ? forum : "";
    return { forum: known, date, saved: "", entries: {} };
  }

  function entryOf(draft, line) {
    return draft.entries[line.id] || emptyEntry(line);
  }

  /* The fields that can be set on a line. */
  function fieldsOf(data, line) {
    return data.fields[line.type];
  }

  /* The fields that an entry changes, with what they were and are to be. */
  function changes(data, line, entry) {
    return fieldsOf(data, line)
      .map((field) => ({ field, old: entry.base[field.name] || "", value: entry.values[field.name] || "" }))
      .filter(({ old, value }) => old !== value);
  }

  /* The half-year of a day, as follow-ups state it. */
  function periodOf(date) {
    const [year, month] = date.split("-").map(Number);
    return `${year}-${month < 7 ? 1 : 2}`;
  }

  /* One line of text: what is typed on several would be another field on a page. */
  function oneLine(text) {
    return text.split(/\s+/).filter(Boolean).join(" ");
  }

  /* What tells this meeting from others. */
  function occasionOf(draft) {
    return [draft.forum, draft.date].filter(Boolean).join(" ");
  }

  function followUpOf(data, draft, line, entry) {
    const { names } = data.followUp, values = {};
    const put = (name, value) => { if (name && value) values[name] = value; };
    put(names.link, line.id);
    put(names.period, periodOf(draft.date));
    put(names.forum, draft.forum);
    put(names.date, draft.date);
    put(names.status, entry.values.status || "");
    put(names.decision, oneLine(entry.decision));
    put(names.next, oneLine(entry.next));
    return values;
  }

  /* The file of the lines that were dealt with. */
  function fileOf(data, draft) {
    const lines = data.lines.filter((line) => entryOf(draft, line).done).map((line) => {
      const entry = entryOf(draft, line), followUp = followUpOf(data, draft, line, entry);
      return {
        id: line.id,
        type: line.type,
        exported: entry.base,
        values: entry.values,
        title: `${line.title} – ${occasionOf(draft)}`,
        followUp,
      };
    });
    const content = { format: FORMAT, version: VERSION, type: data.type, followUpType: data.followUp.type, lines };
    return `${JSON.stringify(content, null, 1)}\n`;
  }

  /* A name without what file systems refuse. */
  function fileName(data, draft) {
    const parts = [data.words.file, draft.date, draft.forum].filter(Boolean);
    return `${parts.join("-").replace(/[^\p{L}\p{N}-]+/gu, "-")}.json`;
  }

  const isText = (value) => typeof value === "string";
  const isTexts = (value) => Boolean(value) && typeof value === "object" && Object.values(value).every(isText);

  /* An entry of a draft or a file, if it is one; only known fields, and only texts. */
  function readEntry(data, line, found) {
    if (!found || !isTexts(found.base) || !isTexts(found.values)) return null;
    const own = (values) => Object.fromEntries(fieldsOf(data, line).map(({ name }) => [name, values[name] || ""]));
    const text = (value) => (isText(value) ? value : "");
    return {
      base: own(found.base), values: own(found.values),
      decision: text(found.decision), next: text(found.next), done: found.done === true,
    };
  }

  /* A draft that was kept, and the ids that are lines no more; null where it is none. */
  function readDraft(data, found) {
    if (!found || typeof found !== "object" || !found.entries || typeof found.entries !== "object") return null;
    const known = new Map(data.lines.map((line) => [line.id, line])), draft = emptyDraft(data), gone = [];
    if (isText(found.forum)) draft.forum = found.forum;
    if (isText(found.saved)) draft.saved = found.saved;
    if (isText(found.date) && /^(\d{4}-\d{2}-\d{2})?$/.test(found.date)) draft.date = found.date;
    for (const [id, entry] of Object.entries(found.entries)) {
      const read = known.has(id) && readEntry(data, known.get(id), entry);
      if (!known.has(id)) gone.push(id);
      else if (read) draft.entries[id] = read;
    }
    return { draft, gone };
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /* The draft that a saved file is of; null for any other file. */
  function readFile(data, text) {
    const found = parsed(text), { names } = data.followUp;
    if (!found || found.format !== FORMAT || found.version !== VERSION || found.type !== data.type) return null;
    if (!Array.isArray(found.lines)) return null;
    const entries = {}, first = (found.lines[0] || {}).followUp || {};
    for (const line of found.lines) {
      if (!line || !isText(line.id) || !isTexts(line.followUp)) return null;
      const { [names.decision]: decision = "", [names.next]: next = "" } = line.followUp;
      entries[line.id] = { base: line.exported, values: line.values, decision, next, done: true };
    }
    const occasion = { forum: first[names.forum] || "", date: first[names.date] || "" };
    return readDraft(data, { ...occasion, saved: occasionOf(occasion), entries });
  }

  /* The numbers of the lines that are shown. */
  function shownLines(data, chosen) {
    const { part = null, type = null, owner = null, forum = null } = chosen;
    return data.lines.filter((line) => {
      return (part === null || line.parts.includes(part)) && (type === null || line.type === type) && (owner === null || (owner ? line.owners.includes(owner) : !line.owners.length)) &&
        (forum === null || line.forum === forum);
    });
  }

  window.needsMeetingFile = {
    emptyDraft, entryOf, fieldsOf, occasionOf, changes, fileOf, fileName, readDraft, readFile, shownLines, parsed,
  };
})();
