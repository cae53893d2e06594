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

  function addSwitch() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "needs-ids-switch";
    button.textContent = label;
    const tell = () => button.setAttribute("aria-pressed", String(root.dataset.needsIds === SHOWN));
    button.addEventListener("click", () => {
      const chosen = root.dataset.needsIds === SHOWN ? "" : SHOWN;
      root.dataset.needsIds = chosen;
      keep(chosen);
      tell();
    });
    tell();
    const place = ["[data-needs-ids-place]", "footer, [role=contentinfo]", "body"];
    place.map((one) => document.querySelector(one)).find(Boolean).append(button);
  }

  root.dataset.needsIds = kept() ?? root.dataset.needsIds ?? "";
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addSwitch);
  else addSwitch();
})();
