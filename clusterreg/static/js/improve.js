/* Small comforts on top of pages that work without them: filters apply at once, menus close, leaving unsaved work asks. */
"use strict";

document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters, form[data-at-once]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  if (event.key === "/" && !event.target.closest("input, textarea, select")) {
    const box = document.querySelector(".top .search input");
    if (box) { box.focus(); event.preventDefault(); }
  }
});

let unsaved = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep]")) unsaved = true; });
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

/* A frame that scrolls must be reachable by keyboard. */
document.querySelectorAll(".scroll, #changelist-form .results").forEach((frame) => {
  if (frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight) frame.tabIndex = 0;
});
