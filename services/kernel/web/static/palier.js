// Small comforts. Every page works without this file.
"use strict";

// The list of errors is read first.
document.getElementById("errors")?.focus();

// "/" goes to the search, Escape closes what is open above the page.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("input[type=search], form[role=search] input[type=text]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details.apart[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.apart[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

// A second click sends nothing twice, and leaving with something typed asks first.
let typed = false;
let sent = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post") typed = true;
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.method !== "post" || event.target.dataset.again !== undefined) return;
  if (sent) {
    event.preventDefault();
    return;
  }
  sent = true;
  for (const button of event.target.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
});
window.addEventListener("beforeunload", (event) => {
  if (typed && !sent) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent = false;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
});

// On paper, what explains an amount is unfolded, but in a table, where only the amount is wanted.
window.addEventListener("beforeprint", () => {
  for (const trace of document.querySelectorAll("details.trace")) {
    if (!trace.closest("table")) trace.open = true;
  }
});

// A link to a folded part unfolds it.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details");
  if (folded) folded.open = true;
}
window.addEventListener("hashchange", unfold);
unfold();

// Beside « À faire », how many things wait for who reads the page.
for (const link of document.querySelectorAll("a[data-count]")) {
  fetch(link.dataset.count)
    .then((answer) => (answer.ok ? answer.json() : { count: 0 }))
    .then((waiting) => {
      if (!waiting.count) return;
      const badge = document.createElement("span");
      badge.className = waiting.late ? "count late" : "count";
      badge.textContent = waiting.count;
      const said = document.createElement("span");
      said.className = "only-heard";
      said.textContent = ` pour moi${waiting.late ? `, dont ${waiting.late} en retard` : ""}`;
      badge.append(said);
      link.append(" ", badge);
    })
    .catch(() => {});
}

// What is under way says how far it is; once over, the page shows what came of it.
for (const box of document.querySelectorAll("[data-progress]")) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[role=status]");
  const look = () =>
    fetch(box.dataset.progress)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then((now) => {
        if (!now.running) return location.reload();
        bar.value = now.value;
        if (words.textContent !== now.said) words.textContent = now.said;
        setTimeout(look, 2000);
      })
      .catch(() => setTimeout(look, 10000));
  setTimeout(look, 2000);
}
