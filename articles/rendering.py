"""What is worked out from an essay's text when it is saved, so that pages only print."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from articles.reading import outline, reading_minutes
from articles.sanitising import clean_html

if TYPE_CHECKING:
    from articles.models import Essay


def stored_html(html: str) -> str:
    """Return `html` as it is stored: sanitised, an id on every heading. Doing it twice changes nothing."""
    return outline(clean_html(html))[0]


def prepare(essay: "Essay") -> None:
    """Sanitise the essay's text and set its contents and reading time; nothing is saved here."""
    essay.body, headings = outline(clean_html(essay.body))
    essay.contents = [asdict(heading) for heading in headings]
    essay.reading_minutes = reading_minutes(essay.body)
