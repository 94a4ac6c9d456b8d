"""After the end of care: read-only, a dated countdown, one message beforehand, and then nothing is left to read."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client as Browser

from accounts.closing_mail import close_and_remind, render
from accounts.models import Client, LedgerEntry, Period, User
from accounts.rights.periods import write_missing
from accounts.services import close_space, place_client, set_client_status
from practice.mail import causes
from practice.mail.causes import About
from practice.models import OutgoingMessage
from practice.work import JOBS
from tests.cast import prove, sign_in
from tests.factories import NOW
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Snapshot

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

DAY = date(2027, 2, 18)  # ninety days after the Friday of these tests
MINE: Any = {"words": "mine alone"}
MIDNIGHT = datetime(2027, 2, 17, 18, 30, tzinfo=UTC)  # of that day, in Gurgaon
SECOND = timedelta(seconds=1)
SHEET = "/space/worksheets/first-sheet/"


@pytest.fixture
def gone(asha: User, therapist: User) -> Client:
    """Asha, whose care has ended, with a worksheet that she wrote."""
    version = make_sheet()
    Answer.objects.create(client=asha.client, version=version, revision=1, body=MINE)
    return set_client_status(client=asha.client, status="ended", by=therapist, now=NOW)


@pytest.fixture
def desk(therapist: User) -> Browser:
    """The therapist's browser, with her second factor."""
    return sign_in(Browser(), therapist, second_factor=True)


def html(client: Client, path: str = "/space/") -> str:
    """Return a page as the client sees it now."""
    assert client.user
    return " ".join(sign_in(Browser(), client.user).get(path).content.decode().split())


def status(client: Client, path: str) -> int:
    """Return how a page answers the client now."""
    assert client.user
    return sign_in(Browser(), client.user).get(path).status_code


def test_the_end_of_care_sets_the_day_and_the_space_counts_towards_it(gone: Client) -> None:
    assert gone.closes_on == DAY
    page = html(gone)
    assert "for 90 days yet. It is deleted on Thursday 18 February 2027." in page
    with time_machine.travel(MIDNIGHT - SECOND, tick=False):
        assert "for one day yet." in html(gone)


def test_the_days_set_at_the_desk_count_from_the_next_end_of_care_on(gone: Client, bela: User, therapist: User) -> None:
    write_missing()
    Period.objects.filter(key="space-after-care").update(days=30)
    later = set_client_status(client=bela.client, status="ended", by=therapist, now=NOW)
    gone.refresh_from_db()
    assert (gone.closes_on, later.closes_on) == (DAY, DAY - timedelta(days=60))
    assert "for 30 days yet." in html(later)


def test_until_then_it_is_read_only(gone: Client) -> None:
    assert "mine alone" in html(gone, f"{SHEET}paper/")
    assert gone.user
    answer = sign_in(Browser(), gone.user).post(SHEET, {"revision": "1", "w-words": "new"})
    assert answer.status_code == 403
    assert Answer.objects.get().body == MINE


def test_until_then_she_can_take_all_of_it_along(gone: Client) -> None:
    assert gone.user
    answer = prove(Browser(), gone.user).post("/space/data/file/", {"sure": "yes"})
    with ZipFile(BytesIO(answer.content)) as archive:
        assert b"mine alone" in archive.read("your-data.json")


def test_it_closes_at_the_first_minute_of_the_day_whether_the_worker_runs_or_not(gone: Client) -> None:
    with time_machine.travel(MIDNIGHT - SECOND, tick=False):
        assert [status(gone, path) for path in (SHEET, f"{SHEET}paper/", "/space/worksheets/")] == [200] * 3
    with time_machine.travel(MIDNIGHT, tick=False):
        assert [status(gone, path) for path in (SHEET, f"{SHEET}paper/", "/space/worksheets/")] == [404] * 3
        page = html(gone)
    assert "What you wrote in worksheets could be read until 18 February 2027, and is deleted." in page
    assert Answer.objects.exists()


def test_the_worker_deletes_what_she_wrote_on_that_day_and_not_before(gone: Client) -> None:
    close_and_remind(MIDNIGHT - SECOND)
    assert Answer.objects.exists()
    JOBS["close spaces after care"].run(MIDNIGHT)
    assert not Answer.objects.exists()
    gone.refresh_from_db()
    assert gone.closed_at == MIDNIGHT
    assert LedgerEntry.objects.get(act="space closed").client == gone
    close_and_remind(MIDNIGHT + timedelta(hours=1))
    assert LedgerEntry.objects.filter(act="space closed").count() == 1


def test_a_copy_that_she_shared_stays_with_the_therapist_and_one_taken_back_does_not(gone: Client) -> None:
    answer = Answer.objects.get()
    kept = Snapshot.objects.create(answer=answer, client=gone, body=MINE)
    Snapshot.objects.create(answer=answer, client=gone, body=MINE, withdrawn_at=NOW)
    close_and_remind(MIDNIGHT)
    assert Snapshot.objects.get().body == MINE
    assert Snapshot.objects.get() == kept
    assert Answer.objects.get().body == {}


def test_the_answers_of_others_stay(gone: Client, bela: User) -> None:
    """The control."""
    own = Answer.objects.create(client=bela.client, version=Answer.objects.get().version, body=MINE)
    close_and_remind(MIDNIGHT)
    assert Answer.objects.get() == own


def test_care_that_is_granted_again_takes_the_day_away(gone: Client, therapist: User) -> None:
    set_client_status(client=gone, status="active", by=therapist, now=NOW)
    gone.refresh_from_db()
    assert (gone.closes_on, gone.closed_at) == (None, None)
    close_and_remind(MIDNIGHT + timedelta(days=400))
    assert Answer.objects.exists()
    with time_machine.travel(MIDNIGHT + timedelta(days=400), tick=False):
        assert status(gone, SHEET) == 200


def test_care_granted_again_in_the_very_moment_is_not_emptied(gone: Client, therapist: User) -> None:
    seen = Client.objects.get(pk=gone.pk)
    set_client_status(client=gone, status="active", by=therapist, now=NOW)
    assert not close_space(client=seen, now=MIDNIGHT)
    assert Answer.objects.exists()


def test_a_second_end_sets_a_new_day(gone: Client, therapist: User) -> None:
    for change in ("active", "ended"):
        again = set_client_status(client=gone, status=change, by=therapist, now=NOW + timedelta(days=30))
    assert again.closes_on == DAY + timedelta(days=30)


def test_a_pause_sets_no_day(asha: User, therapist: User) -> None:
    assert set_client_status(client=asha.client, status="paused", by=therapist, now=NOW).closes_on is None


# One message beforehand


SOON = datetime(2027, 2, 4, 6, 0, tzinfo=UTC)  # two weeks before, at 11:30 in Gurgaon


def test_two_weeks_before_one_message_says_the_day(gone: Client) -> None:
    close_and_remind(SOON - timedelta(days=1))
    assert not OutgoingMessage.objects.filter(kind="space_closes").exists()
    for hours in range(5):
        close_and_remind(SOON + timedelta(hours=hours))
    row = OutgoingMessage.objects.get(kind="space_closes")
    assert row.due_at == datetime(2027, 2, 4, 4, 30, tzinfo=UTC)
    mail = render(row, SOON)
    assert mail
    assert mail.to == "asha@example.com"
    assert mail.subject == "Your space is open until 18 February 2027"
    assert "deleted then" in mail.text


@pytest.mark.parametrize("case", ["granted again", "ended anew", "no address", "no login", "too late", "erased"])
def test_the_message_is_not_sent_where_it_is_not_so(gone: Client, therapist: User, case: str) -> None:
    close_and_remind(SOON)
    row, now = OutgoingMessage.objects.get(kind="space_closes"), SOON
    if case in {"granted again", "ended anew"}:
        set_client_status(client=gone, status="active", by=therapist, now=SOON)
    if case == "ended anew":
        set_client_status(client=gone, status="ended", by=therapist, now=SOON)
    if case == "no address":
        User.objects.filter(client=gone).update(email="")
    if case == "no login":
        Client.objects.filter(pk=gone.pk).update(user=None)
    if case == "too late":
        now = MIDNIGHT
    if case == "erased":
        gone.delete()
    assert render(row, now) is None


def test_whoever_wants_only_news_gets_only_that_as_subject(gone: Client) -> None:
    Client.objects.update(wording="bare")
    close_and_remind(SOON)
    mail = render(OutgoingMessage.objects.get(kind="space_closes"), SOON)
    assert mail
    assert mail.subject == "News for you"


def test_the_desk_says_whose_space_a_message_is_about_even_if_it_did_not_arrive(gone: Client, desk: Browser) -> None:
    close_and_remind(SOON)
    OutgoingMessage.objects.filter(kind="space_closes").update(state=OutgoingMessage.State.DEAD)
    hers = f"/admin/accounts/client/{gone.pk}/change/"
    assert causes.about([f"client:{gone.pk}", f"client:{uuid4()}", "client:x"]) == {
        f"client:{gone.pk}": About("Asha", "", hers)
    }
    assert f'<a href="{hers}">Asha' in desk.get("/admin/health/").content.decode()


# Placed by hand


@pytest.mark.parametrize(("is_in_care", "standing"), [(True, "active"), (False, "prospect")])
def test_somebody_placed_by_hand_has_a_row_a_ledger_and_no_login(
    therapist: User, *, is_in_care: bool, standing: str
) -> None:
    placed = place_client(client=Client(name="Gita"), is_in_care=is_in_care, by=therapist, now=NOW)
    stored = Client.objects.get(pk=placed.pk)
    assert (stored.status, stored.user) == (standing, None)
    acts = [entry.act for entry in LedgerEntry.objects.filter(client=stored).order_by("pk")]
    assert acts == ["placed", "status"][: 1 + is_in_care]
    assert not OutgoingMessage.objects.exists()
