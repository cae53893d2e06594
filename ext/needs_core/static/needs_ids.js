/* The switch that shows the ids of needs, which are for authors. Its word is at the script's
   own element. A theme says where it stands with `data-needs-ids`; else it is in the footer. */
(function () {
  "use strict";

  const KEY = "needs-ids", SHOWN = "shown", root = document.documentElement;
  const { label } = document.currentScript.dataset;

  /* A browser may keep nothing: then the choice lasts as long as the page. */
  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function keep(chosen) {
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      /* as above */
    }
  }

  function newSwitch() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "needs-ids-switch";
    button.textContent = label;
    return button;
  }

  /* A theme may have a place in its header and one in the menu of a phone. */
  function addSwitches() {
    const given = [...document.querySelectorAll("[data-needs-ids-place]")];
    const places = given.length ? given : [document.querySelector("footer, [role=contentinfo]") || document.body];
    const switches = places.map((place) => place.appendChild(newSwitch()));
    const tell = () => switches.forEach((one) => one.setAttribute("aria-pressed", String(root.dataset.needsIds === SHOWN)));
    const choose = () => {
      root.dataset.needsIds = root.dataset.needsIds === SHOWN ? "" : SHOWN;
      keep(root.dataset.needsIds);
      tell();
    };
    switches.forEach((one) => one.addEventListener("click", choose));
    tell();
  }

  root.dataset.needsIds = kept() ?? root.dataset.needsIds ?? "";
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addSwitches);
  else addSwitches();
})();
