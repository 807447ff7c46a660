/* Keys, selection of words, and where the page stands. Everything that decides something is a plain form and works without. */
"use strict";

const one = (selector, within = document) => within.querySelector(selector);
const form = one("form[data-edit]");
const text = one("#text");
document.documentElement.classList.add("scripted");

/* --- keys: a button with data-key="a" is pressed by a */

function typing(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (one("dialog[open]")) {
    if (event.key === "?") { one("dialog[open]").close(); event.preventDefault(); }
    return;
  }
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("form[data-edit]")) {
    event.target.blur();
    return;
  }
  if (event.key === "Enter" && form && !event.target.closest("a, button, input, select, textarea, summary")) {
    event.preventDefault();
    form.requestSubmit(one("[data-save]", form));
    return;
  }
  if (typing(event.target) && event.key !== "Escape") return;
  const button = one(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button || button.disabled || button.getAttribute("aria-disabled") === "true") return;
  event.preventDefault();
  if (button.matches("input")) button.focus();
  else button.click();
});

document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  if (!opens) return;
  event.preventDefault();
  one(opens.dataset.opens).showModal();
});

/* A form is sent once: a second Enter while the page is on its way decides nothing twice. */
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

/* --- words selected in the text, counted in code points of the document */

let chosen = null;

function offsetOf(node, offset) {
  const inside = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const paragraph = inside.closest("p[data-start]");
  if (!paragraph || !text.contains(paragraph)) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  return Number(paragraph.dataset.start) + [...range.toString()].length;
}

function selected() {
  const selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  let words = range.toString();
  if (!words.trim() || !text.contains(range.startContainer) || !text.contains(range.commonAncestorContainer)) return null;
  let start = offsetOf(range.startContainer, range.startOffset);
  let end = offsetOf(range.endContainer, range.endOffset);
  if (end === null && start !== null) {
    /* a triple click ends before the next paragraph */
    const last = range.startContainer.parentElement.closest("p[data-start]");
    end = Number(last.dataset.start) + [...last.textContent].length;
    range.setEnd(last, last.childNodes.length);
    words = range.toString();
  }
  if (start === null || end === null || end <= start) return null;
  start += [...words].length - [...words.trimStart()].length;
  end -= [...words].length - [...words.trimEnd()].length;
  return end > start ? { start, end, words: words.trim(), range } : null;
}

function take() {
  const found = selected();
  if (!found) return;
  chosen = found;
  if (CSS.highlights) CSS.highlights.set("chosen", new Highlight(found.range));
  if (!form) return;
  const radio = one("input[data-takes]:checked", form);
  const place = radio ? radio.closest("[data-place]") : one("[data-place]", form);
  if (!place) return;
  one("[data-from]", place).value = found.start;
  one("[data-to]", place).value = found.end;
  const words = one("[data-words]", place);
  words.textContent = found.words;
  words.classList.add("changed");
}

document.addEventListener("mouseup", () => setTimeout(take));
document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") take(); });

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (add) {
    const found = selected() || chosen;
    if (found) {
      event.preventDefault();
      const url = new URL(add.href);
      url.searchParams.set("start", found.start);
      url.searchParams.set("end", found.end);
      location.assign(url);
    }
    return;
  }
  const mark = event.target.closest("mark[data-claim]");
  if (mark && text.dataset.open && getSelection().isCollapsed && !form) {
    location.assign(text.dataset.open.replace("CLAIM", encodeURIComponent(mark.dataset.claim)));
  }
});

/* --- where the page stands */

if (text) {
  const here = one("mark.on", text) || one("mark.chosen", text);
  if (here && getComputedStyle(text).overflowY === "auto") text.scrollTop = here.offsetTop - text.offsetTop - text.clientHeight / 2;
  else if (here) here.scrollIntoView({ block: "center" });
}
const first = one("[data-first]");
if (first) first.focus({ preventScroll: true });
