// Takes back, step by step, what was written since the page was opened. The steps are on the page and nowhere else.

const PAUSE = 1000; // ms without a key, after which writing on is a step of its own
const MOST = 100; // steps

const button = document.querySelector("[data-undo]");
if (button?.form) offer(button, button.form);

function offer(button, form) {
  const controls = [...form.elements].filter((each) => each.name.startsWith("w-"));
  const isTick = (control) => control.type === "radio" || control.type === "checkbox";
  const read = () => controls.map((each) => (isTick(each) ? each.checked : each.value));
  const status = document.querySelector("[data-autosave-status]");
  const steps = [];
  let stands = read();
  let typedAt = 0;
  let typedIn = null;
  let isUndoing = false;

  function show() {
    button.hidden = button.hidden && steps.length === 0;
    button.setAttribute("aria-disabled", String(steps.length === 0));
  }

  form.addEventListener("input", (event) => {
    if (isUndoing) return;
    const now = Date.now();
    if (event.target !== typedIn || now - typedAt > PAUSE) steps.push(stands);
    if (steps.length > MOST) steps.shift();
    [stands, typedAt, typedIn] = [read(), now, event.target];
    show();
  });

  button.addEventListener("click", () => {
    const before = steps.pop();
    if (!before) return;
    let changed = null;
    controls.forEach((control, place) => {
      if (before[place] === stands[place]) return;
      if (isTick(control)) control.checked = before[place];
      else control.value = before[place];
      if (!changed || control.checked) changed = control;
    });
    [stands, typedIn] = [before, null];
    changed?.closest("[data-field]")?.scrollIntoView({ block: "nearest" });
    status.textContent = button.dataset.undo;
    isUndoing = true;
    form.dispatchEvent(new Event("input", { bubbles: true })); // saved like anything typed
    isUndoing = false;
    show();
  });

  window.addEventListener("pagehide", () => steps.splice(0));
}
