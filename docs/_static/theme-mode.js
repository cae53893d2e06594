// Before the first paint, and before the theme complains that no mode is chosen yet.
{
  const chosen = document.documentElement.dataset;
  chosen.mode = localStorage.getItem("mode") || "auto";
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  chosen.theme = chosen.mode !== "auto" ? chosen.mode : dark ? "dark" : "light";
}
