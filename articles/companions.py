"""What rooms above add to an essay's page: values worked out in the query that fetches the essay, at no query more."""

from typing import Any

ANNOTATIONS: dict[str, Any] = {}


def register(name: str, expression: Any) -> None:
    """Give every essay that is fetched for its page the attribute `name`, an expression over the essay's row."""
    ANNOTATIONS[name] = expression
