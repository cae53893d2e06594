// Where a browser keeps nothing for a site, scripts that ask it to throw. They are lent a
// store that lasts as long as the page.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].setItem("public_site", "");
    window[name].removeItem("public_site");
  } catch {
    const kept = new Map();
    const store = {
      get length() { return kept.size; },
      key: (number) => [...kept.keys()][number] ?? null,
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => { kept.clear(); },
    };
    Object.defineProperty(window, name, { value: store, configurable: true });
  }
}
