/* What is lost where the system sets the colours: functions for test_forced_colors.py. */
({
  /* Elements of the page that are in sight. */
  seen(selector) {
    return [...document.querySelectorAll(selector)].filter((one) => {
      const box = one.getBoundingClientRect();
      const hidden = one.closest(".visually-hidden, .needs-hidden, [aria-hidden=true]:not(svg, svg *)");
      return !hidden && box.width > 2 && box.height > 2 && one.checkVisibility({ visibilityProperty: true });
    });
  },

  rgba(colour) {
    const parts = (colour.match(/[\d.]+/g) ?? []).map(Number);
    const scale = colour.startsWith("color(srgb") ? 255 : 1;
    return [...parts.slice(0, 3).map((one) => one * scale), parts[3] ?? (colour === "none" ? 0 : 1)];
  },

  contrast(one, other) {
    const light = (colour) => colour.slice(0, 3)
      .map((x) => (x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, x, at) => sum + x * [0.2126, 0.7152, 0.0722][at], 0);
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  },

  /* The colour that an element lies on; what is half transparent is mixed. Each is asked once. */
  grounds: new Map(),
  ground(one) {
    if (!this.grounds.has(one)) {
      const above = this.rgba(one ? getComputedStyle(one).backgroundColor : this.canvas());
      const below = one && above[3] < 1 ? this.ground(one.parentElement) : above;
      this.grounds.set(one, below.map((x, at) => (at < 3 ? above[at] * above[3] + x * (1 - above[3]) : 1)));
    }
    return this.grounds.get(one);
  },

  canvas() {
    const sheet = document.createElement("i");
    sheet.style.color = "Canvas";
    document.body.append(sheet);
    const colour = getComputedStyle(sheet).color;
    sheet.remove();
    return colour;
  },

  named(one) {
    const kind = one.className?.baseVal ?? one.className;
    return `${one.tagName.toLowerCase()}.${kind}: ${one.textContent.trim().slice(0, 30)}`;
  },

  /* Whether one side at least is drawn, in a colour that stands out, or the whole of it does. */
  edged(one) {
    const style = getComputedStyle(one), ground = this.ground(one.parentElement);
    if (this.contrast(this.ground(one), ground) >= 3) return true;
    const clear = (colour) => this.contrast(this.rgba(colour), ground) >= 3;
    const side = (name) => style[`border${name}Style`] !== "none" && parseFloat(style[`border${name}Width`]) >= 1
      && this.rgba(style[`border${name}Color`])[3] > 0 && clear(style[`border${name}Color`]);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && clear(style.outlineColor);
    return outlined || ["Top", "Right", "Bottom", "Left"].some(side);
  },

  /* Texts too close to the colour that they lie on, symbols of states among them. */
  texts() {
    const found = new Set();
    for (const one of this.seen("body *")) {
      if (one instanceof SVGElement || one.matches(":disabled")) continue;
      if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
      const colour = this.rgba(getComputedStyle(one).color);
      if (this.contrast(colour, this.ground(one)) < 4.5) found.add(this.named(one));
    }
    return [...found];
  },

  /* Links in running text that look like the words around them. */
  links() {
    return this.seen("article :is(p, li, td, dd) a[href]").filter((one) => {
      const style = getComputedStyle(one), around = getComputedStyle(one.parentElement);
      const lined = style.textDecorationLine.includes("underline") || style.borderBottomStyle !== "none";
      return !lined && style.color === around.color;
    }).map((one) => this.named(one));
  },

  /* What is chosen, and what shows where one is, that looks like the others. */
  chosen() {
    const told = ["fontWeight", "textDecorationLine", "borderTopWidth", "borderBottomWidth", "borderLeftWidth",
      "borderTopStyle", "borderBottomStyle", "outlineStyle", "outlineWidth", "backgroundColor", "color"];
    const look = (one) => JSON.stringify([one, one.firstElementChild ?? one].map((x) => {
      const style = getComputedStyle(x), before = getComputedStyle(x, "::before"), after = getComputedStyle(x, "::after");
      const edge = (at) => [at.content, at.borderTopWidth, at.borderBottomWidth, at.borderLeftWidth, at.borderInlineStartWidth];
      return [told.map((name) => style[name]), edge(before), edge(after)];
    }));
    const found = [];
    for (const button of this.seen("[aria-pressed]")) {
      const before = look(button), was = button.getAttribute("aria-pressed");
      button.setAttribute("aria-pressed", was === "true" ? "false" : "true");
      if (look(button) === before) found.push(`pressed ${this.named(button)}`);
      button.setAttribute("aria-pressed", was);
    }
    for (const place of this.seen("nav li.current")) {
      const other = [...place.parentElement.children].find((one) => !one.classList.contains("current"));
      if (other && look(place.querySelector("a")) === look(other.querySelector("a"))) found.push(`here ${this.named(place)}`);
    }
    return found;
  },

  /* Cells, bars, fields and boxes of which only the colour told that they are there. */
  edges() {
    const kinds = "table.coverage-matrix td, .coverage-bar, .site-figures > *, .sd-card:not(.sd-dropdown), "
      + ".needs-poster-column, .admonition, blockquote, .coverage-toggle, .needs-ids-switch, select, "
      + "input:not([type=checkbox], [type=radio])";
    return this.seen(kinds).filter((one) => !this.edged(one)).map((one) => this.named(one));
  },

  /* Shapes of pictures that do not stand out, and words on shapes of nearly their colour. */
  pictures() {
    const found = new Set();
    for (const picture of this.seen("figure svg, .needs-picture svg, .timeline-frame svg, svg.coverage-bar")) {
      const page = this.ground(picture.parentElement);
      const fill = (one) => this.rgba(getComputedStyle(one).fill);
      for (const shape of picture.querySelectorAll("rect, path, line, circle, polyline")) {
        const style = getComputedStyle(shape), line = this.rgba(style.stroke), inside = fill(shape);
        const flat = shape.matches("rect, circle") && shape.getBoundingClientRect().width < 0.5;
        if (flat || shape.matches(".coverage-none") || !shape.checkVisibility() || shape.closest("defs, marker")) continue;
        const drawn = style.stroke !== "none" && parseFloat(style.strokeWidth) > 0;
        const clear = (drawn && this.contrast(line, page) >= 3)
          || (style.fill !== "none" && inside[3] > 0 && this.contrast(inside, page) >= 3);
        if (!clear) found.add(`${picture.closest("figure, div")?.className} ${this.named(shape)}`);
      }
      for (const words of picture.querySelectorAll("text")) {
        const box = words.getBoundingClientRect(), at = [box.left + box.width / 2, box.top + box.height / 2];
        const below = [...picture.querySelectorAll("rect, circle")].filter((shape) => {
          const edge = shape.getBoundingClientRect();
          const over = edge.left <= at[0] && at[0] <= edge.right && edge.top <= at[1] && at[1] <= edge.bottom;
          return over && getComputedStyle(shape).fill !== "none" && fill(shape)[3] > 0.5;
        }).pop();
        if (this.contrast(fill(words), below ? fill(below) : page) < 4.5) found.add(this.named(words));
      }
    }
    return [...found];
  },

  /* Stops of the keyboard whose focus is not drawn, or in a colour that does not stand out. */
  focus() {
    const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']", done = new Set(), found = [];
    for (const stop of this.seen(kinds)) {
      const kind = `${stop.tagName} ${stop.className} ${stop.parentElement.className}`;
      if (done.has(kind) || stop.disabled) continue;
      done.add(kind);
      stop.focus();
      if (document.activeElement !== stop) continue;
      const rings = [stop, ...stop.querySelectorAll("*"), stop.closest(".sd-card") ?? stop].some((one) => {
        const style = getComputedStyle(one), pseudo = getComputedStyle(one, "::after");
        return [style, pseudo].some((at) => at.outlineStyle !== "none" && parseFloat(at.outlineWidth) >= 1.5
          && this.contrast(this.rgba(at.outlineColor), this.ground(stop.parentElement)) >= 3);
      });
      if (!rings) found.push(this.named(stop));
    }
    return found;
  },
})
