// Shift three times within two seconds does what "Leave this page quickly" does; the page says so where that can be done.
const form = document.querySelector("[data-leave]");
const note = document.querySelector("[data-leave-note]");
let presses = [];

if (form) {
  // The keys on a screen say nothing of Shift: where there is no other keyboard, none is spoken of.
  if (note) note.hidden = !window.matchMedia("(any-hover: hover)").matches;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < 2000), now];
    if (presses.length === 3) form.requestSubmit();
  });
}

// A page that the browser kept whole is asked for anew: nobody may be signed in any more.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  window.location.reload();
});
