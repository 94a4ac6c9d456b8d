"""At the desk: somebody without email is placed by hand, and gets a PIN and a link."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.by_phone.records import PhoneEntry
from accounts.models import Client, LedgerEntry, User
from practice.mail.discretion import find_telling_words
from tests.cast import sign_in
from tests.factories import make_client

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

ADD = "/admin/accounts/client/add/"
GITA = {"name": "Gita", "standing": "client", "reach": "whatsapp", "phone": "+91 98765 43210", "zone_name": ""}


@pytest.fixture
def desk(therapist: User) -> Browser:
    """The therapist's browser."""
    return sign_in(Browser(), therapist, second_factor=True)


def page_of(client: Client) -> str:
    """Return the address of the page about her way in."""
    return reverse("admin:way_in", args=[client.pk])


def text(answer: object) -> str:
    """Return a page with blanks made one."""
    return " ".join(unescape(answer.content.decode()).split())  # type: ignore[attr-defined]


def test_a_person_without_email_is_placed_as_a_client(desk: Browser, therapist: User) -> None:
    assert "Neither: we arrange it in person" in text(desk.get(ADD))
    assert desk.post(ADD, GITA).status_code == 302
    client = Client.objects.get()
    assert (client.name, client.status, client.phone, client.reach) == ("Gita", "active", "+919876543210", "whatsapp")
    assert set(LedgerEntry.objects.values_list("act", "by")) == {("placed", therapist.pk), ("status", therapist.pk)}
    change = text(desk.get(reverse("admin:accounts_client_change", args=[client.pk])))
    assert "No email address here." in change
    assert page_of(client) in change


@pytest.mark.parametrize(("zone", "stored"), [("Asia/Kolkata", "+919876543210"), ("Europe/London", "")])
def test_a_number_without_its_country_code_is_read_where_it_can_be(desk: Browser, zone: str, stored: str) -> None:
    desk.post(ADD, {**GITA, "phone": "98765 43210", "zone_name": zone})
    assert "".join(Client.objects.values_list("phone", flat=True)) == stored


def test_or_as_one_who_asked_and_may_be_reached_in_person_only(desk: Browser) -> None:
    desk.post(ADD, {**GITA, "standing": "asked", "reach": "email"})
    client = Client.objects.get()
    assert (client.status, client.phone, client.reach) == ("prospect", "", "email")
    change = text(desk.get(reverse("admin:accounts_client_change", args=[client.pk])))
    assert "In person only: there is no email address." in change
    assert "By email only." not in change


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "\u200b"}, {"phone": ""}, {"standing": "ended"}, {"zone_name": "Moon"}]
)
def test_what_cannot_be_is_said_and_nothing_is_stored(desk: Browser, wrong: dict[str, str]) -> None:
    answer = desk.post(ADD, {**GITA, **wrong})
    assert answer.status_code == 200
    assert "email only" not in text(answer)
    assert "errornote" in text(answer)
    assert not Client.objects.exists()


def test_whoever_has_an_address_has_no_such_page(desk: Browser, asha: User) -> None:
    answers = [desk.get(page_of(asha.client)), desk.get(reverse("admin:way_in", args=[UUID(int=0)]))]
    assert [answer.status_code for answer in answers] == [404, 404]
    change = text(desk.get(reverse("admin:accounts_client_change", args=[asha.client.pk])))
    assert "No email address here." not in change
    assert "asha@example.com" in change


def test_a_pin_is_shown_once_and_in_no_later_page(desk: Browser, gita: Client) -> None:
    made = desk.post(page_of(gita), {"pin": "yes"})
    found = re.search(r"<strong>(\d{3} \d{3})</strong>", made.content.decode())
    assert found
    assert found.group(1) not in text(desk.get(page_of(gita)))
    assert made.headers["Cache-Control"] == "private, no-store"
    assert str(desk.session.items()).count(found.group(1).replace(" ", "")) == 0


def test_the_link_goes_by_whatsapp_in_words_that_say_nothing(desk: Browser, gita: Client) -> None:
    desk.post(page_of(gita), {"pin": "yes"})
    made = text(desk.post(page_of(gita), {"link": "yes"}))
    found = re.search(r'href="(https://wa\.me/[^"]+)"', made)
    assert found
    address = urlsplit(found.group(1))
    words = parse_qs(address.query)["text"][0]
    assert address.path == "/919876543210"
    link = re.search(r"http\S+(/in/\S+/)$", words)
    assert link
    assert find_telling_words(words.replace(link.group(), "")) == []
    assert Browser().get(link.group(1)).status_code == 302
    assert "Safe hours: after 4." in made


def test_without_whatsapp_the_words_are_there_to_send_in_another_way(desk: Browser) -> None:
    hema = make_client("Hema")
    desk.post(page_of(hema), {"pin": "yes"})
    made = text(desk.post(page_of(hema), {"link": "yes"}))
    assert "wa.me" not in made
    assert "/in/" in made


def test_nobody_is_told_to_ask_by_email_who_has_none(desk: Browser, gita: Client) -> None:
    Client.objects.filter(pk=gita.pk).update(safe_hours="")
    shown = text(desk.get(reverse("admin:accounts_client_change", args=[gita.pk])))
    assert "Safe hours: not said; ask." in shown


def test_a_link_without_a_pin_is_refused_in_words(desk: Browser, gita: Client) -> None:
    assert "Make a PIN first" in text(desk.post(page_of(gita), {"link": "yes"}))


def test_looking_changes_nothing_and_says_how_it_stands(desk: Browser, gita: Client) -> None:
    assert "There is no PIN that works." in text(desk.get(page_of(gita)))
    assert not PhoneEntry.objects.exists()
    for act in ("pin", "link"):
        desk.post(page_of(gita), {act: "yes"})
    shown = text(desk.get(page_of(gita)))
    assert "There is a PIN. It works until 18 Feb 2027" in shown
    assert "There is a link that was not used yet." in shown
    assert "A wrong PIN" not in shown
    PhoneEntry.objects.update(pin_tries=1)
    assert "A wrong PIN was entered" in text(desk.get(page_of(gita)))


def test_everything_is_taken_back_by_one_press(desk: Browser, gita: Client) -> None:
    desk.post(page_of(gita), {"pin": "yes"})
    assert "Taken back" in text(desk.post(page_of(gita), {"back": "yes"}, follow=True))
    assert not PhoneEntry.objects.exists()


def test_another_act_does_nothing(desk: Browser, gita: Client) -> None:
    assert desk.post(page_of(gita), {"other": "yes"}).status_code == 200
    assert not PhoneEntry.objects.exists()


def test_nobody_else_at_the_desk_makes_a_way_into_a_space(gita: Client, staff: User, therapist: User) -> None:
    """What stands in a space is not even the therapist's to see; another login of the desk gets no key to it at all."""
    other = sign_in(Browser(), staff)
    assert other.get(reverse("admin:accounts_client_change", args=[gita.pk])).status_code == 200
    for answer in (other.get(page_of(gita)), other.post(page_of(gita), {"pin": "yes"})):
        assert answer.status_code == 404
    assert not PhoneEntry.objects.exists()
