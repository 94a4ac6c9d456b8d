// What is pasted from a word processor or a web page is sent to the desk, which makes clean paragraphs, headings and
// lists of it, and is put in as that. Where the desk does not answer, the page itself takes of it what an essay knows.

const PATIENCE = 8000; // ms
const LARGEST = 2000000; // letters; above it the desk would refuse
const OWN = /\sdata-pm-slice="/; // copied from the page itself, or from another of its kind
// What word processors put around the text that is no text, and the bold that Google Docs puts around all.
const NO_TEXT = /<(style|script|title|o:p|xml)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<b [^>]*docs-internal-guid[^>]*>/gi;
// The policy of the page forbids to read these, even where nothing is made of them.
const TAG = /<[a-z][^<>]*>/gi;
const DRESS = /\s(?:style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

const withoutDress = (html) => html.replace(NO_TEXT, "").replace(TAG, (tag) => tag.replace(DRESS, ""));

document.addEventListener("writing:ready", ({ target: root, detail: { editor, area } }) => {
  const status = root.querySelector("[data-writing-status]");
  const token = () => area.form.elements.csrfmiddlewaretoken.value;
  const view = editor.view;
  editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML: withoutDress } });

  view.dom.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!(html || text.includes("\n")) || OWN.test(html) || event.defaultPrevented) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      take(html, text);
    },
    { capture: true },
  );

  async function take(html, text) {
    const place = keepPlace(editor);
    status.textContent = root.dataset.saysCleaning;
    let answer = null;
    if (html.length + text.length <= LARGEST) answer = await ask(html, text).catch(() => null);
    editor.commands.setTextSelection(place());
    if (answer) view.pasteHTML(answer.html);
    else if (html) view.pasteHTML(html);
    else view.pasteText(text);
    status.textContent = answer ? answer.said : root.dataset.saysUncleaned;
  }

  async function ask(html, text) {
    const body = new FormData();
    body.set("html", html);
    body.set("text", text);
    body.set("csrfmiddlewaretoken", token());
    const response = await fetch(root.dataset.paste, {
      method: "POST",
      body,
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.ok ? response.json() : null;
  }
});

// Returns a function that tells where the selection is by then, whatever was written meanwhile.
function keepPlace(editor) {
  let { from, to } = editor.state.selection;
  const follow = ({ transaction }) => {
    [from, to] = [transaction.mapping.map(from, 1), transaction.mapping.map(to, 1)];
  };
  editor.on("transaction", follow);
  return () => {
    editor.off("transaction", follow);
    return { from, to };
  };
}
