"""An essay while it is being read: a list of blocks made of runs of text, the same for every kind of file."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

NEEDS_SQUEEZE = re.compile(r"  |[\t\r\f\v\n]")
SPACES = re.compile(r"[ \t\r\f\v]+")
LINE_EDGE = re.compile(r" ?\n ?")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress; a line break is a newline in `text`. `size` is in pixels, 0 unknown."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    size: float = 0

    @property
    def dress(self) -> tuple[bool, bool, str, float]:
        return self.strong, self.em, self.href, self.size


Runs = tuple[Run, ...]


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `indent` counts columns, `gap` the blank lines before it (0: same cluster of lines)."""

    runs: Runs
    indent: int = 0
    gap: int = 1

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_strong(self) -> bool:
        return all(run.strong for run in self.runs if run.text.strip())


@dataclass(slots=True)
class Heading:
    """A heading; `level` is the source's own until levels are settled to 2 and 3. Level 0 is a title."""

    runs: Runs
    level: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Item:
    blocks: "list[Block]"

    @property
    def text(self) -> str:
        return " ".join(text_of(block) for block in self.blocks)


@dataclass(slots=True)
class ListBlock:
    """A list; `start` is the first number and `style` the type of an ordered one ("a", "i" or "")."""

    ordered: bool
    items: list[Item] = field(default_factory=list)
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class Quote:
    """A quotation; the first paragraph is what is quoted, the others explain it."""

    blocks: "list[Block]"


@dataclass(slots=True)
class Table:
    """A table of plain cells; `header` tells whether the first row names the columns."""

    rows: list[list[Runs]]
    header: bool = False


Block = Paragraph | Heading | ListBlock | Quote | Table


def text_of(block: Block) -> str:
    """Return all text of a block on one line."""
    return " ".join(" ".join(pieces_of(block)).split())


def pieces_of(block: Block) -> Iterator[str]:
    """Yield the texts of a block in order."""
    match block:
        case Paragraph() | Heading():
            yield block.text
        case ListBlock():
            for item in block.items:
                for inner in item.blocks:
                    yield from pieces_of(inner)
        case Quote():
            for inner in block.blocks:
                yield from pieces_of(inner)
        case Table():
            for row in block.rows:
                yield from ("".join(run.text for run in cell) for cell in row)


def words_in(text: str) -> int:
    """Return how many words `text` has, in any script that parts words by spaces."""
    return len(text.split())


def with_text(run: Run, text: str) -> Run:
    """Return a run in the same dress; the same one when its text is unchanged."""
    return run if text == run.text else Run(text, run.strong, run.em, run.href, run.size)


def tidy(runs: Iterable[Run]) -> Runs:
    """Return the runs with single spaces, no space beside a line break or at the ends, equal dresses joined."""
    tidied: list[Run] = []
    after = " "
    for run in runs:
        text = squeeze(run.text, after)
        if not text:
            continue
        after = text[-1]
        if tidied and tidied[-1].dress == run.dress:
            tidied[-1] = with_text(tidied[-1], tidied[-1].text + text)
        else:
            tidied.append(with_text(run, text))
    return strip_end(tidied)


def squeeze(text: str, after: str) -> str:
    """Return `text` with each stretch of white space as one space or line break, as it follows `after`."""
    squeezed = LINE_EDGE.sub("\n", SPACES.sub(" ", text)) if NEEDS_SQUEEZE.search(text) else text
    return squeezed.lstrip(" ") if after in " \n" else squeezed


def strip_end(runs: list[Run]) -> Runs:
    """Return the runs without white space after the last word, or spaces just before a line break."""
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[-1] = with_text(runs[-1], runs[-1].text.rstrip())
    while runs and not runs[0].text.strip():
        runs.pop(0)
    if runs:
        runs[0] = with_text(runs[0], runs[0].text.lstrip())
    return tuple(runs)


def cut(runs: Runs, count: int) -> Runs:
    """Return the runs without their first `count` characters."""
    kept: list[Run] = []
    for run in runs:
        if count < len(run.text):
            kept.append(with_text(run, run.text[count:]))
        count = max(0, count - len(run.text))
    return tidy(kept)


def split_lines(runs: Runs) -> list[Runs]:
    """Return the runs of each line; a line with nothing on it is an empty tuple."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(with_text(run, first))
        lines.extend([with_text(run, text)] for text in others)
    return [tidy(line) for line in lines]


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks as HTML, one line a block, not yet sanitised."""
    return "\n".join(render_block(block) for block in blocks)


def render_block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<p>{render_runs(block.runs)}</p>"
        case Heading():
            return f"<h{block.level}>{render_runs(block.runs)}</h{block.level}>"
        case ListBlock():
            return render_list(block)
        case Quote():
            return f"<blockquote>{''.join(render_block(inner) for inner in block.blocks)}</blockquote>"
        case Table():
            return render_table(block)


def render_list(block: ListBlock) -> str:
    items = "".join(f"<li>{render_item(item)}</li>" for item in block.items)
    if not block.ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    style = f' type="{block.style}"' if block.style else ""
    return f"<ol{start}{style}>{items}</ol>"


def render_item(item: Item) -> str:
    """Return an item's content; one paragraph, alone or before inner lists, needs no paragraph tag."""
    first, *others = item.blocks or [Paragraph(())]
    if isinstance(first, Paragraph) and all(isinstance(other, ListBlock) for other in others):
        return render_runs(first.runs) + "".join(render_block(other) for other in others)
    return "".join(render_block(block) for block in item.blocks)


def render_table(table: Table) -> str:
    rows = [[render_runs(cell) for cell in row] for row in table.rows]
    head = rows[:1] if table.header else []
    names = "".join(f'<th scope="col">{cell}</th>' for row in head for cell in row)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[len(head) :])
    return f"<table>{f'<thead><tr>{names}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def render_runs(runs: Runs) -> str:
    return "".join(render_run(run) for run in runs)


def render_run(run: Run) -> str:
    core = run.text.strip(" ")
    if not core:
        return html.escape(run.text)
    left, _, right = run.text.partition(core)
    marked = html.escape(core, quote=False).replace("\n", "<br>")
    if run.em:
        marked = f"<em>{marked}</em>"
    if run.strong:
        marked = f"<strong>{marked}</strong>"
    if run.href:
        marked = f'<a href="{html.escape(run.href)}">{marked}</a>'
    return f"{left}{marked}{right}"
