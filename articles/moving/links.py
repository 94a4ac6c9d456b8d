"""Links within an old site: led on to the essays that its posts became, and those that were not are named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from articles.importing.blocks import Block
from articles.importing.links import change_links
from articles.moving.source import OldSite
from articles.old_addresses import host_of, normal_path


@dataclass(slots=True)
class LinkMap:
    """Where the old paths of all sites lead now; `changed` and `left` are what was met in one text."""

    places: dict[str, str]
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def settle(self, blocks: Iterable[Block], site: OldSite) -> None:
        """Lead the links of a text on, in place."""
        change_links(blocks, lambda address: self.lead_on(address, site))

    def lead_on(self, address: str, site: OldSite) -> str:
        """Return where a link leads from now on."""
        try:
            whole = urljoin(site.address, address) if site.address else address
            parts = urlsplit(whole)
        except ValueError:
            return address
        if parts.scheme not in {"", "http", "https"} or (parts.netloc and host_of(whole) not in site.hosts):
            return address
        if place := self.places.get(normal_path(whole)):
            self.changed.append(f"{address} → {place}")
            return place
        self.left.append(address)
        return whole
