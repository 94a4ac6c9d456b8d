"""Long lists of names, written as running text so that they can be read."""


def names(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())
