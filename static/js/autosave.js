// Saves a worksheet as it is written. Nothing is kept on the device: what is not saved yet is on the page and nowhere else.
// A save whose answer was lost is sent again as it was, so that the server knows it; only then what was typed since.

const PAUSE = 1000; // ms without a key before a save
const LONGEST = 1500; // ms from the first word that is not saved: within two seconds all is stored, however one goes on writing
const TIMEOUT = 15000;
const FIRST_WAIT = 2000;
const LAST_WAIT = 60000;

const form = document.querySelector("[data-autosave]");
if (form) keep(form);

function keep(form) {
  const url = form.dataset.autosave;
  const part = (name) => document.querySelector(`[data-autosave-${name}]`);
  const status = part("status");
  const page = {
    typed: 0, // changes so far
    saved: 0, // changes that the server has
    since: 0, // when the first change that is not saved was made
    lost: null, // a save that was sent and never answered
    sending: false,
    held: false, // waits for a choice or for the person
    wait: FIRST_WAIT,
    timer: 0,
    leaving: false,
    onwards: "", // where to go once all is saved
  };

  const isUnsaved = () => page.typed > page.saved || page.lost !== null;

  function say(text) {
    if (text && status.textContent !== text) status.textContent = text;
  }

  function later(wait) {
    clearTimeout(page.timer);
    page.timer = setTimeout(save, wait);
  }

  function noteChange() {
    if (page.typed === page.saved) page.since = Date.now();
    page.typed += 1;
    if (!page.held && !page.lost) later(Math.max(0, Math.min(PAUSE, page.since + LONGEST - Date.now())));
  }

  async function save() {
    clearTimeout(page.timer);
    if (page.sending || page.held || !isUnsaved()) return;
    const sent = page.lost ?? { count: page.typed, words: new URLSearchParams(new FormData(form)) };
    page.sending = true;
    page.lost = sent;
    try {
      await send(sent);
    } finally {
      page.sending = false;
    }
    if (!page.held && page.lost === null && isUnsaved()) later(PAUSE);
  }

  async function send(sent) {
    let response;
    try {
      response = await ask("POST", sent.words);
    } catch {
      return tryAgain(form.dataset.saysOffline);
    }
    if (response.status === 200) return noteSaved(sent, await response.json());
    if (response.status === 409) return showBoth(await response.json());
    if (isSignedOut(response)) return waitForSignIn();
    if (response.status === 403) return renewOrStop(sent, response);
    if (response.status === 400 && isJson(response)) return tryAgain((await response.json()).said); // cut off on its way
    if (response.status >= 500 || response.status === 429) return tryAgain(form.dataset.saysOffline);
    hold(form.dataset.saysRefused);
  }

  function ask(method, words) {
    return fetch(url, {
      method,
      body: words,
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      keepalive: words !== undefined && words.toString().length < 60000,
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  const isJson = (response) => response.headers.get("Content-Type")?.includes("json");
  const isSignedOut = (response) => response.type === "opaqueredirect" || response.status === 401;

  function noteSheet(answer) {
    form.elements.revision.value = answer.revision;
    if (answer.sheet) form.elements.sheet.value = answer.sheet;
  }

  function noteSaved(sent, answer) {
    page.lost = null;
    page.saved = sent.count;
    page.since = Date.now();
    page.wait = FIRST_WAIT;
    noteSheet(answer);
    part("sign-in").hidden = true;
    say(answer.said);
    if (part("older")) part("older").hidden = false;
    if (page.onwards && !isUnsaved()) location.assign(page.onwards);
  }

  function tryAgain(text) {
    say(text);
    later(page.wait);
    page.wait = Math.min(page.wait * 2, LAST_WAIT);
  }

  function hold(text) {
    page.held = true;
    page.lost = null;
    page.onwards = "";
    say(text);
  }

  // The revision of the stored version goes into the form: Save then writes over what was seen, and nothing else.
  function showBoth(answer) {
    noteSheet(answer);
    const stored = part("stored");
    stored.innerHTML = answer.stored; // escaped by the server's template
    stored.hidden = false;
    part("other").hidden = false;
    const frame = part("frame");
    frame.classList.remove("wrap--narrow");
    frame.classList.add("worksheet--pair");
    hold(form.dataset.saysConflict);
  }

  function waitForSignIn() {
    part("sign-in").hidden = false;
    tryAgain(form.dataset.saysSignedOut);
  }

  // A 403 with a reason is final until the person acts; without one the token is of an earlier sign-in.
  async function renewOrStop(sent, response) {
    if (isJson(response)) return hold((await response.json()).said);
    if (sent.renewed) return hold(form.dataset.saysRefused);
    try {
      const answer = await ask("GET");
      if (isSignedOut(answer)) return waitForSignIn();
      if (answer.status !== 200) return hold(form.dataset.saysRefused);
      const { token } = await answer.json();
      form.elements.csrfmiddlewaretoken.value = token;
      sent.words.set("csrfmiddlewaretoken", token);
      sent.renewed = true;
      return send(sent);
    } catch {
      return tryAgain(form.dataset.saysOffline);
    }
  }

  function saveNow() {
    page.wait = FIRST_WAIT;
    if (isUnsaved()) save();
  }

  form.addEventListener("input", noteChange);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.onwards = event.submitter?.dataset.onwards ?? "";
    if (page.onwards && !page.held && !isUnsaved()) return location.assign(page.onwards);
    if (page.held) part("stored").hidden = part("other").hidden = true;
    page.held = false;
    page.typed += 1;
    say(form.dataset.saysSaving);
    save();
  });
  // Leaving quickly must ask nothing. The link that drops this page's words is a choice already made.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leave]")) page.leaving = true;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-autosave-drop]")) page.leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved() && !page.leaving) event.preventDefault();
  });
  window.addEventListener("online", saveNow);
  window.addEventListener("focus", saveNow);
  document.addEventListener("visibilitychange", saveNow);

  if (!status.textContent) say(form.dataset.saysReady);
  if ([...form.elements].some(isTouched)) noteChange();
}

// Filled in before this script was there, as on a slow line.
function isTouched({ type, checked, defaultChecked, value, defaultValue = value }) {
  return type === "radio" || type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
