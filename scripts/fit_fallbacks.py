"""Fit a fallback to one of the site's fonts: print what its face in static/css/fonts.css needs.

    python scripts/fit_fallbacks.py static/fonts/figtree.woff2 Roboto-Regular.ttf... [--weight 650]

Run it only to add a fallback. How the figures come about: static/fonts/README.md.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Ordinary English of the site.
SAMPLE = (
    "It is late, and the mind goes over the day once more. You said the wrong thing, or you said nothing, and now it "
    "seems that everybody noticed. None of this has to be settled tonight. Put a hand where the breath is, and count "
    "four of them. What you know about yourself by daylight is still true in the dark; it is only harder to hear. "
    "Self-trust grows in small promises that are kept, not in one great decision. Choose one of them for tomorrow."
)


def mean_advance(font: TTFont) -> float:
    """Return the mean advance of the sample's signs, in parts of the em."""
    names, widths = font.getBestCmap(), font["hmtx"]
    return float(sum(widths[names[ord(sign)]][0] for sign in SAMPLE) / len(SAMPLE) / font["head"].unitsPerEm)


def open_font(path: Path, weight: int) -> TTFont:
    """Return a font, at a weight where it has several."""
    font = TTFont(path)
    return instancer.instantiateVariableFont(font, {"wght": weight}) if "fvar" in font else font


def fit(own: TTFont, fallback: TTFont) -> dict[str, float]:
    """Return what makes the fallback as wide and as high as the site's own font, as shares of one.

    See https://www.w3.org/TR/css-fonts-5/#font-metrics-override-desc
    """
    size = mean_advance(own) / mean_advance(fallback)
    line: Any = own["hhea"]
    ascent, descent = (abs(part) / own["head"].unitsPerEm / size for part in (line.ascent, line.descent))
    return {"size-adjust": size, "ascent-override": ascent, "descent-override": descent, "line-gap-override": 0}


def main() -> None:
    """Print the figures of each fallback."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("own", type=Path, help="a font of the site")
    parser.add_argument("fallbacks", type=Path, nargs="+", help="fonts of devices")
    parser.add_argument("--weight", type=int, default=400, help="of the site's font: 400, or 650 for bold text")
    asked = parser.parse_args()
    own = open_font(asked.own, asked.weight)
    for path in asked.fallbacks:
        figures = fit(own, open_font(path, asked.weight)).items()
        lines = (f"  {name}: {f'{share:.2%}' if share else '0%'};" for name, share in figures)
        sys.stdout.write("\n".join([path.name, *lines, ""]))


if __name__ == "__main__":
    main()
