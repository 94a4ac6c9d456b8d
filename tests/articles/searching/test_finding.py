"""What a search finds, in which order and with which words marked: the same table on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from articles.models import Essay
from articles.searching import HITS_A_PAGE, MOST_HITS, Found, find_essays, looking
from articles.searching.looking import best_first
from tests.factories import NOW, make_essay

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def found(query: str) -> list[str]:
    """Return the titles that a query finds, in their order."""
    return [hit.title for hit in find_essays(query, NOW).hits]


def find(query: str) -> Found:
    """Return all that a query finds."""
    return find_essays(query, NOW)


@pytest.fixture
def winter() -> Essay:
    """An essay with words of several kinds."""
    body = (
        "<h2>Sleeping badly</h2><p>At the Café she worried; don’t be afraid. Anxious nights, loneliness.</p>"
        "<p>हिन्दी में दिल की बातें। ज़िंदगी</p>"
    )
    return make_essay("Winter", summary="Smog & the critic", body=body)


@pytest.mark.parametrize("place", ["title", "summary", "body"])
def test_what_a_hyphen_joins_is_found_with_it_without_it_and_in_parts(place: str) -> None:
    make_essay("Rain")
    make_essay(**{"title": "Of it", "slug": "of-it", "summary": "", "body": "", place: "Your self-trust, slowly"})
    for query in ("self-trust", "selftrust", "SelfTrust", "self trust", "trust", "selftrus"):
        assert [hit.slug for hit in find(query).hits] == ["of-it"]
    hit = find("selftrust").hits[0]
    assert "<mark>self-trust</mark>" in f"{hit.marked_title} {hit.excerpt}"


@pytest.mark.parametrize(
    "query",
    [
        *(
            "winter",
            "WINTER",
            "ｗｉｎｔｅｒ",
            "cafe",
            "CAFÉ",
            "cafe\u0301",
            "smog cafe",
            "  winter\t cafe ",
            "the smog",
        ),
        *("worry", "worries", "worrying", "sleep", "critics", "nights winter", "dont", "don't"),
        *("दिल", "हिंदी", "हिन्दी", "बात", "बातों", "जिंदगी", "ज़िन्दगी", "दिल winter", "जिंदगी।"),
        *("wint", "anxi", "lonel", "जिंद", "winter anxi"),
    ],
)
def test_words_are_found_as_people_type_them(winter: Essay, query: str) -> None:
    result = find(query)
    assert [hit.slug for hit in result.hits] == ["winter"]
    assert not result.corrected
    assert not result.has_some
    assert "<mark>" in result.hits[0].excerpt + result.hits[0].marked_title


def test_a_word_is_marked_beside_one_of_which_only_the_beginning_was_typed(winter: Essay) -> None:
    hit = find("winter anxi").hits[0]
    assert hit.marked_title == "<mark>Winter</mark>"
    assert "<mark>Anxious</mark>" in hit.excerpt


def test_what_is_taken_off_while_it_is_looked_for_is_not_shown(winter: Essay, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_off(*found: Any) -> list[int]:
        Essay.objects.update(state=Essay.State.WITHDRAWN)
        return best_first(*found)

    monkeypatch.setattr(looking, "best_first", take_off)
    assert found("winter") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("wintr", "winter"), ("winterr", "winter"), ("wintar", "winter"), ("witner", "winter"), ("pinter", "winter")),
        *(("Wintr café", "winter café"), ("wintr slepeing", "winter sleeping"), ("lonelyness", "loneliness")),
        *(("inter", "winter"), ("जिदगी", "जिंदगी"), ("दिलल", "दिल")),
    ],
)
def test_one_slip_is_forgiven_and_said(winter: Essay, typed: str, meant: str) -> None:
    result = find(typed)
    assert [hit.slug for hit in result.hits] == ["winter"]
    assert result.corrected == meant
    assert "<mark>" in result.hits[0].excerpt + result.hits[0].marked_title
    assert find_essays(typed, NOW, literally=True).total == 0


@pytest.mark.parametrize("query", ["summer", "dal", "दाल", "p", "h2", "href", "cfa", "wnitre", "smug1"])
def test_other_words_parts_of_words_and_tags_are_not_found(winter: Essay, query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize(
    "query",
    [
        *(
            "%",
            "_",
            "*",
            "w*",
            "w%",
            "w_nter",
            ".*",
            "[a-z]",
            "\\",
            '"',
            "'",
            '"zz',
            "(",
            ")",
            "{title}",
            "^",
            "-",
            ":*",
        ),
        *("NEAR(zz qq)", "title:", "AND", "OR", "NOT", "a AND", "' OR 1=1--", "\\'; DROP TABLE x", "zz | zz", "!zz"),
        *("zz & zz", "'zz':A", "\0", "\ufffd", "😀", "👩‍👩‍👧", "", "   ", "\u200b", "a" * 200, "é" * 150, "क" * 190),
    ],
)
def test_nothing_typed_is_an_operator(winter: Essay, query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("query", ["winter OR zebra", "NOT winter", "winter*", '"winter"', "title:winter"])
def test_signs_and_capital_words_do_not_keep_what_is_meant_from_being_found(winter: Essay, query: str) -> None:
    assert found(query) == ["Winter"]


def test_the_title_comes_before_the_summary_the_headings_and_the_text() -> None:
    make_essay("Text", summary="", body="<p>critic</p>", publish_at=NOW - DAY)
    make_essay("Often", summary="", body="<p>" + "A critic speaks. " * 4 + "</p>", publish_at=NOW - 2 * DAY)
    make_essay("Heading", summary="", body="<h2>The critic</h2><p>Rain.</p>", publish_at=NOW - 3 * DAY)
    make_essay("Summary", summary="Of critics", publish_at=NOW - 4 * DAY)
    make_essay("The critic", summary="", publish_at=NOW - 5 * DAY)
    assert found("critic") == ["The critic", "Summary", "Often", "Heading", "Text"]


@pytest.mark.parametrize(("enough", "order"), [(9, ["Late snow", "B", "C", "A"]), (2, ["Late snow", "B", "A", "C"])])
def test_what_fills_the_list_leaves_lesser_places_unasked(
    monkeypatch: pytest.MonkeyPatch, enough: int, order: list[str]
) -> None:
    monkeypatch.setattr(looking, "ENOUGH", enough)
    make_essay("Late snow", publish_at=NOW - 9 * DAY)
    make_essay("B", summary="Snow.", publish_at=NOW - 8 * DAY)
    make_essay("A", body="<p>Snow.</p>", publish_at=NOW - 2 * DAY)
    make_essay("C", body="<h2>Snow</h2>", publish_at=NOW - 3 * DAY)
    assert found("snow") == order


def test_all_words_in_the_title_come_before_one_of_them() -> None:
    make_essay("Rain", summary="", body="<p>critic " + "rain " * 40 + "</p>", publish_at=NOW - DAY)
    make_essay("Critic of rain", summary="", publish_at=NOW - 9 * DAY)
    assert found("critic rain") == ["Critic of rain", "Rain"]


def test_among_equals_the_newest_comes_first() -> None:
    for number in (2, 5, 1, 4, 3):
        make_essay(f"Critic {number}", publish_at=NOW - number * DAY)
    assert found("critic") == [f"Critic {number}" for number in (1, 2, 3, 4, 5)]


def test_where_no_essay_has_all_words_those_with_most_of_them_come_first() -> None:
    make_essay("Critic", summary="", publish_at=NOW - DAY)
    make_essay("Both", summary="", body="<p>critic winter</p>", publish_at=NOW - 2 * DAY)
    make_essay("Zebra", summary="", publish_at=NOW - 3 * DAY)
    result = find("critic winter zebra")
    assert [hit.title for hit in result.hits] == ["Both", "Critic", "Zebra"]
    assert result.has_some


def test_a_word_that_no_essay_says_does_not_hide_the_others() -> None:
    make_essay("Critic", body="<p>of winter</p>")
    make_essay("Winter")
    result = find("critic winter xylophone")
    assert [hit.title for hit in result.hits] == ["Critic"]
    assert result.has_some


def test_words_that_every_text_has_still_find_and_say_so() -> None:
    make_essay("The lamp", slug="lamp", publish_at=NOW - 2 * DAY)
    make_essay("Rain", body="<p>the sea</p>")
    assert found("the") == ["The lamp", "Rain"]
    assert find("the").is_vague
    assert not find("the lamp").is_vague


def test_the_commonest_of_several_words_at_one_slip_is_meant() -> None:
    make_essay("Hope", slug="a", body="<p>hope</p>")
    make_essay("Rope", slug="b", body="<p>rope</p>")
    make_essay("More", slug="c", body="<p>a rope</p>")
    assert find("jope").corrected == "rope"


def test_words_much_like_what_was_typed_are_offered(winter: Essay) -> None:
    result = find("lonelynes")
    assert result.hits == []
    assert result.near[0] == "loneliness"


@pytest.mark.parametrize(
    "changes",
    [
        {"state": Essay.State.DRAFT},
        {"state": Essay.State.WITHDRAWN},
        {"publish_at": NOW + timedelta(seconds=1)},
        {"publish_at": None},
    ],
)
@pytest.mark.parametrize("query", ["zebra", "zebr", "zebrra", "zebralike", "a zebra", "zebra lamp"])
def test_what_may_not_be_read_is_neither_found_nor_suggested(query: str, changes: dict[str, object]) -> None:
    make_essay("Lamp")
    essay = make_essay("Zebra", summary="Zebras", body="<p>zebra</p>")
    if query != "zebralike":
        assert "Zebra" in found(query), "the control"
    else:
        assert find(query).near == ["zebra"], "the control"
    Essay.objects.filter(pk=essay.pk).update(**changes)
    result = find(query)
    assert "Zebra" not in [hit.title for hit in result.hits]
    assert "zebra" not in result.corrected.lower()
    assert result.near == []


@pytest.mark.parametrize(
    "changes",
    [{"state": Essay.State.DRAFT}, {"state": Essay.State.WITHDRAWN}, {"publish_at": NOW + DAY}, {"publish_at": None}],
)
def test_what_is_changed_past_its_saving_is_counted_no_longer_and_again(changes: dict[str, object]) -> None:
    for title in ("Winter", "Winter rain"):
        make_essay(title)
    before = Essay.objects.filter(slug="winter").values(*changes).get()
    Essay.objects.filter(slug="winter").update(**changes)
    assert (find("winter").total, find("winte").total) == (1, 1)
    Essay.objects.filter(slug="winter").update(**before)
    assert (find("winter").total, find("winte").total) == (2, 2)


def test_a_scheduled_essay_is_found_from_its_moment_on() -> None:
    make_essay("Zebra", publish_at=NOW)
    assert find_essays("zebra", NOW - timedelta(seconds=1)).total == 0
    assert find_essays("zebra", NOW).total == 1


def test_pages_follow_one_another_up_to_the_last_that_is_listed() -> None:
    for number in range(MOST_HITS + 3):
        make_essay(f"Rain {number:02}", publish_at=NOW - number * DAY)
    pages = [find_essays("rain", NOW, page=page) for page in range(1, 8)]
    listed = [hit.title for page in pages for hit in page.hits]
    assert listed == [f"Rain {number:02}" for number in range(MOST_HITS)]
    assert [len(page.hits) for page in pages] == [HITS_A_PAGE] * 6 + [0]
    assert {page.total for page in pages} == {MOST_HITS + 3}


def test_the_excerpt_shows_the_place_and_marks_every_form_of_the_words() -> None:
    make_essay(
        body="<p>" + "before " * 60 + "the Critic’s <em>words</em>. Critics " + "after " * 60 + "</p>", summary=""
    )
    excerpt = find("critic").hits[0].excerpt
    assert "the <mark>Critic’s</mark> words. <mark>Critics</mark> after" in excerpt
    assert excerpt.startswith("…before")
    assert excerpt.endswith("after…")
    assert len(excerpt) < 280


def test_the_excerpt_shows_a_word_whose_beginning_is_longer_than_its_stem() -> None:
    make_essay(body="<p>" + "before " * 60 + "happiness</p>", summary="Of rain")
    assert "<mark>happiness</mark>" in find("happine").hits[0].excerpt


def test_the_excerpt_of_a_slip_marks_what_was_meant() -> None:
    make_essay(body="<p>A loud critic.</p>", summary="")
    assert find("crtic").hits[0].excerpt == "A loud <mark>critic</mark>."


def test_title_and_excerpt_show_markup_as_text() -> None:
    make_essay("Critic <b>", slug="b", body="<p>critic &lt;script&gt;alert(1)&lt;/script&gt; &amp;</p>", summary="")
    hit = find("critic").hits[0]
    assert hit.marked_title == "<mark>Critic</mark> &lt;b&gt;"
    assert hit.excerpt == "<mark>critic</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp;"


def test_signs_that_stand_for_marks_are_not_taken_for_them() -> None:
    make_essay("Winter \ufdd0rain \ufdd1&", slug="rain")
    assert find("winter").hits[0].marked_title == "<mark>Winter</mark> rain &amp;"


def test_the_summary_is_shown_where_it_says_the_words() -> None:
    make_essay("Rain", summary="Of a critic", body="<p>The critic</p>")
    assert find("critic").hits[0].excerpt == "Of a <mark>critic</mark>"
