"""Every address that the site has, worked out from its table of addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

FILLED = {"int": "0", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "absent", "path": "0", "str": "absent"}


@dataclass(frozen=True)
class Address:
    """One address of the site: its name, or its route where it has none, and that route."""

    name: str
    route: str

    def path(self, given: str = "") -> str:
        """Return a path of this address: the given one, or its route with what is certainly absent filled in."""
        return given or re.sub(r"<(?:(\w+):)?\w+>", lambda found: FILLED[found[1] or "str"], self.route)


def addresses(resolver: Any, namespace: str = "", route: str = "/") -> Iterator[Address]:
    """Yield every address below a resolver."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, here)
        elif isinstance(entry, URLPattern):
            yield Address(namespace + (entry.name or here), here)
