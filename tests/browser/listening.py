"""A device's voices for tests: they speak when they are told that a sentence is over, and remember what they said."""

import json
from typing import Any

from playwright.sync_api import Page

from tests.browser.watching import Visitor

DEVICE = """(given) => {
  const voices = given.map((each) => Object.freeze(each));
  window.spoken = [];
  class Device extends EventTarget {
    now = null;
    getVoices() { return voices; }
    speak(utterance) {
      this.now = utterance;
      const { text, voice, lang } = utterance;
      window.spoken.push({ text, voice: voice.name, lang });
    }
    cancel() {
      const cut = this.now;
      this.now = null;
      cut?.onerror?.({ error: "canceled" });
    }
    finish(how = "onend") {
      const over = this.now;
      this.now = null;
      over[how]({ error: "synthesis-failed" });
    }
    learn(voice) {
      voices.push(voice);
      this.dispatchEvent(new Event("voiceschanged"));
    }
  }
  window.device = new Device();
  Object.defineProperty(window, "speechSynthesis", { value: window.device });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def voice(name: str, lang: str, *, is_local: bool = True) -> dict[str, Any]:
    """Return a voice as a browser lists it."""
    return {"name": name, "lang": lang, "localService": is_local}


def give_voices(visitor: Visitor, *voices: dict[str, Any]) -> None:
    """Let the person's device have these voices and no other, on every page from now on."""
    visitor.context.add_init_script(f"({DEVICE})({json.dumps(voices)})")


def spoken(page: Page) -> list[str]:
    """Return the sentences that were begun, in their order."""
    return [str(each) for each in page.evaluate("window.spoken.map(each => each.text)")]


def finish(page: Page, how: str = "onend") -> None:
    """Let the sentence that is being said be over, or fail."""
    page.evaluate("how => window.device.finish(how)", how)


def is_silent(page: Page) -> bool:
    """Tell whether nothing is being said."""
    return bool(page.evaluate("window.device.now === null"))


def hear_to_the_end(page: Page) -> list[str]:
    """Let one sentence after the other be over, and return all that were said."""
    for _ in range(500):
        if is_silent(page):
            return spoken(page)
        finish(page)
    raise AssertionError("it does not end")
