/* Draws what was found. Every text becomes a text node: nothing in it can be markup. */
"use strict";

NeedsSearch.show = (function () {
  const BEFORE = 60;
  const LENGTH = 230;
  const FOLDED = 4; // So many links of a sentence stand on a narrow screen; a button shows the rest.

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  /** A text of the page with each "{}" replaced by a value, in order. */
  const fill = (text, ...values) => text.replaceAll("{}", () => values.shift() ?? "");

  /** What an entry is shown by: { id, number, title, type, place, isNeed }; a number of 0 is the id. */
  function entry({ entries }, n) {
    const place = [...entries.menus[entries.page[n]], ...entries.places[entries.place[n]]];
    const isNeed = entries.need[n] === "1";
    const number = isNeed ? entries.number[n] : "";
    return { id: entries.id[n], number, title: entries.title[n], type: entries.types[entries.type[n]], place, isNeed };
  }

  /** The address of an entry, from the root of the site. */
  function address({ entries }, n) {
    const anchor = entries.anchor[n];
    const page = entries.pages[entries.page[n]];
    const id = entries.id[n];
    return page + (anchor === "" ? "" : "#" + encodeURIComponent(anchor === 1 ? id.slice(id.indexOf("#") + 1) : anchor || id));
  }

  /** The words of a text with where they stand; a word may be parted by a soft hyphen. */
  function spots(text) {
    return [...text.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_\u00ad]*/gu)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      word: match[0],
    }));
  }

  /** Which words of a text were hit, by the tokens that hit the entry. */
  function hitSpots({ words, split }, text, terms) {
    return spots(text).filter(({ word }) => {
      const keys = [...words.keys(word), ...words.capitals(word)];
      if (keys.some((key) => terms.has(key))) return true;
      const [head, tail] = split(words.fold(word));
      return tail && [head, tail].some((part) => terms.has(words.stem(part)));
    });
  }

  function marked(text, hits, from = 0, to = text.length) {
    const nodes = [];
    let at = from;
    for (const hit of hits.filter((spot) => spot.from >= from && spot.to <= to)) {
      nodes.push(text.slice(at, hit.from), make("mark", "", text.slice(hit.from, hit.to)));
      at = hit.to;
    }
    nodes.push(text.slice(at, to));
    return nodes;
  }

  /** The stretch of a text that holds the most different hits, marked. */
  function passage(text, hits) {
    if (text.length <= LENGTH) return marked(text, hits);
    let best = 0;
    let from = 0;
    for (const hit of hits) {
      const near = hits.filter((other) => other.from >= hit.from && other.to <= hit.from + LENGTH - BEFORE);
      const different = new Set(near.map((spot) => spot.word.toLowerCase())).size;
      if (different > best) [best, from] = [different, Math.max(0, hit.from - BEFORE)];
    }
    if (from) from = text.lastIndexOf(" ", from) + 1;
    let to = Math.min(text.length, from + LENGTH);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + BEFORE);
    return [from ? "… " : "", ...marked(text, hits, from, to), to < text.length ? " …" : ""];
  }

  /** One line for a suggestion: title, type and id. */
  function brief({ data }, n) {
    const { title, type, place, isNeed, ...named } = entry(data, n);
    const facts = [type, isNeed ? named.number || (named.number === 0 ? named.id : "") : "", place.join(" › ")].filter(Boolean);
    return [
      make("span", "needs-search-title", title),
      make("span", "needs-search-facts", facts.join(" · ")),
    ];
  }

  /** The number of a need and its id, of which a switch shows one; the id alone without a number. */
  function numbers(number, id) {
    if (number === 0) return [make("span", "needs-search-id", id)];
    const own = make("span", "needs-search-id needs-item-id", id);
    return number ? [make("span", "needs-search-id needs-number", number), own] : [own];
  }

  /** A hit of the search as an item of the list of results. */
  function result(index, { n, ways }, text, href) {
    const { id, number, title, type, place, isNeed } = entry(index.data, n);
    const terms = new Set(ways.flatMap((way) => way.terms));
    const link = make("a", "", ...marked(title, hitSpots(index, title, terms)));
    link.href = href;
    link.dataset.itemId = id;
    const facts = make("p", "needs-search-facts", make("span", "needs-search-type", type));
    if (isNeed) facts.append(...numbers(number, id));
    for (const facet of index.data.facets.filter(({ name }) => name === "status" || name === "step"))
      for (const value of facet.of[n] || [])
        facts.append(make("span", "needs-search-status", facet.values[value]));
    if (place.length) facts.append(make("span", "needs-search-place", place.join(" › ")));
    const item = make("li", "needs-search-result", link, facts);
    if (text) item.append(make("p", "needs-search-passage", ...passage(text, hitSpots(index, text, terms))));
    item.dataset.itemId = id;
    return item;
  }

  /** A sentence above the results: texts, and the numbers of entries as links to them. */
  function sentence({ data }, parts, href) {
    const nodes = parts.map((part) => {
      if (typeof part === "string") return part;
      const { id, number, title, isNeed } = entry(data, part);
      const before = isNeed ? numbers(number, id).flatMap((one) => [one, " "]) : [];
      const link = make("a", "", ...before, title);
      link.href = href(part);
      return link;
    });
    return make("p", "needs-search-answer", ...folded(data, nodes));
  }

  /** A sentence of many links with all but the first in a span of its own, and the button that shows it. */
  function folded({ strings }, nodes) {
    const places = nodes.flatMap((node, at) => (typeof node === "string" ? [] : [at]));
    if (places.length <= FOLDED + 1) return nodes;
    const [from, to] = [places[FOLDED - 1] + 1, places.at(-1) + 1];
    const rest = make("span", "needs-search-rest", ...nodes.slice(from, to));
    const button = make("button", "needs-search-button", fill(strings.answer_all, places.length));
    button.type = "button";
    button.addEventListener("click", () => {
      rest.classList.add("needs-search-unfolded");
      button.remove();
      rest.querySelector("a").focus();
    });
    return [...nodes.slice(0, from), rest, ...nodes.slice(to), " ", button];
  }

  /** That no need has the number that was asked for, and which stand next to it. */
  function missing(index, { type, number, near }, href) {
    const { strings, entries } = index.data;
    const links = near.flatMap((n, at) => [at ? ", " : "", n]);
    const parts = [fill(strings.missing, entries.types[type], number), " ", strings.nearest, " ", ...links, "."];
    return sentence(index, parts, href);
  }

  /** The answer to a question, and where it comes from. */
  function answer(index, { parts, source, shown }, href) {
    const drawn = sentence(index, parts, href);
    const from = make("span", "needs-search-source", source);
    if (shown !== undefined) from.append(" ", ...sentence(index, [`${index.data.strings.answer_see} `, shown, "."], href).childNodes);
    if (source) drawn.append(" ", from);
    return drawn;
  }

  /** An answer as text alone. */
  const plain = (index, { parts }) =>
    parts.map((part) => (typeof part === "string" ? part : shortName(entry(index.data, part)))).join("");
  const shortName = ({ id, number, title }) => number || (number === 0 ? id : title);

  return { address, answer, brief, plain, fill, make, missing, result, sentence };
})();
