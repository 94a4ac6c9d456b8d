// Reads an essay aloud with a voice of the device itself. A voice that is not on the device would send the text to a
// company, so where there is no other the button stays hidden. Nothing begins unasked, and the page never moves unasked.

const LIKED = ["en-in", "en-gb"]; // among several of one language
const BLOCKS = "p, li, h1, h2, h3, td, th, figcaption, blockquote";
const LONGEST = 200; // letters at once: Chromium falls silent in the midst of a long stretch

const listen = document.querySelector("[data-listen]");
if (listen && window.speechSynthesis) offer(window.speechSynthesis);

function offer(speech) {
  const bar = document.querySelector("[data-listen-bar]");
  const [pause, place, stop] = ["pause", "place", "stop"].map((each) => bar.querySelector(`[data-listen-${each}]`));
  const words = bar.querySelector("[data-listen-words]");
  const said = document.querySelector("[data-listen-said]");
  const pauseWord = pause.textContent;
  let sentences = [];
  let at = 0;
  let spoken = null; // held here, for Chromium forgets the end of one that nobody holds

  const tagOf = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const rankOf = (voice) => (LIKED.includes(tagOf(voice)) ? LIKED.indexOf(tagOf(voice)) : LIKED.length);

  function voiceFor(language) {
    const [base] = language.toLowerCase().split("-");
    const own = speech.getVoices().filter((each) => each.localService === true && tagOf(each).split("-")[0] === base);
    return own.sort((one, other) => rankOf(one) - rankOf(other))[0];
  }

  function look() {
    listen.hidden = !voiceFor(listen.dataset.listen);
  }

  function tell(state) {
    words.textContent = words.dataset[state] ?? "";
    said.textContent = words.textContent;
    pause.textContent = state === "reading" ? pauseWord : pause.dataset.goOn;
  }

  function mark(block) {
    for (const each of document.querySelectorAll("[data-listen-text] [aria-current], [data-listen-text][aria-current]")) {
      each.removeAttribute("aria-current");
    }
    block?.setAttribute("aria-current", "true");
  }

  function say() {
    const sentence = sentences[at];
    if (!sentence) return end("ended");
    const voice = voiceFor(sentence.language) ?? voiceFor(listen.dataset.listen);
    if (!voice) return hush("failed");
    mark(sentence.block);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    [utterance.voice, utterance.lang] = [voice, voice.lang];
    utterance.onend = () => {
      if (utterance !== spoken) return;
      at += 1;
      say();
    };
    utterance.onerror = () => {
      if (utterance === spoken) hush("failed");
    };
    spoken = utterance;
    speech.speak(utterance);
  }

  // Silenced, not paused: a paused voice stays so for every other page, and some devices never wake it again. The
  // sentence is begun anew.
  function hush(state) {
    spoken = null;
    speech.cancel();
    tell(state);
  }

  function end(state) {
    const isInBar = bar.contains(document.activeElement);
    hush(state);
    mark(null);
    bar.hidden = true;
    if (isInBar) listen.focus({ preventScroll: true });
  }

  function goOn() {
    tell("reading");
    say();
  }

  listen.addEventListener("click", () => {
    hush("");
    sentences = sentencesOf();
    at = 0;
    bar.hidden = false;
    pause.focus({ preventScroll: true });
    goOn();
  });
  pause.addEventListener("click", () => (spoken ? hush("paused") : goOn()));
  stop.addEventListener("click", () => end(""));
  place.addEventListener("click", () => {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    sentences[at]?.block.scrollIntoView({ block: "center", behavior: isCalm ? "instant" : "smooth" });
  });
  window.addEventListener("pagehide", () => bar.hidden || end(""));
  speech.addEventListener?.("voiceschanged", look);
  look();
}

// The note about the content comes before everything else; the rest as it stands on the page.
function sentencesOf() {
  const parts = [...document.querySelectorAll("[data-listen-text]")];
  const isFirst = (part) => part.dataset.listenText === "first";
  const blocks = new Map();
  for (const part of [...parts.filter(isFirst), ...parts.filter((each) => !isFirst(each))]) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const block = node.parentElement.closest(BLOCKS) ?? part;
      blocks.set(block, (blocks.get(block) ?? "") + wordsOf(node));
    }
  }
  return [...blocks].flatMap(([block, text]) => {
    const { lang: language } = block.closest("[lang]");
    return cut(text, language).map((each) => ({ block, language, text: each }));
  });
}

function wordsOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.matches("img")) return ` ${node.alt} `;
  return node.matches("br") ? " " : "";
}

function cut(text, language) {
  const line = text.replace(/\s+/g, " ").trim();
  const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(line)];
  const stretches = new RegExp(`\\S.{0,${LONGEST - 1}}(?=\\s|$)|\\S+`, "gu");
  const pieces = sentences.flatMap((each) => each.segment.trim().match(stretches) ?? []);
  return pieces.filter((each) => /[\p{L}\p{N}]/u.test(each));
}
