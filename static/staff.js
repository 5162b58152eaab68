// On every page of staff. Nothing of a page stays visible in the browser's memory once it was left.
"use strict";
addEventListener("pagehide", (event) => {
  document.documentElement.hidden = event.persisted;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Whoever types is at work: the site is told so, at most once a minute, and does not end the session meanwhile.
const here = document.currentScript.dataset.here;
let told = Date.now();
if (here) {
  addEventListener("input", () => {
    if (Date.now() - told < 60000) return;
    told = Date.now();
    fetch(here, { redirect: "manual" }).catch(() => {});
  });
}
