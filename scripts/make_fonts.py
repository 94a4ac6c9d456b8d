"""Make the site's web fonts: cut the published variable fonts down to what the pages use.

Run it only to change the fonts; the results are committed. See static/fonts/README.md.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib import instancer

RARE = {ord(sign) for sign in "¤¦ª¬¯³µ¸¹º¡¿"}
LATIN = [*range(0x20, 0x7F), *(code for code in range(0xA0, 0x100) if code not in RARE)]
PUNCTUATION = [ord(sign) for sign in "–—‘’‚“”„•…−€ŒœŸ"]
DEVANAGARI = [0x20, 0xA0, *range(0x900, 0x980), 0x200C, 0x200D, 0x20B9, 0x25CC]
RUPEE = 0x20B9
LIGHT, BOLD = 400, 700  # the weights kept, both ends included
PAPER_BOLD = 600

Points = list[tuple[int, int]]


@dataclass(frozen=True)
class Face:
    """One file to make. `rupee` names the sibling that holds the rupee sign, "" if none is needed."""

    source: str
    target: str
    codepoints: Sequence[int]
    rupee: str = ""
    stroke: tuple[int, int] = (0, 0)  # thickness of the drawn signs at LIGHT and BOLD, in font units
    is_one_weight: bool = False  # LIGHT alone is kept


FACES = (
    Face(
        "newsreader-latin-wght-normal.woff2",
        "newsreader-roman.woff2",
        [*LATIN, *PUNCTUATION],
        "newsreader-latin-ext-wght-normal.woff2",
        (126, 180),
    ),
    Face(
        "newsreader-latin-wght-italic.woff2",
        "newsreader-italic.woff2",
        [*LATIN, *PUNCTUATION],
        "newsreader-latin-ext-wght-italic.woff2",
        (126, 180),
        is_one_weight=True,
    ),
    Face(
        "figtree-latin-wght-normal.woff2",
        "figtree.woff2",
        [*LATIN, *PUNCTUATION],
        "figtree-latin-ext-wght-normal.woff2",
        (84, 124),
    ),
    Face(
        "noto-sans-devanagari-devanagari-wght-normal.woff2",
        "noto-sans-devanagari.woff2",
        DEVANAGARI,
    ),
)


def draw_arrow(unit: int, stroke: int, *, to_right: bool) -> Points:
    """Return the outline of an arrow 0.86 em wide, its shaft on the height of a hyphen."""
    middle, left, right = round(0.29 * unit), round(0.09 * unit), round(0.77 * unit)
    reach, half, slant = round(0.23 * unit), stroke // 2, round(stroke * 0.707)
    outline = [
        (left, middle - half),
        (right - stroke - half // 2, middle - half),
        (right - reach - slant, middle - reach + slant),
        (right - reach, middle - reach),
        (right, middle),
        (right - reach, middle + reach),
        (right - reach - slant, middle + reach - slant),
        (right - stroke - half // 2, middle + half),
        (left, middle + half),
    ]
    if to_right:
        return outline[::-1]
    return [(left + right - x, y) for x, y in outline]


def draw_tick(unit: int, stroke: int) -> Points:
    """Return the outline of a tick 0.78 em wide that stands on the baseline."""
    foot, slant = (round(0.30 * unit), round(0.02 * unit)), round(stroke * 0.707)
    short, tall = round(0.20 * unit), round(0.48 * unit)
    return [
        foot,
        (foot[0] - short - slant, foot[1] + short + slant),
        (foot[0] - short, foot[1] + short + 2 * slant),
        (foot[0], foot[1] + 2 * slant),
        (foot[0] + round(tall * 0.82), foot[1] + tall + 2 * slant),
        (foot[0] + round(tall * 0.82) + slant, foot[1] + tall + slant),
    ]


def add_sign(font: TTFont, *, name: str, codepoint: int, light: Points, bold: Points, advance: int) -> None:
    """Add a one-outline glyph whose points move from `light` to `bold` along the weight axis."""
    pen = TTGlyphPen(None)
    pen.moveTo(light[0])
    for point in light[1:]:
        pen.lineTo(point)
    pen.closePath()
    moves: list[Any] = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(light, bold, strict=True)]
    still = [(0, 0)] * 4  # the four phantom points: the advance does not change
    variation = TupleVariation({"wght": (0.0, 1.0, 1.0)}, moves + still)
    install_glyph(font, name, codepoint, pen.glyph(), [variation], advance)


def install_glyph(
    font: TTFont, name: str, codepoint: int | None, glyph: Any, variations: list[TupleVariation], advance: int
) -> None:
    """Append a glyph to `font` under `name` and map `codepoint` to it; None maps nothing."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["gvar"].variations[name] = variations
    font["hmtx"][name] = (advance, glyph.xMin)
    if codepoint is None:
        return
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[codepoint] = name


def copy_glyph(font: TTFont, source: TTFont, codepoint: int) -> None:
    """Copy one glyph, the parts it is built of, and their variations."""
    whole = source.getBestCmap()[codepoint]
    parts = source["glyf"][whole].getComponentNames(source["glyf"])
    for name in [*parts, whole]:
        install_glyph(
            font,
            name,
            codepoint if name == whole else None,
            source["glyf"][name],
            source["gvar"].variations[name],
            source["hmtx"][name][0],
        )


def load(path: Path) -> TTFont:
    """Open a variable font and keep only the weights from LIGHT to BOLD."""
    font = instancer.instantiateVariableFont(
        TTFont(path, recalcTimestamp=False), {"wght": (LIGHT, LIGHT, BOLD)}, inplace=True
    )
    moving = font["gvar"].variations
    font["gvar"].variations = {name: moving.get(name, []) for name in font.getGlyphOrder()}
    return font


def cut(font: TTFont, codepoints: Sequence[int]) -> None:
    """Drop every glyph, table and name that `codepoints` do not need; every layout feature stays."""
    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        name_IDs=[0, 1, 2, 13, 14, 256],
        notdef_outline=True,
        drop_tables=["HVAR", "DSIG"],  # advances are read from gvar without it
        glyph_names=False,
    )
    subsetter = subset.Subsetter(options=options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)


def make(face: Face, source: Path, target: Path) -> int:
    """Write one web font and return its size in bytes."""
    font = load(source / face.source)
    cut(font, face.codepoints)
    unit = font["head"].unitsPerEm
    if face.rupee:
        copy_glyph(font, load(source / face.rupee), RUPEE)
        light, bold = face.stroke
        for name, codepoint, to_right in (("arrowleft", 0x2190, False), ("arrowright", 0x2192, True)):
            add_sign(
                font,
                name=name,
                codepoint=codepoint,
                light=draw_arrow(unit, light, to_right=to_right),
                bold=draw_arrow(unit, bold, to_right=to_right),
                advance=round(0.86 * unit),
            )
        add_sign(
            font,
            name="checkmark",
            codepoint=0x2713,
            light=draw_tick(unit, light),
            bold=draw_tick(unit, bold),
            advance=round(0.78 * unit),
        )
    if face.is_one_weight:
        font = instancer.instantiateVariableFont(font, {"wght": LIGHT}, inplace=True)
    font.flavor = "woff2"
    font.save(target / face.target)
    return (target / face.target).stat().st_size


def make_for_paper(web: Path, target: Path) -> None:
    """Write the web fonts that a PDF takes once more, each in one weight and unpacked, as a PDF wants them."""
    for name in ("figtree", "noto-sans-devanagari"):
        for word, weight in (("regular", LIGHT), ("bold", PAPER_BOLD)):
            font = TTFont(web / f"{name}.woff2", recalcTimestamp=False)
            font = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
            font.flavor = None
            font.save(target / f"{name}-{word}.ttf")


def main() -> None:
    """Make every face from the folder of published files into the folder of web fonts; `--paper` those of PDFs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with the published .woff2 files, or static/fonts")
    parser.add_argument("target", type=Path, help="folder to write to: static/fonts, or worksheets/fonts")
    parser.add_argument("--paper", action="store_true", help="make worksheets/fonts from static/fonts")
    given = parser.parse_args()
    if given.paper:
        make_for_paper(given.source, given.target)
        return
    for face in FACES:
        make(face, given.source, given.target)


if __name__ == "__main__":
    main()
