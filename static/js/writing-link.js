// A link in the text of an essay: its address is asked for, and one that no reader could follow is not taken.

const WITH_SCHEME = /^(https?:\/\/[^\s/]+\.[^\s]+|https?:\/\/localhost\S*|mailto:[^\s@]+@[^\s@]+\.[^\s@]+|tel:\+?[\d\s()-]+)$/i;
const OWN_PAGE = /^\/(?![/\\])\S*$/;
const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;
const BARE = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]\S*)?$/u;

// Returns the address as it is stored, or "" for one that is none.
function complete(typed) {
  if (WITH_SCHEME.test(typed) || OWN_PAGE.test(typed)) return typed;
  if (MAIL.test(typed)) return `mailto:${typed}`;
  return BARE.test(typed) ? `https://${typed}` : "";
}

document.addEventListener("writing:ready", ({ target: root, detail: { editor } }) => {
  const dialog = root.querySelector("[data-writing-link]").content.firstElementChild.cloneNode(true);
  const button = root.querySelector("[data-tool=link]");
  const [address, words] = ["address", "words"].map((name) => dialog.querySelector(`[name=${name}]`));
  const remove = dialog.querySelector("[value=remove]");
  document.body.append(dialog); // outside the essay's form, which Enter would send

  function ask() {
    const isThere = editor.isActive("link");
    if (isThere) editor.commands.extendMarkRange("link");
    address.value = editor.getAttributes("link").href ?? "";
    address.setCustomValidity("");
    words.closest("p").hidden = isThere || !editor.state.selection.empty;
    words.value = "";
    remove.hidden = !isThere;
    dialog.returnValue = "";
    dialog.showModal();
  }

  address.addEventListener("input", () => address.setCustomValidity(""));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    const value = event.submitter?.value ?? "set";
    if (value !== "set") return;
    const href = complete(address.value.trim());
    address.setCustomValidity(href ? "" : address.dataset.saysWrong);
    if (!address.reportValidity()) return event.preventDefault();
    address.value = href;
  });

  dialog.addEventListener("close", () => {
    const chain = editor.chain().focus();
    if (dialog.returnValue === "remove") return chain.unsetLink().run();
    if (dialog.returnValue !== "set") return chain.run();
    const href = address.value;
    if (words.closest("p").hidden) return chain.setLink({ href }).run();
    const text = words.value.trim() || href.replace(/^(https?:\/\/|mailto:|tel:)/, "");
    chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run();
  });

  button.addEventListener("click", ask);
  editor.view.dom.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    ask();
  });
  const show = () => button.setAttribute("aria-pressed", String(editor.isActive("link")));
  editor.on("transaction", show);
  show();
});
