"""The sheet a picture is drawn on: its measure, its elements, its gradients."""

from collections.abc import Iterable
from dataclasses import dataclass, field

SIDE = 600  # the shorter side of every picture, in units

WIDEST_CROP = 960 / 330
NARROWEST_CROP = 460 / 430

Area = tuple[float, float, float, float]  # left, top, width, height
Stop = tuple[float, str, float]  # offset 0 to 1, colour, opacity 0 to 1


def number(value: float, places: int = 1) -> str:
    """Write a coordinate as short as it can be."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def points(*values: float, places: int = 1) -> str:
    """Write coordinates for a path: spaces only where a minus sign does not part them."""
    text = ""
    for value in values:
        digits = number(value, places)
        text += digits if not text or digits.startswith("-") else f" {digits}"
    return text


def whole(*values: float) -> str:
    """Write coordinates of a large or loose shape, to the nearest unit."""
    return points(*values, places=0)


@dataclass
class Canvas:
    """What has been drawn so far, in drawing order. `prefix` begins every id."""

    width: float
    height: float
    prefix: str
    defs: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Return the middle of the width."""
        return self.width / 2

    @property
    def side_reach(self) -> float:
        """Return how far from the middle a lamp may stand and still be in the narrowest crop."""
        return max(min(self.width, self.height * NARROWEST_CROP) / 2 - 110, 0)

    @property
    def floor(self) -> float:
        """Return the lowest place for a lamp that the widest crop of a landscape picture still shows."""
        shown = min(self.height, self.width / WIDEST_CROP)
        lowest = max(self.height / 2 + shown / 2 - 36, 0.7 * self.height)
        return min(lowest, 0.83 * self.height)

    def add(self, tag: str, **attributes: str | float) -> None:
        """Draw an element; an attribute's underscore stands for a hyphen."""
        self.parts.append(element(tag, **attributes))

    def path(self, outline: str, **attributes: str | float) -> None:
        """Draw a path."""
        self.add("path", d=outline, **attributes)

    def cover(self, fill: str, *, top: float = 0, height: float | None = None) -> None:
        """Fill a band as wide as the picture; to its lower edge if no height is given."""
        reach = self.height - top if height is None else height
        self.add("path", d=f"M0 {number(top)}H{number(self.width)}v{number(reach)}H0z", fill=fill)

    def vertical(self, name: str, stops: Iterable[Stop], top: float, bottom: float) -> str:
        """Define a gradient from `top` to `bottom` and return the paint that uses it."""
        self.defs.append(
            f'<linearGradient id="{self.prefix}{name}" gradientUnits="userSpaceOnUse" x1="0" x2="0" '
            f'y1="{number(top)}" y2="{number(bottom)}">{_stops(stops)}</linearGradient>'
        )
        return f"url(#{self.prefix}{name})"

    def radial(self, name: str, stops: Iterable[Stop], where: tuple[float, float, float] | None = None) -> str:
        """Define a round gradient and return its paint; `where` is x, y, radius, None fits the shape."""
        place = ""
        if where is not None:
            x, y, radius = (number(value) for value in where)
            place = f' gradientUnits="userSpaceOnUse" cx="{x}" cy="{y}" r="{radius}"'
        self.defs.append(f'<radialGradient id="{self.prefix}{name}"{place}>{_stops(stops)}</radialGradient>')
        return f"url(#{self.prefix}{name})"

    def shape(self, name: str, outline: str) -> str:
        """Keep an outline to be used more than once and return the reference for `use`."""
        self.defs.append(f'<path id="{self.prefix}{name}" d="{outline}"/>')
        return f"#{self.prefix}{name}"

    def clip(self, name: str, shape: str) -> str:
        """Define a clipping by a kept shape and return the reference to it."""
        self.defs.append(f'<clipPath id="{self.prefix}{name}"><use href="{shape}"/></clipPath>')
        return f"url(#{self.prefix}{name})"

    def open_group(self, **attributes: str | float) -> None:
        """Begin a group; everything drawn until `close_group` is inside it."""
        self.parts.append(element("g", **attributes).replace("/>", ">"))

    def close_group(self) -> None:
        """End the group begun last."""
        self.parts.append("</g>")

    def markup(self, width: int, height: int) -> str:
        """Return the whole picture as SVG, `width` by `height` pixels."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            'preserveAspectRatio="xMidYMid slice" role="img" aria-hidden="true" focusable="false">'
            f"<defs>{''.join(self.defs)}</defs>{''.join(self.parts)}</svg>"
        )


def element(tag: str, **attributes: str | float) -> str:
    """Return an empty element; values are our own numbers and names, never a reader's text."""
    written = "".join(
        f' {name.replace("_", "-")}="{number(value, 2) if isinstance(value, float) else value}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{written}/>"


def _stops(stops: Iterable[Stop]) -> str:
    return "".join(
        f'<stop offset="{number(offset, 2)}" stop-color="{colour}"'
        + (f' stop-opacity="{number(opacity, 3)}"' if opacity < 1 else "")
        + "/>"
        for offset, colour, opacity in stops
    )


def box(left: float, top: float, width: float, height: float) -> str:
    """Return the outline of an upright rectangle."""
    return f"M{points(left, top)}h{number(width)}v{number(height)}h{number(-width)}z"


def mix(first: str, second: str, share: float) -> str:
    """Return the colour `share` of the way from `first` to `second`."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02x}" for a, b in pairs)
