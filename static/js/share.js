// Copies the plain address of the page, or hands it to the device's own way of sharing. Nobody else is asked or told,
// and nothing goes along: no title, no words, no mark by which it could be known again.

const copy = document.querySelector("[data-copy]");
const share = document.querySelector("[data-share]");
const said = document.querySelector("[data-share-said]");
const address = document.querySelector("link[rel=canonical]")?.href; // a preview has none, and no buttons

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.failed;
    }
  });
}

if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ url: address }).catch(() => {}); // closed without sharing: nothing to say
  });
}
