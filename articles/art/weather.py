"""What the evening is made of: sky, stars, moon, rain, water, hills."""

from collections.abc import Sequence

from .canvas import Canvas, mix, number, points
from .chance import Chance
from .skies import Sky

HEIGHTS = (0, 0.24, 0.5, 0.72, 0.89, 1)  # where a sky's colours stand between zenith and horizon


def fill_sky(canvas: Canvas, sky: Sky, horizon: float, top: float = 0) -> str:
    """Define the sky from `top` down to `horizon` and return its paint."""
    stops = [(height, colour, 1.0) for height, colour in zip(HEIGHTS, sky.stops, strict=True)]
    return canvas.vertical("sky", stops, top, horizon)


def draw_stars(canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float]) -> None:
    """Scatter a few pale stars over `area` (x, y, width, height), the evening star among them."""
    left, top, width, height = area
    dots = ""
    for size in (1.1, 0.8, 1.3, 0.9, 1.0, 0.7, 1.2):
        x, y = left + chance.unit() * width, top + chance.unit() * height
        dots += f"M{points(x - size, y)}a{points(size, size)} 0 1 1 0 .1z"
    canvas.path(dots, fill=sky.pale, fill_opacity=".6")
    x, y = left + chance.between(0.12, 0.88) * width, top + chance.between(0.35, 0.8) * height
    halo = canvas.radial("star", [(0, sky.pale, 0.55), (0.2, sky.pale, 0.16), (1, sky.pale, 0)])
    canvas.add("circle", cx=number(x), cy=number(y), r="22", fill=halo)
    canvas.add("circle", cx=number(x), cy=number(y), r="2.4", fill=sky.pale)


def draw_moon(canvas: Canvas, sky: Sky, x: float, y: float, radius: float) -> None:
    """Draw a thin young moon with the dark of its disc just visible."""
    halo = canvas.radial("moon", [(0, sky.pale, 0.3), (0.3, sky.pale, 0.13), (0.6, sky.pale, 0.04), (1, sky.pale, 0)])
    canvas.add("circle", cx=number(x), cy=number(y), r=number(radius * 4), fill=halo)
    canvas.add("circle", cx=number(x), cy=number(y), r=number(radius), fill=sky.pale, fill_opacity=".1")
    horn = radius * 0.94
    outer, inner = number(radius), number(radius * 1.28)
    canvas.path(
        f"M{points(x - horn * 0.5, y - horn * 0.8)}A{outer} {outer} 0 1 0 {points(x + horn * 0.9, y + horn * 0.36)}"
        f"A{inner} {inner} 0 0 1 {points(x - horn * 0.5, y - horn * 0.8)}z",
        fill=sky.pale,
        fill_opacity=".92",
    )


def draw_rain(
    canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float], drops: int
) -> None:
    """Let a fine rain fall over `area` (x, y, width, height) in three depths."""
    left, top, width, height = area
    for opacity, thickness, longest in ((".13", "1", 26.0), (".2", "1.3", 40.0), (".28", "1.6", 58.0)):
        strokes = ""
        for _ in range(drops // 3):
            length = longest * chance.between(0.55, 1)
            x, y = left + chance.unit() * width, top + chance.unit() * max(height - length, 1)
            strokes += f"M{points(x, y)}l{points(-0.13 * length, length)}"
        canvas.path(
            strokes, stroke=sky.pale, stroke_opacity=opacity, stroke_width=thickness, stroke_linecap="round"
        )


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
    for turn in range(16):
        y = horizon + depth * (0.02 + 0.5 * (turn / 16) * (turn / 16) + 0.02 * chance.unit())
        half = canvas.width * chance.between(0.02, 0.075)
        x = chance.unit() * canvas.width
        lines += f"M{points(x - half, y)}q{points(half, -1.3, 2 * half, 0)}q{points(-half, 1.3, -2 * half, 0)}z"
    canvas.path(lines, fill=sky.stops[5], fill_opacity=".3")


def draw_rings(
    canvas: Canvas, x: float, y: float, radii: Sequence[float], paint: str, opacity: float, squash: float = 0.24
) -> None:
    """Draw rings spreading on water around `x`, `y`, fainter as they widen."""
    for turn, radius in enumerate(radii):
        fade = opacity * (1 - turn / (len(radii) + 0.6))
        canvas.add(
            "ellipse",
            cx=number(x),
            cy=number(y),
            rx=number(radius),
            ry=number(radius * squash),
            fill="none",
            stroke=paint,
            stroke_opacity=fade,
            stroke_width=number(max(1.9 - 0.12 * turn, 0.9)),
        )


def outline_hills(canvas: Canvas, chance: Chance, base: float, rise: float, spacing: float) -> str:
    """Return a smooth ridge across the picture around `base`, up to `rise` above it, closed below."""
    count = min(max(int(canvas.width / spacing), 4), 13)
    step = canvas.width / count
    heights = [base - rise * chance.unit() * chance.between(0.5, 1) for _ in range(count + 3)]
    outline = f"M0 {number(heights[1], 0)}"
    for at in range(1, count + 1):
        before, here, after, beyond = heights[at - 1 : at + 3]
        outline += "C" + " ".join(
            number(value, 0)
            for value in (
                step * (at - 0.64),
                here + (after - before) / 6,
                step * (at - 0.36),
                after - (beyond - here) / 6,
                step * at,
                after,
            )
        )
    return f"{outline}V{number(canvas.height, 0)}H0z"
