// Tells how far the build is, and goes to the page when it is done.
"use strict";

(() => {
  const state = document.getElementById("state");
  const bar = document.getElementById("progress");
  const ask = async () => {
    try {
      const answer = await fetch(state.dataset.ask || "/_workshop/build.json", { credentials: "same-origin" });
      const now = await answer.json();
      // Each text is read aloud: only where something else is said.
      const words = now.text.replace(/[0-9]+ %/, "").trim();
      if (words !== state.dataset.words) {
        state.dataset.words = words;
        state.textContent = now.text;
      }
      if (now.percent) bar.value = now.percent;
      if (!now.running) {
        if (now.quiet) location.replace(state.dataset.address);
        else location.reload();
        return;
      }
    } catch {
      // The command has been stopped, or is busy: ask again.
    }
    setTimeout(ask, 700);
  };
  ask();
})();
