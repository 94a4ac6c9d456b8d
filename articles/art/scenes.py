"""The outdoor scenes: the lamp on water, the hills, the stepping stones."""

from .canvas import Canvas, mix, number, points, whole
from .chance import Chance
from .light import Lamp
from .skies import Sky
from .weather import (
    draw_glints,
    draw_moon,
    draw_rain,
    draw_rings,
    draw_stars,
    fill_sky,
    fill_water,
    outline_hills,
)


def draw_lamp_on_water(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a lamp afloat on a lake, far shores behind it."""
    horizon = min(canvas.height * 0.52, canvas.floor - 96)
    _draw_lake(canvas, sky, chance, horizon)
    turn = chance.pick((1, -1))
    x = canvas.middle + chance.between(-0.8, 0.8) * canvas.side_reach
    lamp = Lamp(canvas, x, min(canvas.floor, canvas.height * 0.755), 3.4, turn)
    _draw_leaves(canvas, sky, chance)
    lamp.shine(330)
    lit = canvas.radial("ring", [(0, "#ffdf9b", 1), (0.4, "#f0b875", 0.7), (1, sky.haze, 0.15)], (x, lamp.y, 300))
    draw_rings(canvas, [(x, lamp.y - 3, 1)], (68, 104, 146, 194, 248, 304), lit, 0.75)
    lamp.reflect(chance, min(canvas.height - lamp.y, 190))
    leaf = mix(mix(sky.ink, sky.stops[2], 0.42), "#c98a4a", 0.18)
    canvas.path(_leaf(x, lamp.y - 2, 64, 12), fill=leaf, stroke="#f2b66a", stroke_opacity=".55", stroke_width="1")
    lamp.draw()
    draw_rain(canvas, sky, chance, (0, 0, canvas.width + 40, canvas.height * 0.84), 60)


def _draw_lake(canvas: Canvas, sky: Sky, chance: Chance, horizon: float) -> None:
    canvas.cover(fill_sky(canvas, sky, horizon), height=horizon)
    draw_stars(canvas, sky, chance, (0, 20, canvas.width, horizon * 0.55))
    for depth, rise, spacing in ((0.3, 74, 170), (0.62, 40, 120)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon - 3, rise, spacing), fill=colour)
    canvas.cover(fill_water(canvas, sky, horizon), top=horizon)
    draw_glints(canvas, sky, chance, horizon)


def _leaf(x: float, y: float, half: float, thick: float) -> str:
    return (
        f"M{whole(x - half, y)}C{whole(x - half, y - thick * 1.4, x + half, y - thick * 1.4, x + half, y)}"
        f"C{whole(x + half, y + thick * 1.3, x - half, y + thick * 1.3, x - half, y)}z"
    )


def _draw_leaves(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    outlines = ""
    for side in (0.06, 0.15, 0.88, 0.97):
        x = canvas.width * (side + chance.between(-0.03, 0.03))
        y = canvas.height * chance.between(0.86, 0.97)
        rx = 44 + 34 * chance.unit()
        ry = rx * 0.24
        outlines += f"M{whole(x, y)}L{whole(x + rx * 0.9, y - ry * 0.44)}A{whole(rx, ry)} 0 1 0 {whole(x + rx, y)}z"
    canvas.path(
        outlines,
        fill=mix(sky.ink, sky.stops[1], 0.3),
        stroke=sky.haze,
        stroke_opacity=".25",
        stroke_width="1.2",
    )


def draw_hills(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw hill behind hill, each paler than the one before it, and a lamp on the nearest."""
    foot = canvas.floor
    horizon = foot - 120
    canvas.cover(fill_sky(canvas, sky, horizon - 40))
    side = chance.pick((-1, 1))
    moon_x = canvas.middle + side * canvas.side_reach * chance.between(0.45, 0.9)
    moon = (moon_x, horizon - 170 - 40 * chance.unit(), 30.0)
    draw_stars(canvas, sky, chance, (0, 20, canvas.width, horizon * 0.5), moon)
    draw_moon(canvas, sky, moon)
    layers = ((-40, 104, 200), (-4, 92, 230), (46, 100, 180), (100, 90, 240))
    for turn, (drop, rise, spacing) in enumerate(layers):
        top = horizon + drop - rise
        far = mix(mix(sky.haze, sky.stops[4], 0.35), sky.stops[0], 0.16 + 0.235 * turn)
        mist = mix(mix(sky.haze, sky.stops[4], 0.35), sky.stops[0], 0.02 + 0.2 * turn)
        paint = canvas.vertical(f"hill{turn}", [(0, far, 1), (1, mist, 1)], top, top + 190)
        canvas.path(outline_hills(canvas, chance, horizon + drop, rise, spacing), fill=paint)
        if turn == 2:
            draw_rain(canvas, sky, chance, (0, 0, canvas.width + 40, horizon + 60), 60)
    _draw_near_hill(canvas, sky, chance, foot, -side)


def _draw_near_hill(canvas: Canvas, sky: Sky, chance: Chance, foot: float, side: int) -> None:
    x = canvas.middle + side * canvas.side_reach * chance.between(0.15, 0.8)
    _draw_trees(canvas, sky, chance, x, foot)
    lamp = Lamp(canvas, x, foot, 2.1, side)
    half = canvas.width * 0.5 + 200
    ground = mix(sky.ink, sky.stops[0], 0.35)
    canvas.path(
        f"M{points(x - half, canvas.height)}V{number(foot + 50)}"
        f"C{points(x - 300, foot + 50, x - 170, foot - 2, x, foot - 2)}"
        f"S{points(x + 260, foot + 34, x + half, foot + 44)}V{number(canvas.height)}z",
        fill=ground,
    )
    grass = canvas.radial("grass", [(0, "#ffcf86", 0.7), (0.5, "#e88d3f", 0.25), (1, "#e88d3f", 0)], (x, foot, 210))
    canvas.path(
        f"M{points(x - 210, foot + 34)}C{points(x - 140, foot + 10, x - 90, foot - 2, x, foot - 2)}"
        f"S{points(x + 150, foot + 12, x + 220, foot + 26)}",
        fill="none",
        stroke=grass,
        stroke_width="2",
    )
    lamp.shine(290)
    lamp.draw()


def _draw_trees(canvas: Canvas, sky: Sky, chance: Chance, lamp_x: float, foot: float) -> None:
    outlines = ""
    for _ in range(11):
        x = chance.unit() * canvas.width
        away = abs(x - lamp_x)
        if away < 130:
            continue
        base, tall = foot + min(away * 0.18, 44) + 12, chance.between(60, 120)
        outlines += f"M{whole(x, base - tall)}"
        for level in (0.3, 0.55, 0.78):
            outlines += f"l{whole(tall * 0.3 * level, tall * 0.34)}h{number(-tall * 0.13 * level, 0)}"
        outlines += f"V{number(base, 0)}H{number(x - tall * 0.277, 0)}"
        for level in (0.78, 0.55, 0.3):
            outlines += f"h{number(-tall * 0.13 * level, 0)}l{whole(tall * 0.3 * level, -tall * 0.34)}"
        outlines += "z"
    canvas.path(outlines, fill=mix(sky.ink, sky.stops[0], 0.4))


def draw_stones(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw stones across still water that lead the eye to a lamp on the farthest one."""
    lamp_y = min(canvas.floor - 60, canvas.height * 0.63)
    horizon = lamp_y - 104
    _draw_lake(canvas, sky, chance, horizon)
    turn = chance.pick((1, -1))
    x = canvas.middle + chance.between(-0.5, 0.5) * canvas.side_reach
    stones = _place_stones(canvas, chance, x, lamp_y)
    lamp = Lamp(canvas, x, lamp_y - 2, 2.3, turn)
    lit = canvas.radial("ring", [(0, "#ffdf9b", 1), (0.45, "#f0b875", 0.55), (1, sky.haze, 0.3)], (x, lamp_y, 330))
    top = canvas.radial(
        "stone",
        [
            (0, "#d89a5c", 1),
            (0.3, mix(sky.stops[1], "#b07850", 0.4), 1),
            (1, mix(sky.ink, sky.stops[2], 0.36), 1),
        ],
        (x, lamp_y - 20, 360),
    )
    lamp.shine(300)
    draw_rings(canvas, [(sx, sy + half * 0.2, half) for sx, sy, half in stones], (1.24, 1.62, 2.1), lit, 0.5)
    lamp.reflect(chance, 96)
    _draw_stones(canvas, sky, chance, stones, top)
    lamp.draw()
    _draw_reeds(canvas, sky, chance, 1 if x < canvas.middle else -1)
    draw_rain(canvas, sky, chance, (0, 0, canvas.width + 40, canvas.height * 0.8), 48)


def _draw_stones(canvas: Canvas, sky: Sky, chance: Chance, stones: list[tuple[float, float, float]], top: str) -> None:
    shadows, flanks, faces = "", "", ""
    for x, y, half in stones:
        tilt = half * chance.between(-0.16, 0.16)
        bulge = half * chance.between(0.29, 0.35)
        shadows += _stone(x, y + half * 0.24, half * 1.06, bulge, tilt)
        flanks += _stone(x, y + half * 0.13, half * 1.02, bulge, tilt)
        faces += _stone(x, y, half, bulge, tilt)
    canvas.path(shadows, fill=sky.ink, fill_opacity=".7")
    canvas.path(flanks, fill=mix(sky.ink, sky.stops[1], 0.28))
    canvas.path(faces, fill=top)


def _stone(x: float, y: float, half: float, bulge: float, tilt: float) -> str:
    left, right = x - half, x + half
    return (
        f"M{whole(left, y)}"
        f"C{whole(left + tilt, y - bulge - tilt * 0.2, right - 2, y - bulge + tilt * 0.3, right, y)}"
        f"C{whole(right - tilt, y + bulge, left + 4, y + bulge + tilt * 0.4, left, y)}z"
    )


def _draw_reeds(canvas: Canvas, sky: Sky, chance: Chance, side: int) -> None:
    blades, heads = "", ""
    root = canvas.middle + side * (canvas.width / 2 - 46)
    foot = canvas.height + 10
    for turn in range(7):
        x, tall = root + chance.between(-60, 60), chance.between(90, 220)
        lean = chance.between(-46, 34) * side
        blades += f"M{whole(x - 3, foot)}q{whole(0, -tall * 0.6, lean, -tall)}"
        blades += f"q{whole(7 - lean, tall * 0.45, 7 - lean, tall)}z"
        if turn % 3 == 0:
            heads += f"M{whole(x - 3 + lean, foot - tall + 8)}l{whole(lean * 0.12, -26)}"
    ink = mix(sky.ink, sky.stops[0], 0.45)
    canvas.path(blades, fill=ink)
    canvas.path(heads, stroke=ink, stroke_width="7", stroke_linecap="round")


def _place_stones(canvas: Canvas, chance: Chance, x: float, y: float) -> list[tuple[float, float, float]]:
    """Return x, y and half width of each stone, the farthest first; the first carries the lamp."""
    stones = [(x, y, 46.0)]
    half, side = 40.0, chance.pick((-1, 1))
    drift = chance.between(-0.35, 0.35)
    while y < canvas.height and len(stones) < 5:
        half *= 1.27
        y += half * 0.78
        side = -side
        centre = x + drift * (y - stones[0][1])
        stones.append((centre + side * half * chance.between(0.5, 0.72), y, half))
    return stones
