// Keeps what the reader has opened and scrolled while htmx refreshes the page, and tells when it cannot.
"use strict";
{
  const lost = document.getElementById("lost");
  let opened = [];
  let scrolled = [];
  document.body.addEventListener("htmx:beforeSwap", () => {
    opened = [...document.querySelectorAll("details[open]")].map(({ id }) => id);
    scrolled = [...document.querySelectorAll(".table")].map(({ id, scrollLeft }) => ({ id, scrollLeft }));
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    lost.hidden = true;
    for (const id of opened) {
      document.getElementById(id)?.setAttribute("open", "");
    }
    for (const { id, scrollLeft } of scrolled) {
      document.getElementById(id)?.scrollTo({ left: scrollLeft, behavior: "instant" });
    }
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(failure, () => {
      lost.hidden = false;
    });
  }
}
