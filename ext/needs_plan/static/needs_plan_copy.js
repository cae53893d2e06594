// Copies the text to an owner. Without script, the text is marked and copied by hand.
"use strict";
for (const line of document.querySelectorAll(".plan-copy")) {
  const button = line.querySelector("button");
  const status = line.querySelector("[role=status]");
  const text = line.parentElement.querySelector(".plan-letter");
  line.hidden = false;
  button.addEventListener("click", async () => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(text.textContent);
      copied = true;
    } catch {
      // A page from a file share may not write to the clipboard: mark the text instead.
      const marked = window.getSelection();
      marked.selectAllChildren(text);
      copied = document.execCommand("copy");
    }
    status.textContent = copied ? ` ${button.dataset.copied}` : "";
  });
}
