// Shows the chosen time in the panel and in the bar at the foot of a phone. Without it the form works as it is.
const picker = document.querySelector("[data-slot-picker]");

function write(name, text) {
  for (const place of picker.querySelectorAll(`[data-chosen-${name}]`)) place.textContent = text;
}

function show(slot) {
  const { long, short, other } = slot.dataset;
  write("time", short);
  write("long", long);
  write("other", other);
  for (const part of picker.querySelectorAll("[data-when-chosen], [data-sticky-bar]")) part.hidden = false;
  for (const part of picker.querySelectorAll("[data-when-open]")) part.hidden = true;
}

if (picker) {
  picker.addEventListener("change", (event) => {
    if (event.target.name === "start") show(event.target);
  });
  const chosen = picker.querySelector("input[name='start']:checked");
  if (chosen) show(chosen);
}
