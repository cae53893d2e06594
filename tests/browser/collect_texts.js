() => {
  const SKIPPED = "script, style, noscript, template, code, pre, kbd, samp, [translate=no], [lang]:not([lang|=da])";
  const NAMES = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "alt", "placeholder", "label", "data-bs-title", "data-bs-original-title"];
  const found = new Map();
  const add = (text, where) => {
    const plain = (text || "").replace(/\s+/g, " ").trim();
    if (/\p{L}{2}/u.test(plain) && !found.has(plain)) found.set(plain, where);
  };
  add(document.title, "title");
  const description = document.querySelector("meta[name=description]");
  if (description) add(description.content, "description");
  const looks = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(SKIPPED)) continue;
    const where = element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "");
    for (const name of NAMES) add(element.getAttribute(name), `${where}[${name}]`);
    if (element.matches("input[type=submit], input[type=button], input[type=reset]")) add(element.value, `${where}[value]`);
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) add(child.data, where);
    const look = `${element.tagName} ${element.className}`;
    if (looks.has(look)) continue;
    looks.add(look);
    for (const part of ["::before", "::after"]) {
      const content = getComputedStyle(element, part).content;
      for (const [, text] of content.matchAll(/"([^"]*)"/g)) add(text, where + part);
    }
  }
  return [...found];
}
