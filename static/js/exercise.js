// What was typed in the exercise of an essay goes with the page. A browser that keeps whole pages, or what stood in
// their fields, would show it to whoever presses Back.
const exercise = document.querySelector("[data-exercise]");

function empty() {
  for (const each of exercise.querySelectorAll("input, textarea")) {
    if (each.type === "radio" || each.type === "checkbox") each.checked = each.defaultChecked;
    else each.value = each.defaultValue;
  }
}

if (exercise) {
  window.addEventListener("pagehide", empty);
  window.addEventListener("pageshow", () => {
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") empty();
  });
}
