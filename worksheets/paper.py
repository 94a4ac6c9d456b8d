"""A worksheet as a PDF on A4, filled or to be filled in by hand: made in memory, sent, and kept nowhere.

Latin letters and Devanagari come with the site and are shaped by HarfBuzz. A letter of any other script is shown as a
dotted circle, and the first page says so; see docs/decisions/0025.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import FontFace

from worksheets.reading import Entry, EntryRow, Mark

FONTS = Path(__file__).resolve().parent / "fonts"
LATIN, HINDI = "figtree", "noto-sans-devanagari"
MARGIN = 18  # mm on every side
LINE = 6  # mm from line to line
RULED = 9  # mm between the lines that are written on by hand
LINES = 4
CELL = 400  # letters of options that a cell of an empty table can take; a row must not be higher than a page
BOX = 3.4  # mm
TOGETHER = 34  # mm that a heading needs below it, or it goes over to the next page
BODY, SMALL, LARGE = 11, 9.5, 19  # points
INK, PALE, RULE = (19, 39, 43), (70, 89, 93), (111, 134, 136)
STAND_IN = "\N{DOTTED CIRCLE}"
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}\r"
DEVANAGARI = range(0x900, 0x980)
SKIN = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it. `is_empty` leaves room for a pen."""

    title: str
    intro: str
    outro: str
    entries: Sequence[Entry]
    is_empty: bool
    help_words: str


@cache
def letters() -> frozenset[int]:
    """Return the letters that can be printed."""
    return frozenset(code for name in (LATIN, HINDI) for code in TTFont(FONTS / f"{name}-regular.ttf").getBestCmap())


def printable(text: str) -> str:
    """Return a text in which a dotted circle stands for each letter that cannot be printed.

    Signs that only join or vary others go, so that an emoji of five signs is one circle.
    """
    known = letters() | {ord("\n")}
    kept = (sign for sign in text.replace("\t", " ") if ord(sign) in known or not is_joining(sign))
    return "".join(sign if ord(sign) in known else STAND_IN for sign in kept)


def is_joining(sign: str) -> bool:
    """Tell whether a sign shows nothing of its own."""
    return sign in JOINERS or ord(sign) in SKIN


class Sheet(FPDF):
    """An A4 document in the letters of the site, with a plain title: a list of files shows it to anybody."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.is_lacking = False
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=True, margin=MARGIN + 2)
        for name in (LATIN, HINDI):
            for style, word in (("", "regular"), ("B", "bold")):
                self.add_font(name, style, FONTS / f"{name}-{word}.ttf")
        self.set_fallback_fonts([HINDI], exact_match=False)
        self.set_title(_("Your page"))
        self.set_lang("en-GB")
        self.set_draw_color(*RULE)
        self.set_text_color(*INK)

    def footer(self) -> None:
        """Say which page it is, inside the margin at the foot."""
        self.set_y(-MARGIN)
        self.dress(SMALL, PALE)
        self.cell(0, LINE - 2, str(self.page_no()), align="C")

    def dress(self, size: float, colour: tuple[int, int, int] = INK, style: str = "") -> None:
        """Choose size, colour and weight of what is written next."""
        self.set_font(LATIN, style, size)
        self.set_text_color(*colour)

    def said(self, text: str) -> str:
        """Return a text that can be printed, to be written next; remember where something of it could not.

        Shaping is for Devanagari alone: it takes three times as long.
        """
        shown = printable(text)
        self.set_text_shaping(any(sign in DEVANAGARI for sign in map(ord, shown)))
        self.is_lacking = self.is_lacking or shown.count(STAND_IN) > text.count(STAND_IN)
        return shown

    def say(self, text: str, height: float = LINE, *, indent: float = 0) -> None:
        """Write a text over the width of the page; a word longer than the line is broken."""
        if not text.strip():
            return
        self.set_x(MARGIN + indent)
        self.multi_cell(0, height, self.said(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def keep_together(self, height: float) -> None:
        """Go to the next page where less than so many millimetres are left."""
        if self.will_page_break(height):
            self.add_page()


def make_pdf(paper: Paper) -> bytes:
    """Return the document."""
    sheet = write(paper, lacks=False)
    return bytes((write(paper, lacks=True) if sheet.is_lacking else sheet).output())


def write(paper: Paper, *, lacks: bool) -> Sheet:
    """Write the document; where it `lacks` letters it says so at its head."""
    sheet = Sheet()
    sheet.add_page()
    sheet.dress(LARGE, style="B")
    sheet.say(paper.title, 9)
    sheet.ln(2)
    if lacks:
        sheet.dress(SMALL, PALE)
        sheet.say(_("Some letters cannot be shown here; a dotted circle stands for each. Your page shows them all."), 5)
        sheet.ln(2)
    if paper.is_empty:
        sheet.dress(BODY)
        sheet.say(paper.intro)
    for entry in paper.entries:
        write_entry(sheet, entry, is_empty=paper.is_empty)
    sheet.ln(4)
    sheet.dress(BODY)
    sheet.say(paper.outro)
    sheet.ln(3)
    sheet.dress(SMALL, PALE)
    sheet.say(paper.help_words, 5)
    return sheet


def write_entry(sheet: Sheet, entry: Entry, *, is_empty: bool) -> None:
    """Write one prompt with what was answered, or with room for it."""
    sheet.ln(5)
    sheet.keep_together(TOGETHER)
    sheet.dress(BODY + 1.5, style="B")
    sheet.say(entry.label, LINE + 0.5)
    if is_empty:
        sheet.dress(SMALL, PALE)
        sheet.say(entry.hint, 5)
    sheet.ln(1.5)
    if entry.rows and is_empty and fits_table(entry.rows[0]):
        draw_table(sheet, entry.rows)
    elif entry.rows:
        write_rows(sheet, entry.rows if is_empty else entry.filled, is_empty=is_empty)
    else:
        write_answer(sheet, entry, is_empty=is_empty)


def write_answer(sheet: Sheet, entry: Entry, *, is_empty: bool, indent: float = 0) -> None:
    """Write what was answered, or draw boxes to tick or lines to write on."""
    sheet.dress(BODY)
    if is_empty and not entry.marks:
        draw_lines(sheet)
    elif is_empty:
        write_marks(sheet, entry.marks, indent)
    elif entry.taken:
        write_marks(sheet, [mark for mark in entry.marks if mark.is_taken], indent)
    elif entry.text:
        sheet.say(entry.text, indent=indent)
    else:
        sheet.dress(BODY, PALE)
        sheet.say(_("Nothing chosen") if entry.marks else _("Left empty"), indent=indent)


def write_marks(sheet: Sheet, marks: Sequence[Mark], indent: float) -> None:
    """Write options with their boxes, as many in a line as fit; a filled box was taken."""
    left, right = MARGIN + indent, sheet.w - MARGIN
    sheet.set_x(left)
    for mark in marks:
        label = sheet.said(mark.label)
        width = sheet.get_string_width(label) + BOX + 2
        if sheet.get_x() > left and sheet.get_x() + width > right:
            sheet.ln(LINE)
            sheet.set_x(left)
        if sheet.get_x() == left:
            sheet.keep_together(LINE)
        x, y = sheet.get_x(), sheet.get_y()
        sheet.rect(x, y + (LINE - BOX) / 2, BOX, BOX, style="DF" if mark.is_taken else "D")
        if width > right - left:
            sheet.set_x(x + BOX + 2)
            sheet.multi_cell(0, LINE, label, align="L", new_x="LMARGIN", new_y="NEXT")
            sheet.set_x(left)
        else:
            sheet.set_x(x + BOX + 1.8)
            sheet.cell(width - BOX - 2, LINE, label)
            sheet.set_x(x + width + 4)
    if sheet.get_x() > left:
        sheet.ln(LINE)


def draw_lines(sheet: Sheet) -> None:
    """Draw lines to write on."""
    sheet.keep_together(LINES * RULED + 2)
    for _line in range(LINES):
        sheet.ln(RULED)
        sheet.line(MARGIN, sheet.get_y(), sheet.w - MARGIN, sheet.get_y())
    sheet.ln(2)


def fits_table(row: EntryRow) -> bool:
    """Tell whether what is offered in each cell leaves a row lower than a page."""
    return all(sum(len(mark.label) for mark in cell.marks) <= CELL for cell in row.cells)


def draw_table(sheet: Sheet, rows: Sequence[EntryRow]) -> None:
    """Draw an empty table; its head stands on every page that it goes over to."""
    sheet.dress(SMALL)
    with sheet.table(
        headings_style=FontFace(emphasis="BOLD"),
        line_height=5,
        padding=1.5,
        text_align="LEFT",
        min_row_height=RULED * 1.6,
    ) as table:
        table.row(["", *(sheet.said(cell.label) for cell in rows[0].cells)])
        for row in rows:
            table.row([sheet.said(row.label), *(sheet.said(boxes(cell.marks)) for cell in row.cells)])
        sheet.set_text_shaping(True)  # it is laid out as a whole, at its end


def boxes(marks: Sequence[Mark]) -> str:
    """Return options for a cell, each with brackets to tick and never parted from them."""
    return "   ".join("[\xa0\xa0]\xa0" + mark.label for mark in marks)


def write_rows(sheet: Sheet, rows: Sequence[EntryRow], *, is_empty: bool) -> None:
    """Write the rows of a table one below the other: a cell may hold a page of words."""
    if not rows:
        sheet.dress(BODY, PALE)
        sheet.say(_("Left empty"))
    for row in rows:
        sheet.keep_together(TOGETHER / 2)
        sheet.dress(BODY, style="B")
        sheet.say(row.label)
        for cell in row.cells:
            sheet.keep_together(LINE * 2)
            sheet.dress(SMALL, PALE)
            sheet.say(cell.label, 5, indent=4)
            write_answer(sheet, cell, is_empty=is_empty, indent=4)
        sheet.ln(2)
