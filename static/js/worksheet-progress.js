// Counts, as a worksheet is written, how many of its prompts hold an answer. The page comes with the number as it was.

const said = document.querySelector("[data-progress]");
if (said?.closest("form")) count(said, said.closest("form"));

function count(said, form) {
  // A field's name is "w-" and the prompt, in tables followed by row and column: a table counts as one.
  const promptOf = (control) => control.name.match(/^w-([a-z0-9_]+)/)?.[1];
  const isTick = (control) => control.type === "radio" || control.type === "checkbox";
  const holds = (control) => control.value.trim() !== "" && (!isTick(control) || control.checked);

  function say() {
    const answered = new Set([...form.elements].filter((each) => promptOf(each) && holds(each)).map(promptOf));
    const text = said.dataset.progress.replace("{answered}", answered.size);
    if (said.textContent !== text) said.textContent = text;
  }

  form.addEventListener("input", say);
  say();
}
