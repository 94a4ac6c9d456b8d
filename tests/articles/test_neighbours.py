"""Where an essay leads on to: the ones before and after, others of its topic; many cost no more than few."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from articles.models import Essay, Topic
from articles.selectors import MOST_RELATED, surroundings
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

FEW, MANY = 5, 2_000
PAGES = ["/essays/", "/essays/?page=2", "/essays/topics/body/", "/essays/feed/", "/essays/essay-3/", "/sitemap.xml"]


def store(number: int, topics: list[Topic], **changes: object) -> None:
    """Store essays by the dozen, one a day, without working anything out of their texts."""
    first = Essay.objects.count()
    given = {"state": Essay.State.PUBLISHED, "body": "<p>Rain.</p>", **changes}
    Essay.objects.bulk_create(
        Essay(
            slug=f"essay-{at}",
            title=f"Essay {at}",
            topic=topics[at % len(topics)],
            publish_at=NOW - timedelta(days=at),
            **given,
        )
        for at in range(first, first + number)
    )


def walk(way: str, start: Essay) -> list[str]:
    """Return the addresses that one comes through from an essay, by `previous` or `next`, until there is none."""
    seen, essay = [start.slug], start
    while (neighbour := getattr(surroundings(essay, NOW), way)) is not None:
        seen.append(neighbour.slug)
        assert len(seen) <= Essay.objects.count(), "in a circle"
        essay = Essay.objects.get(slug=neighbour.slug)
    return seen


@pytest.mark.both
def test_walking_on_from_the_oldest_visits_every_essay_once_and_back_again() -> None:
    topics, chance = [make_topic(), make_topic("Body")], random.Random(7)
    for number in range(30):  # some of one instant, made in any order; some that nobody may read
        hours = chance.randrange(8)
        hidden = {"state": Essay.State.DRAFT} if number % 7 == 3 else {}
        make_essay(f"E{number}", topic=chance.choice(topics), publish_at=NOW - timedelta(hours=hours), **hidden)
    make_essay("Later", publish_at=NOW + timedelta(seconds=1))
    order = list(Essay.objects.published(NOW).order_by("publish_at", "pk"))
    slugs = [each.slug for each in order]
    assert len(slugs) > 20
    assert len({each.publish_at for each in order}) < len(order)
    assert walk("next", order[0]) == slugs
    assert walk("previous", order[-1]) == slugs[::-1]


@pytest.mark.both
def test_related_are_the_newest_of_the_topic_without_itself_and_its_neighbours() -> None:
    topics = [make_topic(), make_topic("Body"), make_topic("Rest")]
    store(40, topics)
    make_essay("Alone")
    for essay in Essay.objects.published(NOW):
        around = surroundings(essay, NOW)
        shown = {essay.slug, *(each.slug for each in (around.previous, around.next) if each)}
        same = Essay.objects.published(NOW).filter(topic=essay.topic).exclude(slug__in=shown) if essay.topic else []
        assert [each.slug for each in around.related] == [each.slug for each in same][:MOST_RELATED], essay


@pytest.mark.both
def test_many_essays_cost_no_page_a_query_more_than_few(client: Browser) -> None:
    topics = [make_topic(), make_topic("Body")]
    store(30, topics)  # two pages of them
    few = {path: queries(client, path) for path in PAGES}
    store(MANY - 30, topics)
    assert {path: queries(client, path) for path in PAGES} == few


def queries(browser: Browser, path: str) -> int:
    """Return how many queries a page makes."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


@pytest.mark.sqlite
def test_the_neighbours_are_found_by_index_not_by_reading_every_essay() -> None:
    store(FEW, [make_topic()])
    with CaptureQueriesContext(connection) as asked:
        surroundings(Essay.objects.get(slug="essay-3"), NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[-1]['sql']}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert [line for line in plan if line.startswith("SCAN")] == []
    assert any("essays_by_date" in line for line in plan)
    assert any("essays_by_topic" in line for line in plan)
