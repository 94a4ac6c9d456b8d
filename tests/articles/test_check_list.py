"""The check list before an essay is published."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from articles.checking.destinations import DeadLink, Problem, dead_links
from articles.checking.essay import check_essay, missing_lines
from articles.checking.lines import Verdict
from articles.checking.shape import Link, heading_faults, links_in, says_nothing
from articles.desk_checks import check_list
from articles.models import Essay, OldAddress, Topic
from articles.reading import Heading
from articles.rendering import prepare, stored_html
from tests.articles.desk import ADD, open_form, page_of
from tests.factories import NOW, make_essay, make_topic, make_user

FIT = "When a promise breaks, a plain repair does more than a vow. Five steps to begin with."
ADDRESS = f"/essays/pictures/{'0123456789abcdef' * 2}-10x10/"
PICTURE = f'<figure><img src="{ADDRESS}" alt="{{}}"></figure>'


def essay_with(body: str = "<p>Rain.</p>", **changes: object) -> Essay:
    """Return an essay that is stored nowhere."""
    given = {"title": "Rain", "slug": "rain", "summary": FIT, "topic": Topic(name="Ground"), "body": body}
    essay = Essay(**{**given, **changes})
    prepare(essay)
    return essay


def verdicts(essay: Essay, field: str) -> list[Verdict]:
    return [line.verdict for line in check_essay(essay, []) if line.field == field]


def said(essay: Essay, *dead: DeadLink) -> str:
    lines = check_essay(essay, dead)
    return " ".join(f"{line.verdict}: {line.words} {' '.join(line.details)}" for line in lines)


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("", "missing"),
        ("  ", "missing"),
        ("Short.", "advice"),
        (FIT, "good"),
        ("x" * 161, "advice"),
        ("x" * 160, "good"),
    ],
)
def test_a_summary_must_be_there_and_should_fit_search_results(summary: str, verdict: str) -> None:
    assert verdicts(essay_with(summary=summary), "summary") == [verdict]


def test_a_topic_must_be_there() -> None:
    assert verdicts(essay_with(topic=None), "topic") == [Verdict.MISSING]
    assert verdicts(essay_with(), "topic") == [Verdict.GOOD]


@pytest.mark.parametrize(
    ("html", "fields"),
    [
        ("<p>Rain.</p>", []),
        ("<p>Rain.</p>" + PICTURE.format("A lamp on a sill"), []),
        ("<p>Rain.</p>" + PICTURE.format(""), ["body"]),
        ("<p>Rain.</p>" + PICTURE.format(" "), ["body"]),
        (f'<p>Rain.</p><img src="{ADDRESS}">', ["body"]),
        ("<p> </p>", ["body"]),
    ],
)
def test_a_text_and_words_for_every_picture_must_be_there(html: str, fields: list[str]) -> None:
    assert [line.field for line in missing_lines(FIT, "Ground", stored_html(html))] == fields


def test_hindi_is_not_measured_and_says_so() -> None:
    essay = essay_with("<p>बारिश नरम है।</p>", language="hi")
    assert "unmeasured: How easily it reads is measured in English only." in said(essay)


@pytest.mark.parametrize(
    ("levels", "texts", "is_good"),
    [
        ([2, 3, 2], ["One", "Two", "Three"], True),
        ([], [], True),
        ([3, 2], ["One", "Two"], False),
        ([2, 4], ["One", "Two"], False),
        ([2, 2], ["One", "one"], False),
        ([2], [""], False),
    ],
)
def test_headings_go_down_one_step_at_a_time_and_each_has_words_of_its_own(
    levels: list[int], texts: list[str], is_good: bool
) -> None:
    headings = [Heading(level, "s-x", text) for level, text in zip(levels, texts, strict=True)]
    assert bool(heading_faults(headings)) is not is_good


def test_faults_of_headings_are_named() -> None:
    assert "Before “Two” a larger heading is missing." in said(essay_with("<h3>Two</h3><p>Rain.</p>"))


@pytest.mark.parametrize("text", ["click here", "Here", "Read more…", "", "https://example.org/a", "this link."])
def test_a_link_that_does_not_say_where_it_leads_is_found(text: str) -> None:
    assert says_nothing(Link("/help/", text))


@pytest.mark.parametrize("text", ["help in a crisis", "more on sleep", "This lamp"])
def test_control_a_link_that_says_it_is_let_be(text: str) -> None:
    assert not says_nothing(Link("/help/", text))


def test_links_are_read_with_their_words() -> None:
    html = '<p><a href="/a/?b=1&amp;c=2" rel="x"><strong>One</strong> two</a> <a href="#s-x">x</a></p>'
    assert links_in(html) == [Link("/a/?b=1&c=2", "One two"), Link("#s-x", "x")]


def test_words_of_danger_ask_for_care_and_their_absence_says_nothing() -> None:
    text = "<p>I thought of suicide.</p>"
    assert verdicts(essay_with(text), "has_crisis_block") == [Verdict.ADVICE]
    assert verdicts(essay_with(text, has_crisis_block=True, content_note="Of despair."), "content_note") == [
        Verdict.GOOD
    ]
    assert verdicts(essay_with(), "content_note") == verdicts(essay_with(), "has_crisis_block") == []


HOST = settings.SITE_URL


@pytest.fixture
def library(db: None) -> None:
    """Essays in every state, at addresses that say which."""
    make_essay("Open", body="<h2>First part</h2><p>Rain.</p>", topic=make_topic())
    make_essay("Draft", state=Essay.State.DRAFT)
    make_essay("Withdrawn", state=Essay.State.WITHDRAWN)
    make_essay("Tomorrow", publish_at=NOW + timedelta(days=1))
    OldAddress.objects.create(slug="once", essay=Essay.objects.get(slug="open"))


@pytest.mark.django_db
@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("href", "problem"),
    [
        ("/essays/open/", None),
        ("/essays/open", None),
        ("/essays/open/?x=1#s-first-part", None),
        ("/essays/open/#s-second-part", Problem.NO_SUCH_PART),
        ("/essays/once/", None),
        ("/essays/Once/", None),
        ("/essays/OPEN/", None),
        ("../open/", None),
        (f"{HOST}/essays/open/", None),
        ("//elsewhere.example/essays/none/", None),
        ("https://elsewhere.example/", None),
        ("mailto:a@example.com", None),
        ("/", None),
        ("/help/", None),
        ("/essays/", None),
        ("/essays/topics/self-trust/", None),
        ("#s-own", None),
        ("#tonight", None),
        ("#s-other", Problem.NO_SUCH_PART),
        ("/essays/none/", Problem.ABSENT),
        (f"{HOST}/essays/none/", Problem.ABSENT),
        ("/essays/draft/", Problem.DRAFT),
        ("/essays/withdrawn/", Problem.WITHDRAWN),
        ("/essays/tomorrow/", Problem.NOT_YET),
        ("/essays/topics/none/", Problem.ABSENT),
        ("/no-such-page/", Problem.ABSENT),
        ("/admin/", Problem.DESK),
        ("http://[broken/", Problem.ABSENT),
    ],
)
def test_links_within_the_site_are_followed(href: str, problem: Problem | None) -> None:
    essay = essay_with("<h2>Own</h2><p>Rain.</p>")
    assert [each.problem for each in dead_links([Link(href, "x")], essay, NOW)] == ([problem] if problem else [])


@pytest.mark.django_db
@pytest.mark.usefixtures("library")
def test_many_links_take_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    addresses = ["open/", "once/", "draft/", "topics/self-trust/", *[f"n{number}/" for number in range(50)]]
    links = [Link(f"/essays/{each}", "x") for each in addresses]
    with django_assert_num_queries(3):
        assert len(dead_links(links, essay_with(), NOW)) == 51


@pytest.mark.django_db
@pytest.mark.usefixtures("library")
def test_a_dead_link_is_named_with_its_reason() -> None:
    essay = essay_with('<p><a href="/essays/draft/">a first try</a></p>')
    details = [line.details for line in check_list(essay, NOW) if line.details]
    assert ("“a first try”: that essay is still a draft",) in details


@pytest.fixture
def desk(client: Browser, db: None) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def test_what_is_not_ready_is_not_published_and_every_word_stays(desk: Browser) -> None:
    essay = make_essay(state=Essay.State.DRAFT, publish_at=None, summary="")
    sent = open_form(desk, page_of(essay)) | {"state": "published", "body": "<p>Typed.</p>"}
    page = desk.post(page_of(essay), sent).content.decode()
    assert "Write a summary" in page
    assert "Choose a topic" in page
    assert "&lt;p&gt;Typed.&lt;/p&gt;" in page
    essay.refresh_from_db()
    assert essay.state == Essay.State.DRAFT


def test_over_the_form_each_error_leads_to_its_field(desk: Browser) -> None:
    essay = make_essay(state=Essay.State.DRAFT, publish_at=None, summary="")
    sent = open_form(desk, page_of(essay)) | {"state": "published"}
    page = BeautifulSoup(desk.post(page_of(essay), sent).content, "html.parser")
    links = page.select(".error-links a")
    assert [each["href"] for each in links] == ["#id_summary", "#id_topic"]
    assert all(page.select_one(str(each["href"])) for each in links)
    assert not BeautifulSoup(desk.get(page_of(essay)).content, "html.parser").select(".error-links")


def test_control_a_draft_is_saved_unready_and_a_ready_one_is_published(desk: Browser) -> None:
    essay = make_essay(state=Essay.State.DRAFT, publish_at=None, summary="")
    sent = open_form(desk, page_of(essay))
    assert desk.post(page_of(essay), sent).status_code == 302
    ready = open_form(desk, page_of(essay)) | {"state": "published", "summary": "x", "topic": str(make_topic().pk)}
    assert desk.post(page_of(essay), ready).status_code == 302
    essay.refresh_from_db()
    assert essay.state == Essay.State.PUBLISHED


def test_a_new_essay_is_not_published_unready_either(desk: Browser) -> None:
    sent = open_form(desk, ADD) | {"title": "Rooms", "slug": "rooms", "body": "<p>A.</p>", "state": "published"}
    assert "Choose a topic" in desk.post(ADD, sent).content.decode()
    assert not Essay.objects.exists()


def test_a_published_essay_that_lacks_something_can_be_corrected_but_loses_nothing_more(desk: Browser) -> None:
    essay = make_essay(topic=None)
    assert desk.post(page_of(essay), open_form(desk, page_of(essay)) | {"title": "Mended"}).status_code == 302
    worse = open_form(desk, page_of(essay)) | {"summary": ""}
    assert "Write a summary" in desk.post(page_of(essay), worse).content.decode()


def test_the_hour_of_publishing_is_that_of_india(desk: Browser) -> None:
    essay = make_essay(topic=make_topic())
    assert "Published on (IST)" in desk.get(page_of(essay)).content.decode()
    sent = open_form(desk, page_of(essay)) | {"publish_at_0": "2026-12-24", "publish_at_1": "18:30"}
    assert desk.post(page_of(essay), sent).status_code == 302
    essay.refresh_from_db()
    assert essay.publish_at is not None
    assert essay.publish_at.isoformat() == "2026-12-24T13:00:00+00:00"
