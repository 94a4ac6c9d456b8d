// A picture in the text of an essay: the file is sent to the desk, which takes out of it what tells where it was taken.
// Without words for those who do not see it no picture is put in.

document.addEventListener("writing:ready", ({ target: root, detail: { editor, area } }) => {
  const button = root.querySelector("[data-tool=picture]");
  const url = root.dataset.picture;
  button.hidden = !url;
  if (!url) return;
  const dialog = root.querySelector("[data-writing-picture]").content.firstElementChild.cloneNode(true);
  const form = dialog.querySelector("form");
  const part = (name) => form.querySelector(`[data-picture-${name}]`);
  const [file, alt, caption] = ["file", "alt", "caption"].map((name) => form.elements[name]);
  const send = form.querySelector("[value=set]");
  document.body.append(dialog); // outside the essay's form, which Enter would send

  const chosen = () => (editor.isActive("figure") ? editor.getAttributes("figure") : null);

  function ask(files = null) {
    const there = chosen();
    form.reset();
    sayErrors({});
    file.required = !there;
    part("file").hidden = part("caption").hidden = Boolean(there); // the caption is written under the picture
    form.querySelector("[value=remove]").hidden = !there;
    alt.value = there?.alt ?? "";
    if (files) file.files = files;
    dialog.returnValue = "";
    dialog.showModal();
  }

  // The desk answers with words for each field; what is for none of them stands above them all.
  function sayErrors(errors) {
    for (const control of [file, alt, caption]) {
      const words = errors[control.name] ?? "";
      const place = form.querySelector(`#${control.getAttribute("aria-describedby").split(" ").at(-1)}`);
      place.textContent = words;
      control.setAttribute("aria-invalid", String(Boolean(words)));
    }
    const known = new Set(["file", "alt", "caption"]);
    const others = Object.entries(errors).filter(([name]) => !known.has(name));
    part("error").textContent = others.map(([, words]) => words).join(" ");
  }

  async function upload() {
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    if (!response.headers.get("Content-Type")?.includes("json")) throw new Error(`status ${response.status}`);
    return response.json();
  }

  form.addEventListener("submit", async (event) => {
    if ((event.submitter?.value ?? "set") !== "set") return; // closes the dialog
    event.preventDefault();
    alt.value = alt.value.trim();
    if (!form.reportValidity()) return; // spaces are no words
    if (chosen()) return dialog.close("set");
    send.disabled = true;
    part("error").textContent = root.dataset.saysSending;
    try {
      const answer = await upload();
      if (answer.html) dialog.close(answer.html);
      else sayErrors(answer.errors ?? {});
    } catch {
      part("error").textContent = root.dataset.saysNotSent;
    } finally {
      send.disabled = false;
    }
  });

  dialog.addEventListener("close", () => {
    const { returnValue } = dialog;
    const chain = editor.chain().focus();
    if (returnValue === "remove") chain.deleteNode("figure").run();
    else if (returnValue === "set") chain.updateAttributes("figure", { alt: alt.value }).run();
    else if (returnValue.startsWith("<")) chain.insertContent(returnValue).run();
    else chain.run();
  });

  button.addEventListener("click", () => ask());
  // A picture that is pasted or dropped has no words yet, so it goes the same way.
  for (const name of ["paste", "drop"]) {
    editor.view.dom.addEventListener(
      name,
      (event) => {
        const carried = event.clipboardData ?? event.dataTransfer;
        const isPicture = carried?.files.length === 1 && carried.files[0].type.startsWith("image/");
        if (!isPicture || carried.getData("text/html") || carried.getData("text/plain")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        ask(carried.files);
      },
      { capture: true },
    );
  }
  // A press on a picture goes to the line under it, and so chooses it.
  editor.view.dom.addEventListener("click", ({ target }) => {
    if (!target.matches("figure > img")) return;
    editor.commands.focus(editor.view.posAtDOM(target.parentElement.querySelector("figcaption"), 0));
  });
  const show = () => button.setAttribute("aria-pressed", String(Boolean(chosen())));
  editor.on("transaction", show);
  show();
});
