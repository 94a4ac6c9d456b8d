"""The indoor scenes: the window and the jharokha."""

from .canvas import Canvas, mix, number, points
from .chance import Chance
from .light import Lamp
from .skies import Sky
from .weather import draw_rain, draw_stars, draw_moon, fill_sky, outline_hills

# The left half of a cusped arch, from the springing line up to the tip: x from the middle in half
# widths, y above the springing in half widths, radius of the lobe that ends there.
LOBES = ((-0.93, 0.3, 0.19), (-0.76, 0.58, 0.2), (-0.5, 0.8, 0.21), (-0.22, 0.97, 0.22))
TIP = 1.3


def draw_window(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a window from indoors: rain on the panes, a plant and the lamp on the sill."""
    sill = canvas.floor - 4
    wide = min(canvas.width * 0.6, 600)
    left, top = canvas.middle - wide / 2, max(sill - 470, canvas.height * 0.06)
    wall = canvas.vertical("wall", [(0, mix(sky.wall, sky.ink, 0.55), 1), (1, sky.wall, 1)], 0, canvas.height)
    canvas.cover(wall)
    frame = mix(sky.wall, sky.haze, 0.2)
    canvas.path(_box(left - 22, top - 22, wide + 44, sill - top + 22), fill=mix(sky.ink, sky.wall, 0.3))
    canvas.path(_box(left - 16, top - 16, wide + 32, sill - top + 16), fill=frame)
    _draw_view(canvas, sky, chance, (left, top, wide, sill - top), sill - 40)
    _draw_bars(canvas, frame, sky, (left, top, wide, sill - top))
    turn = chance.pick((1, -1))
    reach = min(canvas.side_reach, wide / 2 - 60)
    _draw_plant(canvas, sky, chance, canvas.middle + turn * reach * 0.82, sill)
    lamp = Lamp(canvas, canvas.middle - turn * reach * chance.between(0.45, 0.8), sill + 7, 2.6, turn)
    _draw_sill(canvas, sky, lamp, (left - 52, sill, wide + 104))
    lamp.shine(340)
    lamp.draw()


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{points(x, y)}h{number(width)}v{number(height)}h{number(-width)}z"


def _draw_view(
    canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float], horizon: float
) -> None:
    left, top, width, height = area
    outline = _box(left, top, width, height)
    canvas.open_group(clip_path=canvas.clip("pane", outline))
    canvas.path(outline, fill=fill_sky(canvas, sky, horizon, top))
    draw_stars(canvas, sky, chance, (left + 20, top + 10, width - 40, height * 0.4))
    for depth, rise, spacing, drop in ((0.3, 90, 170, 0), (0.66, 56, 110, 16)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon + drop, rise, spacing), fill=colour)
    draw_rain(canvas, sky, chance, (left, top, width + 20, height * 0.94), 54)
    _draw_drops(canvas, sky, chance, area)
    canvas.close_group()


def _draw_drops(canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float]) -> None:
    left, top, width, height = area
    trails, drops = "", ""
    for _ in range(9):
        x, y = left + chance.unit() * width, top + height * chance.between(0.15, 0.8)
        long, size = chance.between(26, 84), chance.between(1.6, 2.8)
        trails += f"M{points(x, y - long)}v{number(long)}"
        drops += f"M{points(x - size, y)}a{points(size, size * 1.3)} 0 1 0 {points(2 * size, 0)}q0-{number(size * 1.4)}{points(-size, -size * 2.6)}q{points(-size, size * 1.2, -size, size * 2.6)}z"
    canvas.path(trails, stroke=sky.pale, stroke_opacity=".16", stroke_width="1.6")
    canvas.path(drops, fill=sky.pale, fill_opacity=".42")


def _draw_bars(canvas: Canvas, frame: str, sky: Sky, area: tuple[float, float, float, float]) -> None:
    left, top, width, height = area
    middle, across = left + width / 2, top + height * 0.36
    canvas.path(
        _box(middle - 7, top, 14, height) + _box(left, across - 5, width, 10),
        fill=frame,
    )
    canvas.path(
        f"M{points(middle - 7, top)}v{number(height)}M{points(left, across - 5)}h{number(width)}"
        f"M{points(left, top + height)}V{number(top)}h{number(width)}",
        fill="none",
        stroke=sky.ink,
        stroke_opacity=".4",
        stroke_width="2",
    )


def _draw_sill(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float]) -> None:
    left, top, width = place
    x, _ = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.34)
    board = canvas.radial("sill", [(0, "#f2bd7c", 1), (0.3, mix("#c98f5c", dark, 0.35), 1), (1, dark, 1)], (x, top, 330))
    edge = canvas.radial("edge", [(0, "#b87a48", 1), (0.4, mix(sky.wall, "#8a5a3c", 0.45), 1), (1, mix(sky.ink, sky.wall, 0.6), 1)], (x, top, 300))
    canvas.path(
        f"M{points(left + 14, top - 4)}h{number(width - 28)}l14 15h{number(-width)}z", fill=board
    )
    canvas.path(_box(left, top + 11, width, 13), fill=edge)
    canvas.path(_box(left + 18, top + 24, width - 36, 10), fill=sky.ink, fill_opacity=".45")


def _draw_plant(canvas: Canvas, sky: Sky, chance: Chance, x: float, foot: float) -> None:
    dark, light = mix(sky.ink, sky.stops[1], 0.5), mix(sky.stops[1], sky.haze, 0.35)
    for shade, count, spread in ((dark, 6, 1.15), (light, 5, 0.85)):
        leaves = ""
        for turn in range(count):
            lean = (-1 + 2 * (turn + 0.2 + 0.6 * chance.unit()) / count) * spread
            tall = 150 * chance.between(0.62, 1) * (1 - 0.22 * lean * lean)
            tip, bend = lean * 92, lean * 18
            leaves += (
                f"M{points(x - 3, foot - 54)}C{points(x + bend - 15, foot - 54 - tall * 0.55, x + tip * 0.5 - 8, foot - 54 - tall * 0.95, x + tip, foot - 54 - tall * (1 - 0.3 * lean * lean))}"
                f"C{points(x + tip * 0.6 + 12, foot - 54 - tall * 0.72, x + bend + 14, foot - 54 - tall * 0.4, x + 3, foot - 54)}z"
            )
        canvas.path(leaves, fill=shade)
    pot = canvas.vertical(
        "pot", [(0, mix(sky.stops[4], sky.wall, 0.45), 1), (1, mix(sky.stops[3], sky.ink, 0.6), 1)], foot - 62, foot
    )
    canvas.path(
        f"M{points(x - 34, foot - 62)}h68v12h-5l{points(-7, 54)}q-22 5-44 0l{points(-7, -54)}h-5z", fill=pot
    )
    canvas.path(f"M{points(x - 29, foot - 49)}h58", stroke=sky.ink, stroke_opacity=".4", stroke_width="3")


def draw_jharokha(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a cusped stone arch onto the dusk, the lamp on its ledge."""
    ledge = canvas.floor - 6
    half = min(canvas.width * 0.4, 214.0)
    spring = ledge - max(min(ledge - half * 1.5 - 26, 210), 40)
    stone = mix(sky.wall, sky.haze, 0.1)
    wall = canvas.vertical("wall", [(0, mix(sky.wall, sky.ink, 0.6), 1), (1, stone, 1)], 0, canvas.height)
    canvas.cover(wall)
    _draw_jali(canvas, sky, half, ledge)
    x = canvas.middle
    opening = _arch(x, spring, half, ledge)
    canvas.path(_arch(x, spring, half + 30, ledge), fill=mix(sky.wall, sky.haze, 0.2))
    canvas.path(_arch(x, spring, half + 14, ledge), fill=mix(sky.ink, sky.wall, 0.55))
    _draw_scene_beyond(canvas, sky, chance, opening, (x, spring, half, ledge))
    canvas.path(opening, fill="none", stroke=sky.stops[4], stroke_opacity=".6", stroke_width="2")
    turn = chance.pick((1, -1))
    lamp = Lamp(canvas, x - turn * half * chance.between(0.1, 0.45), ledge + 8, 2.8, turn)
    _draw_columns(canvas, sky, lamp, (x, spring, half + 22, ledge))
    _draw_ledge(canvas, sky, lamp, (x - half - 84, ledge, 2 * half + 168))
    lamp.shine(340)
    lamp.draw()


def _arch(x: float, spring: float, half: float, foot: float) -> str:
    """Return the outline of a cusped arch: jambs, lobes, and a tip drawn as an ogee."""
    outline = f"M{points(x - half, foot)}V{number(spring)}"
    for across, up, radius in LOBES:
        outline += f"A{points(radius * half, radius * half)} 0 0 1 {points(x + across * half, spring - up * half)}"
    last_x, last_y, _ = LOBES[-1]
    outline += f"Q{points(x - 0.05 * half, spring - 1.02 * half, x, spring - TIP * half)}"
    outline += f"Q{points(x + 0.05 * half, spring - 1.02 * half, x - last_x * half, spring - last_y * half)}"
    ends = [(-across, up, radius) for across, up, radius in LOBES[-2::-1]] + [(1.0, 0.0, LOBES[0][2])]
    for (across, up, _), (_, _, radius) in zip(ends, LOBES[::-1], strict=True):
        outline += f"A{points(radius * half, radius * half)} 0 0 1 {points(x + across * half, spring - up * half)}"
    return f"{outline}V{number(foot)}z"


def _draw_jali(canvas: Canvas, sky: Sky, half: float, ledge: float) -> None:
    canvas.defs.append(
        f'<pattern id="{canvas.prefix}jali" width="44" height="44" patternUnits="userSpaceOnUse">'
        f'<path d="M22 3L41 22 22 41 3 22zM22 12L32 22 22 32 12 22zM0 0L9 9M44 0L35 9M0 44L9 35M44 44L35 35" '
        f'fill="none" stroke="{sky.haze}" stroke-opacity=".17" stroke-width="1.5"/></pattern>'
    )
    gap, wide = half + 92, canvas.middle - half - 92
    if wide > 60:
        for left in (0, canvas.middle + gap):
            canvas.path(_box(left, 0, wide, ledge), fill=f"url(#{canvas.prefix}jali)")


def _draw_scene_beyond(
    canvas: Canvas, sky: Sky, chance: Chance, opening: str, place: tuple[float, float, float, float]
) -> None:
    x, spring, half, ledge = place
    horizon = ledge - 74
    canvas.open_group(clip_path=canvas.clip("arch", opening))
    canvas.path(opening, fill=fill_sky(canvas, sky, horizon, spring - TIP * half))
    draw_stars(canvas, sky, chance, (x - half * 0.6, spring - half * 0.8, half * 1.2, half * 0.7))
    draw_moon(canvas, sky, x + half * chance.between(-0.5, 0.5), spring - half * 0.1, 20)
    for depth, rise, spacing in ((0.28, 80, 150), (0.62, 46, 110)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon, rise, spacing), fill=colour)
    water = canvas.vertical("water", [(0, sky.stops[4], 1), (0.4, sky.stops[3], 1), (1, sky.stops[1], 1)], horizon, ledge)
    canvas.path(_box(x - half, horizon, 2 * half, ledge - horizon), fill=water)
    draw_rain(canvas, sky, chance, (x - half, spring - half, 2 * half + 20, ledge - spring + half), 48)
    canvas.close_group()


def _draw_columns(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float, float]) -> None:
    x, spring, half, ledge = place
    glow_x, glow_y = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.24)
    lit = canvas.radial("column", [(0, "#f0b878", 1), (0.35, mix("#b98058", dark, 0.5), 1), (1, dark, 1)], (glow_x, glow_y, 420))
    shafts = ""
    for side in (-1, 1):
        middle = x + side * half
        shafts += _box(middle - 11, spring + 14, 22, ledge - spring - 34)
        shafts += _box(middle - 17, spring - 4, 34, 9) + _box(middle - 14, spring + 7, 28, 5)
        shafts += _box(middle - 14, ledge - 22, 28, 7) + _box(middle - 18, ledge - 13, 36, 13)
    canvas.path(shafts, fill=lit)


def _draw_ledge(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float]) -> None:
    left, top, width = place
    x, _ = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.26)
    board = canvas.radial("ledge", [(0, "#f2bd7c", 1), (0.32, mix("#bf8556", dark, 0.4), 1), (1, dark, 1)], (x, top, 340))
    canvas.path(f"M{points(left + 16, top - 3)}h{number(width - 32)}l16 16h{number(-width)}z", fill=board)
    canvas.path(_box(left, top + 13, width, 12), fill=mix(sky.wall, sky.ink, 0.25))
    scallops = f"M{points(left + 8, top + 25)}" + f"q{points((width - 16) / 24, 30, (width - 16) / 12, 0)}" * 12 + "z"
    canvas.path(scallops, fill=mix(sky.wall, sky.haze, 0.16))
