/* Draws what was found. Every text becomes a text node: nothing in it can be markup. */
"use strict";

NeedsSearch.show = (function () {
  const BEFORE = 60;
  const LENGTH = 230;

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const of = (column, number) => NeedsSearch.data.entries[column][number];
  const isNeed = (number) => of("need", number) === "1";
  const type = (number) => of("types", of("type", number));
  const place = (number) => of("places", of("place", number));

  function address(number) {
    const anchor = of("anchor", number);
    const page = of("pages", of("page", number));
    return page + (anchor === "" ? "" : "#" + encodeURIComponent(anchor || of("id", number)));
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
  function hitSpots(engine, text, terms) {
    const { words } = engine;
    return spots(text).filter(({ word }) => {
      const keys = [...words.keys(word), ...words.capitals(word)];
      if (keys.some((key) => terms.has(key))) return true;
      const [head, tail] = engine.split(words.fold(word));
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
  function brief(number) {
    const facts = isNeed(number) ? [type(number), of("id", number)] : [type(number), ...place(number)];
    return [
      make("span", "needs-search-title", of("title", number)),
      make("span", "needs-search-facts", facts.join(" · ")),
    ];
  }

  function result(engine, hit, text) {
    const { n } = hit;
    const { data } = NeedsSearch;
    const terms = new Set(hit.ways.flatMap((way) => way.terms));
    const title = of("title", n);
    const link = make("a", "", ...marked(title, hitSpots(engine, title, terms)));
    link.href = NeedsSearch.href(n);
    link.dataset.itemId = of("id", n);
    const facts = make("p", "needs-search-facts", make("span", "needs-search-type", type(n)));
    if (isNeed(n)) facts.append(make("span", "needs-search-id", of("id", n)));
    const status = data.facets.find((facet) => facet.name === "status");
    for (const value of status?.of[n] || [])
      facts.append(make("span", "needs-search-status", status.values[value]));
    if (place(n).length) facts.append(make("span", "needs-search-place", place(n).join(" › ")));
    const item = make("li", "needs-search-result", link, facts);
    if (text) item.append(make("p", "needs-search-passage", ...passage(text, hitSpots(engine, text, terms))));
    item.dataset.itemId = of("id", n);
    return item;
  }

  return { address, brief, make, result };
})();
