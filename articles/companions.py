"""What rooms above add to an essay: values in the query that fetches it for its page, and worksheets to choose from."""

from collections.abc import Callable
from typing import Any

ANNOTATIONS: dict[str, Any] = {}
WORKSHEETS: dict[str, Callable[[], list[tuple[str, str]]]] = {}


def register(name: str, expression: Any) -> None:
    """Give every essay that is fetched for its page the attribute `name`, an expression over the essay's row."""
    ANNOTATIONS[name] = expression


def offer_worksheets(name: str, offered: Callable[[], list[tuple[str, str]]]) -> None:
    """Let essays name one of these worksheets: by what an essay knows it by, and its title."""
    WORKSHEETS[name] = offered


def worksheets_offered() -> list[tuple[str, str]]:
    """Return the worksheets of which an essay can show the card."""
    return [worksheet for offered in WORKSHEETS.values() for worksheet in offered()]
