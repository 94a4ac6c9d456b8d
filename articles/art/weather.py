"""What the evening is made of: sky, stars, moon, rain, water, hills."""

from collections.abc import Sequence

from .canvas import Area, Canvas, mix, number, points, whole
from .chance import Chance
from .skies import Sky

HEIGHTS = (0, 0.24, 0.5, 0.72, 0.89, 1)  # where a sky's colours stand between zenith and horizon


def fill_sky(canvas: Canvas, sky: Sky, horizon: float, top: float = 0) -> str:
    """Define the sky from `top` down to `horizon` and return its paint."""
    stops = [(height, colour, 1.0) for height, colour in zip(HEIGHTS, sky.stops, strict=True)]
    return canvas.vertical("sky", stops, top, horizon)


def draw_stars(
    canvas: Canvas,
    sky: Sky,
    chance: Chance,
    area: Area,
    moon: tuple[float, float, float] | None = None,
) -> None:
    """Scatter a few pale stars and the evening star over `area` (x, y, width, height).

    None stands inside the disc of the `moon` (x, y, radius), lit or dark.
    """
    left, top, width, height = area
    dots = ""
    for size in (1.1, 0.8, 1.3, 0.9, 1.0, 0.7, 1.2):
        x, y = left + chance.unit() * width, top + chance.unit() * height
        if moon is None or abs(x - moon[0]) > moon[2]:
            dots += f"M{points(x - size, y)}a{points(size, size)} 0 1 1 0 .1z"
    canvas.path(dots, fill=sky.pale, fill_opacity=".6")
    x, y = left + chance.between(0.12, 0.88) * width, top + chance.between(0.35, 0.8) * height
    if moon is not None and abs(x - moon[0]) < 3 * moon[2]:
        x = 2 * left + width - x + (width * 0.2 if moon[0] < left + width / 2 else -width * 0.2)
    halo = canvas.radial("star", [(0, sky.pale, 0.55), (0.2, sky.pale, 0.16), (1, sky.pale, 0)])
    canvas.add("circle", cx=number(x), cy=number(y), r="22", fill=halo)
    canvas.add("circle", cx=number(x), cy=number(y), r="2.4", fill=sky.pale)


def draw_moon(canvas: Canvas, sky: Sky, moon: tuple[float, float, float]) -> None:
    """Draw a thin young moon, lit from below, the dark of its disc just visible; `moon` is x, y, radius."""
    x, y, radius = moon
    halo = canvas.radial("moon", [(0, sky.pale, 0.3), (0.3, sky.pale, 0.12), (0.6, sky.pale, 0.03), (1, sky.pale, 0)])
    canvas.add("circle", cx=number(x), cy=number(y), r=number(radius * 4.5), fill=halo)
    canvas.add("circle", cx=number(x), cy=number(y), r=number(radius), fill=sky.pale, fill_opacity=".09")
    horns, inner = number(radius), number(radius * 0.66)
    canvas.path(
        f"M0-{horns}A{horns} {horns} 0 0 0 0 {horns}A{inner} {horns} 0 0 1 0-{horns}z",
        fill=sky.pale,
        transform=f"translate({points(x, y)})rotate(-52)",
    )


def draw_rain(canvas: Canvas, sky: Sky, chance: Chance, area: Area, drops: int) -> None:
    """Let a fine rain fall over `area` (x, y, width, height) in three depths."""
    left, top, width, height = area
    for opacity, thickness, longest in ((".13", "1", 26.0), (".2", "1.3", 40.0), (".28", "1.6", 58.0)):
        strokes = ""
        for _ in range(drops // 3):
            length = longest * chance.between(0.55, 1)
            x, y = left + chance.unit() * width, top + chance.unit() * max(height - length, 1)
            strokes += f"M{number(x, 0)} {number(y, 0)}l{points(int(-0.13 * length), int(length))}"
        canvas.path(strokes, stroke=sky.pale, stroke_opacity=opacity, stroke_width=thickness, stroke_linecap="round")


def fill_water(canvas: Canvas, sky: Sky, horizon: float) -> str:
    """Define still water that mirrors the sky at `horizon` and darkens towards the eye."""
    stops = [
        (0.0, mix(sky.stops[5], sky.stops[3], 0.35), 1.0),
        (0.1, mix(sky.stops[4], sky.stops[3], 0.6), 1.0),
        (0.28, mix(sky.stops[3], sky.stops[2], 0.7), 1.0),
        (0.55, mix(sky.stops[2], sky.stops[1], 0.75), 1.0),
        (1.0, sky.stops[0], 1.0),
    ]
    return canvas.vertical("water", stops, horizon, canvas.height)


def draw_glints(canvas: Canvas, sky: Sky, chance: Chance, horizon: float) -> None:
    """Draw the thin bright lines in which far water holds the last of the sky."""
    lines = ""
    depth = canvas.height - horizon
    for turn in range(10):
        y = horizon + depth * (0.02 + 0.5 * (turn / 10) * (turn / 10) + 0.02 * chance.unit())
        half = int(canvas.width * chance.between(0.02, 0.075))
        x = int(chance.unit() * canvas.width)
        lines += f"M{points(x - half, y)}q{half}-1.3 {2 * half} 0q-{half} 1.3-{2 * half} 0z"
    canvas.path(lines, fill=sky.stops[5], fill_opacity=".3")


def draw_rings(
    canvas: Canvas,
    centres: Sequence[tuple[float, float, float]],
    spread: Sequence[float],
    paint: str,
    opacity: float,
) -> None:
    """Draw rings on water around each centre (x, y, unit), `spread` units wide, fainter as they widen."""
    for turn, wide in enumerate(spread):
        rings = ""
        for x, y, unit in centres:
            rx, ry = unit * wide, unit * wide * 0.23
            across, arc = 2 * int(rx), f"a{int(rx)} {int(ry)} 0 1 0"
            rings += f"M{whole(x - rx, y)}{arc} {across} 0{arc}-{across} 0z"
        canvas.path(
            rings,
            fill="none",
            stroke=paint,
            stroke_opacity=opacity * (1 - turn / (len(spread) + 0.6)),
            stroke_width=number(max(1.9 - 0.14 * turn, 0.9)),
        )


def outline_hills(canvas: Canvas, chance: Chance, base: float, rise: float, spacing: float) -> str:
    """Return a smooth ridge across the picture around `base`, up to `rise` above it, closed below."""
    count = min(max(int(canvas.width / spacing), 4), 13)
    step = canvas.width / count
    heights = [base - rise * chance.unit() * chance.between(0.5, 1) for _ in range(count + 3)]
    outline = f"M0 {number(heights[1], 0)}S"
    for at in range(1, count + 1):
        here, after, beyond = heights[at : at + 3]
        gap = " " if at > 1 else ""
        outline += gap + whole(step * (at - 0.36), after - (beyond - here) / 6, step * at, after)
    return f"{outline}V{number(canvas.height, 0)}H0z"
