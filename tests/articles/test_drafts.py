"""What is typed about an essay is kept until it is saved or thrown away; readers see nothing of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from articles.drafts import Marks, UnknownPageError, end_draft, forget_old_drafts, keep_draft, throw_away
from articles.models import Essay, EssayDraft
from tests.articles.desk import ADD, KEEP, autosave, open_form, page_of
from tests.factories import NOW, make_essay, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate, pytest.mark.both]

TYPED = "<p>What I typed in the train.</p>"


@pytest.fixture
def therapist(db: None) -> User:
    return make_user("therapist@example.com", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(client: Browser, therapist: User) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(therapist)
    return client


def keep(author: User, key: UUID, count: int, body: str, **changes: Any) -> EssayDraft:
    given = {"essay": None, "author": author, "now": NOW, **changes}
    return keep_draft(marks=Marks(key, count), words={"body": [body]}, **given)


def text_of(desk: Browser, address: str) -> str:
    return " ".join(BeautifulSoup(desk.get(address).content, "html.parser").get_text(" ").split())


def test_what_is_typed_is_kept_and_changes_no_page(desk: Browser) -> None:
    essay = make_essay()
    answer = autosave(desk, open_form(desk, page_of(essay)), body=TYPED)
    assert answer.json() == {"count": 1, "said": "Kept as a draft on 20 Nov 2026, 10:00 am IST."}
    assert EssayDraft.objects.get().words["body"] == [TYPED]
    essay.refresh_from_db()
    assert essay.body == "<p>Rain.</p>"
    assert "train" not in desk.get(essay.get_absolute_url()).content.decode()


def test_saving_takes_the_draft_away(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    autosave(desk, sent, body=TYPED)
    assert desk.post(page_of(essay), sent | {"body": TYPED}).status_code == 302
    assert not EssayDraft.objects.unsaved().exists()
    assert EssayDraft.objects.get().words == {}
    assert "not saved" not in text_of(desk, page_of(essay))


def test_what_was_on_its_way_when_it_was_saved_brings_no_draft_back(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    autosave(desk, sent, body=TYPED)
    late = dict(sent)
    desk.post(page_of(essay), sent | {"body": TYPED, "draft_count": "2"})
    assert autosave(desk, late, body=TYPED).status_code == 200
    assert not EssayDraft.objects.unsaved().exists()


def test_control_what_is_typed_after_saving_on_the_same_page_is_kept(therapist: User) -> None:
    key = uuid4()
    keep(therapist, key, 1, "first")
    end_draft(marks=Marks(key, 2), author=therapist, now=NOW)
    assert keep(therapist, key, 3, "second").ended_at is None


def test_what_comes_late_changes_nothing(therapist: User) -> None:
    key = uuid4()
    keep(therapist, key, 2, "newer")
    assert keep(therapist, key, 1, "older").words == {"body": ["newer"]}


def test_two_tabs_keep_their_own_words(desk: Browser) -> None:
    essay = make_essay()
    first, second = open_form(desk, page_of(essay)), open_form(desk, page_of(essay))
    autosave(desk, first, body="<p>In the first.</p>")
    autosave(desk, second, body="<p>In the second.</p>")
    assert {each.words["body"][0] for each in EssayDraft.objects.all()} == {
        "<p>In the first.</p>",
        "<p>In the second.</p>",
    }


def test_the_page_tells_of_words_that_were_not_saved_and_begins_with_them(desk: Browser) -> None:
    essay = make_essay()
    autosave(desk, open_form(desk, page_of(essay)), body=TYPED, title="Another title")
    assert "There are words of 20 Nov 2026, 10:00 am IST that were not saved." in text_of(desk, page_of(essay))
    taken = open_form(desk, f"{page_of(essay)}?draft={EssayDraft.objects.get().key}")
    assert (taken["body"], taken["title"]) == (TYPED, "Another title")


def test_control_words_that_say_what_the_essay_says_are_not_told_of(desk: Browser) -> None:
    essay = make_essay(body="<p>Rain.</p>\n<p>Sun.</p>")
    autosave(desk, open_form(desk, page_of(essay)), body="<p>Rain.</p>\r\n<p>Sun.</p>")
    assert "not saved" not in text_of(desk, page_of(essay))


def test_every_kind_of_field_comes_back_as_it_was_typed(desk: Browser) -> None:
    essay = make_essay()
    typed = {"scene": "hills", "has_crisis_block": "on", "publish_at_0": "2026-12-24", "publish_at_1": "not an hour"}
    autosave(desk, open_form(desk, page_of(essay)), **typed)
    taken = open_form(desk, f"{page_of(essay)}?draft={EssayDraft.objects.get().key}")
    assert {name: taken[name] for name in typed} == typed


def test_a_page_that_begins_with_old_words_writes_a_draft_of_its_own_and_ends_the_old_one(desk: Browser) -> None:
    essay = make_essay()
    autosave(desk, open_form(desk, page_of(essay)), body=TYPED)
    old = EssayDraft.objects.get()
    taken = open_form(desk, f"{page_of(essay)}?draft={old.key}")
    autosave(desk, taken)
    assert EssayDraft.objects.unsaved().get().words["body"] == [TYPED]
    assert EssayDraft.objects.unsaved().get() != old


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_after_words_that_were_taken_up_are_saved_no_page_says_they_are_gone(desk: Browser, button: str) -> None:
    essay = make_essay()
    autosave(desk, open_form(desk, page_of(essay)), body=TYPED)
    address = f"{page_of(essay)}?draft={EssayDraft.objects.get().key}"
    saved = desk.post(address, open_form(desk, address) | {button: "1"})
    assert "draft=" not in saved["Location"]
    assert "are not kept any more" not in text_of(desk, saved["Location"])


def test_words_that_another_tab_goes_on_writing_are_not_ended_by_who_took_them_up(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    autosave(desk, sent, body=TYPED)
    taken = open_form(desk, f"{page_of(essay)}?draft={EssayDraft.objects.get().key}")
    autosave(desk, sent, body="<p>Written on.</p>")
    autosave(desk, taken)
    assert EssayDraft.objects.unsaved().count() == 2


def test_a_new_essay_is_kept_before_it_exists(desk: Browser) -> None:
    autosave(desk, open_form(desk, ADD), title="Rooms", body=TYPED)
    assert "that were not saved: “Rooms”." in text_of(desk, ADD)
    taken = open_form(desk, f"{ADD}?draft={EssayDraft.objects.get().key}")
    given = {"title": "Rooms", "slug": "rooms", "state": "draft"}
    assert desk.post(ADD, taken | given).status_code == 302
    assert Essay.objects.get().body == TYPED
    assert not EssayDraft.objects.unsaved().exists()


def test_control_an_empty_form_is_nothing_to_tell_of(desk: Browser) -> None:
    autosave(desk, open_form(desk, ADD))
    assert "that were not saved" not in text_of(desk, ADD)


def test_words_that_could_not_be_saved_are_kept_without_a_script(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    page = desk.post(page_of(essay), sent | {"body": TYPED, "title": ""}).content.decode()
    assert "This field is required" in page
    assert EssayDraft.objects.get().words["body"] == [TYPED]
    assert BeautifulSoup(page, "html.parser").select_one("[name=draft_count]")["value"] == "1"  # type: ignore[index]


def test_an_essay_that_was_deleted_elsewhere_goes_on_as_a_new_one(desk: Browser) -> None:
    essay = make_essay()
    sent, address = open_form(desk, page_of(essay)), page_of(essay)
    essay.delete()
    answer = desk.post(address, sent | {"body": TYPED}, follow=True)
    assert "deleted elsewhere meanwhile" in answer.content.decode()
    assert "What I typed in the train." in answer.content.decode()


def test_what_differs_is_shown_in_words(desk: Browser) -> None:
    essay = make_essay()
    autosave(desk, open_form(desk, page_of(essay)), body="<p>Rain &amp; sun.</p>", has_crisis_block="on")
    page = text_of(desk, reverse("admin:essay_draft", args=[EssayDraft.objects.get().key]))
    assert "taken out: Rain. , end of taken out new: Rain & sun. , end of new" in page
    assert "taken out: no , end of taken out new: yes , end of new" in page


def test_words_are_thrown_away_only_by_a_press(desk: Browser) -> None:
    essay = make_essay()
    autosave(desk, open_form(desk, page_of(essay)), body=TYPED)
    address = reverse("admin:essay_draft_drop", args=[EssayDraft.objects.get().key])
    assert "Throw away the words of 20 Nov 2026, 10:00 am IST?" in text_of(desk, address)
    assert EssayDraft.objects.unsaved().exists()
    desk.post(address)
    assert EssayDraft.objects.get().words == {}
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("is_new", [True, False])
def test_of_an_essay_that_is_not_there_nothing_is_said_when_its_words_are_thrown_away(
    desk: Browser, is_new: bool
) -> None:
    autosave(desk, open_form(desk, ADD if is_new else page_of(make_essay())), body=TYPED)
    address = reverse("admin:essay_draft_drop", args=[EssayDraft.objects.get().key])
    assert ("The essay itself stays as it is" in text_of(desk, address)) is not is_new
    after = desk.post(address)["Location"]
    assert ("The essay says what it said before" in text_of(desk, after)) is not is_new


def test_throwing_away_spares_what_was_written_meanwhile(therapist: User) -> None:
    key = uuid4()
    shown = keep(therapist, key, 1, "seen")
    keep(therapist, key, 2, "not seen")
    throw_away(draft=shown, now=NOW)
    assert EssayDraft.objects.unsaved().get().words == {"body": ["not seen"]}


def test_another_persons_draft_is_not_there(desk: Browser) -> None:
    draft = keep(make_user("other@example.com", is_staff=True), uuid4(), 1, "Magpies")
    assert desk.get(reverse("admin:essay_draft", args=[draft.key])).status_code == 404
    sent = open_form(desk, ADD) | {"draft_key": str(draft.key)}
    assert autosave(desk, sent, body="mine").status_code == 400
    assert "Magpies" not in text_of(desk, f"{ADD}?draft={draft.key}")
    draft.refresh_from_db()
    assert draft.words == {"body": ["Magpies"]}


def test_another_persons_draft_cannot_be_ended(therapist: User) -> None:
    draft = keep(make_user("other@example.com", is_staff=True), uuid4(), 1, "Magpies")
    with pytest.raises(UnknownPageError):
        end_draft(marks=Marks(draft.key, 9), author=therapist, now=NOW)
    keep_draft(marks=Marks(uuid4(), 1, "", (draft.key, 1)), words={}, essay=None, author=therapist, now=NOW)
    assert EssayDraft.objects.get(pk=draft.pk).ended_at is None


@pytest.mark.parametrize(
    "marks",
    [
        {"draft_key": ""},
        {"draft_key": "no key"},
        {"draft_count": ""},
        {"draft_count": "-5"},
        {"draft_count": str(2**40)},
        {"draft_follows": "x:1"},
        {"seen_row": "a\0b"},
    ],
    ids=lambda marks: next(iter(marks.items())),
)
def test_marks_that_no_page_has_are_refused(desk: Browser, marks: dict[str, str]) -> None:
    answer = desk.post(KEEP, {"draft_key": str(uuid4()), "draft_count": "1", "body": TYPED} | marks)
    assert (answer.status_code, EssayDraft.objects.count()) == (400, 0)


@pytest.mark.parametrize("essay", ["", "x", "999999", "٣", "9" * 30])
def test_words_about_an_essay_that_is_not_there_are_kept_as_a_new_one(desk: Browser, essay: str) -> None:
    desk.post(KEEP, {"draft_key": str(uuid4()), "draft_count": "1", "body": "a\0b", "draft_essay": essay})
    draft = EssayDraft.objects.get()
    assert (draft.essay, draft.words) == (None, {"body": ["ab"]})


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_address_that_names_no_draft_shows_the_essay(desk: Browser, key: str) -> None:
    essay = make_essay()
    page = f"{page_of(essay)}?draft={key}"
    assert open_form(desk, page)["body"] == "<p>Rain.</p>"
    assert "Those words are not kept any more" in text_of(desk, page)


def test_a_page_that_may_only_be_read_keeps_nothing(client: Browser) -> None:
    reading = make_user("looks@example.com", is_staff=True)
    reading.user_permissions.add(Permission.objects.get(codename="view_essay"))
    client.force_login(reading)
    assert "draft_key" not in client.get(page_of(make_essay())).content.decode()
    assert client.post(KEEP, {"draft_key": str(uuid4()), "draft_count": "1"}).status_code == 403


def test_the_list_leads_to_new_essays_that_were_never_saved(desk: Browser) -> None:
    autosave(desk, open_form(desk, ADD), title="Rooms", body=TYPED)
    page = desk.get(reverse("admin:articles_essay_changelist")).content.decode()
    assert f"{ADD}?draft={EssayDraft.objects.get().key}" in page
    assert "that was not saved: “Rooms”" in page


@pytest.mark.parametrize(
    ("body", "called"),
    [
        (TYPED, "What I typed in the train."),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<p></p>", "Without a title yet"),
    ],
)
def test_a_new_essay_without_a_title_is_called_by_its_first_words(desk: Browser, body: str, called: str) -> None:
    autosave(desk, open_form(desk, ADD), body=body, summary="Of trains.")
    assert f"that was not saved: “{called}”" in text_of(desk, reverse("admin:articles_essay_changelist"))


def test_words_that_nobody_came_back_to_go_after_a_year(therapist: User) -> None:
    old, fresh = keep(therapist, uuid4(), 1, "old"), keep(therapist, uuid4(), 1, "fresh")
    EssayDraft.objects.filter(pk=old.pk).update(saved_at=NOW - timedelta(days=366))
    EssayDraft.objects.filter(pk=fresh.pk).update(saved_at=NOW - timedelta(days=364))
    forget_old_drafts(NOW)
    assert list(EssayDraft.objects.all()) == [fresh]


def test_what_was_let_go_of_goes_a_day_later(therapist: User) -> None:
    draft = keep(therapist, uuid4(), 1, "gone")
    throw_away(draft=draft, now=NOW)
    forget_old_drafts(NOW + timedelta(hours=23))
    assert EssayDraft.objects.exists()
    forget_old_drafts(NOW + timedelta(hours=25))
    assert not EssayDraft.objects.exists()
