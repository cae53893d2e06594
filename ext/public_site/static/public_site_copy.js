// What is copied from a page has no soft hyphens: they are for its lines alone.
document.addEventListener("copy", (event) => {
  const chosen = window.getSelection(), text = String(chosen), plain = (all) => all.replaceAll("\u00ad", "");
  if (!text.includes("\u00ad") || !event.clipboardData) return;
  const box = document.createElement("div");
  for (let n = 0; n < chosen.rangeCount; n += 1) box.append(chosen.getRangeAt(n).cloneContents());
  event.clipboardData.setData("text/plain", plain(text));
  event.clipboardData.setData("text/html", plain(box.innerHTML));
  event.preventDefault();
});
