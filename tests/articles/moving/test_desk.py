"""Moving house at the desk: she sees what would happen, presses once, and a bad file says why."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from articles.models import Essay, OldPath, SiteParcel
from articles.moving.parcels import forget_old, make_drafts
from articles.moving.source import SiteFileError
from tests.articles.importing_cases import make_word
from tests.articles.moving.houses import SITES, WIX, WORDPRESS, packed, picture
from tests.cast import make_staff
from tests.factories import NOW, make_essay, make_topic, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("noon", "kept_pictures"),
    pytest.mark.gate,
]

PAGE = "/admin/moving/"
ADD = "/admin/articles/oldpath/add/"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def words(response: Any) -> str:
    """Return the words of a page on one line."""
    return " ".join(BeautifulSoup(response.content.decode(), "lxml").get_text(" ").split())


def hand_over(desk: Browser, content: bytes, name: str = "export.xml", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.post(PAGE, {"what": "site", "site_file": file, **more}, follow=True)


def bring_text(desk: Browser, name: str, content: bytes) -> Any:
    return desk.post(PAGE, {"what": "text", "text_file": SimpleUploadedFile(name, content)}, follow=True)


def wordpress() -> bytes:
    return (SITES / WORDPRESS).read_bytes()


def test_a_file_first_shows_what_would_happen(desk: Browser) -> None:
    page = words(hand_over(desk, wordpress()))
    assert "What would happen 6 drafts would be made 2 pages and posts are left out" in page
    assert "Make these drafts" in page
    assert "Left out the shortcode: [gallery" in page
    assert not Essay.objects.exists()


def test_before_anything_is_made_she_reads_that_pictures_are_missing_and_what_to_do(desk: Browser) -> None:
    advice = "pack this file and a folder with them into one .zip"
    page = hand_over(desk, wordpress())
    missing = page.content.decode().count("for it is not in the archive")
    assert missing > 1
    assert f"{missing} pictures were not handed over, and are left out" in words(page)
    assert advice in words(page)
    done = words(desk.post(f"{PAGE}{SiteParcel.objects.get().uuid}/", follow=True))
    assert f"{missing} pictures were not handed over" in done
    assert advice not in done


def test_control_with_every_picture_none_is_said_to_be_missing(desk: Browser) -> None:
    item = b"<item><title>Rain</title><guid>1</guid><description>&lt;p>Fine.&lt;/p></description></item>"
    feed = b"<rss><channel>" + item + b"</channel></rss>"
    assert "1 draft would be made" in words(hand_over(desk, feed, "feed.xml"))
    assert "not handed over" not in words(hand_over(desk, feed, "feed.xml"))


def test_one_press_makes_the_drafts_and_forgets_the_file(desk: Browser) -> None:
    hand_over(desk, packed(WORDPRESS, pictures=("2021/03/chair.jpg",)), "site.zip")
    parcel = SiteParcel.objects.get()
    page = words(desk.post(f"{PAGE}{parcel.uuid}/", follow=True))
    assert "6 drafts were made." in page
    assert "What was done 6 drafts were made" in page
    assert "Picture kept: chair-1024x768.jpg (“An empty chair in the sun”)" in page
    assert Essay.objects.filter(state=Essay.State.DRAFT).count() == 6
    parcel.refresh_from_db()
    assert (parcel.content, parcel.finished_at) == (None, NOW)


def test_a_second_press_makes_nothing_and_says_so(desk: Browser) -> None:
    hand_over(desk, wordpress())
    page = f"{PAGE}{SiteParcel.objects.get().uuid}/"
    desk.post(page)
    assert "This file is not kept any more. Choose it once more." in words(desk.post(page, follow=True))
    assert Essay.objects.count() == 6


def test_what_does_not_fit_into_one_press_goes_on_with_the_next(desk: Browser) -> None:
    hand_over(desk, wordpress())
    parcel = SiteParcel.objects.get()
    report = make_drafts(parcel=parcel, now=NOW, within=timedelta(seconds=-1))
    assert report.count("waits") == 6
    assert "Go on making drafts" in words(desk.get(f"{PAGE}{parcel.uuid}/"))
    assert "6 drafts were made." in words(desk.post(f"{PAGE}{parcel.uuid}/", follow=True))
    assert "waits" not in {post["verdict"] for post in SiteParcel.objects.get().report["posts"]}


def test_an_address_lets_links_be_led_on(desk: Browser) -> None:
    hand_over(desk, (SITES / WIX).read_bytes(), address="www.old-house.example")
    desk.post(f"{PAGE}{SiteParcel.objects.get().uuid}/")
    assert '<a href="/essays/a-letter-on-rest/">' in Essay.objects.get(slug="before-the-house-wakes").body


BAD_FILES = {
    "nothing chosen": (None, "Choose the file."),
    "empty": (b"", "This file is empty."),
    "a picture": (picture(), "no export of a site"),
    "a page": (b"<!doctype html><html><body>x</body></html>", "a page that was saved"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "neither an export nor a feed"),
    "cut short": (wordpress()[:5000], "cut short or damaged"),
    "a broken archive": (packed(WORDPRESS)[:200], "This archive is damaged"),
}


@pytest.mark.parametrize("case", sorted(BAD_FILES))
def test_a_bad_file_says_why_and_leaves_nothing(desk: Browser, case: str) -> None:
    content, reason = BAD_FILES[case]
    file = {} if content is None else {"site_file": SimpleUploadedFile("export.xml", content)}
    response = desk.post(PAGE, {"what": "site", "address": "old.example", **file})
    assert response.status_code == 422
    assert reason in words(response)
    assert 'value="old.example"' in response.content.decode()
    assert not SiteParcel.objects.exists()


def test_a_file_that_is_too_large_is_not_even_read(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.desk_moving.LARGEST_UPLOAD", 2 * 1024 * 1024)
    response = hand_over(desk, b"x" * (2 * 1024 * 1024 + 1))
    assert (response.status_code, "This file is larger than 2 MB." in words(response)) == (422, True)


@pytest.mark.parametrize(
    "name",
    ["../../x.xml", "CON", "x" * 300 + ".xml", 'a"\r\nX: y.xml', "gpj\u202e.xml", "<script>alert(1)</script>.xml", ""],
)
def test_the_name_of_a_file_is_only_a_line_on_the_page(desk: Browser, name: str) -> None:
    response = hand_over(desk, wordpress(), name or "export.xml")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    kept = SiteParcel.objects.get().name
    assert len(kept) <= 120
    assert kept.isprintable()


def test_only_the_last_file_is_kept_and_a_day_at_most(desk: Browser) -> None:
    hand_over(desk, wordpress())
    first = SiteParcel.objects.get()
    hand_over(desk, (SITES / WIX).read_bytes())
    first.refresh_from_db()
    assert first.content is None
    forget_old(NOW + timedelta(hours=23))
    assert SiteParcel.objects.exclude(content=None).count() == 1
    forget_old(NOW + timedelta(hours=25))
    assert not SiteParcel.objects.exclude(content=None).exists()
    assert "This file is not kept any more" in words(desk.get(f"{PAGE}{SiteParcel.objects.first().uuid}/"))  # type: ignore[union-attr]


def test_a_text_becomes_a_draft_with_what_was_done_to_it(desk: Browser) -> None:
    word = make_word(lambda document: [document.add_heading("A quiet hour", level=1), document.add_paragraph("Words.")])
    response = bring_text(desk, "hour.docx", word)
    essay = Essay.objects.get()
    assert (essay.title, essay.state) == ("A quiet hour", Essay.State.DRAFT)
    assert response.redirect_chain[-1][0] == reverse("admin:articles_essay_change", args=[essay.pk])
    assert "A draft was made. Nobody sees it until you publish it." in words(response)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7", "save it as .docx"),
        ("a.svg", b"<svg/>", "Only files ending in .docx"),
        ("a.txt", b"", "This file is empty."),
        ("a.docx", b"no zip", "not a Word file"),
        ("a.html", b"\xff\xd8\xff\xe0" + b"\0" * 50, "another kind of file"),
    ],
)
def test_a_bad_text_says_why_and_leaves_nothing(desk: Browser, name: str, content: bytes, reason: str) -> None:
    response = bring_text(desk, name, content)
    assert response.status_code == 422
    assert reason in words(response)
    assert not Essay.objects.exists()


def test_only_the_desk_can_bring_anything_in(client: Browser) -> None:
    assert hand_over(client, wordpress()).redirect_chain != []
    client.force_login(make_user("reader@example.com"))
    assert client.post(PAGE, {"what": "site"}).status_code == 404
    assert not SiteParcel.objects.exists()


def test_without_its_token_nothing_is_taken(desk: Browser) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(make_staff())
    assert hand_over(strict, wordpress()).status_code == 403
    assert not SiteParcel.objects.exists()


def test_a_forgotten_file_cannot_be_made_into_drafts() -> None:
    with pytest.raises(SiteFileError, match="not kept any more"):
        make_drafts(parcel=SiteParcel(name="x", handed_over_at=NOW), now=NOW)


def test_the_list_of_essays_leads_to_the_page(desk: Browser) -> None:
    assert f'href="{PAGE}"' in desk.get(reverse("admin:articles_essay_changelist")).content.decode()


# Old addresses by hand


@pytest.mark.parametrize("path", ["/post/one", "https://www.old.example/post/one/?x=1"])
def test_an_old_address_is_added_by_hand(desk: Browser, client: Browser, path: str) -> None:
    essay = make_essay("One")
    assert desk.post(ADD, {"path": path, "essay": essay.pk, "topic": "", "page": ""}).status_code == 302
    assert OldPath.objects.get().path == "/post/one"
    assert client.get("/post/one").headers["Location"] == "/essays/one/"
    assert "/essays/one/" in words(desk.get(reverse("admin:articles_oldpath_changelist")))


@pytest.mark.parametrize(
    ("path", "places", "reason"),
    [
        ("/about/", {"page": "essays"}, "This site has a page of its own there."),
        ("/essays/one", {"page": "essays"}, "This site has a page of its own there."),
        ("/admin/x", {"page": "essays"}, "This site has a page of its own there."),
        ("/", {"page": "essays"}, "This is no address of a page."),
        ("%FF", {"page": "essays"}, "This is no address of a page."),
        ("/post/one", {}, "Choose one place"),
        ("/post/one", {"page": "essays", "topic": "yes"}, "Choose one place"),
        ("/taken/", {"page": "essays"}, "already exists"),
    ],
)
def test_an_old_address_that_cannot_lead_on_is_refused(
    desk: Browser, path: str, places: dict[str, str], reason: str
) -> None:
    OldPath.objects.create(path="/taken", page=OldPath.Page.LIST)
    topic = make_topic()
    typed = {"path": path, "essay": "", "page": places.get("page", ""), "topic": topic.pk if "topic" in places else ""}
    assert reason in words(desk.post(ADD, typed))
    assert OldPath.objects.count() == 1


def test_an_old_address_is_never_changed_only_taken_away(desk: Browser) -> None:
    row = OldPath.objects.create(path="/blog", page=OldPath.Page.LIST)
    change = reverse("admin:articles_oldpath_change", args=[row.pk])
    assert desk.post(change, {"path": "/other", "page": "essays"}).status_code == 403
    assert desk.post(reverse("admin:articles_oldpath_delete", args=[row.pk]), {"post": "yes"}).status_code == 302
    assert not OldPath.objects.exists()
