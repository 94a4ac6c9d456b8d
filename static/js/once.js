// A second tap sends nothing: the first answer may change the session, and the second would come back without it.
const PATIENCE_MS = 8000;
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const now = Date.now();
  if (now - (sent.get(form) ?? 0) < PATIENCE_MS) event.preventDefault();
  else sent.set(form, now);
});

// Coming back to a page that the browser kept, one may send again at once.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form));
});
