/* What is wrong with the looks of a page: functions for test_looks.py, each a list of texts. */
({
  /* Visible texts, but for pictures and code. */
  texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode, around = node.parentElement;
      const seen = around.checkVisibility({ visibilityProperty: true });
      if (seen && !around.closest("svg, pre, code, .needs-hidden, .visually-hidden")) found.push(node);
    }
    return found;
  },

  /* The height of each sign of a text on the page; none where all are on one line. */
  heights(node, from, to) {
    const range = document.createRange(), heights = [];
    range.setStart(node, from);
    range.setEnd(node, to);
    if (range.getClientRects().length < 2) return [];
    for (let at = from; at < to; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = [...range.getClientRects()].filter((one) => one.width).pop();
      heights.push(box ? Math.round(box.top + box.height / 2) : heights[heights.length - 1]);
    }
    return heights;
  },

  /* Words that are broken without a hyphen; an address has none. */
  broken() {
    const found = [];
    for (const node of this.texts()) {
      for (const run of node.data.matchAll(/\S+/g)) {
        if (/[@_]|:\/\/|\.\w|\/.*\//.test(run[0])) continue;
        for (const word of run[0].matchAll(/[\p{L}\u00ad]{4,}/gu)) {
          const from = run.index + word.index, heights = this.heights(node, from, from + word[0].length);
          for (let at = 1; at < heights.length; at += 1) {
            const breaks = heights[at] - heights[at - 1] > 4 && word[0][at - 1] !== "\u00ad";
            if (breaks) found.push(`${word[0].slice(0, at)}|${word[0].slice(at)}`.replaceAll("\u00ad", ""));
          }
        }
      }
    }
    return found;
  },

  /* Signs of states and warnings whose word begins on another line. */
  alone() {
    const found = [];
    for (const node of this.texts()) {
      for (const sign of node.data.matchAll(/[◇◔◑●✕○⚠≈](?:\s|\u00a0)+[\p{L}\d]/gu)) {
        const heights = this.heights(node, sign.index, sign.index + sign[0].length);
        const apart = Math.abs((heights.pop() ?? 0) - (heights[0] ?? heights.pop() ?? 0));
        if (heights.length && apart > 6) found.push(node.data.slice(sign.index, sign.index + 30));
      }
    }
    return found;
  },

  /* Words of headings that are divided where a line has room for the whole of them. */
  divided() {
    const found = [];
    for (const node of this.texts()) {
      const head = node.parentElement.closest("h1, h2, h3, h4, .sd-card-title, .navbar-brand");
      for (const word of head ? node.data.matchAll(/[\p{L}\u00ad]{4,}/gu) : []) {
        const heights = this.heights(node, word.index, word.index + word[0].length);
        if (heights.length < 2 || heights.every((one) => Math.abs(one - heights[0]) < 5)) continue;
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const wide = [...range.getClientRects()].reduce((sum, one) => sum + one.width, 0);
        if (wide < head.clientWidth - 8) found.push(word[0].replaceAll("\u00ad", ""));
      }
    }
    return found;
  },

  /* Texts whose lines have more signs than an eye can follow from one to the next. */
  long() {
    const blocks = new Map(), found = [];
    for (const node of this.texts()) {
      const block = node.parentElement.closest("p, li, dd, td, th");
      if (block) blocks.set(block, [...(blocks.get(block) ?? []), node]);
    }
    for (const [block, nodes] of blocks) {
      const lines = new Set(), range = document.createRange();
      let signs = 0;
      for (const node of nodes) {
        signs += node.data.replaceAll("\u00ad", "").replace(/\s+/g, " ").length;
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) if (box.width > 1) lines.add(Math.round((box.top + box.bottom) / 24));
      }
      if (lines.size > 1 && signs / lines.size > 95) found.push(block.textContent.trim().slice(0, 40));
    }
    return found;
  },

  /* Texts that are cut, or leave their picture. What ends in dots is whole elsewhere. */
  cut() {
    const found = [], style = (one) => getComputedStyle(one);
    /* Where the contents lie; what scrolls within them, or is hidden, is cut by nobody. */
    const rectsOf = (one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const apart = (x) => /auto|scroll/.test(style(x).overflow) || style(x).clipPath !== "none";
      const scrollers = [...one.querySelectorAll("*")].filter(apart);
      if (!scrollers.length) return [...range.getClientRects()];
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), rects = [];
      while (texts.nextNode()) {
        if (scrollers.some((x) => x.contains(texts.currentNode))) continue;
        range.selectNodeContents(texts.currentNode);
        rects.push(...range.getClientRects());
      }
      return rects;
    };
    const dots = (one) => style(one).textOverflow === "ellipsis" || style(one).webkitLineClamp !== "none";
    for (const one of document.querySelectorAll("body *")) {
      const text = one.textContent.trim(), box = one.getBoundingClientRect();
      if (!text || box.width < 4 || box.height < 4 || one.closest("[aria-hidden=true]")) continue;
      if (!one.checkVisibility({ visibilityProperty: true })) continue;
      if (one instanceof SVGElement) {
        if (one.tagName !== "text") continue;
        const sheet = one.ownerSVGElement.getBoundingClientRect();
        if (box.right > sheet.right + 1 || box.left < sheet.left - 1) found.push(text);
      } else if (/hidden|clip/.test(style(one).overflow)) {
        if ([one, one.parentElement, ...one.querySelectorAll("*")].some(dots)) continue;
        const rects = rectsOf(one).filter((x) => x.width > 1 && x.height > 1);
        const sides = (x) => [box.left - x.left, x.right - box.right, box.top - x.top, x.bottom - box.bottom];
        if (Math.max(...rects.flatMap(sides), 0) > 6) found.push(`${one.className}: ${text.slice(0, 40)}`);
      }
    }
    return found;
  },

  /* Stops of the keyboard that are hidden while they have the focus, one way or the other. */
  hidden() {
    const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const stops = [...document.querySelectorAll(kinds)].filter(
      (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    const still = new CSSStyleSheet(), found = new Set();
    still.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets = [still];
    const seen = (stop, box) => {
      const left = Math.max(box.left, 0), top = Math.max(box.top, 0);
      const wide = Math.min(box.right, innerWidth) - left, high = Math.min(box.bottom, innerHeight) - top;
      if (wide < 1 || high < 1) return false;
      return [0.1, 0.5, 0.9].some((x) => [0.15, 0.5, 0.85].some((y) => {
        const at = document.elementFromPoint(left + wide * x, top + high * y);
        return at && (stop.contains(at) || at.contains(stop) || at.closest("label")?.control === stop);
      }));
    };
    window.scrollTo(0, 0);
    for (const stop of [...stops, ...stops.slice().reverse()]) {
      stop.focus();
      const boxes = [...stop.getClientRects()].filter((one) => one.width && one.height);
      if (document.activeElement !== stop || !boxes.length) continue;
      if (!boxes.some((box) => seen(stop, box))) found.add(`${stop.tagName} ${stop.textContent.trim().slice(0, 30)}`);
    }
    return [...found];
  },
})
