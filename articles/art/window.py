"""The window from indoors: rain on the panes, a plant and the lamp on the sill."""

from .canvas import Area, Canvas, box, mix, number, points, whole
from .chance import Chance
from .light import Lamp
from .skies import Sky
from .weather import draw_rain, draw_stars, fill_sky, outline_hills


def draw_window(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a window from indoors: rain on the panes, a plant and the lamp on the sill."""
    sill = canvas.floor - 4
    wide = min(canvas.width * 0.6, 860)
    left, top = canvas.middle - wide / 2, max(sill - 470, canvas.height * 0.06)
    wall = canvas.vertical("wall", [(0, mix(sky.wall, sky.ink, 0.55), 1), (1, sky.wall, 1)], 0, canvas.height)
    canvas.cover(wall)
    frame = mix(sky.wall, sky.haze, 0.2)
    canvas.path(box(left - 22, top - 22, wide + 44, sill - top + 22), fill=mix(sky.ink, sky.wall, 0.3))
    canvas.path(box(left - 16, top - 16, wide + 32, sill - top + 16), fill=frame)
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


def _draw_view(canvas: Canvas, sky: Sky, chance: Chance, area: Area, horizon: float) -> None:
    left, top, width, height = area
    outline = box(left, top, width, height)
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


def _draw_drops(canvas: Canvas, sky: Sky, chance: Chance, area: Area) -> None:
    """Let a few drops run down the panes, each with its trail."""
    left, top, width, height = area
    trails, drops = "", ""
    for _ in range(8):
        x, y = int(left + chance.unit() * width), int(top + height * chance.between(0.15, 0.8))
        trails += f"M{x} {y - 8}v-{int(chance.between(20, 70))}"
        drops += f"M{x} {y - 8}q3 5 3 7a3 3 0 1 1-6 0q0-2 3-7z"
    canvas.path(trails, stroke=sky.pale, stroke_opacity=".16", stroke_width="1.6")
    canvas.path(drops, fill=sky.pale, fill_opacity=".4")


def _draw_bars(canvas: Canvas, frame: str, sky: Sky, area: Area) -> None:
    left, top, width, height = area
    across, panes = top + height * 0.36, max(int(width / 260), 2)
    bars = box(left, across - 5, width, 10)
    shade = f"M{points(left, across - 5)}h{number(width)}"
    shade += f"M{points(left, top + height)}V{number(top)}h{number(width)}"
    for turn in range(1, panes):
        x = left + width * turn / panes
        bars += box(x - 7, top, 14, height)
        shade += f"M{points(x - 7, top)}v{number(height)}"
    canvas.path(bars, fill=frame)
    canvas.path(shade, fill="none", stroke=sky.ink, stroke_opacity=".4", stroke_width="2")


def _draw_curtains(canvas: Canvas, sky: Sky, chance: Chance, area: Area) -> None:
    left, top, width, height = area
    rod, hem = top - 40, top + height + 90
    canvas.path(
        f"M{whole(left - 120, rod)}h{number(width + 240)}",
        stroke=mix(sky.wall, sky.haze, 0.32),
        stroke_width="6",
        stroke_linecap="round",
    )
    cloth, folds = "", ""
    waist, belly = hem - 120, rod + height * 0.5
    for edge, out in ((left + 34, -1), (left + width - 34, 1)):
        far, pull = edge + out * 136, edge + out * 54
        cloth += (
            f"M{whole(edge - out * 16, rod)}C{whole(edge - out * 10, belly, pull, waist - 70, pull, waist)}"
            f"S{whole(pull - out * 12, hem - 40, pull - out * 16, hem)}H{number(far, 0)}"
            f"Q{whole(far - out * 26, waist - 70, far, rod)}z"
        )
        for turn in (1, 2, 3):
            start = edge + out * (turn * 34 + chance.between(-6, 6))
            end = pull + out * (turn * 20 + 2)
            folds += f"M{whole(start, rod + 4)}C{whole(start, belly, end, waist - 80, end, waist)}"
            folds += f"S{whole(end - out * 4, hem - 40, end - out * 6, hem)}"
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
    canvas.path(box(left, top + 11, width, 13), fill=edge)
    canvas.path(box(left + 18, top + 24, width - 36, 10), fill=sky.ink, fill_opacity=".45")


def _draw_plant(canvas: Canvas, sky: Sky, chance: Chance, x: float, foot: float) -> None:
    dark, light = mix(sky.ink, sky.stops[1], 0.5), mix(sky.stops[1], sky.haze, 0.35)
    for shade, count, spread in ((dark, 6, 1.15), (light, 5, 0.85)):
        leaves = ""
        for turn in range(count):
            lean = (-1 + 2 * (turn + 0.2 + 0.6 * chance.unit()) / count) * spread
            leaves += _leaf(x, foot - 54, lean, 150 * chance.between(0.62, 1) * (1 - 0.22 * lean * lean))
        canvas.path(leaves, fill=shade)
    _draw_pot(canvas, sky, x, foot)


def _leaf(x: float, root: float, lean: float, tall: float) -> str:
    """Return a long leaf from `root`; `lean` -1 falls to the left, 1 to the right."""
    tip, bend = x + lean * 92, x + lean * 18
    near, far = x + lean * 46 - 8, x + lean * 55 + 12
    return (
        f"M{whole(x - 3, root)}"
        f"C{whole(bend - 15, root - tall * 0.55, near, root - tall * 0.95)} "
        f"{whole(tip, root - tall * (1 - 0.3 * lean * lean))}"
        f"C{whole(far, root - tall * 0.72, bend + 14, root - tall * 0.4, x + 3, root)}z"
    )


def _draw_pot(canvas: Canvas, sky: Sky, x: float, foot: float) -> None:
    pot = canvas.vertical(
        "pot",
        [(0, mix(sky.stops[4], sky.wall, 0.45), 1), (1, mix(sky.stops[3], sky.ink, 0.6), 1)],
        foot - 62,
        foot,
    )
    canvas.path(f"M{whole(x - 34, foot - 62)}h68v12h-5l{whole(-7, 54)}q-22 5-44 0l{whole(-7, -54)}h-5z", fill=pot)
    canvas.path(f"M{whole(x - 29, foot - 49)}h58", stroke=sky.ink, stroke_opacity=".4", stroke_width="3")
