"""The check list as the desk asks for it: of an essay as it is being written, which is not stored."""

from datetime import datetime

from articles.checking.destinations import dead_links
from articles.checking.essay import check_essay, missing_lines
from articles.checking.lines import Line
from articles.checking.shape import links_in
from articles.models import Essay
from articles.rendering import stored_html


def hindrances(essay: Essay) -> list[Line]:
    """Return what keeps an essay, as it was typed, from being published; nothing where it is not to be."""
    if essay.state != Essay.State.PUBLISHED:
        return []
    return missing_lines(essay.summary, essay.topic.name if essay.topic else "", stored_html(essay.body))


def check_list(essay: Essay, now: datetime) -> list[Line]:
    """Return the check list of an essay whose text is prepared; at most three queries."""
    return check_essay(essay, dead_links(links_in(essay.body), essay, now))
