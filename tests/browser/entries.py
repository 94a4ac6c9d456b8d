"""How one page stands in the lists that the checks walk."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A page as `who` sees it; with `send`, what comes back when the form that has these fields is sent."""

    name: str
    path: str
    covers: str = ""
    who: str = "nobody"
    status: int = 200
    send: Mapping[str, str] | None = None
    form: str = "main form"
    also: tuple[str, ...] = field(default=())
