"""Typed list marks: “•”, “-”, “1.”, “1)”, “(a)”, “(iv)”, “१.”, “(क)” at the start of a line."""

import re
from dataclasses import dataclass

BULLETS = "•●○◦▪▫■□◆◇►▸▶➤➢✓✔✦❖‣⁃∙·*+-–—→»"
# The order in which writers go from outer to inner lists.
BULLET_RANKS = ("•●*·■◆►▶➤✓✔", "o○◦□◇▸➢-–—→›+", "▪▫‣⁃∙")
SYMBOL_FONT_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
# A word may begin with one of these without a space before it; the others are marks of lists alone.
SURE_BULLETS = set(BULLETS) - set("*+-–—→»·")
DEVANAGARI_LETTERS = "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह"
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

BULLET = re.compile(rf"([{re.escape(BULLETS + SYMBOL_FONT_BULLETS)}])[ \t]+|([{re.escape(''.join(SURE_BULLETS))}])")
LETTER_O_BULLET = re.compile(r"(o)\s+")
NUMBER = re.compile(r"(\()?(\d{1,3})([.):।])(?:[ \t]+|(?=[^\W\d]))")
STEP = re.compile(r"(?:Step|STEP|step|चरण)\s+(\d{1,2})\s*[:.)–—-]\s*")
LETTER = re.compile(r"(\()?([A-Za-z])([.)])[ \t]+")
ROMAN_MARK = re.compile(r"(\()?([ivxlc]{1,6}|[IVXLC]{1,6})([.)])[ \t]+")
DEVANAGARI_MARK = re.compile(rf"(\()?([{DEVANAGARI_LETTERS}])([.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: `family` tells siblings from inner lists, `number` is 0 for bullets, `width` its length with space.

    `style` is the type attribute of the ordered list; `sure` tells whether the mark alone makes a list.
    """

    family: str
    number: int
    width: int
    style: str = ""
    sure: bool = False


def find_marks(text: str) -> list[Mark]:
    """Return what the beginning of `text` may be read as, the likelier first; empty for a plain text."""
    if found := BULLET.match(text) or LETTER_O_BULLET.match(text):
        sign = found[1] or found[2]
        return [Mark(sign, 0, found.end(), sure=sign in SURE_BULLETS or sign in SYMBOL_FONT_BULLETS)]
    if found := STEP.match(text):
        return [Mark("step", int(found[1]), found.end(), sure=True)]
    if found := NUMBER.match(text):
        return [Mark(f"{found[1] or ''}1", int(found[2]), found.end())]
    return find_letter_marks(text)


def find_letter_marks(text: str) -> list[Mark]:
    """Return the readings of “(i)” or “c.” as a letter or a Roman number; both are possible for some."""
    marks: list[Mark] = []
    if found := LETTER.match(text):
        case = "a" if found[2].islower() else "A"
        number = ord(found[2].lower()) - ord("a") + 1
        marks.append(Mark(f"{found[1] or ''}{case}", number, found.end(), case))
    if found := ROMAN_MARK.match(text):
        case = "i" if found[2].islower() else "I"
        mark = Mark(f"{found[1] or ''}{case}", read_roman(found[2]), found.end(), case)
        marks.insert(0 if mark.number == 1 else len(marks), mark)
    if found := DEVANAGARI_MARK.match(text):
        number = DEVANAGARI_LETTERS.index(found[2]) + 1
        marks.append(Mark(f"{found[1] or ''}क", number, found.end()))
    return marks


def is_inner_bullet(sign: str, outer: str) -> bool:
    """Tell whether writers use one bullet inside a list of the other."""
    ranks = {bullet: rank for rank, bullets in enumerate(BULLET_RANKS) for bullet in bullets}
    return ranks.get(sign, 0) > ranks.get(outer, 0)


def read_roman(numeral: str) -> int:
    """Return the value of a Roman numeral; the order of its letters is not checked."""
    values = [ROMAN[letter] for letter in numeral.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
