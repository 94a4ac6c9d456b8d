"""Posts become drafts once: run twice, stopped half-way, changed there, edited or deleted here."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from articles.models import Essay, ImportedPost, OldPath, Topic
from articles.moving import deciding, services
from articles.moving.media import Media
from articles.moving.paths import places_of
from articles.moving.report import Report, render_report
from articles.moving.source import OldPost, OldSite
from articles.old_lists import save_listed
from tests.articles.moving.houses import ALL, GHOST, SQUARESPACE, WIX, WIX_FEED, WORDPRESS, album, house
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pictures")]
STREETS = frozenset({"old.example"})


def bring(*sites: OldSite, media: Media | None = None, is_dry: bool = False, again: bool = False) -> Report:
    return services.bring_in(sites=list(sites), media=media or Media(), now=NOW, is_dry=is_dry, again=again)


def post(slug: str = "one", **changes: object) -> OldPost:
    given = {"identity": slug, "title": slug.title(), "html": f"<p>Words of {slug}.</p>", "slug": slug}
    return OldPost(**{**given, "addresses": (f"https://old.example/post/{slug}",), **changes})  # type: ignore[arg-type]


def site(*posts: OldPost, kind: str = "wix") -> OldSite:
    return OldSite(kind, list(posts), "https://old.example/", STREETS)


def verdicts(report: Report) -> dict[str, str]:
    return {each.title: each.verdict for each in report.posts}


def test_every_post_of_a_file_becomes_a_draft_and_nothing_is_public() -> None:
    report = bring(house(WORDPRESS))
    assert report.count("made") == Essay.objects.filter(state=Essay.State.DRAFT).count() == 6
    assert not Essay.objects.published(NOW + timedelta(days=10_000)).exists()
    assert report.count("skipped") == 2


def test_a_draft_has_what_the_post_had() -> None:
    bring(house(WORDPRESS))
    essay = Essay.objects.get(slug="a-promise-without-a-witness")
    assert (essay.title, essay.summary) == ("A promise without a witness", "A promise that nobody saw.")
    assert essay.publish_at == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert (essay.topic and essay.topic.name, essay.language) == ("Self-trust", "en-gb")
    assert "<h2" in essay.body
    assert Essay.objects.get(title="आत्म-विश्वास").language == "hi"


def test_the_order_in_which_posts_appeared_is_kept() -> None:
    later = datetime(2022, 1, 1, tzinfo=UTC)
    bring(site(post("new", published_at=later), post("draft"), post("old", published_at=later - timedelta(days=9))))
    assert list(Essay.objects.order_by("pk").values_list("title", flat=True)) == ["Old", "New", "Draft"]


def test_the_report_names_every_decision() -> None:
    text = render_report(bring(house(WORDPRESS)))
    for words in (
        "6 drafts were made",
        "2 pages and posts are left out",
        "Read as a file of WordPress with 8 posts and pages.",
        "Date kept: 4 Mar 2021, 10:36 am IST",
        "Topic: Self-trust",
        "Further categories, not kept: Habits & hours",
        "Tags, not kept: quiet",
        "Left out 1 comment.",
        "Picture left out, for it is not in the archive: river.jpg (“The river before rain”)",
        "Old address: /2021/03/a-promise-without-a-witness → /essays/a-promise-without-a-witness/",
        "Old address: /?p=20 → /essays/a-promise-without-a-witness/",
        "Link led on: https://river-path.example/?p=21 → /essays/classic-evening/",
        "It is a page, not a post.",
        "No date: it gets one when you publish it.",
    ):
        assert words in text


@pytest.mark.parametrize("name", ALL)
def test_a_dry_run_writes_nothing_and_says_what_the_run_then_does(name: str) -> None:
    dry = bring(house(name), is_dry=True)
    assert (Essay.objects.count(), ImportedPost.objects.count(), OldPath.objects.count()) == (0, 0, 0)
    assert Topic.objects.count() == 0
    real = bring(house(name))
    assert [(each.title, each.verdict.replace("would", "made")) for each in dry.posts] == [
        (each.title, each.verdict) for each in real.posts
    ]


@pytest.mark.parametrize("name", ALL)
def test_run_twice_it_changes_nothing(name: str) -> None:
    bring(house(name))
    before = list(Essay.objects.order_by("pk").values()), list(OldPath.objects.order_by("pk").values())
    report = bring(house(name))
    assert before == (list(Essay.objects.order_by("pk").values()), list(OldPath.objects.order_by("pk").values()))
    assert set(verdicts(report).values()) <= {"here", "skipped"}


def test_what_was_stopped_half_way_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    store, calls = services.store, []

    def stop(*args: object, **kwargs: object) -> list[str]:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return store(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "store", stop)
    with pytest.raises(KeyboardInterrupt):
        bring(house(WORDPRESS))
    assert Essay.objects.count() == ImportedPost.objects.count() == 3
    monkeypatch.setattr(services, "store", store)
    report = bring(house(WORDPRESS))
    assert (report.count("here"), report.count("made")) == (3, 3)
    stopped = set(Essay.objects.values_list("slug", "body"))
    Essay.objects.all().delete()
    ImportedPost.objects.all().delete()
    bring(house(WORDPRESS))
    assert set(Essay.objects.values_list("slug", "body")) == stopped


def test_a_failure_within_one_post_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> list[str]:
        raise RuntimeError

    monkeypatch.setattr(services, "keep_paths", fail)
    with pytest.raises(RuntimeError):
        bring(site(post()))
    assert not Essay.objects.exists()
    assert not ImportedPost.objects.exists()


def test_after_its_time_no_further_draft_is_begun_and_the_next_call_goes_on() -> None:
    sites = [site(post("one"), post("two"))]
    none = timedelta(seconds=-1)
    report = services.bring_in(sites=sites, media=Media(), now=NOW, is_dry=False, within=none)
    assert (report.count("waits"), Essay.objects.count()) == (2, 0)
    assert bring(*sites).count("made") == 2


def test_an_essay_that_was_edited_here_is_never_overwritten() -> None:
    bring(site(post()))
    Essay.objects.update(body="<p>Hers.</p>", title="Hers")
    report = bring(site(post(html="<p>Other words.</p>")))
    assert verdicts(report) == {"One": "changed"}
    assert Essay.objects.get().body == "<p>Hers.</p>"


def test_an_essay_that_was_deleted_here_comes_back_only_when_asked_for() -> None:
    bring(site(post()))
    Essay.objects.all().delete()
    assert verdicts(bring(site(post()))) == {"One": "deleted"}
    assert not Essay.objects.exists()
    assert verdicts(bring(site(post()), again=True)) == {"One": "made"}
    assert verdicts(bring(site(post()))) == {"One": "here"}


def test_the_same_post_in_another_kind_of_file_is_known_by_its_address() -> None:
    bring(house(WIX))
    report = bring(house(WIX_FEED))
    assert verdicts(report) == {"Before the house wakes": "here", "Only announced": "made"}


def test_the_same_post_in_two_files_at_once_is_made_once() -> None:
    report = bring(house(WIX_FEED), house(WIX))
    assert [each.verdict for each in report.posts if each.title == "Before the house wakes"] == ["made", "twice"]


def test_posts_of_two_sites_at_one_path_are_two() -> None:
    other = OldSite("wix", [post(addresses=("https://new.example/post/one",))], "https://new.example/")
    report = bring(site(post()), other)
    assert [each.verdict for each in report.posts] == ["made", "made"]
    assert set(Essay.objects.values_list("slug", flat=True)) == {"one", "one-2"}
    assert "Its old address leads elsewhere already: /post/one" in report.posts[1].lines


def test_an_essay_that_is_here_already_gets_only_the_old_address() -> None:
    essay = make_essay("One")
    report = bring(site(post()))
    assert verdicts(report) == {"One": "same"}
    assert OldPath.objects.get(path="/post/one").essay == essay
    assert verdicts(bring(site(post()))) == {"One": "here"}
    assert Essay.objects.count() == 1


def test_another_essay_at_the_address_of_a_post_is_left_alone() -> None:
    make_essay("Another thing", slug="one")
    bring(site(post()))
    assert Essay.objects.get(title="One").slug == "one-2"


def test_a_post_without_any_text_is_said_and_the_others_are_made() -> None:
    report = bring(site(post("empty", html="<p> </p>"), post("full")))
    assert verdicts(report) == {"Empty": "failed", "Full": "made"}
    assert report.posts[0].lines == ["There is no text in it."]


def test_links_between_posts_lead_to_their_drafts_whichever_comes_first() -> None:
    link = '<p>See <a href="/post/two">two</a> and <a href="https://www.old.example/post/none">none</a>.</p>'
    bring(site(post("one", html=link), post("two")))
    body = Essay.objects.get(slug="one").body
    assert '<a href="/essays/two/">two</a>' in body
    assert "https://www.old.example/post/none" in body


def test_pictures_are_kept_once_and_only_in_a_real_run() -> None:
    media = album("images/harbour.jpg")
    dry = bring(house(SQUARESPACE), media=media, is_dry=True)
    real = bring(house(SQUARESPACE), media=media)
    line = "Picture kept: harbour.jpg (“The harbour at low tide”)"
    assert all(any(line in each.lines for each in report.posts) for report in (dry, real))


def test_two_presses_at_once_make_one_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control is the row's unique key: the decision was taken before the other press wrote."""
    decide = deciding.decide

    def decide_first(*args: object, **kwargs: object) -> object:
        decisions = decide(*args, **kwargs)  # type: ignore[arg-type]
        monkeypatch.setattr(services, "decide", decide)
        bring(site(post()))
        return decisions

    monkeypatch.setattr(services, "decide", decide_first)
    assert verdicts(bring(site(post()))) == {"One": "here"}
    assert Essay.objects.count() == 1


def test_a_post_whose_address_was_taken_meanwhile_waits_for_the_next_press(monkeypatch: pytest.MonkeyPatch) -> None:
    decide = deciding.decide

    def decide_first(*args: object, **kwargs: object) -> object:
        decisions = decide(*args, **kwargs)  # type: ignore[arg-type]
        make_essay("Another", slug=decisions[0].slug)
        return decisions

    monkeypatch.setattr(services, "decide", decide_first)
    assert verdicts(bring(site(post()))) == {"One": "waits"}
    monkeypatch.setattr(services, "decide", decide)
    assert verdicts(bring(site(post()))) == {"One": "made"}
    assert Essay.objects.count() == 2


def test_the_address_that_she_tells_lets_links_be_led_on() -> None:
    wix = house(WIX)
    services.tell_sites([wix], "https://www.Old-House.example/home")
    bring(wix)
    body = Essay.objects.get(slug="before-the-house-wakes").body
    assert '<a href="/essays/a-letter-on-rest/">the letter on rest</a>' in body


def test_topics_are_made_once_and_old_lists_lead_to_them() -> None:
    bring(house(WIX), house(GHOST))
    rows = {row.path: row.topic.name if row.topic else row.page for row in OldPath.objects.filter(essay=None)}
    assert rows == {
        "/blog-feed.xml": "essay_feed",
        "/rss": "essay_feed",
        "/blog": "essays",
        "/blog/categories/mornings": "Mornings",
        "/blog/categories/rest": "Rest",
        "/tag/handwork": "Handwork",
    }


def test_an_old_list_leads_to_a_topic_that_has_another_address_by_now() -> None:
    topic = make_topic("Rest")
    make_essay(topic=topic)
    topic.slug = "stillness"
    save_listed(listed=topic, now=NOW)
    assert places_of([], [house(WIX)])["/blog/categories/rest"] == "/essays/topics/stillness/"
    bring(house(WIX))
    assert OldPath.objects.get(path="/blog/categories/rest").topic == topic


def test_a_category_of_which_no_address_can_be_made_is_only_named() -> None:
    report = bring(site(post(categories=("आराम", "Rest", "Tea"))))
    assert Topic.objects.get().name == "Rest"
    assert "Further categories, not kept: आराम, Tea" in report.posts[0].lines


@pytest.mark.parametrize("number", [3, 30])
def test_what_is_here_already_is_known_by_the_same_queries_however_much_it_is(
    django_assert_num_queries: Any, number: int
) -> None:
    posts = [post(f"post-{each}") for each in range(number)]
    bring(site(*posts))
    with django_assert_num_queries(3):
        bring(site(*posts), is_dry=True)
