"""Parts of a series are numbered by what may be read now, in the order that the therapist gave them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, Series
from articles.series import in_order, move_part
from practice.models import Practice
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_series, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def parts() -> list[Essay]:
    """Three parts, the last of which was published first."""
    series = make_series(summary="Twelve months.")
    days = enumerate((2, 1, 3), start=1)
    return [make_essay(f"P{n}", series=series, part=n, publish_at=NOW - timedelta(days=day)) for n, day in days]


def line(browser: Browser, slug: str) -> str:
    """Return the words of the series' line on an essay's page; "" where there is none."""
    page = browser.get(f"/essays/{slug}/").content.decode()
    found = re.search(r'<nav class="series.*?</nav>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


def titles(browser: Browser) -> list[str]:
    """Return the essays on the page of the series in their order."""
    return re.findall(r'href="/essays/(p\d)/"', browser.get("/essays/series/the-year/").content.decode())


def typed(essay: Essay, series: Series | None, part: str) -> dict[str, str]:
    """Return the form of an essay as the desk sends it."""
    said = {"title": essay.title, "slug": essay.slug, "language": "en-gb", "body": essay.body, "state": essay.state}
    day = {"publish_at_0": "2026-11-19", "publish_at_1": "10:00:00"}
    said |= {"summary": essay.summary, "topic": str(essay.topic_id or "")}
    return {**said, **day, "series": str(series.pk) if series else "", "part": part}


def send(desk: Browser, essay: Essay, series: Series | None, part: str) -> list[str]:
    """Send the form of an essay and return what is said beside its part."""
    response = desk.post(reverse("admin:articles_essay_change", args=[essay.pk]), typed(essay, series, part))
    return [] if response.status_code == 302 else list(response.context["adminform"].form.errors["part"])


@pytest.mark.usefixtures("parts")
def test_each_part_says_which_it_is_and_links_to_the_others(client: Browser) -> None:
    assert line(client, "p2") == "Part 2 of 3 in the series The year P1 P2 P3"
    page = client.get("/essays/p2/").content.decode()
    assert '<a href="/essays/p1/" lang="en-gb">P1</a>' in page
    assert '<span class="series__here" aria-current="page" lang="en-gb">P2</span>' in page
    assert 'href="/essays/series/the-year/"' in page


@pytest.mark.parametrize(
    "changes",
    [{"state": Essay.State.WITHDRAWN}, {"publish_at": NOW + timedelta(seconds=1)}, {"series": None}],
    ids=["withdrawn", "put off", "taken out"],
)
def test_without_one_part_the_others_close_up(client: Browser, parts: list[Essay], changes: dict[str, Any]) -> None:
    change(parts[0], **changes)
    assert line(client, "p2") == "Part 1 of 2 in the series The year P2 P3"
    assert line(client, "p3") == "Part 2 of 2 in the series The year P2 P3"
    assert titles(client) == ["p2", "p3"]


def test_a_part_that_is_deleted_leaves_no_gap(client: Browser, parts: list[Essay]) -> None:
    parts[1].delete()
    assert line(client, "p3").startswith("Part 2 of 2")


def test_a_part_alone_is_not_called_one_of_one(client: Browser, parts: list[Essay]) -> None:
    for part in parts[1:]:
        change(part, state=Essay.State.DRAFT)
    assert line(client, "p1") == "Part of the series The year"


@pytest.mark.usefixtures("parts")
def test_an_essay_of_no_series_has_no_such_line(client: Browser) -> None:
    make_essay("Alone")
    assert line(client, "alone") == ""
    Series.objects.all().delete()
    assert line(client, "p1") == ""


def test_the_page_of_a_series_lists_its_parts_in_order(client: Browser, parts: list[Essay]) -> None:
    page = client.get("/essays/series/the-year/")
    text = page.content.decode()
    assert titles(client) == ["p1", "p2", "p3"]
    assert "Part 3 of 3" in text
    assert "Twelve months." in text
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert not page.cookies


def test_in_the_list_of_a_series_each_title_is_read_in_its_own_language(client: Browser, parts: list[Essay]) -> None:
    change(parts[1], language="hi")
    page = BeautifulSoup(client.get("/essays/series/the-year/").content, "html.parser")
    assert [each["lang"] for each in page.select(".results h2")] == ["en-gb", "hi", "en-gb"]


def test_a_series_with_nothing_to_read_is_not_there(client: Browser, parts: list[Essay]) -> None:
    for part in parts:
        change(part, state=Essay.State.WITHDRAWN)
    assert client.get("/essays/series/the-year/").status_code == 404
    assert client.get("/essays/series/none/").status_code == 404


def test_a_series_stands_in_the_sitemap_once_a_part_was_reviewed(client: Browser, parts: list[Essay]) -> None:
    assert "/essays/series/the-year/" not in client.get("/sitemap.xml").content.decode()
    Essay.objects.filter(pk=parts[0].pk).update(reviewed_on=NOW.date())
    assert "/essays/series/the-year/" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(("path", "queries"), [("/essays/e5/", 3), ("/essays/series/the-year/", 3)])
def test_a_series_costs_no_query_more_for_twenty_parts_than_for_one(
    client: Browser, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    Practice().save()
    series, topic = make_series(), make_topic()
    for number in range(20):
        make_essay(f"E{number}", series=series, part=number, topic=topic)
    with django_assert_num_queries(queries):
        client.get(path)


def test_parts_are_not_named_again_among_the_related(client: Browser, parts: list[Essay]) -> None:
    topic = make_topic()
    Essay.objects.update(topic=topic)
    for number in range(3):
        make_essay(f"Other {number}", topic=topic, publish_at=NOW - timedelta(days=9 - number))
    related = client.get("/essays/p1/").content.decode().partition('id="related"')[2].partition("</section>")[0]
    assert re.findall(r'href="/essays/(other-\d|p\d)/"', related) == ["other-2", "other-1", "other-0"]


def test_an_essay_without_a_number_comes_last(desk: Browser, parts: list[Essay]) -> None:
    essay = make_essay("P4")
    assert send(desk, essay, parts[0].series, "") == []
    essay.refresh_from_db()
    assert essay.part == 4


def test_an_essay_that_leaves_its_series_has_no_number(desk: Browser, parts: list[Essay]) -> None:
    assert send(desk, parts[0], None, "1") == []
    parts[0].refresh_from_db()
    assert (parts[0].series, parts[0].part) == (None, None)


def test_a_number_that_another_essay_has_is_refused_beside_its_field(desk: Browser, parts: list[Essay]) -> None:
    words = ["“P1” has this place. Choose another number, or leave it empty for the end."]
    assert send(desk, parts[1], parts[1].series, "1") == words
    assert send(desk, parts[1], parts[1].series, "2") == []
    assert send(desk, parts[1], make_series("Other"), "1") == []


@pytest.mark.parametrize("part", ["-1", "x", "1.5", "99999", "१"])
def test_a_number_that_is_none_is_refused_or_read_as_one(desk: Browser, parts: list[Essay], part: str) -> None:
    assert desk.post(
        reverse("admin:articles_essay_change", args=[parts[1].pk]), typed(parts[1], parts[1].series, part)
    ).status_code in {200, 302}
    assert titles(desk) in (["p1", "p2", "p3"], ["p1", "p3", "p2"])


def test_the_database_holds_no_two_essays_at_one_place(parts: list[Essay]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Essay.objects.filter(pk=parts[0].pk).update(part=2)


@pytest.mark.parametrize(
    ("which", "by", "order"),
    [(0, 1, "213"), (2, -1, "132"), (1, -1, "213"), (0, -1, "123"), (2, 1, "123")],
)
def test_a_part_is_moved_by_one_place(parts: list[Essay], which: int, by: int, order: str) -> None:
    assert move_part(essay=parts[which], by=by) is (order != "123")
    assert parts[0].series is not None
    kept = in_order(parts[0].series)
    assert "".join(each.title[1] for each in kept) == order
    assert [each.part for each in kept] == [1, 2, 3]


def test_gaps_and_drafts_are_moved_over_like_parts(parts: list[Essay]) -> None:
    Essay.objects.filter(pk=parts[2].pk).update(part=900)
    Essay.objects.filter(pk=parts[1].pk).update(part=None, state=Essay.State.DRAFT)
    parts[1].refresh_from_db()
    move_part(essay=parts[1], by=-1)
    assert list(Essay.objects.order_by("part").values_list("title", "part")) == [("P1", 1), ("P2", 2), ("P3", 3)]


def test_the_desk_shows_the_order_and_changes_it_by_one_press(desk: Browser, parts: list[Essay]) -> None:
    change(parts[1], state=Essay.State.DRAFT)
    path = reverse("admin:articles_series_change", args=[parts[0].series_id])
    found = re.findall(r"(\d)\. <a[^>]*>P(\d)<", desk.get(path).content.decode())
    assert found == [("1", "1"), ("2", "2"), ("3", "3")]
    move = reverse("admin:series_move", args=[parts[0].series_id, parts[2].pk])
    assert desk.get(move).status_code == 405
    assert "Moved: “P3”" in desk.post(move, {"to": "up"}, follow=True).content.decode()
    assert titles(desk) == ["p1", "p3"]
    assert [each.title for each in Essay.objects.order_by("part")] == ["P1", "P3", "P2"]


def test_no_other_way_and_no_part_of_another_series_is_moved(desk: Browser, parts: list[Essay]) -> None:
    other = make_series("Other")
    assert desk.post(reverse("admin:series_move", args=[other.pk, parts[0].pk]), {"to": "down"}).status_code == 404
    path = reverse("admin:series_move", args=[parts[0].series_id, parts[0].pk])
    assert desk.post(path, {"to": "sideways"}).status_code == 404


def test_who_may_not_change_series_moves_nothing(client: Browser, parts: list[Essay]) -> None:
    client.force_login(make_user("helper@example.com", is_staff=True))
    path = reverse("admin:series_move", args=[parts[0].series_id, parts[0].pk])
    assert client.post(path, {"to": "down"}).status_code == 403
    assert titles(client) == ["p1", "p2", "p3"]


def test_the_desk_links_to_the_page_of_a_series_only_once_it_can_be_read(desk: Browser, parts: list[Essay]) -> None:
    path = reverse("admin:articles_series_change", args=[parts[0].series_id])
    assert "/essays/series/the-year/" in desk.get(path).content.decode()
    Essay.objects.update(state=Essay.State.DRAFT)
    assert "/essays/series/the-year/" not in desk.get(path).content.decode()


@pytest.mark.parametrize("reviewed", [0, 1])
def test_search_engines_wait_until_a_part_was_read_as_a_clinician(
    client: Browser, parts: list[Essay], reviewed: int
) -> None:
    Essay.objects.filter(pk__in=[each.pk for each in parts[:reviewed]]).update(reviewed_on=NOW.date())
    page = client.get("/essays/series/the-year/").content.decode()
    assert ('<meta name="robots" content="noindex">' in page) is not bool(reviewed)


def test_the_form_of_an_essay_has_no_cross_that_deletes_a_topic_or_a_series(desk: Browser, parts: list[Essay]) -> None:
    page = desk.get(reverse("admin:articles_essay_change", args=[parts[0].pk])).content.decode()
    assert 'id="change_id_series"' in page, "the control: its pencil"
    assert 'id="delete_id_' not in page
