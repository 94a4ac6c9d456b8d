"""What passes between the process that draws and the one that asks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture as it is kept: its size in pixels, and its file, which is WebP."""

    width: int
    height: int
    master: bytes
