// What the pages do beyond links and forms: keys, copying, and filters that take effect at a click.
// Every page works without this file.
"use strict";

const stops = () => [...document.querySelectorAll("[data-stop]")];
const box = document.getElementById("q");
const help = document.getElementById("keys");

function move(step) {
  const all = stops();
  const here = all.indexOf(document.activeElement);
  const next = all[here < 0 && step < 0 ? all.length - 1 : here + step];
  if (next) {
    next.focus();
    next.closest("article, tr").scrollIntoView({ block: "nearest" });
  }
}

function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

const keys = {
  "/": () => { if (box) { box.focus(); box.select(); } },
  j: () => move(1),
  k: () => move(-1),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

for (const hint of document.querySelectorAll(".keyhint")) hint.hidden = false;

// A pointer that ticks a filter wants to see what is left. From the keyboard several can be ticked before Enter:
// such a click has no pointer behind it (detail is 0).
for (const tick of document.querySelectorAll(".facet input[type=checkbox]")) {
  tick.addEventListener("click", (event) => {
    if (event.detail > 0) document.getElementById("search").requestSubmit();
  });
  tick.closest("label").addEventListener("click", (event) => {
    if (event.target !== tick && event.detail > 0) {
      event.preventDefault();
      tick.checked = !tick.checked;
      document.getElementById("search").requestSubmit();
    }
  });
}

// Empty fields say nothing and need not stand in the address.
const form = document.getElementById("search");
if (form) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  });
  // Coming back with the browser's button, they have to be there again.
  window.addEventListener("pageshow", () => {
    for (const field of form.elements) field.disabled = false;
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// On a wide screen the filters stand beside the results, always in sight.
const drawer = document.querySelector(".drawer");
if (drawer) {
  const wide = window.matchMedia("(min-width: 62em)");
  const unfold = () => {
    if (wide.matches) drawer.open = true;
    drawer.classList.toggle("unfolded", wide.matches);
  };
  wide.addEventListener("change", unfold);
  unfold();
}
