"""The indoor scenes: the window and the jharokha."""

from .canvas import Canvas, mix, number, points, whole
from .chance import Chance
from .light import Lamp
from .skies import Sky
from .weather import draw_moon, draw_rain, draw_stars, fill_sky, outline_hills

# The left half of a cusped arch, from the springing line up to the tip: x from the middle in half
# widths, y above the springing in half widths, radius of the lobe that ends there.
LOBES = ((-0.93, 0.3, 0.19), (-0.76, 0.58, 0.2), (-0.5, 0.8, 0.21), (-0.22, 0.97, 0.22))
TIP = 1.3


def draw_window(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a window from indoors: rain on the panes, a plant and the lamp on the sill."""
    sill = canvas.floor - 4
    wide = min(canvas.width * 0.6, 860)
    left, top = canvas.middle - wide / 2, max(sill - 470, canvas.height * 0.06)
    wall = canvas.vertical("wall", [(0, mix(sky.wall, sky.ink, 0.55), 1), (1, sky.wall, 1)], 0, canvas.height)
    canvas.cover(wall)
    frame = mix(sky.wall, sky.haze, 0.2)
    canvas.path(_box(left - 22, top - 22, wide + 44, sill - top + 22), fill=mix(sky.ink, sky.wall, 0.3))
    canvas.path(_box(left - 16, top - 16, wide + 32, sill - top + 16), fill=frame)
    _draw_view(canvas, sky, chance, (left, top, wide, sill - top), sill - 40)
    _draw_bars(canvas, frame, sky, (left, top, wide, sill - top))
    _draw_curtains(canvas, sky, chance, (left, top, wide, sill - top))
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
    pane = canvas.shape("pane", outline)
    canvas.open_group(clip_path=canvas.clip("panes", pane))
    canvas.path(outline, fill=fill_sky(canvas, sky, horizon, top))
    draw_stars(canvas, sky, chance, (left + 20, top + 10, width - 40, height * 0.4))
    for depth, rise, spacing, drop in ((0.3, 90, 170, 0), (0.66, 56, 110, 16)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon + drop, rise, spacing), fill=colour)
    draw_rain(canvas, sky, chance, (left, top, width + 20, height * 0.94), 45)
    _draw_drops(canvas, sky, chance, area)
    canvas.close_group()


def _draw_drops(canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float]) -> None:
    """Let a few drops run down the panes, each with its trail."""
    left, top, width, height = area
    trails, drops = "", ""
    for _ in range(8):
        x, y = int(left + chance.unit() * width), int(top + height * chance.between(0.15, 0.8))
        trails += f"M{x} {y - 8}v-{int(chance.between(20, 70))}"
        drops += f"M{x} {y - 8}q3 5 3 7a3 3 0 1 1-6 0q0-2 3-7z"
    canvas.path(trails, stroke=sky.pale, stroke_opacity=".16", stroke_width="1.6")
    canvas.path(drops, fill=sky.pale, fill_opacity=".4")


def _draw_bars(canvas: Canvas, frame: str, sky: Sky, area: tuple[float, float, float, float]) -> None:
    left, top, width, height = area
    across, panes = top + height * 0.36, max(int(width / 260), 2)
    bars = _box(left, across - 5, width, 10)
    shade = f"M{points(left, across - 5)}h{number(width)}M{points(left, top + height)}V{number(top)}h{number(width)}"
    for turn in range(1, panes):
        x = left + width * turn / panes
        bars += _box(x - 7, top, 14, height)
        shade += f"M{points(x - 7, top)}v{number(height)}"
    canvas.path(bars, fill=frame)
    canvas.path(shade, fill="none", stroke=sky.ink, stroke_opacity=".4", stroke_width="2")


def _draw_curtains(canvas: Canvas, sky: Sky, chance: Chance, area: tuple[float, float, float, float]) -> None:
    left, top, width, height = area
    rod, hem = top - 40, top + height + 90
    canvas.path(
        f"M{whole(left - 120, rod)}h{number(width + 240)}",
        stroke=mix(sky.wall, sky.haze, 0.32),
        stroke_width="6",
        stroke_linecap="round",
    )
    cloth, folds = "", ""
    for edge, out in ((left + 34, -1), (left + width - 34, 1)):
        far = edge + out * 136
        pull = edge + out * 54
        cloth += (
            f"M{whole(edge - out * 16, rod)}C{whole(edge - out * 10, rod + height * 0.5, pull, hem - 190, pull, hem - 120)}"
            f"S{whole(pull - out * 12, hem - 40, pull - out * 16, hem)}H{number(far, 0)}Q{whole(far - out * 26, hem - 190, far, rod)}z"
        )
        for turn in (1, 2, 3):
            start = edge + out * (turn * 34 + chance.between(-6, 6))
            end = pull + out * (turn * 20 + 2)
            folds += f"M{whole(start, rod + 4)}C{whole(start, rod + height * 0.5, end, hem - 200, end, hem - 120)}S{whole(end - out * 4, hem - 40, end - out * 6, hem)}"
    canvas.path(cloth, fill=mix(sky.wall, sky.stops[2], 0.42), fill_opacity=".96")
    canvas.path(folds, fill="none", stroke=sky.ink, stroke_opacity=".26", stroke_width="5")


def _draw_sill(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float]) -> None:
    left, top, width = place
    x, _ = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.34)
    board = canvas.radial(
        "sill", [(0, "#f2bd7c", 1), (0.3, mix("#c98f5c", dark, 0.35), 1), (1, dark, 1)], (x, top, 330)
    )
    edge = canvas.radial(
        "edge",
        [(0, "#b87a48", 1), (0.4, mix(sky.wall, "#8a5a3c", 0.45), 1), (1, mix(sky.ink, sky.wall, 0.6), 1)],
        (x, top, 300),
    )
    canvas.path(f"M{points(left + 14, top - 4)}h{number(width - 28)}l14 15h{number(-width)}z", fill=board)
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
                f"M{whole(x - 3, foot - 54)}C{whole(x + bend - 15, foot - 54 - tall * 0.55, x + tip * 0.5 - 8, foot - 54 - tall * 0.95, x + tip, foot - 54 - tall * (1 - 0.3 * lean * lean))}"
                f"C{whole(x + tip * 0.6 + 12, foot - 54 - tall * 0.72, x + bend + 14, foot - 54 - tall * 0.4, x + 3, foot - 54)}z"
            )
        canvas.path(leaves, fill=shade)
    pot = canvas.vertical(
        "pot",
        [(0, mix(sky.stops[4], sky.wall, 0.45), 1), (1, mix(sky.stops[3], sky.ink, 0.6), 1)],
        foot - 62,
        foot,
    )
    canvas.path(
        f"M{whole(x - 34, foot - 62)}h68v12h-5l{whole(-7, 54)}q-22 5-44 0l{whole(-7, -54)}h-5z", fill=pot
    )
    canvas.path(f"M{whole(x - 29, foot - 49)}h58", stroke=sky.ink, stroke_opacity=".4", stroke_width="3")


def draw_jharokha(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a cusped stone arch onto the dusk, a screened arch on either side, the lamp on its ledge."""
    ledge, x = canvas.floor - 6, canvas.middle
    half = min(canvas.width * 0.3, 176.0)
    spring = ledge - max(min(ledge - (half + 30) * TIP - 20, 230), 40)
    wall = canvas.vertical(
        "wall", [(0, mix(sky.wall, sky.ink, 0.6), 1), (1, mix(sky.wall, sky.haze, 0.08), 1)], 0, canvas.height
    )
    canvas.cover(wall)
    paint = fill_sky(canvas, sky, ledge - 74, spring - TIP * half)
    _draw_screens(canvas, sky, paint, (x, spring, half, ledge))
    opening = canvas.shape("opening", _arch(x, spring, half, ledge))
    canvas.path(_arch(x, spring, half + 30, ledge), fill=mix(sky.wall, sky.haze, 0.22))
    canvas.path(_arch(x, spring, half + 14, ledge), fill=mix(sky.ink, sky.wall, 0.55))
    _draw_scene_beyond(canvas, sky, chance, (opening, paint), (x, spring, half, ledge))
    canvas.add("use", href=opening, fill="none", stroke=sky.stops[4], stroke_opacity=".7", stroke_width="2")
    turn = chance.pick((1, -1))
    lamp = Lamp(canvas, x - turn * half * chance.between(0.1, 0.45), ledge + 8, 2.9, turn)
    _draw_columns(canvas, sky, lamp, (x, spring, half + 22, ledge))
    _draw_ledge(canvas, sky, lamp, (x - half - 84, ledge, 2 * half + 168))
    lamp.shine(340)
    lamp.draw()


def _arch(x: float, spring: float, half: float, foot: float) -> str:
    """Return the outline of a cusped arch: jambs, lobes, and a tip drawn as an ogee."""
    outline = f"M{whole(x - half, foot)}V{number(spring)}"
    for across, up, radius in LOBES:
        outline += (
            f"A{whole(radius * half, radius * half)} 0 0 1 {whole(x + across * half, spring - up * half)}"
        )
    last_x, last_y, _ = LOBES[-1]
    outline += f"Q{whole(x - 0.05 * half, spring - 1.02 * half, x, spring - TIP * half)}"
    outline += f"Q{whole(x + 0.05 * half, spring - 1.02 * half, x - last_x * half, spring - last_y * half)}"
    ends = [(-across, up, radius) for across, up, radius in LOBES[-2::-1]] + [(1.0, 0.0, LOBES[0][2])]
    for (across, up, _), (_, _, radius) in zip(ends, LOBES[::-1], strict=True):
        outline += (
            f"A{whole(radius * half, radius * half)} 0 0 1 {whole(x + across * half, spring - up * half)}"
        )
    return f"{outline}V{number(foot)}z"


def _draw_screens(canvas: Canvas, sky: Sky, paint: str, place: tuple[float, float, float, float]) -> None:
    """Draw the narrower arches beside the opening, closed by a pierced screen the dusk shines through."""
    x, spring, half, ledge = place
    stone, small = mix(sky.wall, sky.haze, 0.13), half * 0.56
    lattice = mix(sky.wall, sky.ink, 0.2)
    canvas.defs.append(
        f'<pattern id="{canvas.prefix}jali" width="28" height="28" patternUnits="userSpaceOnUse">'
        f'<path d="M14 0L28 14 14 28 0 14zM14 8L20 14 14 20 8 14zM0 0L10 10M28 0L18 10M0 28L10 18M28 28L18 18" '
        f'fill="none" stroke="{lattice}" stroke-width="3.4"/></pattern>'
    )
    low = spring + small * 0.42
    inner = canvas.shape("screen", _arch(0, low, small, ledge))
    canvas.defs.append(
        f'<g id="{canvas.prefix}bay"><path d="{_arch(0, low, small + 18, ledge)}" fill="{stone}"/>'
        f'<use href="{inner}" fill="{lattice}"/><use href="{inner}" fill="{paint}" fill-opacity=".62"/>'
        f'<use href="{inner}" fill="url(#{canvas.prefix}jali)"/></g>'
    )
    canvas.cover(mix(sky.wall, sky.haze, 0.14), top=ledge + 1, height=9)
    step = 2 * small + 66
    for turn in range(min(int((canvas.middle - half) / step) + 1, 3)):
        away = half + 74 + small + turn * step
        for side in (-1, 1):
            canvas.add("use", href=f"#{canvas.prefix}bay", x=number(x + side * away))


def _draw_scene_beyond(
    canvas: Canvas, sky: Sky, chance: Chance, view: tuple[str, str], place: tuple[float, float, float, float]
) -> None:
    opening, paint = view
    x, spring, half, ledge = place
    horizon = ledge - 74
    canvas.open_group(clip_path=canvas.clip("beyond", opening))
    canvas.add("use", href=opening, fill=paint)
    moon = (x + half * chance.pick((-1, 1)) * chance.between(0.25, 0.5), spring - half * 0.1, 20.0)
    draw_stars(canvas, sky, chance, (x - half * 0.6, spring - half * 0.75, half * 1.2, half * 0.6), moon)
    draw_moon(canvas, sky, moon)
    for depth, rise, spacing in ((0.28, 80, 150), (0.62, 46, 110)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon, rise, spacing), fill=colour)
    water = canvas.vertical(
        "water", [(0, sky.stops[4], 1), (0.4, sky.stops[3], 1), (1, sky.stops[1], 1)], horizon, ledge
    )
    canvas.path(_box(x - half, horizon, 2 * half, ledge - horizon), fill=water)
    draw_rain(canvas, sky, chance, (x - half, spring - half, 2 * half + 20, ledge - spring + half), 42)
    canvas.close_group()


def _draw_columns(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float, float]) -> None:
    x, spring, half, ledge = place
    glow_x, glow_y = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.24)
    lit = canvas.radial(
        "column",
        [(0, "#f0b878", 1), (0.35, mix("#b98058", dark, 0.5), 1), (1, dark, 1)],
        (glow_x, glow_y, 420),
    )
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
    board = canvas.radial(
        "ledge", [(0, "#f2bd7c", 1), (0.32, mix("#bf8556", dark, 0.4), 1), (1, dark, 1)], (x, top, 340)
    )
    canvas.path(f"M{points(left + 16, top - 3)}h{number(width - 32)}l16 16h{number(-width)}z", fill=board)
    canvas.path(_box(left, top + 13, width, 12), fill=mix(sky.wall, sky.ink, 0.25))
    scallops = (
        f"M{points(left + 8, top + 25)}"
        + f"q{points((width - 16) / 24, 30, (width - 16) / 12, 0)}" * 12
        + "z"
    )
    canvas.path(scallops, fill=mix(sky.wall, sky.haze, 0.16))
