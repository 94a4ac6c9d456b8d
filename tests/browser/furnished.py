"""A practice in which every kind of page can be reached: what is shipped, the samples, people in every state."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.test import Client as Browser
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts import own_browser
from accounts.by_phone.services import make_link, make_pin
from accounts.models import Client, Practitioner, User
from bookings.management.commands.load_sample import load_sample
from bookings.models import Booking, DateOverride, OutsideBusy, SessionType, TimeOff, WaitingEntry, WaitingOffer
from bookings.services import GuardianDetails, ask_guardian, leave_list, start_standing
from bookings.services.codes import hash_token, manage_token
from bookings.services.guardians import guardian_token
from practice import shipped
from practice.mail.backends import FolderBackend
from practice.models import ContactMessage, HelpLine, OutgoingMessage, PolicyText, Referral
from practice.trial_mail import SALT, send_test_mail
from tests import cast
from tests.bookings.browsing import form, opened
from tests.bookings.waiting_steps import wait
from tests.browser.furnished_essays import furnish_essays
from tests.browser.furnished_measures import set_up_measures
from tests.browser.furnished_space import WORDS, furnish_rights, furnish_worksheets
from tests.factories import MONDAY, NOW, make_booking, make_client, make_outside, make_session_type

WEEK = timedelta(weeks=1)
THURSDAY = MONDAY + timedelta(days=3, hours=1)  # no hours on that day: these sessions take nobody's slot
SATURDAY = MONDAY + timedelta(days=5, hours=3)  # after the hours of that day


def pocket_key() -> dict[str, Any]:
    """Return what a browser sends when a passkey is set up, with a key that signs nothing."""
    point = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    credential = AttestedCredentialData.create(b"\0" * 16, b"pocket", ES256(point))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(b"\0" * 32, flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    attested = AttestationObject.create("none", seen, {})
    answer = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)}
    identity = {"id": websafe_encode(b"pocket"), "rawId": websafe_encode(b"pocket"), "type": "public-key"}
    return {**identity, "response": answer, "clientExtensionResults": {"credProps": {"rk": True}}}


class Stage:
    """The filled practice; `names` fills the addresses of the pages, `browser_of` is how a person comes to them."""

    def __init__(self, folder: Path) -> None:
        shipped.load_all()
        PolicyText.objects.update(starts_on=NOW.date())
        self.practitioner = load_sample()
        self.names: dict[str, str] = {"type": "individual", "sheet": "first-sheet"}
        self._browsers: dict[str, Browser] = {"nobody": Browser(enforce_csrf_checks=True)}
        self.set_up_people()
        self.set_up_bookings()
        self.set_up_waiting()
        self.names |= furnish_essays()
        self.names |= furnish_worksheets(self.asha, self.therapist, self._browsers["therapist"])
        self.names |= set_up_measures(self.asha, self.therapist, self._browsers["therapist"])
        self.set_up_desk()
        self.set_up_mailbox(folder)
        for prepare in (
            self.let_ask,
            self.let_wait,
            self.let_manage,
            self.let_answer,
            self.let_come,
            self.let_half_in,
            self.let_reset,
            self.let_phone,
        ):
            prepare()

    def browser_of(self, who: str) -> Browser:
        """Return the browser of a person, which has her cookies."""
        return self._browsers[who]

    def path(self, template: str) -> str:
        """Return an address with the names of this stage filled in."""
        return template.format_map(self.names)

    def enter(self, who: str, user: User, **how: Any) -> None:
        """Sign a person in."""
        self._browsers[who] = cast.sign_in(Browser(enforce_csrf_checks=True), user, **how)

    def set_up_people(self) -> None:
        """Make a reader, clients in each standing, and the therapist, who has a passkey too."""
        self.reader = cast.make_reader()
        self.asha = cast.make_patron("asha@example.com", "Asha")
        paused = cast.make_patron("bela@example.com", "Bela", Client.Status.PAUSED)
        self.therapist = cast.make_staff("therapist@example.com")
        Practitioner.objects.update(user=self.therapist)
        cast.enrol(self.therapist)
        key = Authenticator.objects.create(
            user=self.therapist,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Pocket key", "credential": pocket_key()},
        )
        self.names["key"] = str(key.pk)
        self.enter("reader", self.reader)
        self.enter("asha", self.asha)
        self.enter("owner", self.asha)
        just_now = Browser(enforce_csrf_checks=True)
        self._browsers["just in"] = cast.prove(just_now, self.asha, ago=-timedelta(days=1).total_seconds())
        self._browsers["owner"].cookies[own_browser.COOKIE] = signing.dumps(own_browser.YES, salt=own_browser.SALT)
        self.enter("young", cast.make_patron("esha@example.com", "Esha"))
        self.enter("paused", paused)
        ended = cast.make_patron("farah@example.com", "Farah", Client.Status.ENDED)
        Client.objects.filter(user=ended).update(closes_on=(NOW + timedelta(days=30)).date())
        self.enter("ended", ended)
        self.enter("therapist", self.therapist, second_factor=True)
        self.enter("proved", self.therapist)
        self.browser_of("proved").handler.enforce_csrf_checks = False
        self.browser_of("proved").post("/account/reauthenticate/", {"password": cast.PASSWORD})

    def set_up_bookings(self) -> None:
        """Make a booking of Asha's in every status, and requests that wait at the desk."""
        self.session_type = SessionType.objects.get(slug=self.names["type"])
        client = Client.objects.get(user=self.asha)
        waiting = {Booking.Status.DRAFT, Booking.Status.LAPSED}
        for number, status in enumerate(status for status in Booking.Status if status not in waiting):
            starts = (THURSDAY if status != "completed" else THURSDAY - 2 * WEEK) + number * timedelta(hours=1)
            booking = make_booking(
                self.session_type, starts_at=starts, status=status, client=client, client_zone="Europe/London"
            )
            self.names[status] = str(booking.uuid)
            self.names[f"{status}_pk"] = str(booking.pk)
        soon = make_booking(self.session_type, starts_at=NOW + timedelta(minutes=5), client=client)
        self.names["arriving"], self.names["arriving_pk"] = str(soon.uuid), str(soon.pk)
        self.practitioner.video_link = "https://meet.example.com/room"
        self.practitioner.save(update_fields=["video_link"])
        late = make_booking(
            self.session_type, starts_at=MONDAY + WEEK, status="requested", client=client, note="A few words."
        )
        Booking.objects.filter(pk=late.pk).update(hold_until=NOW + timedelta(hours=3))
        taken = make_booking(self.session_type, starts_at=MONDAY + 2 * WEEK, client=client)
        offered = make_booking(
            self.session_type,
            starts_at=THURSDAY + 4 * WEEK,
            status="proposed",
            client=client,
            replaces=taken,
            session_id=taken.session_id,
        )
        young = Client.objects.get(user__email="esha@example.com")
        child = make_booking(
            self.session_type,
            starts_at=MONDAY + 3 * WEEK,
            status="requested",
            client=young,
            email="esha@example.com",
            is_minor=True,
            guardian_word="ask",
        )
        self.names["child"], self.names["child_pk"] = str(child.uuid), str(child.pk)
        self.names["moving"] = str(offered.uuid)
        self.names["taken"] = f"{taken.starts_at:%Y-%m-%dT%H:%M:%SZ}"
        self.names["free"] = f"{MONDAY:%Y-%m-%dT%H:%M:%SZ}"
        self.names["later"] = f"start={MONDAY + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}&mode=video"
        self.set_up_together(client)
        self.names["when"] = "start={free}&mode=video&tz=Europe/London".format_map(self.names)

    def set_up_together(self, client: Client) -> None:
        """Make a series that waits, one that is answered, and a standing time with a date that is left out."""
        waits, answered, first = uuid4(), uuid4(), SATURDAY + timedelta(hours=2)
        for week in range(3):
            starts = SATURDAY + week * WEEK
            make_booking(self.session_type, starts_at=starts, status="requested", client=client, series=waits)
            agreed = {"starts_at": starts + timedelta(hours=1), "client": client, "series": answered}
            make_booking(self.session_type, **agreed)
        Booking.objects.filter(series=waits).update(hold_until=NOW + timedelta(hours=24))
        TimeOff.objects.create(
            practitioner=self.practitioner, starts_at=first + WEEK, ends_at=first + WEEK + timedelta(minutes=50)
        )
        own = make_booking(self.session_type, starts_at=first, client=client, client_zone="Europe/London")
        standing = start_standing(booking=own, every_weeks=1, by=self.therapist, now=NOW, is_over_hours=True)
        self.names |= {"series": str(waits), "answered": str(answered), "standing": str(standing.uuid)}
        self.names["standing_pk"] = str(standing.pk)

    def set_up_waiting(self) -> None:
        """Give Asha a place with an offer, one that rests and one that she left; and Bela one of a new person."""
        client = Client.objects.get(user=self.asha)
        given: dict[str, Any] = {"name": "Evening session", "is_offered": False}
        types = [make_session_type(self.practitioner, slug=f"wait-{number}", **given) for number in range(2)]
        names = {"place": self.session_type, "resting": types[0], "left": types[1]}
        entries = {name: wait(type_, client=client, now=NOW) for name, type_ in names.items()}
        leave_list(entry=entries["left"], by=None, now=NOW)
        WaitingEntry.objects.filter(pk=entries["resting"].pk).update(rests_since=NOW, cells=["0-early", "2-evening"])
        for number, (name, status) in enumerate({"offered": "proposed", "let_go": "withdrawn"}.items()):
            starts = THURSDAY + 7 * WEEK + number * timedelta(hours=1)
            booking = make_booking(self.session_type, starts_at=starts, status=status, client=client)
            outcome = WaitingOffer.Outcome.OPEN if status == "proposed" else WaitingOffer.Outcome.REFUSED
            WaitingOffer.objects.create(
                entry=entries["place"], booking=booking, starts_at=starts, made_at=NOW, outcome=outcome
            )
            self.names[name] = str(booking.uuid)
        for name, entry in entries.items():
            self.names[name], self.names[f"{name}_pk"] = str(entry.uuid), str(entry.pk)
        wait(types[0], client=Client.objects.get(user__email="bela@example.com"), now=NOW)

    def set_up_desk(self) -> None:
        """Make one row of each kind that only the desk shows, and name the first row of every registered model."""
        DateOverride.objects.create(practitioner=self.practitioner, date=(MONDAY + 4 * WEEK).date())
        TimeOff.objects.create(practitioner=self.practitioner, starts_at=MONDAY + 5 * WEEK, ends_at=MONDAY + 6 * WEEK)
        self.set_up_calendars()
        Group.objects.create(name="Readers")
        Referral.objects.create(name="A colleague", what="Sessions in Hindi", link="https://example.org/", phone="112")
        ContactMessage.objects.create(request_key=uuid4(), email="someone@example.com", body=WORDS)
        OutgoingMessage.objects.create(
            kind="booking_received", cause=f"booking:{uuid4()}", due_at=NOW, next_try_at=NOW, message_id=f"<{uuid4()}>"
        )
        self.names |= furnish_rights(self.asha)
        send_test_mail(to=self.therapist.email, now=NOW)
        waiting = OutgoingMessage.objects.get(kind="test_mail")
        self.names["test_mail"] = signing.dumps(waiting.cause, salt=SALT)
        HelpLine.objects.filter(country="IN").update(checked_on=NOW.date())
        for model in admin.site._registry:
            row = model._default_manager.order_by("pk").last()
            self.names[model._meta.label_lower.replace(".", "_")] = str(row.pk) if row else ""
        self.names["accounts_client"] = str(
            Client.objects.get(user=self.asha).pk
        )  # keys are drawn: the first is anyone

    def set_up_calendars(self) -> None:
        """Make a calendar that cannot be read, one from a file and one that is not kept yet, all busy at some time."""
        made = {
            "calendar": make_outside(
                self.practitioner, name="Family", address="https://calendar.example/secret.ics", problem="denied"
            ),
            "calendar_file": make_outside(self.practitioner, name="Choir"),
            "calendar_draft": make_outside(self.practitioner, name="Leave", is_on=False, is_draft=True, unreadable=2),
        }
        for name, row in made.items():
            self.names[name] = str(row.uuid)
            OutsideBusy.objects.create(calendar=row, starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=2))

    def set_up_mailbox(self, folder: Path) -> None:
        """Put a message with a file into the mailbox of this machine."""
        message = EmailMultiAlternatives("Your session", "Text", "desk@example.com", ["asha@example.com"])
        message.attach_alternative("<!doctype html><title>x</title><p>Text</p>", "text/html")
        message.attach("session.ics", b"BEGIN:VCALENDAR", "text/calendar")
        FolderBackend(folder=folder).send_messages([message])
        self.names["letter"] = next(path.stem for path in folder.glob("*.eml"))

    def request_form(self, email: str) -> dict[str, str]:
        """Return what somebody new fills in for the session type of this stage."""
        return form(email=email, opened=opened(slug=self.names["type"]))

    def let_ask(self) -> None:
        """Let someone ask for a time and come as far as the code."""
        browser = self._browsers["asker"] = Browser()
        answer = browser.post(self.path("/book/{type}/details/?{later}"), self.request_form("new@example.com"))
        assert answer.status_code == 302, answer.status_code
        browser.handler.enforce_csrf_checks = True

    def let_wait(self) -> None:
        """Let someone ask to wait and come as far as the code."""
        browser = self._browsers["waiter"] = Browser()
        sent = {**self.request_form("waiter@example.com"), "modes": "video", "zone": "Asia/Kolkata"}
        answer = browser.post(self.path("/book/{type}/wait/"), sent)
        assert answer.status_code == 302, answer.status_code
        browser.handler.enforce_csrf_checks = True

    def let_manage(self) -> None:
        """Let someone open the link of a request."""
        browser = self._browsers["guest"] = Browser()
        booking = make_booking(self.session_type, starts_at=THURSDAY + 3 * WEEK, email="guest@example.com")
        token = manage_token(booking)
        Booking.objects.filter(pk=booking.pk).update(manage_token_hash=hash_token(token))
        assert browser.get(reverse("book_manage_link", args=[token])).status_code == 302
        browser.handler.enforce_csrf_checks = True

    def let_answer(self) -> None:
        """Let a guardian open the link of a child's request."""
        browser = self._browsers["guardian"] = Browser()
        child = Booking.objects.get(uuid=self.names["child"])
        details = GuardianDetails("Meera", "mother", "meera@example.com")
        guardian = ask_guardian(booking=child, details=details, by=None, now=NOW)
        assert browser.get(reverse("book_guardian_link", args=[guardian_token(guardian)])).status_code == 302
        browser.handler.enforce_csrf_checks = True

    def let_come(self) -> None:
        """Let Asha ask for a sign-in code."""
        browser = self._browsers["coming"] = Browser()
        assert browser.post("/account/login/code/", {"email": self.asha.email}).status_code == 302
        browser.handler.enforce_csrf_checks = True

    def let_phone(self) -> None:
        """Let a client without email open her link, and another one come in."""
        for who, name in {"linked": "Gita", "phoned": "Hema"}.items():
            client = make_client(name, phone="+919876543210", reach="whatsapp")
            browser = self._browsers[who] = Browser()
            pin = make_pin(client=client, by=self.therapist, now=NOW)
            token = make_link(client=client, by=self.therapist, now=NOW)
            assert browser.get(reverse("phone_link", args=[token])).status_code == 302
            if who == "phoned":
                assert browser.post("/in/", {"pin": pin}).status_code == 302
            browser.handler.enforce_csrf_checks = True
            self.names[who] = str(client.pk)

    def let_half_in(self) -> None:
        """Let the therapist give her password, not yet the second factor."""
        browser = self._browsers["half in"] = Browser()
        given = {"login": self.therapist.email, "password": cast.PASSWORD}
        assert browser.post("/account/login/", given).status_code == 302
        browser.handler.enforce_csrf_checks = True

    def let_reset(self) -> None:
        """Let someone open the link for a new password."""
        browser = self._browsers["forgetful"] = Browser()
        browser.post("/account/password/reset/", {"email": self.therapist.email})
        link = next(word for word in cast.last_message_to(self.therapist.email).split() if "/reset/key/" in word)
        answer = browser.get("/account" + link.partition("/account")[2])
        self.names["reset"] = answer.headers["Location"]
        browser.handler.enforce_csrf_checks = True
