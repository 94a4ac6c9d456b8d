"""A file half read: its blocks and what it says about itself, before structure is sought in them."""

from dataclasses import dataclass, field

from articles.importing.blocks import Block


@dataclass(slots=True)
class Draft:
    """A file's blocks; `ending` is what goes after them under a heading of its own, footnotes.

    `by_shape` tells whether short lines may be headings beside others; `language` is as declared or "".
    """

    blocks: list[Block]
    title: str = ""
    fallback_title: str = ""
    summary: str = ""
    language: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    ending: list[Block] = field(default_factory=list)
    by_shape: bool = False
