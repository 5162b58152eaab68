// On pages that change in place, with htmx. Without scripts the same form asks for the whole page.
"use strict";
htmx.config.history = "reload"; // Back asks for the whole page again: nothing of it is kept by us

// The choices among which somebody is choosing stay as they are: their counts do not hang on themselves.
addEventListener("htmx:before:swap", (event) => {
  const used = event.detail.ctx.sourceEvent.target;
  const { tasks } = event.detail;
  for (let n = tasks.length - 1; n >= 0; n--) {
    if (tasks[n].target.contains(used)) tasks.splice(n, 1);
  }
});

// The same search in other languages, too.
addEventListener("htmx:after:history:update", () => {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
});

// Without an answer, what was found before is not told as if it were the answer.
addEventListener("htmx:error", (event) => {
  const form = event.target.closest("form");
  if (!form) return;
  form.querySelector("#found").textContent = form.dataset.failed;
  form.querySelector("#results").replaceChildren();
});
