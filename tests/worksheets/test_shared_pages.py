"""A client's pages of what she shares: looking first, sharing, what became of it, taking it back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.factories import NOW
from tests.worksheets.shared import SHARE, SHARED, begin, opened, page, press_share, share, write
from tests.worksheets.sheets import LIST, PAGE, html, typed
from tests.worksheets.test_access import as_seen
from worksheets.models import Answer, Snapshot, Version
from worksheets.sharing import mark_read, open_copy, send_reply, take_back, take_reply_back

pytestmark = pytest.mark.gate
ABSENT = f"{SHARED}00000000-0000-4000-8000-000000000000/"


def path_of(copy: Snapshot) -> str:
    return f"{SHARED}{copy.uuid}/"


def test_the_question_shows_exactly_what_would_be_shown_and_shares_nothing(browser: Browser, answer: Answer) -> None:
    shown = page(browser, SHARE)
    assert "What I wrote first" in shown
    assert "Share a copy with Dr Bhatt?" in shown
    assert 'name="revision" value="1"' in shown
    assert not Snapshot.objects.exists()


def test_what_was_shown_is_what_is_shared_and_what_the_copy_shows(browser: Browser, answer: Answer) -> None:
    shown = re.search(r'<dl class="entries">.*</dl>', page(browser, SHARE), re.DOTALL)
    response = press_share(browser, answer)
    copy = Snapshot.objects.get()
    assert response.headers["Location"] == path_of(copy)
    kept = re.search(r'<dl class="entries">.*</dl>', page(browser, path_of(copy)), re.DOTALL)
    assert shown
    assert kept
    assert shown[0] == kept[0]


def test_an_empty_sheet_asks_nothing(browser: Browser, version: Version, ashas: Client) -> None:
    assert "there is nothing to share" in page(browser, SHARE)
    assert "<button" not in page(browser, SHARE).partition("<main")[2].partition("</main")[0]
    empty = Answer(client=ashas, version=version)
    assert press_share(browser, empty).status_code == 200
    assert not Snapshot.objects.exists()


def test_a_sheet_that_was_changed_since_is_shown_again_and_not_shared(browser: Browser, answer: Answer) -> None:
    before = Answer.objects.get()
    write(answer, "Typed in the other tab")
    response = press_share(browser, before)
    assert response.status_code == 409
    assert "Nothing was shared" in html(response)
    assert "Typed in the other tab" in html(response)
    assert 'name="revision" value="2"' in html(response)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"revision": "x"}, {"revision": ""}, {"request_key": "x"}, {"request_key": ""}, {"page": "x"}]
)
def test_a_form_that_no_page_made_is_refused(browser: Browser, answer: Answer, changes: dict[str, str]) -> None:
    assert press_share(browser, answer, **changes).status_code == 400
    assert not Snapshot.objects.exists()


def test_a_page_of_someone_else_on_the_same_device_shares_nothing(browser: Browser, answer: Answer, bela: User) -> None:
    begin(Client.objects.get(user=bela), answer.version, "b")
    cast.sign_in(browser, bela)
    assert press_share(browser, answer).status_code == 400
    assert not Snapshot.objects.exists()


def test_a_page_sent_again_after_taking_back_shares_nothing_anew(browser: Browser, answer: Answer) -> None:
    key = str(uuid4())
    press_share(browser, answer, request_key=key)
    assert "Shared. What you write" in page(browser, path_of(Snapshot.objects.get()))
    take_back(copy=Snapshot.objects.get(), now=NOW)
    press_share(browser, answer, request_key=key)
    assert not Snapshot.objects.live().exists()
    assert "Shared. What you write" not in page(browser, path_of(Snapshot.objects.get()))


@pytest.mark.parametrize("status", [Client.Status.PAUSED, Client.Status.ENDED])
def test_whose_care_rests_shares_nothing_and_can_take_back(browser: Browser, answer: Answer, status: str) -> None:
    copy = share(answer)
    Client.objects.update(status=status)
    assert "nothing new can be shared" in page(browser, SHARE)
    assert press_share(browser, write(answer, "New")).status_code == 403
    browser.post(path_of(copy) + "back/")
    assert Snapshot.objects.get().withdrawn_at == NOW


def test_saving_and_sharing_is_one_press_without_a_script(browser: Browser, ashas: Client, answer: Answer) -> None:
    response = browser.post(PAGE, {**typed(ashas, 1, words="Typed just now"), "onwards": "share"})
    assert response.headers["Location"] == SHARE
    assert "Typed just now" in page(browser, SHARE)


def test_the_sheet_says_what_is_shared_and_since_when_it_is_older(browser: Browser, answer: Answer) -> None:
    assert "It is shown to nobody but you." in page(browser, PAGE)
    share(answer)
    shown = page(browser, PAGE)
    assert "your copy of 20 Nov 2026, 10:00 am IST</a>, and nothing that you write here later." in shown
    assert "data-autosave-older hidden>The shared copy is older" in shown
    write(answer, "Changed since")
    assert "data-autosave-older>The shared copy is older than what stands here now." in page(browser, PAGE)


def test_the_list_says_when_a_copy_was_shared_and_read(browser: Browser, answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    assert "A copy shared on 20 November." in page(browser, LIST)
    mark_read(copy=copy, by=therapist, now=NOW + timedelta(days=1))
    assert "A copy shared on 20 November, read on 21 November." in page(browser, LIST)
    assert "There is a reply." not in page(browser, LIST)
    send_reply(copy=copy, words="Thank you.", by=therapist, now=NOW, tells=False)
    assert "There is a reply." in page(browser, LIST)
    take_back(copy=copy, now=NOW)
    assert "Private. Last saved on 20 November." in page(browser, LIST)


def test_a_copy_tells_what_became_of_it(browser: Browser, answer: Answer, therapist: User) -> None:
    copy = share(answer)
    assert "Not opened yet." in page(browser, path_of(copy))
    open_copy(copy=copy, by=therapist, now=NOW)
    assert "Dr Bhatt first opened it on 20 Nov 2026, 10:00 am IST." in page(browser, path_of(copy))
    send_reply(copy=copy, words="Thank you for <b>this</b>.", by=therapist, now=NOW, tells=False)
    shown = page(browser, path_of(copy))
    assert "Dr Bhatt read it on 20 Nov 2026, 10:00 am IST. She replied on" in shown
    assert "Thank you for &lt;b&gt;this&lt;/b&gt;." in shown
    take_reply_back(copy=copy, by=therapist, now=NOW)
    assert "She took her reply back on" in page(browser, path_of(copy))
    assert "Thank you for" not in page(browser, path_of(copy))


def test_the_hour_is_that_of_the_client(browser: Browser, answer: Answer) -> None:
    Client.objects.update(zone_name="Europe/London")
    assert "Your copy of 20 Nov 2026, 4:30 am GMT." in page(browser, path_of(share(answer)))


def test_a_copy_that_is_older_leads_to_sharing_again(browser: Browser, answer: Answer) -> None:
    copy = share(answer)
    assert "older than what stands" not in page(browser, path_of(copy))
    write(answer, "Changed since")
    assert "older than what stands" in page(browser, path_of(copy))
    assert SHARE in page(browser, path_of(copy))
    assert "Changed since" not in page(browser, path_of(copy))


def test_taking_back_takes_one_press_and_a_visit_takes_nothing_back(browser: Browser, answer: Answer) -> None:
    copy = share(answer)
    assert f'action="{path_of(copy)}back/"' in page(browser, path_of(copy))
    assert browser.get(path_of(copy) + "back/").headers["Location"] == path_of(copy)
    assert Snapshot.objects.live().exists()
    assert browser.post(path_of(copy) + "back/").headers["Location"] == path_of(copy)
    shown = page(browser, path_of(copy))
    assert "Taken back. From now on" in shown
    assert "It was never opened." in shown
    assert "back/" not in shown
    assert "What I wrote first" in shown


def test_all_copies_are_listed_the_newest_first(browser: Browser, answer: Answer, therapist: User) -> None:
    assert "You have shared nothing." in page(browser, SHARED)
    take_back(copy=opened(answer, therapist), now=NOW)
    share(write(answer, "More"), NOW + timedelta(days=1))
    shown = page(browser, SHARED)
    assert shown.index("21 Nov 2026") < shown.index("Taken back on 20 Nov 2026")
    assert "first opened it on 20 Nov" in shown
    assert "What I wrote first" not in shown


def test_copies_of_another_are_the_404_of_nothing(
    browser: Browser, client: Browser, answer: Answer, bela: User
) -> None:
    copy = share(answer)
    cast.sign_in(client, bela)
    for path in ("", "back/"):
        assert as_seen(client.get(path_of(copy) + path)) == as_seen(client.get(ABSENT + path))
        assert client.post(path_of(copy) + path).status_code in {404, 405}
    assert "First sheet" not in page(client, SHARED)
    assert Snapshot.objects.live().exists()


@pytest.mark.parametrize("who", ["reader", "therapist"])
def test_nobody_else_has_these_pages(request: pytest.FixtureRequest, client: Browser, answer: Answer, who: str) -> None:
    copy = share(answer)
    cast.sign_in(client, request.getfixturevalue(who), second_factor=True)
    for path in (SHARE, SHARED, path_of(copy), path_of(copy) + "back/", "/space/ledger/"):
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code in {404, 405}, path


def test_the_ledger_tells_every_opening_in_her_words_and_zone(
    browser: Browser, answer: Answer, therapist: User, ashas: Client
) -> None:
    browser.post("/space/phone/", {"answer": "yes"})
    Client.objects.update(zone_name="Europe/London")
    copy = opened(answer, therapist)
    send_reply(copy=copy, words="Secret words", by=therapist, now=NOW + timedelta(hours=1), tells=False)
    take_back(copy=copy, now=NOW + timedelta(hours=2))
    shown = page(browser, "/space/ledger/")
    for words in (
        "You shared a copy of “First sheet”.",
        "Dr Arati Bhatt opened what you shared of “First sheet” on 20 Nov 2026.",
        "Dr Arati Bhatt replied to what you shared of “First sheet” on 20 Nov 2026.",
        "You took back the copy of “First sheet” that you shared on 20 Nov 2026.",
        "20 Nov 2026, 5:30 am GMT",
    ):
        assert words in shown
    assert "Secret words" not in shown
    assert "None was." in shown
    assert shown.index("You took back") < shown.index("You shared a copy")


def test_on_a_phone_that_others_may_use_no_list_names_the_sheet(
    browser: Browser, answer: Answer, therapist: User
) -> None:
    copy = opened(answer, therapist)
    send_reply(copy=copy, words="Secret words", by=therapist, now=NOW, tells=False)
    mark_read(copy=copy, by=therapist, now=NOW)
    take_reply_back(copy=copy, by=therapist, now=NOW)
    take_back(copy=copy, now=NOW)
    ledger, copies = page(browser, "/space/ledger/"), page(browser, SHARED)
    for words in (
        "You shared a copy.",
        "Dr Arati Bhatt opened what you shared on 20 Nov 2026.",
        "Dr Arati Bhatt replied to what you shared on 20 Nov 2026.",
        "Dr Arati Bhatt took back a reply to what you shared on 20 Nov 2026.",
        "You took back the copy that you shared on 20 Nov 2026.",
    ):
        assert words in ledger
    assert "First sheet" not in ledger
    assert "Copy of 20 Nov 2026" in copies
    assert copies.index("Show its name") < copies.index("First sheet")
    assert copies.count("First sheet") == 1
    browser.post("/space/phone/", {"answer": "yes"})
    assert "First sheet, 20 Nov 2026" in page(browser, SHARED)


def test_the_page_of_ones_space_leads_there(browser: Browser, answer: Answer) -> None:
    assert 'href="/space/ledger/"' in page(browser, "/space/")
    assert 'href="/space/shared/"' in page(browser, "/space/")
