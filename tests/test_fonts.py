import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

pytestmark = pytest.mark.gate

STATIC = Path(__file__).resolve().parent.parent / "static"
FONTS = STATIC / "fonts"
KB = 1024
MOST_BYTES = {
    "newsreader-roman.woff2": 40 * KB,
    "newsreader-italic.woff2": 24 * KB,
    "figtree.woff2": 20 * KB,
    "noto-sans-devanagari.woff2": 80 * KB,
}
LATIN_FILES = [name for name in MOST_BYTES if not name.startswith("noto")]
LATIN_SIGNS = "₹’‘“”–…✓→←·×éàüñ½€ " + "".join(chr(code) for code in range(0x20, 0x7F))
HINDI = "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहक्षत्रज्ञश्रड़ढ़ािीुूृेैोौंँः।०१२३४५६७८९\u200c\u200d"


def joined_forms(font: TTFont) -> set[str]:
    return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("name", MOST_BYTES)
def test_each_font_stays_within_its_size(name: str) -> None:
    assert 0 < (FONTS / name).stat().st_size <= MOST_BYTES[name]


def test_the_fonts_of_an_english_page_stay_within_90_kb() -> None:
    assert sum((FONTS / name).stat().st_size for name in LATIN_FILES) <= 90_000


@pytest.mark.parametrize("name", LATIN_FILES)
def test_latin_fonts_hold_every_sign_the_texts_use(name: str) -> None:
    held = TTFont(FONTS / name).getBestCmap()
    assert [sign for sign in LATIN_SIGNS if ord(sign) not in held] == []


@pytest.mark.parametrize("name", LATIN_FILES)
def test_the_signs_added_by_hand_have_an_outline(name: str) -> None:
    font = TTFont(FONTS / name)
    for sign in "₹→←✓":
        glyph = font["glyf"][font.getBestCmap()[ord(sign)]]
        assert glyph.numberOfContours != 0
        assert glyph.xMax > glyph.xMin


def test_the_devanagari_font_holds_the_letters_of_hindi() -> None:
    held = TTFont(FONTS / "noto-sans-devanagari.woff2").getBestCmap()
    assert [sign for sign in HINDI if ord(sign) not in held] == []


def test_the_devanagari_font_still_joins_its_letters() -> None:
    font = TTFont(FONTS / "noto-sans-devanagari.woff2")
    assert {"akhn", "rphf", "rkrf", "half", "cjct", "blwf", "pres", "abvs", "blws"} <= joined_forms(font)


@pytest.mark.parametrize("name", [name for name in MOST_BYTES if "italic" not in name])
def test_each_upright_font_varies_from_400_to_700(name: str) -> None:
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in TTFont(FONTS / name)["fvar"].axes}
    assert axes == {"wght": (400, 700)}


def test_the_italic_has_one_weight() -> None:
    font = TTFont(FONTS / "newsreader-italic.woff2")
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == 400


@pytest.mark.parametrize("family", ["newsreader", "figtree", "noto-sans-devanagari"])
def test_each_family_has_its_licence_beside_it(family: str) -> None:
    assert "SIL Open Font License, Version 1.1" in (FONTS / f"OFL-{family}.txt").read_text()


def test_the_stylesheet_names_exactly_the_fonts_that_exist() -> None:
    css = (STATIC / "css" / "fonts.css").read_text()
    named = set(re.findall(r'url\("\.\./fonts/([^"]+)"\)', css))
    assert named == {path.name for path in FONTS.glob("*.woff2")}
    assert css.count("font-display: swap") == css.count("url(")


def test_every_fallback_face_is_fitted_to_its_family() -> None:
    css = (STATIC / "css" / "fonts.css").read_text()
    faces = [face for face in css.split("@font-face")[1:] if "local(" in face]
    assert len(faces) == 12
    for face in faces:
        for fitted in ("size-adjust", "ascent-override", "descent-override", "line-gap-override"):
            assert f"{fitted}: " in face


def test_every_fallback_of_a_family_stands_in_its_list() -> None:
    """Each has figures of its own, so each is a family; in one, the first font found would have those of another."""
    css, tokens = ((STATIC / "css" / name).read_text() for name in ("fonts.css", "tokens.css"))
    families = re.findall(r'font-family: "((?:Newsreader|Figtree) on [^"]+)"', css)
    listed = re.findall(r'"((?:Newsreader|Figtree) on [^"]+)"', tokens)
    assert sorted(families) == sorted(listed * 2)
    assert len(set(listed)) == 6


def test_devanagari_is_fetched_only_where_it_is_read() -> None:
    css = (STATIC / "css" / "fonts.css").read_text()
    face = next(face for face in css.split("@font-face") if "noto-sans-devanagari" in face)
    assert "unicode-range: U+0900-097F" in face
