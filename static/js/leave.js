// Shift three times within two seconds does what "Leave this page quickly" does; the page says so where this runs.
const form = document.querySelector("[data-leave]");
const note = document.querySelector("[data-leave-note]");
let presses = [];

if (form) {
  if (note) note.hidden = false;
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
