"""F11: a search over 2,000 essays, in the time of a Django view that does nothing.

    python -m benchmarks.f11
    scripts/with-postgres python -m benchmarks.f11 --postgres

prints one line of JSON. Eighty searches (of one word and of two, in English and in Hindi, beginnings, slips of one
letter, words that no essay says) are called in turn with the bare view. Of each the median is taken, which other work
on the machine moves little, and of these medians the one that 95 in 100 stay under. `page` says the same of the whole
page behind all that stands before it. Time is that of the processor, for PostgreSQL (on Linux) of both processes.
"""

import logging
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.stage import NOW, bare_view, database
from tests.reporting import report

if TYPE_CHECKING:
    from django.core.handlers.base import BaseHandler

TARGET = 15
ESSAYS, WORDS, ROUNDS = 2_000, 900, 15
STOP_WORDS = 100  # the commonest words of a language; nobody looks for them alone
SYLLABLES = ("ba", "ri", "to", "lem", "sha", "ko", "nu", "wer", "fa", "do", "sti", "mel")
HINDI = ("दिल", "बात", "शांति", "ज़िंदगी", "रात", "नींद", "डर", "रिश्ते", "माँ", "अकेलापन", "हिन्दी", "सोच", "आदत", "घर")


def main() -> int:
    """Measure, print the line and return 0 if the target is met."""
    url = os.environ["DATABASE_URL"] if "--postgres" in sys.argv else ""
    with database(url):
        from django.db import connection

        words = make_words()
        store_essays(words)
        learn_sizes()
        bare, found, pages = measure(choose_searches(words))
        engine = connection.vendor
    value = p95(found) / bare
    figures = {"bare_ms": round(bare, 3), "p95_ms": round(p95(found), 2), "median_ms": round(median(found), 2)}
    page = {"page": round(p95(pages) / bare, 1), "page_ms": round(p95(pages), 2)}
    report("F11", round(value, 1), TARGET, ok=value <= TARGET, engine=engine, essays=ESSAYS, **figures, **page)
    return 0 if value <= TARGET else 1


def make_words() -> list[str]:
    """Return some 9,000 words, the commonest first; fourteen of Hindi among the common ones."""
    rng = Random(7)
    words = list(dict.fromkeys("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(14_000)))
    for number, word in enumerate(HINDI):
        words.insert(50 * number + STOP_WORDS, word)
    return words


def store_essays(words: list[str]) -> None:
    """Store essays whose words are as often as words are: the second half as often as the first."""
    from articles.models import Essay

    rng = Random(8)
    shares = [1 / (rank + 3) for rank in range(len(words))]
    for number in range(ESSAYS):
        said = rng.choices(words, shares, k=WORDS + 30)
        Essay.objects.create(
            slug=f"essay-{number}",
            title=" ".join(said[:5])[:160],
            summary=" ".join(said[5:30])[:240],
            body=f"<h2>{' '.join(said[30:34])}</h2><p>{' '.join(said[34:])}</p>",
            state=Essay.State.PUBLISHED if number % 10 else Essay.State.DRAFT,
            publish_at=NOW - timedelta(hours=number),
        )


def learn_sizes() -> None:
    """Let PostgreSQL look through its tables, as it does by itself some minutes after they have grown."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def choose_searches(words: list[str]) -> list[str]:
    """Return what is looked for: every other word is one of those that hundreds of essays say."""
    rng = Random(9)
    common = words[STOP_WORDS : STOP_WORDS + 400]
    long = [word for word in words if len(word) > 5]
    single = [rng.choice(common) for _ in range(15)] + [rng.choice(words) for _ in range(10)]
    double = [f"{rng.choice(common)} {rng.choice(words[STOP_WORDS:1500])}" for _ in range(20)]
    begun = [rng.choice(long[STOP_WORDS:1500])[:-2] for _ in range(10)]
    slips = [slip(rng.choice(long[STOP_WORDS:1500]), rng) for _ in range(15)]
    return [*single, *double, *begun, *slips, *HINDI[:7], "xylophone", "quixotic jazz", "zzzz"]


def slip(word: str, rng: Random) -> str:
    """Return a word without one of its letters."""
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def measure(searches: list[str]) -> tuple[float, list[float], list[float]]:
    """Return the milliseconds of the bare view, and of each search alone and as a page."""
    bare = bare_view()
    times = [[timed(bare), timed(finding(search)), timed(asking(search))] for search in searches * ROUNDS]
    each = [times[number :: len(searches)] for number in range(len(searches))]
    alone = [median(row[1] for row in rows) for rows in each]
    return median(row[0] for row in times), alone, [median(row[2] for row in rows) for rows in each]


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor one call takes."""
    begun = worked()
    act()
    return (worked() - begun) * 1000


def worked() -> float:
    """Return for how many seconds this process and, of PostgreSQL, the one that serves it have worked."""
    from django.db import connection

    served = 0.0
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        line = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        served = int(line.split()[0]) / 1e9
    return process_time() + served


def finding(search: str) -> Callable[[], object]:
    """Return a call of the search."""
    from articles.searching import find_essays

    return lambda: find_essays(search, NOW)


def asking(search: str) -> Callable[[], object]:
    """Return a call of the page, through everything that stands before it."""
    from django.test import RequestFactory

    handler, request = whole_site(), RequestFactory().get(f"/essays/search/?q={quote(search)}")

    def ask() -> None:
        assert handler.get_response(request).status_code == 200

    return ask


@cache
def whole_site() -> "BaseHandler":
    """Return the site behind its own middleware, with no limit to how often one may search."""
    from django.core.handlers.base import BaseHandler

    from articles import views

    views.SEARCHES_AN_ADDRESS = 10**9
    logging.disable(logging.INFO)
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def p95(values: list[float]) -> float:
    """Return the value that 95 in 100 stay under."""
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
