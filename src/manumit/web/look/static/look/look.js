// Adds to pages that work without it: a quick way out, a question before work is lost,
// and closing what was opened for a moment.
(() => {
  "use strict";
  let leaving = false;

  // The quick way out takes the place of this page, so that Back does not lead here.
  const exit = document.querySelector("a[data-exit]");
  const leave = () => {
    leaving = true;
    document.title = "";
    document.body.replaceChildren();
    location.replace(exit.href);
  };
  if (exit) {
    let presses = [];
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") {
        presses = [];
        return;
      }
      presses = [...presses.slice(-2), event.timeStamp];
      if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
    });
  }

  // <form data-guard>: ask before leaving with changes that were not sent.
  const changed = new Set();
  const guarded = (event) => event.target.closest("form[data-guard]");
  document.addEventListener("input", (event) => {
    const form = guarded(event);
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = guarded(event);
    if (form) changed.delete(form);
  });
  window.addEventListener("beforeunload", (event) => {
    const kept = [...changed].some((form) => form.isConnected);
    if (kept && !leaving) event.preventDefault();
  });

  // <div data-closes-after="120" data-closed="Closed again.">: emptied after so many seconds.
  const close = (box) => {
    const note = document.createElement("p");
    note.className = "closed";
    note.setAttribute("role", "status");
    box.replaceChildren(note);
    note.textContent = box.dataset.closed || "";
  };
  const watch = (root) => {
    for (const box of root.querySelectorAll("[data-closes-after]")) {
      if (box.dataset.watched) continue;
      box.dataset.watched = "yes";
      setTimeout(close, Number(box.dataset.closesAfter) * 1000, box);
    }
  };
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.target.parentNode || document));
  // A page brought back by Back is as old as when it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[data-closes-after]").forEach(close);
  });
})();
