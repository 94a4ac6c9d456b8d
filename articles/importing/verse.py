"""Lines that stood together in a plain text and turned out to be neither list nor heading."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Paragraph, Run
from articles.importing.essay import NoteBook


def join_clusters(blocks: Sequence[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with lines of one cluster in one paragraph, parted by line breaks."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        cluster = find_cluster(blocks, at)
        if len(cluster) > 1:
            notes.unsure(_("Short lines that belong together became one paragraph."), cluster[0].text)
            runs = [run for line in cluster for run in (Run("\n"), *line.runs)]
            joined.append(replace(cluster[0], runs=tuple(runs[1:])))
        else:
            joined.append(blocks[at])
        at += max(1, len(cluster))
    return joined


def find_cluster(blocks: Sequence[Block], start: int) -> list[Paragraph]:
    """Return the paragraph at `start` and those that follow it without a blank line; [] for another block."""
    cluster: list[Paragraph] = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or (cluster and block.gap > 0):
            break
        cluster.append(block)
    return cluster
