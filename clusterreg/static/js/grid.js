/* 核对表格: arrows move, typing or Enter edits, Enter keeps and checks again, Tab goes on, Esc takes back.
   Without script the red cells are boxes and a row opens by its number; here every cell can be typed into. */
"use strict";

(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const form = table.closest("form");
  const rows = Array.from(table.tBodies[0].rows);
  const cellsOf = (row) => Array.from(row.querySelectorAll("td[data-field]"));
  const boxIn = (cell) => cell.querySelector("input");

  const focus = (cell) => {
    if (!cell) return;
    table.querySelectorAll("td[tabindex='0']").forEach((other) => { other.tabIndex = -1; });
    cell.tabIndex = 0;
    const box = boxIn(cell);
    (box || cell).focus();
    if (box) box.select();
  };

  const beside = (cell, down, right) => {
    const row = cell.closest("tr");
    const cells = cellsOf(row);
    if (right) return cells[cells.indexOf(cell) + right];
    for (let at = rows.indexOf(row) + down; rows[at]; at += down) {
      const found = cellsOf(rows[at]).find((other) => other.dataset.field === cell.dataset.field);
      if (found) return found;
    }
    return null;
  };

  const open = (cell, text) => {
    if (boxIn(cell)) return;
    const row = cell.closest("tr").dataset.row;
    const kept = document.createDocumentFragment();
    kept.append(...cell.childNodes);
    cell.kept = kept;
    const box = document.createElement("input");
    box.name = `fix-${row}-${cell.dataset.field}`;
    box.value = text === undefined ? cell.dataset.raw : text;
    box.autocomplete = "off";
    box.setAttribute("aria-label", table.tHead.rows[0].cells[cell.cellIndex].textContent);
    cell.append(box);
    box.focus();
    if (text === undefined) box.select();
  };

  const takeBack = (cell) => {
    const box = boxIn(cell);
    if (cell.kept) { box.remove(); cell.append(cell.kept); cell.kept = null; focus(cell); }
    else { box.value = box.defaultValue; box.blur(); cell.tabIndex = 0; cell.focus(); }
  };

  const settle = (cell) => {
    /* A box opened and left as it was is no change. */
    const box = cell && boxIn(cell);
    if (box && cell.kept && box.value === cell.dataset.raw) { box.remove(); cell.append(cell.kept); cell.kept = null; }
  };

  const keep = (cell) => {
    form.elements.at.value = cell.closest("tr").dataset.row;
    form.requestSubmit();
  };

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (!cell || event.isComposing) return;
    const box = boxIn(cell);
    const typing = box && document.activeElement === box;
    if (event.key === "Escape" && box) { takeBack(cell); event.preventDefault(); return; }
    if (event.key === "Enter") {
      event.preventDefault();
      if (typing) keep(cell); else if (box) focus(cell); else open(cell);
      return;
    }
    if (event.key === "F2" && !typing) { open(cell); event.preventDefault(); return; }
    if (event.key in ARROWS) {
      const [down, right] = ARROWS[event.key];
      if (typing && right) return;
      const next = beside(cell, down, right);
      if (next) { settle(cell); focus(next); event.preventDefault(); }
      return;
    }
    if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      open(cell, event.key);
      event.preventDefault();
    }
  });

  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (cell && !boxIn(cell)) open(cell);
  });

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (cell && !boxIn(cell)) focus(cell);
  });

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (cell) form.elements.at.value = cell.closest("tr").dataset.row;
  });

  table.querySelectorAll("td[data-field]").forEach((cell) => { cell.tabIndex = -1; });
  const there = location.hash && document.getElementById(location.hash.slice(1));
  const start = there ? there.closest("tr") : rows.find((row) => cellsOf(row).length);
  if (!start) return;
  const first = start.querySelector("td.bad[data-field]") || cellsOf(start)[0];
  if (there) { there.scrollIntoView({ block: "center" }); focus(first); } else if (first) first.tabIndex = 0;
})();
