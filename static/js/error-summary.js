// The summary of mistakes takes the focus, and each of its links brings the label into view with the field.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    const field = control.closest("[data-field]") ?? control;
    field.scrollIntoView();
    control.focus({ preventScroll: true });
  });
}
