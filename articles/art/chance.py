"""Chance that a word decides: the same word gives the same numbers on every machine."""

import hashlib
from collections.abc import Sequence

_MASK = 0xFFFFFFFF


class Chance:
    """A stream of numbers (xorshift, 32 bits) seeded by a slug and what the numbers are for."""

    def __init__(self, slug: str, purpose: str) -> None:
        """Seed the stream; any text is allowed, also an empty one."""
        seed = f"{purpose}/{slug}".encode("utf-8", "surrogatepass")
        self._state = int.from_bytes(hashlib.sha256(seed).digest()[:4], "big") or 1

    def unit(self) -> float:
        """Return the next number, from 0 up to but not including 1."""
        state = self._state
        state ^= (state << 13) & _MASK
        state ^= state >> 17
        state ^= (state << 5) & _MASK
        self._state = state
        return state / (_MASK + 1)

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` up to but not including `high`."""
        return low + self.unit() * (high - low)

    def pick[T](self, choices: Sequence[T]) -> T:
        """Return one of `choices`."""
        return choices[int(self.unit() * len(choices))]
