// Says that a sign-in is about to end; once it has ended, no private page stays in sight.
// A page that holds what somebody typed is covered, not closed: its words come back with the same person's sign-in.

const WARNING = 180; // seconds before the end
const box = document.querySelector("[data-sign-in-ends]");
if (box) watch(box);

function watch(box) {
  const main = document.querySelector("main");
  const part = (name) => box.querySelector(`[data-ends="${name}"]`);
  let left = Number(box.dataset.seconds);
  let asked = Date.now();
  let isTyped = main.querySelector("[data-kept], [data-error-summary]") !== null; // it came back with words
  let isOver = false;
  let timer = 0;

  const secondsLeft = () => left - (Date.now() - asked) / 1000;

  function show(name) {
    box.hidden = !name;
    for (const each of ["soon", "over"]) part(each).hidden = each !== name;
  }

  function plan() {
    clearTimeout(timer);
    const wait = secondsLeft() > WARNING ? secondsLeft() - WARNING : secondsLeft();
    timer = setTimeout(look, Math.max(0, wait) * 1000 + 500);
  }

  // Another tab may have been used meanwhile, so the site is asked before anything is said.
  async function look(stay) {
    const state = await ask(stay === true);
    if (state && state.mark === box.dataset.mark) {
      left = state.left;
      asked = Date.now();
    }
    const isSomebodyElse = state !== null && state.mark !== box.dataset.mark;
    if (isSomebodyElse || secondsLeft() <= 0) return end();
    isOver = false;
    main.hidden = false;
    show(secondsLeft() > WARNING ? "" : "soon");
    plan();
  }

  async function ask(stay) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const how = stay ? { method: "POST", headers: { "X-CSRFToken": token } } : {};
    try {
      const answer = await fetch(box.dataset.state, { ...how, cache: "no-store", redirect: "manual" });
      if (stay && answer.status === 403) return ask(false); // the token is of an earlier sign-in
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function end() {
    clearTimeout(timer);
    isOver = true;
    main.hidden = true;
    show("over");
    if (!isTyped) window.location.replace(box.dataset.over);
  }

  const lookIfDue = () => {
    if (document.visibilityState === "visible" && (isOver || secondsLeft() <= WARNING)) look();
  };
  document.addEventListener("input", () => (isTyped = true));
  document.addEventListener("visibilitychange", lookIfDue);
  window.addEventListener("focus", lookIfDue);
  box.querySelector("[data-stay]").addEventListener("click", () => look(true));
  plan();
}
