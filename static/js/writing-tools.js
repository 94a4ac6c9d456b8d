// The row of tools above the page of an essay: one stop of the tab key, arrows within it (a toolbar as ARIA describes it).

// Returns how deep in the text the quote around the cursor is; 0 without one.
const depthOfQuote = ({ $from }) => {
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === "blockquote") return depth;
  return 0;
};

// A quote begins with room for the words that explain it, and ends as a whole.
const toggleQuote = ({ tr, state, dispatch, commands }) => {
  const depth = depthOfQuote(tr.selection);
  if (depth) {
    const { $from } = tr.selection;
    const [first, last] = [$from.start(depth) + 1, $from.end(depth) - 1].map((place) => tr.doc.resolve(place));
    if (dispatch) tr.lift(first.blockRange(last, (node) => node === $from.node(depth)), depth - 1);
    return true;
  }
  commands.setParagraph(); // says no where it is one already
  if (!commands.wrapIn("blockquote")) return false;
  const { $from } = tr.selection;
  const made = depthOfQuote(tr.selection);
  if (dispatch && $from.node(made).childCount === 1) tr.insert($from.end(made), state.schema.nodes.paragraph.create());
  return true;
};

// Each: what it does, and whether it stands where the cursor is.
const TOOLS = {
  text: [(chain) => chain.setParagraph(), (editor) => editor.isActive("paragraph")],
  heading: [(chain) => chain.toggleHeading({ level: 2 }), (editor) => editor.isActive("heading", { level: 2 })],
  subheading: [(chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  bold: [(chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  italic: [(chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  bullets: [(chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  steps: [(chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  deeper: [(chain) => chain.sinkListItem("listItem")],
  higher: [(chain) => chain.liftListItem("listItem")],
  quote: [(chain) => chain.command(toggleQuote), (editor) => editor.isActive("blockquote")],
  undo: [(chain) => chain.undo()],
  redo: [(chain) => chain.redo()],
};

document.addEventListener("writing:ready", ({ target: root, detail: { editor } }) => {
  const row = root.querySelector("[data-writing-tools]").content.firstElementChild.cloneNode(true);
  const buttons = [...row.querySelectorAll("button")];
  editor.view.dom.parentElement.before(row);

  function show() {
    for (const button of buttons.filter((each) => TOOLS[each.dataset.tool])) {
      const [act, stands] = TOOLS[button.dataset.tool];
      const isPressed = stands?.(editor) ?? false;
      if (stands) button.setAttribute("aria-pressed", String(isPressed));
      button.setAttribute("aria-disabled", String(!isPressed && !act(editor.can().chain()).run()));
    }
  }

  row.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
  row.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    reach(button);
    TOOLS[button.dataset.tool]?.[0](editor.chain().focus()).run();
  });

  // One button can be reached by the tab key; the arrows, Home and End go from it to the others.
  function reach(button) {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
  }

  row.addEventListener("keydown", (event) => {
    const shown = buttons.filter((each) => !each.hidden);
    const at = shown.indexOf(document.activeElement);
    const to = {
      ArrowRight: shown[(at + 1) % shown.length],
      ArrowLeft: shown.at(at - 1),
      Home: shown[0],
      End: shown.at(-1),
    }[event.key];
    if (!to || at === -1) return;
    event.preventDefault();
    reach(to);
    to.focus();
  });

  reach(buttons[0]);
  editor.on("transaction", show);
  show();
});
