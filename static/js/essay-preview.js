// Shows beside the form how its essay will look to readers, on a phone or wide, and what is still to be done before it is
// published. The page is asked for as it stands in the form; in its frame no script runs, and no link leads away.

const PAUSE = 900; // ms without a key
const TIMEOUT = 15000;
const PHONE = 390; // px that a phone is wide
const TALL = 720; // how much of the page is seen at once, in its own px

const look = document.querySelector("[data-look]");
const form = document.querySelector("[name=draft_key]")?.form;
if (look && form) show(look, form);

function show(look, form) {
  const part = (name) => look.querySelector(`[data-look-${name}]`);
  const [frame, stage, status, checks] = ["frame", "stage", "status", "checks"].map(part);
  const desk = look.closest("[data-essay-desk]");
  const turn = desk.querySelector("[data-look-switch]");
  const widths = [...look.querySelectorAll("[data-look-width]")];
  let width = PHONE;
  let timer = 0;
  let asked = 0; // which asking is the newest
  let isDue = true;

  async function refresh() {
    clearTimeout(timer);
    if (document.hidden || !look.checkVisibility()) {
      isDue = true;
      return;
    }
    isDue = false;
    const mine = ++asked;
    try {
      const response = await fetch(look.dataset.look, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (mine === asked) put(answer);
    } catch {
      isDue = true;
      status.textContent = look.dataset.saysWaiting;
    }
  }

  function put(answer) {
    status.textContent = "";
    const wereOpen = [...checks.querySelectorAll("details")].map((each) => each.open);
    checks.innerHTML = answer.checks; // escaped by the server's template
    checks.querySelectorAll("details").forEach((each, place) => (each.open = wereOpen[place]));
    const next = new DOMParser().parseFromString(answer.page, "text/html");
    const shown = frame.contentDocument;
    const head = (page) => [...page.querySelectorAll("head link")].map((each) => each.outerHTML).join();
    if (stage.hidden || !shown?.body || head(shown) !== head(next)) {
      stage.hidden = false;
      frame.srcdoc = answer.page;
    } else {
      shown.documentElement.lang = next.documentElement.lang;
      shown.body.replaceWith(shown.adoptNode(next.body)); // where one has read to stays in sight
    }
    fit();
  }

  // A frame keeps the width of the device that it stands for, and is drawn smaller where there is less room.
  function fit() {
    const room = stage.clientWidth;
    if (!room) return;
    const scale = Math.min(1, room / width);
    frame.style.inlineSize = `${width > PHONE ? Math.max(width, room) : width}px`;
    frame.style.blockSize = `${TALL}px`;
    frame.style.transform = `scale(${scale})`;
    stage.style.blockSize = `${TALL * scale}px`;
  }

  function stayHere(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const to = link.getAttribute("href");
    if (to.startsWith("#")) frame.contentDocument.getElementById(decodeURIComponent(to.slice(1)))?.scrollIntoView();
  }

  function goToField(event) {
    const name = event.target.closest("[data-check-field]")?.dataset.checkField;
    const row = name && form.querySelector(`.field-${name}`);
    if (!row) return;
    event.preventDefault();
    if (desk.classList.contains("essay-desk--looking")) turnOver();
    row.scrollIntoView({ block: "center" });
    const fields = row.querySelectorAll("[contenteditable=true], input, select, textarea");
    [...fields].find((each) => each.checkVisibility())?.focus({ preventScroll: true });
  }

  // On a phone there is room for the form or for what it becomes, one at a time.
  let leftAt = 0;
  function turnOver() {
    const back = leftAt;
    leftAt = window.scrollY; // before the page grows shorter, which would move it
    const isLooking = desk.classList.toggle("essay-desk--looking");
    [turn.textContent, turn.dataset.lookSwitch] = [turn.dataset.lookSwitch, turn.textContent];
    if (isLooking) look.scrollIntoView();
    else window.scrollTo(0, back);
    if (isLooking) refresh();
  }

  function lookWhenDue() {
    if (isDue) refresh();
  }

  frame.addEventListener("load", () => frame.contentDocument?.addEventListener("click", stayHere));
  desk.addEventListener("click", goToField); // from the check list, and from what a save found wrong
  turn.addEventListener("click", turnOver);
  for (const button of widths) {
    button.addEventListener("click", () => {
      width = Number(button.dataset.lookWidth);
      for (const each of widths) each.setAttribute("aria-pressed", String(each === button));
      desk.classList.toggle("essay-desk--wide", width > PHONE);
      fit();
      if (stage.getBoundingClientRect().top < 0) look.scrollIntoView();
    });
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", lookWhenDue);
  window.addEventListener("focus", lookWhenDue);
  window.addEventListener("online", lookWhenDue);
  new ResizeObserver(() => {
    fit();
    lookWhenDue();
  }).observe(stage.parentElement);

  // A tab of its own may be opened as often as one likes; only saving twice is minded.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget) event.stopPropagation();
  });

  desk.classList.add("essay-desk--live");
  turn.hidden = part("live").hidden = false;
  refresh();
}
