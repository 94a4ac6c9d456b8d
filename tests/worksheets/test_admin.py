"""The therapist builds worksheets and gives them; no page of hers shows what anyone wrote."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from practice.models import OutgoingMessage
from tests.factories import NOW
from tests.worksheets.sheets import PROMPTS, html, make_sheet
from worksheets.models import Answer, Assignment, Snapshot, Version, Worksheet
from worksheets.services import copy_version

pytestmark = pytest.mark.gate

WORDS = "What I wrote first"
VERSIONS = reverse("admin:worksheets_version_changelist")


def change(version: Version) -> str:
    return reverse("admin:worksheets_version_change", args=[version.pk])


def without_token(page: str) -> str:
    """Return a page without what differs at every asking: the token against forged forms, the key of a draft."""
    token = r'(name="csrfmiddlewaretoken" value="|name="draft_key" value="|data-fresh="|"token": ")[\w-]+'
    return re.sub(token, r"\1", page)


def sent(**changes: Any) -> dict[str, Any]:
    return {"minutes": 10, "intro": "", "outro": "", **changes}


def test_neither_answers_nor_snapshots_have_a_page() -> None:
    registered = admin.site._registry
    assert Answer not in registered
    assert Snapshot not in registered
    for model, options in registered.items():
        assert not {inline.model for inline in options.inlines} & {Answer, Snapshot}, model


def test_no_page_of_the_desk_shows_what_a_client_wrote(desk: Browser, begun: Version, ashas: Client) -> None:
    answer = Answer.objects.get()
    Assignment.objects.create(client=ashas, worksheet=begun.worksheet)
    paths = ["/admin/", *pages_of_every_model()]
    for path in paths:
        page = desk.get(path, follow=True).content.decode()
        assert WORDS not in page, path
        assert str(answer.uuid) not in page, path
    assert len(paths) > 5


def pages_of_every_model() -> list[str]:
    """Return the list and the first row's pages of each model at the desk."""
    pages = []
    for model in apps.get_models():
        if model not in admin.site._registry:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        if row := model._base_manager.first():
            pages += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    return pages


def test_the_therapist_finds_no_answer_under_the_clients_addresses(desk: Browser, begun: Version) -> None:
    for path in ("", "first-sheet/", "first-sheet/save/", "first-sheet/paper/"):
        assert desk.get(f"/space/worksheets/{path}").status_code == 404


def test_an_open_version_cannot_be_changed(desk: Browser, version: Version) -> None:
    assert desk.get(change(version)).status_code == 200
    assert desk.post(change(version), sent(minutes=99)).status_code == 403
    assert Version.objects.get().minutes == 10


def test_a_draft_can(desk: Browser, version: Version) -> None:
    Version.objects.update(is_draft=True)
    assert desk.post(change(version), sent(minutes=5)).status_code == 302
    assert Version.objects.get().minutes == 5


def test_what_she_changed_is_hers(desk: Browser, version: Version) -> None:
    Version.objects.update(is_shipped=True, is_draft=True)
    desk.post(change(version), sent(minutes=5))
    assert Version.objects.get().is_shipped is False


def test_a_copy_is_the_next_version(desk: Browser, begun: Version) -> None:
    desk.post(VERSIONS, {"action": "copy_as_new", "_selected_action": [begun.pk]})
    copy = Version.objects.get(number=2)
    assert copy.prompts == begun.prompts
    assert desk.post(change(copy), sent(minutes=7)).status_code == 302


def test_a_worksheet_has_one_draft_at_a_time(desk: Browser, begun: Version) -> None:
    draft = copy_version(version=begun, now=NOW)
    assert copy_version(version=begun, now=NOW) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(worksheet=begun.worksheet, number=3, prompts=PROMPTS, is_draft=True)


def test_what_it_asks_is_not_changed_beside_the_pages_of_building(desk: Browser, version: Version) -> None:
    Version.objects.update(is_draft=True)
    desk.post(change(version), sent(minutes=5, prompts="[]", is_draft="", number=9))
    version.refresh_from_db()
    assert (version.minutes, version.prompts, version.is_draft, version.number) == (5, PROMPTS, True, 1)


def test_reading_is_noted_with_name_and_day_even_once_begun(desk: Browser, begun: Version) -> None:
    desk.post(VERSIONS, {"action": "mark_as_read", "_selected_action": [begun.pk]})
    version = Version.objects.get()
    assert (version.reviewed_by, str(version.reviewed_on)) == ("Dr Arati Bhatt", "2026-11-20")


def test_a_worksheet_that_was_open_to_clients_is_not_deleted_and_one_that_never_was_is(
    desk: Browser, version: Version
) -> None:
    path = reverse("admin:worksheets_worksheet_delete", args=[version.worksheet_id])
    assert desk.post(path, {"post": "yes"}).status_code == 403
    version.delete()  # as a draft is dropped
    assert desk.post(path, {"post": "yes"}).status_code == 302
    assert not Worksheet.objects.exists()


def test_a_worksheet_is_given_to_a_client_in_care(desk: Browser, ashas: Client, version: Version) -> None:
    ended = Client.objects.create(name="Chitra", status=Client.Status.ENDED)
    add = reverse("admin:worksheets_assignment_add")
    given = {"worksheet": version.worksheet_id, "note": "When you like", "client": str(ashas.pk)}
    assert desk.post(add, {**given, "client": str(ended.pk)}).status_code == 200
    assert desk.post(add, given).status_code == 302
    assert Assignment.objects.get().client == ashas


@pytest.mark.parametrize(
    ("tells", "reach", "is_told"),
    [("", "email", True), ("as wished", "email", True), ("as wished", "call", False), ("yes", "call", True),
     ("no", "email", False)],
)  # fmt: skip
def test_the_client_is_told_of_something_new_as_she_wished_or_as_the_therapist_says(
    desk: Browser, ashas: Client, version: Version, tells: str, reach: str, is_told: bool
) -> None:
    Client.objects.update(reach=reach, phone="+919876543210")
    add = reverse("admin:worksheets_assignment_add")
    desk.post(add, {"worksheet": version.worksheet_id, "client": str(ashas.pk), "tells": tells})
    assert OutgoingMessage.objects.filter(kind="something_given").exists() is is_told


@pytest.mark.parametrize(
    ("address", "tells", "words"),
    [
        ("asha@example.com", "yes", "One neutral email says that something new waits."),
        ("asha@example.com", "no", "No email is sent."),
        ("", "yes", "There is no email address, so nothing is sent: tell the client yourself."),
    ],
)
def test_it_is_said_who_tells_the_client(
    desk: Browser, ashas: Client, version: Version, address: str, tells: str, words: str
) -> None:
    User.objects.filter(client=ashas).update(email=address or None)
    add = reverse("admin:worksheets_assignment_add")
    given = {"worksheet": version.worksheet_id, "client": str(ashas.pk), "tells": tells}
    assert words in html(desk.post(add, given, follow=True))
    assert OutgoingMessage.objects.filter(kind="something_given").exists() is (words.startswith("One"))


def test_what_was_given_stays_with_whom_it_was_given_also_once_care_is_paused(
    desk: Browser, ashas: Client, bela: User, version: Version
) -> None:
    """The note can still be put right, and no other client finds what was said to this one."""
    row = Assignment.objects.create(client=ashas, worksheet=version.worksheet, note="For Asha")
    Client.objects.filter(pk=ashas.pk).update(status=Client.Status.PAUSED)
    change = reverse("admin:worksheets_assignment_change", args=[row.pk])
    assert desk.post(change, {"client": str(bela.client.pk), "note": "By Monday"}).status_code == 302
    row.refresh_from_db()
    assert (row.client, row.note) == (ashas, "By Monday")


def test_no_mark_beside_a_choice_changes_or_deletes_another_row(desk: Browser, version: Version) -> None:
    for path in (change_of(version.worksheet), reverse("admin:worksheets_assignment_add")):
        page = html(desk.get(path))
        assert "<select" in page
        assert "related-widget-wrapper" not in page


def change_of(worksheet: Worksheet) -> str:
    return reverse("admin:worksheets_worksheet_change", args=[worksheet.pk])


def test_the_day_is_taken_from_the_phone_s_own_calendar(desk: Browser, ashas: Client, version: Version) -> None:
    add = reverse("admin:worksheets_assignment_add")
    assert '<input type="date" name="due_on"' in html(desk.get(add))
    given = {"worksheet": version.worksheet_id, "client": str(ashas.pk), "due_on": "2026-11-25"}
    assert desk.post(add, given).status_code == 302
    row = Assignment.objects.get()
    assert str(row.due_on) == "2026-11-25"
    assert str(row) == "First sheet, 20 Nov 2026, 10:00 am IST"
    change = html(desk.get(reverse("admin:worksheets_assignment_change", args=[row.pk])))
    assert 'value="2026-11-25"' in change


def test_the_list_is_searched_by_the_client(desk: Browser, ashas: Client, bela: User, version: Version) -> None:
    for client in (ashas, bela.client):
        Assignment.objects.create(client=client, worksheet=version.worksheet, note="A word")
    found = html(desk.get(reverse("admin:worksheets_assignment_changelist"), {"q": "Bela"}))
    assert "1 assignment" in found


def test_changing_what_was_given_tells_nobody(desk: Browser, ashas: Client, version: Version) -> None:
    row = Assignment.objects.create(client=ashas, worksheet=version.worksheet)
    change = reverse("admin:worksheets_assignment_change", args=[row.pk])
    assert 'name="tells"' not in desk.get(change).content.decode()
    form = {"worksheet": version.worksheet_id, "client": str(ashas.pk), "note": "By Monday", "tells": "yes"}
    assert desk.post(change, form).status_code == 302
    assert not OutgoingMessage.objects.exists()


def test_the_list_of_assignments_does_not_say_what_was_begun(desk: Browser, ashas: Client, version: Version) -> None:
    Assignment.objects.create(client=ashas, worksheet=version.worksheet)
    path = reverse("admin:worksheets_assignment_changelist")
    before = without_token(desk.get(path).content.decode())
    Answer.objects.create(client=ashas, version=version)
    assert without_token(desk.get(path).content.decode()) == before


def test_two_worksheets_may_be_copied_at_once(desk: Browser, version: Version) -> None:
    other = make_sheet("other-sheet")
    desk.post(VERSIONS, {"action": "copy_as_new", "_selected_action": [version.pk, other.pk]})
    assert Version.objects.filter(number=2).count() == 2
