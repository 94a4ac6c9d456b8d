// Keeps an essay as it is written, beside what readers see: that changes by Save alone. A page writes into a draft of its own,
// so that two tabs never overwrite each other. What could not be kept yet is on the page, and the page asks before it goes.

const PAUSE = 1500; // ms without a key before what is new is kept
const LONGEST = 4000; // ms from the first word that is not kept, however one goes on writing
const TIMEOUT = 15000;
const FIRST_WAIT = 2000;
const LAST_WAIT = 60000;
const MOST_AT_THE_END = 60000; // bytes that browsers let a page send while it goes

const bar = document.querySelector("[data-autosave]");
const form = document.querySelector("[name=draft_key]")?.form;
for (const mark of form?.querySelectorAll("[data-fresh]") ?? []) mark.value = mark.dataset.fresh; // not an earlier page's
if (bar && form) keep(bar, form);

function keep(bar, form) {
  const status = bar.querySelector("[data-autosave-status]");
  const signIn = bar.querySelector("[data-autosave-sign-in]");
  const marks = form.elements;
  const page = {
    kept: "", // what stood in the form when it was last kept
    since: 0, // when the first change that is not kept was made
    sending: false,
    isHeld: false, // refused for good
    isLeaving: false,
    wait: FIRST_WAIT,
    timer: 0,
  };

  // What changes with every sending, and files, which are sent elsewhere, are no words.
  function words() {
    const own = ["csrfmiddlewaretoken", "draft_count"];
    const sent = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !own.includes(name));
    return new URLSearchParams(sent).toString();
  }

  const isUnsaved = () => page.sending || page.since > 0;

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function later(wait) {
    clearTimeout(page.timer);
    page.timer = setTimeout(send, wait);
  }

  function noteChange() {
    if (page.isHeld || page.isLeaving) return;
    if (!page.since) page.since = Date.now();
    if (page.wait === FIRST_WAIT) later(Math.max(0, Math.min(PAUSE, page.since + LONGEST - Date.now())));
  }

  // A calendar, or the address made of the title, changes a field without a word of it.
  function look() {
    if (!page.since && words() !== page.kept) noteChange();
  }

  async function send({ isLast = false } = {}) {
    clearTimeout(page.timer);
    if ((page.sending && !isLast) || page.isHeld || page.isLeaving) return;
    const now = words();
    const since = page.since;
    page.since = 0;
    if (now === page.kept) return;
    page.sending = true;
    marks.draft_count.value = Number(marks.draft_count.value) + 1;
    const isDone = await post(isLast);
    page.sending = false;
    if (isDone) page.kept = now;
    else page.since ||= since || Date.now();
    if (isDone && page.since) later(PAUSE);
  }

  async function post(isLast, isRenewed = false) {
    let response;
    try {
      response = await ask("POST", new FormData(form), isLast);
    } catch {
      return tryAgain(bar.dataset.saysOffline);
    }
    if (response.status === 200) return noteKept(await response.json());
    if (isSignedOut(response)) return waitForSignIn();
    if (response.status === 403 && !isRenewed) return renew(isLast);
    if (response.status >= 500 || response.status === 429) return tryAgain(bar.dataset.saysOffline);
    page.isHeld = true;
    say(bar.dataset.saysRefused);
    return false;
  }

  function ask(method, body, isLast = false) {
    return fetch(bar.dataset.autosave, {
      method,
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      keepalive: isLast && new Blob([words()]).size < MOST_AT_THE_END,
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  const isSignedOut = (response) => response.type === "opaqueredirect" || response.status === 401;

  function noteKept(answer) {
    page.wait = FIRST_WAIT;
    signIn.hidden = true;
    say(answer.said);
    return true;
  }

  function tryAgain(text) {
    say(text);
    later(page.wait);
    page.wait = Math.min(page.wait * 2, LAST_WAIT);
    return false;
  }

  function waitForSignIn() {
    signIn.hidden = false;
    return tryAgain(bar.dataset.saysSignedOut);
  }

  // The token of the page is of an earlier sign-in; Save needs the new one as well.
  async function renew(isLast) {
    try {
      const response = await ask("GET");
      if (isSignedOut(response)) return waitForSignIn();
      if (response.status === 200) marks.csrfmiddlewaretoken.value = (await response.json()).token;
    } catch {
      return tryAgain(bar.dataset.saysOffline);
    }
    return post(isLast, true);
  }

  function sendNow() {
    if (!page.since) look();
    if (!page.since) return;
    page.wait = FIRST_WAIT;
    send();
  }

  form.addEventListener("input", noteChange);
  for (const event of ["change", "focusout", "click"]) form.addEventListener(event, () => setTimeout(look));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return sendNow();
    look();
    send({ isLast: true });
  });
  window.addEventListener("pagehide", () => send({ isLast: true }));
  window.addEventListener("online", sendNow);
  window.addEventListener("focus", sendNow);

  // Save takes the draft away; what is still on its way then counts as older. A preview saves nothing.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.formTarget) return;
    clearTimeout(page.timer);
    page.isLeaving = true;
    marks.draft_count.value = Number(marks.draft_count.value) + 1;
  });
  // Leaving quickly must ask nothing.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leave]")) page.isLeaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved() && !page.isLeaving) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) page.isLeaving = false;
  });

  const isBehind = marks.draft_follows.value || [...marks].some(isTouched);
  page.kept = isBehind ? "" : words();
  bar.hidden = false;
  say(bar.dataset.saysReady);
  if (isBehind) noteChange();
}

// Filled in or chosen before this script was there, as on a slow line.
function isTouched({ type, checked, defaultChecked, options, value, defaultValue = value }) {
  if (options) return [...options].some((option) => option.selected !== option.defaultSelected);
  return type === "radio" || type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
