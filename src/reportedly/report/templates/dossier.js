"use strict";
// Everything can be read without this: it adds the filter, and lights up all pieces of the passage that a link leads to.
(() => {
  const form = document.querySelector(".filter");
  const rows = [...document.querySelectorAll(".claims tr[id]")];
  const said = form.querySelector("output");
  const selects = [...form.querySelectorAll("select")];
  const texts = new Map();

  for (const select of selects.filter((s) => s.name !== "document")) {
    const counts = new Map();
    for (const row of rows) {
      for (const value of row.dataset[select.name].split("|").filter(Boolean)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const value of [...counts.keys()].sort()) select.add(new Option(`${value} (${counts.get(value)})`, value));
  }

  const filter = () => {
    const words = form.elements.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      if (!texts.has(row)) {
        const party = row.parentElement.rows[0].textContent;
        texts.set(row, `${party} ${row.textContent}`.toLowerCase());
      }
      row.hidden = !(
        words.every((word) => texts.get(row).includes(word)) &&
        selects.every((s) => !s.value || row.dataset[s.name].split("|").includes(s.value))
      );
      shown += !row.hidden;
    }
    for (const group of document.querySelectorAll(".claims tbody")) {
      const own = [...group.rows].slice(1);
      group.rows[0].hidden = own.length ? own.every((row) => row.hidden) : shown < rows.length;
    }
    said.textContent = `${shown} of ${rows.length} claims shown`;
  };

  const follow = () => {
    for (const mark of document.querySelectorAll("mark.on")) mark.classList.remove("on");
    const target = /^#([cp])(\d+)$/.exec(location.hash);
    if (!target) return;
    const row = document.getElementById(`c${target[2]}`);
    if (target[1] === "c" && row && row.hidden) {
      form.reset();
      filter();
      row.scrollIntoView();
    }
    for (const mark of document.getElementsByClassName(`k${target[2]}`)) mark.classList.add("on");
    const passage = document.getElementById(`p${target[2]}`);
    const pane = document.getElementById("texts");
    if (target[1] === "c" && passage && pane.scrollHeight > pane.clientHeight + 1) {
      // Twice, since what lies above is measured only once it has been drawn.
      for (let i = 0; i < 2; i++) {
        const top = Math.max(0, pane.getBoundingClientRect().top);
        pane.scrollTop += passage.getBoundingClientRect().top - top - 96;
      }
    }
  };

  form.hidden = rows.length === 0;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
