// The summary of mistakes takes the focus, unless somebody writes already: on a slow phone this comes seconds after the
// page. Each of its links brings the label into view with the field.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  if (document.activeElement === document.body) summary.focus();
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
