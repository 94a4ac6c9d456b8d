"""What a public page tells search engines and link previews about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from practice.models import Practice

SCHEMA = "https://schema.org"


def absolute(path: str) -> str:
    """Return the full address of a path on this site; it is the same whatever host name the page was asked under."""
    return f"{settings.SITE_URL}{path}"


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The head of one public page.

    `path` is the page's one address, `picture` the path of its preview; without one, links to it show none. Every
    such picture is drawn by `articles.art`, and is described in the same words.
    """

    path: str
    title: str
    description: str = ""
    picture: str = "/art/home.png"
    kind: str = "website"
    is_indexed: bool = True
    data: Mapping[str, Any] | None = None

    @property
    def address(self) -> str:
        """The page's one address in full."""
        return absolute(self.path)

    @property
    def picture_address(self) -> str:
        """The preview picture's address in full."""
        return absolute(self.picture)


def known(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value: what is not known is not said."""
    return {name: value for name, value in fields.items() if value}


def describe_practice(practice: Practice) -> dict[str, Any]:
    """Return the practice as schema.org has it, with known fields only."""
    address = known(
        streetAddress=", ".join(part for part in (practice.street, practice.area) if part),
        addressLocality=practice.city,
        postalCode=practice.postal_code,
        addressCountry=practice.country,
    )
    return {
        "@context": SCHEMA,
        "@type": "ProfessionalService",
        "@id": absolute("/#practice"),
        **known(
            name=practice.name,
            url=absolute("/"),
            image=absolute("/art/home.png"),
            telephone=practice.phone,
            email=practice.email,
            address={"@type": "PostalAddress", **address} if practice.street else None,
            knowsLanguage=[part.strip() for part in practice.languages.split(",") if part.strip()],
            employee={"@type": "Person", "name": practice.therapist_name} if practice.therapist_name else None,
        ),
    }
