/* 上传: files may be dropped on the frame, and cells pasted from WPS or Excel anywhere on the page. */
"use strict";

(() => {
  const frame = document.querySelector("[data-drop]");
  if (!frame) return;
  const form = frame.closest("form");
  const files = frame.querySelector("input[type=file]");
  const pasted = form.elements.pasted;
  const list = frame.querySelector("[data-names]");

  const show = () => {
    list.textContent = Array.from(files.files, (file) => file.name).join("、");
  };

  const stop = (event) => { event.preventDefault(); };
  ["dragenter", "dragover"].forEach((name) => frame.addEventListener(name, (event) => { stop(event); frame.classList.add("over"); }));
  ["dragleave", "drop"].forEach((name) => frame.addEventListener(name, (event) => { stop(event); frame.classList.remove("over"); }));
  frame.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    files.dispatchEvent(new Event("change", { bubbles: true }));
    files.dispatchEvent(new Event("input", { bubbles: true }));
  });
  files.addEventListener("change", show);
  ["dragover", "drop"].forEach((name) => window.addEventListener(name, stop));

  document.addEventListener("paste", (event) => {
    if (event.target.closest("input, textarea, select")) return;
    const text = event.clipboardData.getData("text/plain");
    if (text.includes("\t")) { pasted.value = text; pasted.focus(); event.preventDefault(); }
  });
})();
