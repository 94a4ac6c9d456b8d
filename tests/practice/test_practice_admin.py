"""The practice's own data on the desk."""

from datetime import date

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Consent
from practice.contact import leave_message
from practice.models import ContactMessage, HelpLine, OutgoingMessage, PolicyText, Practice, Processor
from tests.factories import NOW, make_client, make_policy, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def make_line() -> HelpLine:
    return HelpLine.objects.create(country="IN", country_name="India", name="Line", number="1", kind="crisis")


def make_message() -> ContactMessage:
    key = "6f8e2c1a-0000-4000-8000-000000000001"
    return leave_message(name="", email="asha@example.com", body="Heron <b>", request_key=key, now=NOW)  # type: ignore[arg-type]


def act(desk: Browser, model: str, action: str, pk: int) -> None:
    """Choose one row of a list and do an action."""
    url = reverse(f"admin:practice_{model}_changelist")
    assert desk.post(url, {"action": action, "_selected_action": [str(pk)]}).status_code == 302


@pytest.mark.parametrize(
    "model", ["practice", "policytext", "helpline", "processor", "contactmessage", "outgoingmessage"]
)
def test_every_list_opens(desk: Browser, model: str) -> None:
    Practice().save()
    make_line()
    make_policy()
    make_message()
    Processor.objects.create(what_for="Map", learns="x", when="y")
    assert desk.get(reverse(f"admin:practice_{model}_changelist")).status_code == 200


def test_there_is_one_row_of_details_and_it_stays(desk: Browser) -> None:
    assert desk.get(reverse("admin:practice_practice_add")).status_code == 200
    Practice().save()
    assert desk.get(reverse("admin:practice_practice_add")).status_code == 403
    assert desk.post(reverse("admin:practice_practice_delete", args=[1])).status_code == 403


def test_changing_details_keeps_the_portrait(desk: Browser) -> None:
    Practice(portrait=b"\xff\xd8\xffpicture").save()
    given = {"name": "SereinMind", "therapist_name": "Dr Arati Bhatt", "city": "Gurgaon", "country": "India"}
    url = reverse("admin:practice_practice_change", args=[1])
    assert desk.post(url, {**given, "phone": "+918826402150"}).status_code == 302
    row = Practice.objects.get()
    assert (row.phone, bytes(row.portrait or b"")) == ("+918826402150", b"\xff\xd8\xffpicture")


@time_machine.travel(NOW, tick=False)
def test_saving_the_details_says_that_they_were_checked(desk: Browser) -> None:
    Practice().save()
    given = {"name": "SereinMind", "therapist_name": "Dr Arati Bhatt", "city": "Gurgaon", "country": "India"}
    desk.post(reverse("admin:practice_practice_change", args=[1]), given)
    assert Practice.load().details_checked_on == date(2026, 11, 20)


def test_a_number_without_its_country_is_refused(desk: Browser) -> None:
    Practice().save()
    given = {"name": "SereinMind", "therapist_name": "Dr Arati Bhatt", "city": "Gurgaon", "country": "India"}
    page = desk.post(reverse("admin:practice_practice_change", args=[1]), {**given, "phone": "8826402150"})
    assert "with its country code" in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_checking_a_help_line_is_one_act(desk: Browser) -> None:
    line = make_line()
    act(desk, "helpline", "mark_as_checked", line.pk)
    line.refresh_from_db()
    assert line.checked_on == date(2026, 11, 20)


def typed(text: PolicyText, **changes: str) -> dict[str, str]:
    given = {"kind": text.kind, "slug": text.slug, "version": text.version, "language": text.language}
    return {**given, "title": text.title, "body": text.body, "starts_on": "2026-01-01", **changes}


def test_a_text_nobody_agreed_to_can_be_changed_and_is_sanitised(desk: Browser) -> None:
    text = make_policy()
    url = reverse("admin:practice_policytext_change", args=[text.pk])
    assert desk.post(url, typed(text, body="<p>New</p><script>x</script>")).status_code == 302
    text.refresh_from_db()
    assert text.body == "<p>New</p>"


def test_a_text_people_agreed_to_cannot_be_changed_or_deleted_but_approved(desk: Browser) -> None:
    text = make_policy()
    Consent.objects.create(client=make_client(), policy_text=text, given_at=NOW)
    url = reverse("admin:practice_policytext_change", args=[text.pk])
    assert desk.post(url, typed(text, body="<p>New</p>", is_reviewed="on")).status_code == 302
    assert desk.post(reverse("admin:practice_policytext_delete", args=[text.pk]), {"post": "yes"}).status_code == 403
    text.refresh_from_db()
    assert (text.body, text.is_reviewed) == ("<p>Text</p>", True)


def test_approving_texts_is_one_act(desk: Browser) -> None:
    text = make_policy()
    act(desk, "policytext", "mark_as_approved", text.pk)
    text.refresh_from_db()
    assert text.is_reviewed


def test_a_message_can_be_read_but_not_changed(desk: Browser) -> None:
    message = make_message()
    page = desk.get(reverse("admin:practice_contactmessage_change", args=[message.pk])).content.decode()
    assert "Heron &lt;b&gt;" in page
    assert 'name="_save"' not in page
    assert desk.get(reverse("admin:practice_contactmessage_add")).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_answering_is_one_act(desk: Browser) -> None:
    message = make_message()
    assert "1 message from the contact page waits for your answer." in desk.get("/admin/").content.decode()
    act(desk, "contactmessage", "mark_as_answered", message.pk)
    assert "from the contact page" not in desk.get("/admin/").content.decode()
    message.refresh_from_db()
    assert message.answered_at == NOW


def test_the_list_of_messages_does_not_show_what_they_say(desk: Browser) -> None:
    make_message()
    assert "Heron" not in desk.get(reverse("admin:practice_contactmessage_changelist")).content.decode()


def test_outgoing_messages_show_their_state_and_stay(desk: Browser) -> None:
    make_message()
    message = OutgoingMessage.objects.get()
    url = reverse("admin:practice_outgoingmessage_change", args=[message.pk])
    page = desk.get(url).content.decode()
    assert "Note about a message from the contact page" in page
    assert 'name="_save"' not in page
    assert desk.post(reverse("admin:practice_outgoingmessage_delete", args=[message.pk])).status_code == 403
