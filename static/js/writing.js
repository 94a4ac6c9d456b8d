// Turns the text area of an essay into the page that readers will see. What is written there is put back into the area
// as the HTML that the site stores, with an `input` event that bubbles; without this script the area itself is typed in.
// The engine's address is in the page: its file may not be named here, for its name changes with its content.

const root = document.querySelector("[data-writing]");
if (root) write(root);

async function write(root) {
  const area = root.querySelector("textarea");
  let engine;
  try {
    engine = await import(root.dataset.writing);
  } catch {
    return; // the area stays as it is
  }
  const page = document.createElement("div");
  area.before(page);
  const editor = new engine.Editor({
    element: page,
    extensions: extensionsOf(engine, root.dataset),
    content: area.value,
    injectCSS: false, // its style sheet is writing.css: the policy lets no style be written into the page
    editorProps: { attributes: attributesOf(area) },
  });
  keepArea(area, editor, makeWriter(engine, editor.schema));
  area.hidden = root.querySelector("[data-writing-plain]").hidden = true;
  root.dispatchEvent(new CustomEvent("writing:ready", { bubbles: true, detail: { editor, area, engine } }));
}

// What the area is called and described by, the page is called and described by too.
function attributesOf(area) {
  const label = area.labels[0];
  const attributes = { class: "writing__text", role: "textbox", "aria-multiline": "true" };
  if (label) {
    label.id ||= `${area.id}_label`;
    attributes["aria-labelledby"] = label.id;
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
  }
  const language = area.form?.elements.language?.value;
  if (language) attributes.lang = language;
  return attributes;
}

// The text in the area changes only with what is written: opened and saved, it is sent as it came.
function keepArea(area, editor, toHtml) {
  const given = area.value;
  const first = toHtml(editor.state.doc);
  let stands = first;

  editor.on("update", () => {
    const html = toHtml(editor.state.doc);
    if (html === stands) return;
    stands = html;
    area.value = html === first ? given : html;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  area.labels[0]?.addEventListener("click", () => editor.commands.focus());
  area.form?.elements.language?.addEventListener("change", (event) => {
    editor.view.dom.setAttribute("lang", event.target.value);
  });
  // Whoever puts another text into the area says so by this event.
  area.addEventListener("writing:replaced", () => editor.commands.setContent(area.value));
}

// What an essay is made of. What is not named here cannot be written.
function extensionsOf(engine, says) {
  const { Document, Paragraph, Text, Bold, Italic, HardBreak, ListItem, Link, History, Gapcursor, Dropcursor } = engine;
  const levels = [["h1", 2], ["h2", 2], ["h3", 3], ["h4", 3], ["h5", 3], ["h6", 3]];
  return [
    Document,
    Paragraph,
    Text,
    Bold,
    Italic,
    HardBreak,
    engine.Heading.configure({ levels: [2, 3] }).extend({
      parseHTML: () => levels.map(([tag, level]) => ({ tag, attrs: { level } })),
    }),
    engine.BulletList.extend({ addKeyboardShortcuts: () => ({}) }),
    numberedList(engine),
    // The tab key goes on to the next field, here too; lists are nested by buttons, or by Ctrl and a bracket.
    ListItem.extend({
      addKeyboardShortcuts() {
        return {
          Enter: () => this.editor.commands.splitListItem(this.name),
          "Mod-]": () => this.editor.commands.sinkListItem(this.name),
          "Mod-[": () => this.editor.commands.liftListItem(this.name),
        };
      },
    }),
    engine.Blockquote,
    Link.extend({
      addMenuItems: null,
      addAttributes: () => ({ href: { default: null } }),
      addKeyboardShortcuts: () => ({}),
    }).configure({ autolink: false, openOnClick: false, protocols: ["tel"] }),
    figure(engine),
    ...tables(engine),
    History,
    Gapcursor,
    Dropcursor.configure({ class: "writing__drop", color: false, width: 3 }),
    engine.TrailingNode,
    placeholders(engine, says),
  ];
}

// As Tiptap makes it; the engine's own asks for styles, and hides the rule by which “1.” begins a list.
function numberedList({ OrderedList, wrappingInputRule }) {
  return OrderedList.extend({
    addAttributes: () => ({
      start: { default: 1, parseHTML: (list) => Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1 },
      type: { default: null, parseHTML: (list) => list.getAttribute("type") },
    }),
    addNodeView: null,
    addKeyboardShortcuts: () => ({}),
    addInputRules() {
      const start = ([, number]) => ({ start: Number(number) });
      return [wrappingInputRule({ find: /^(\d{1,3})[.)]\s$/, type: this.type, getAttributes: start })];
    },
  });
}

// A picture with its words; the caption is written under it.
function figure({ Node }) {
  const imageOf = (element) => (element.matches("img") ? element : element.querySelector("img"));
  return Node.create({
    name: "figure",
    group: "block",
    content: "inline*",
    isolating: true,
    draggable: true,
    addAttributes: () => ({
      src: { default: "", parseHTML: (element) => imageOf(element)?.getAttribute("src") },
      alt: { default: "", parseHTML: (element) => imageOf(element)?.getAttribute("alt") ?? "" },
    }),
    parseHTML: () => [
      {
        tag: "figure",
        getAttrs: (element) => (element.querySelector("img[src^='/essays/pictures/']") ? null : false),
        contentElement: (element) => element.querySelector("figcaption") ?? document.createElement("figcaption"),
      },
      { tag: "img[src^='/essays/pictures/']" },
    ],
    renderHTML: ({ node }) => ["figure", ["img", { src: node.attrs.src, alt: node.attrs.alt }], ["figcaption", 0]],
  });
}

// A table that is there is kept and may be written in; none is made here.
function tables({ Table, TableRow, TableHeader, TableCell }) {
  const plain = { addKeyboardShortcuts: () => ({}) };
  return [
    Table.extend({ ...plain, addMenuItems: null, addNodeView: null }).configure({ resizable: false }),
    TableRow,
    TableHeader.extend({
      addAttributes() {
        return { ...this.parent?.(), scope: { default: null, parseHTML: (cell) => cell.getAttribute("scope") } };
      },
    }),
    TableCell,
  ];
}

// Says in what is empty what belongs there.
function placeholders({ Extension, pm: { state, view } }, says) {
  const wordsFor = (doc, node, parent, index) => {
    if (node.type.name === "figure") return says.saysCaption;
    if (node.type.name !== "paragraph") return "";
    if (parent.type.name === "blockquote") return [says.saysQuote, says.saysExplanation][index];
    return doc.childCount === 1 && parent === doc ? says.saysEmpty : "";
  };
  const decorations = ({ doc }) => {
    const found = [];
    doc.descendants((node, at, parent, index) => {
      const words = node.isTextblock && node.childCount === 0 && wordsFor(doc, node, parent, index);
      if (words) found.push(view.Decoration.node(at, at + node.nodeSize, { "data-placeholder": words }));
    });
    return view.DecorationSet.create(doc, found);
  };
  return Extension.create({
    name: "placeholders",
    addProseMirrorPlugins: () => [new state.Plugin({ props: { decorations } })],
  });
}

// Writes a text as it is stored: a block a line, plain list items without a paragraph of their own.
function makeWriter(engine, schema) {
  const serializer = engine.pm.model.DOMSerializer.fromSchema(schema);
  const holder = document.createElement("div");
  const wrap = (tag, inner, attributes = "") => (inner ? `<${tag}${attributes}>${inner}</${tag}>` : "");
  const block = (node) => writers[node.type.name]?.(node) ?? "";
  const blocks = (node) => node.children.map(block).join("");
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

  const image = ({ attrs }) => `<img src="${escape(attrs.src)}" alt="${escape(attrs.alt)}">`;

  function inline(node) {
    holder.replaceChildren(serializer.serializeFragment(node.content));
    return holder.innerHTML;
  }

  function item(node) {
    const [first, ...others] = node.children;
    const isPlain = others.every((each) => each.type.name.endsWith("List"));
    return isPlain ? inline(first) + others.map(block).join("") : blocks(node);
  }

  function list({ attrs, children }) {
    const start = attrs.start === 1 ? "" : ` start="${attrs.start}"`;
    const type = attrs.type ? ` type="${escape(attrs.type)}"` : "";
    return wrap("ol", children.map(block).join(""), start + type);
  }

  function cell(node, isHead) {
    const { attrs } = node;
    const spans = ["colspan", "rowspan"].map((name) => (attrs[name] > 1 ? ` ${name}="${attrs[name]}"` : ""));
    const scope = attrs.scope ?? (isHead ? "col" : null);
    const tag = node.type.name === "tableHeader" ? "th" : "td";
    const inner = node.childCount === 1 ? inline(node.firstChild) : blocks(node);
    return `<${tag}${spans.join("")}${tag === "th" && scope ? ` scope="${escape(scope)}"` : ""}>${inner}</${tag}>`;
  }

  function table(node) {
    const isNames = (row) => row.children.every((each) => each.type.name === "tableHeader");
    const row = (each, isHead) => wrap("tr", each.children.map((one) => cell(one, isHead)).join(""));
    const rows = node.children;
    const heads = rows.findIndex((each) => !isNames(each));
    const count = heads === -1 ? rows.length : heads;
    const part = (tag, some, isHead) => wrap(tag, some.map((each) => row(each, isHead)).join(""));
    return wrap("table", part("thead", rows.slice(0, count), true) + part("tbody", rows.slice(count), false));
  }

  const writers = {
    paragraph: (node) => wrap("p", inline(node)),
    heading: (node) => wrap(`h${node.attrs.level}`, inline(node)),
    bulletList: (node) => wrap("ul", blocks(node)),
    orderedList: list,
    listItem: (node) => wrap("li", item(node)),
    blockquote: (node) => wrap("blockquote", blocks(node)),
    table,
    figure: (node) => wrap("figure", image(node) + wrap("figcaption", inline(node))),
  };
  return (doc) => doc.children.map(block).filter(Boolean).join("\n");
}
