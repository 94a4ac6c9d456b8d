"""The sitemap: the practice's own pages, and what the rooms above register."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

PAGES = ("home", "about", "help", "how_therapy_works", "confidentiality", "contact", "privacy", "essays")


class SiteMap[Item](Sitemap[Item]):
    """A part of the sitemap. Addresses are those of SITE_URL, whatever host was asked."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return https, or http on a machine of one's own."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        """Return the host, with the port where there is one."""
        return urlsplit(settings.SITE_URL).netloc


class PageMap(SiteMap[str]):
    """The practice's own pages."""

    def items(self) -> list[str]:
        """Return the names of the addresses."""
        return list(PAGES)

    def location(self, item: str) -> str:
        """Return the path of a page."""
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]]] = {"pages": PageMap}


def register(name: str, sitemap: type[Sitemap[Any]]) -> None:
    """Add a part to the sitemap."""
    SITEMAPS[name] = sitemap
