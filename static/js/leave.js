// Shift three times within two seconds does what "Leave this page quickly" does.
const form = document.querySelector("[data-leave]");
let presses = [];

if (form) {
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
