"""The one warm light of every picture: an oil lamp, its glow, its reflection."""

from .canvas import Canvas, Stop, number, points, whole
from .chance import Chance

FLAME_X, FLAME_Y = 13.4, -19.0  # middle of the flame from the middle of the lamp's foot, at scale 1

GLOW: tuple[Stop, ...] = (
    (0, "#fff0c2", 0.85),
    (0.05, "#ffe3a1", 0.66),
    (0.11, "#ffd283", 0.46),
    (0.19, "#fcbf66", 0.31),
    (0.3, "#f6ab50", 0.19),
    (0.43, "#ee9a45", 0.105),
    (0.6, "#e88d3f", 0.045),
    (0.78, "#e3843c", 0.014),
    (1, "#e08038", 0),
)
BOWL = "M-12-10.2C-12-3.6-6.4-.6-3.6-.6Q-4-.1-4.6 0H4.6Q4-.1 3.6-.6C7.8-1.2 11.6-5.6 15.8-12C8-13.4-8-13.8-12-10.2z"
OIL = "M-10.8-10.4C-7-13 8-12.7 14.7-11.8C10-8.6-6-7.6-10.8-10.4z"
RIM = "M-12-10.2C-6.6-6.6 9-7.6 15.8-12"
FLAME = (
    "M13-11.4C9.4-11.8 8.5-16.4 10.9-20.2C12.4-22.6 13.7-25 14-29.4"
    "C15.9-25.4 18.2-21.8 17.9-17.2C17.6-13.2 15.8-11 13-11.4z"
)
CORE = (
    "M13.3-11.7C11.3-12 10.9-15 12.2-17.6C13-19.2 13.6-20.4 13.9-22.8"
    "C15-20.2 16.2-18.2 15.9-15.6C15.7-13 14.8-11.5 13.3-11.7z"
)


class Lamp:
    """A lamp whose foot stands at `x`, `y`; `scale` 1 is 28 units wide; `turn` is 1 or -1."""

    def __init__(self, canvas: Canvas, x: float, y: float, scale: float, turn: int) -> None:
        self.canvas, self.x, self.y, self.scale, self.turn = canvas, x, y, scale, turn

    @property
    def flame(self) -> tuple[float, float]:
        """Return the middle of the flame."""
        return self.x + FLAME_X * self.scale * self.turn, self.y + FLAME_Y * self.scale

    def shine(self, reach: float) -> None:
        """Lay the glow over what has been drawn so far, `reach` units around the flame."""
        paint = self.canvas.radial("glow", GLOW)
        x, y = self.flame
        self.canvas.add("circle", cx=number(x), cy=number(y), r=number(reach), fill=paint)

    def draw(self) -> None:
        """Draw the lamp itself, its clay lit from its own flame."""
        canvas = self.canvas
        clay = canvas.radial("clay", [(0, "#f3a65a", 1), (0.35, "#a85a30", 1), (1, "#3a1c18", 1)], (14, -13, 27))
        oil = canvas.radial("oil", [(0, "#fff0bd", 1), (0.3, "#f4b14c", 1), (1, "#6e3417", 1)], (13, -12, 24))
        fire = canvas.vertical(
            "fire",
            [(0, "#f59a34", 0.9), (0.4, "#ffc75c", 1), (0.8, "#ffe9a8", 1), (1, "#ffd27a", 1)],
            -29,
            -11,
        )
        place = f"translate({points(self.x, self.y)})scale({points(self.scale * self.turn, self.scale)})"
        canvas.open_group(id=f"{canvas.prefix}lamp", transform=place)
        canvas.path(BOWL, fill=clay)
        canvas.path(OIL, fill=oil)
        canvas.path(RIM, fill="none", stroke="#ffcf86", stroke_width=".7", stroke_opacity=".85")
        canvas.path(FLAME, fill=fire)
        canvas.path(CORE, fill="#fffbe6")
        canvas.close_group()

    def reflect(self, chance: Chance, depth: float) -> None:
        """Break the flame's light on water, from the lamp's foot to `depth` units below it."""
        x, _ = self.flame
        paint = self.canvas.vertical(
            "shimmer",
            [(0, "#ffe6a6", 0.85), (0.3, "#fbc469", 0.5), (1, "#ee9a45", 0)],
            self.y,
            self.y + depth,
        )
        streaks, y, step = "", self.y + 3 * self.scale, 3.2 * self.scale
        while y < self.y + depth and step < depth:
            half = self.scale * chance.between(4, 12)
            thick = step * chance.between(0.3, 0.5)
            left = x + chance.between(-3.5, 3.5) * self.scale - half
            streaks += f"M{whole(left, y)}q{points(half, -thick)} {whole(2 * half, 0)}"
            streaks += f"q{points(-half, thick)}{whole(-2 * half, 0)}z"
            y += step
            step *= 1.09
        self.canvas.path(streaks, fill=paint)
