"""F2: an essay's page, worked out anew, in CPU time over that of a Django view that does nothing.

    python -m benchmarks.f2

prints one line of JSON for the page among few essays and among many: the whole request, through every middleware,
called in turn with the bare view. The essays have all that one can have, stand amid the others, and are asked for in
turn, as many as are read on a day: what is kept of a page (see `practice.templatetags.steady`) is kept for each. Lists
and the feed are told beside it, with what many essays cost them.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from itertools import cycle

from benchmarks.stage import DAY, NOW, bare_view, cpu_side_by_side, database
from tests.reporting import report

MOST_QUERIES, MOST_RATIO = 3, 12
FEW, MANY = 5, 2_000
ROUNDS = 150
WHOLE = "having-your-own-back"  # with a note, contents, something for tonight and two worksheets
READ_A_DAY = 40
PATHS = {"list": "/essays/", "topic": "/essays/topics/relationships/", "feed": "/essays/feed/"}


def main() -> int:
    """Measure, print the lines and return 0 if every target is met."""
    is_ok = True
    with database(), noon():
        from practice.shipped import load_all

        load_all()
        store_essays(0, FEW)
        cost_of_few = measure(FEW)
        store_essays(FEW, MANY)
        cost_of_many = measure(MANY)
    for number, cost in ((FEW, cost_of_few), (MANY, cost_of_many)):
        ratio, queries = cost["essay"]
        ok = ratio <= MOST_RATIO and queries <= MOST_QUERIES
        report("F2", ratio, MOST_RATIO, ok=ok, essays=number, queries=queries)
        is_ok = is_ok and ok
    for name in PATHS:
        (few, queries), (many, same) = cost_of_few[name], cost_of_many[name]
        ok = queries == same
        report("growth", same, queries, ok=ok, page=name, essays=[FEW, MANY], times_bare=[few, many])
        is_ok = is_ok and ok
    return 0 if is_ok else 1


@contextmanager
def noon() -> Iterator[None]:
    """Stand still at NOW, and let nobody be told of every request."""
    import time_machine

    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOW, tick=False):
        yield


def store_essays(first: int, end: int) -> None:
    """Publish essays, two a day, each with the text and all the rest of one that was shipped."""
    from articles.models import Essay, Topic

    whole = Essay.objects.get(slug=WHOLE)
    topics = list(Topic.objects.all())
    rows = []
    for number in range(first, end):
        essay = copy(whole)
        essay.pk, essay.title, essay.slug = None, f"Essay {number}", f"essay-{number}"
        essay.topic = topics[number % len(topics)]
        essay.publish_at = NOW - DAY * MANY / 2 + timedelta(hours=12 * number)
        rows.append(essay)
    Essay.objects.bulk_create(rows, batch_size=200)


def measure(essays: int) -> dict[str, tuple[float, int]]:
    """Return for each page its cost in bare views, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    read = [f"/essays/essay-{number}/" for number in range(min(essays, READ_A_DAY))]
    acts = {"essay": ask(read)} | {name: ask([path]) for name, path in PATHS.items()}
    for _path in read:
        acts["essay"]()
    bare, *times = cpu_side_by_side(bare_view(), *acts.values(), rounds=ROUNDS)
    queries = []
    for act in acts.values():
        with CaptureQueriesContext(connection) as asked:
            act()
        queries.append(len(asked))
    return {name: (round(own / bare, 1), count) for name, own, count in zip(acts, times, queries, strict=True)}


def ask(paths: list[str]) -> Callable[[], object]:
    """Return a call of pages in turn through the site's own middleware."""
    from django.core.handlers.base import BaseHandler
    from django.test import RequestFactory

    handler = BaseHandler()
    handler.load_middleware()
    turns = cycle(paths)

    def call() -> object:
        path = next(turns)
        response = handler.get_response(RequestFactory().get(path))
        assert response.status_code == 200, path
        return response

    return call


if __name__ == "__main__":
    sys.exit(main())
