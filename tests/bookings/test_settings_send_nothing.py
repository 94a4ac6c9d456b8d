"""Changing a setting of the practice, the practitioner or a session type never writes to anybody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.core import mail as django_mail
from django.db.models import Model
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, decline_booking, release_all_lapsed
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage, Practice
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.gate, pytest.mark.unmeasured]

DAY = timedelta(days=1)
OTHER = {
    "zone_name": "Asia/Kathmandu",
    "phone": "+911140000000",
    "whatsapp": "+911140000001",
    "email": "other@example.com",
    "audience": SessionType.Audience.CLIENTS,
    "slug": "another",
    "video_link": "https://meet.example.com/other",
}
NOT_SETTINGS = {"practitioner", "portrait_file", "portrait_away"}


@pytest.fixture
def people(session_type: SessionType, therapist: User, clock: time_machine.Traveller) -> list[Booking]:
    """Four confirmed sessions and a request; everything due by now has been sent."""
    agreed = [
        ask_and_verify(session_type, MONDAY + number * DAY, email=f"p{number}@example.com", client_zone="Asia/Kolkata")
        for number in range(4)
    ]
    for booking in agreed:
        confirm_booking(booking=booking, by=therapist, now=NOW)
    waiting = ask_and_verify(session_type, MONDAY + 7 * DAY, email="r@example.com", client_zone="Asia/Kolkata")
    send_all()
    return [*agreed, waiting]


def send_all() -> None:
    """Run the jobs and the worker until nothing is due any more."""
    release_all_lapsed(NOW)
    while send_round(SteadyClock(lambda: NOW)):
        pass


def messages() -> list[tuple[Any, ...]]:
    """Return every message there is, and when it goes."""
    return list(OutgoingMessage.objects.order_by("pk").values_list("pk", "kind", "state", "due_at", "next_try_at"))


def sent_by_form(form: forms.BaseForm) -> dict[str, Any]:
    """Return what the form would send if nothing were changed."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def another(name: str, field: forms.Field, value: Any) -> Any:
    """Return another value than the present one, which the field takes."""
    if isinstance(field, forms.BooleanField):
        return None if value else "on"
    if name in OTHER:
        return OTHER[name]
    return int(value or 3) + 1 if isinstance(field, forms.IntegerField) else f"{value or ''}x"


def change_each(desk: Browser, row: Model) -> Iterator[str]:
    """Change one setting after the other on the row's own page of the desk, yield its name, change it back."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    form = desk.get(address).context["adminform"].form
    for name, field in form.fields.items():
        if name in NOT_SETTINGS:
            continue
        given = sent_by_form(desk.get(address).context["adminform"].form)
        given[name] = another(name, field, given.get(name))
        before = getattr(type(row)._default_manager.get(pk=row.pk), name)
        answer = desk.post(address, {key: value for key, value in given.items() if value is not None})
        assert answer.status_code == 302, (name, answer.context["adminform"].form.errors)
        assert getattr(type(row)._default_manager.get(pk=row.pk), name) != before, name
        yield name
        type(row)._default_manager.filter(pk=row.pk).update(**{name: before})


@pytest.mark.parametrize(("model", "least"), [(Practice, 15), (Practitioner, 12), (SessionType, 12)])
def test_no_setting_sends_or_moves_a_message(
    desk: Browser, people: list[Booking], model: type[Model], least: int
) -> None:
    row = model._default_manager.get()
    before, sent = messages(), len(django_mail.outbox)
    assert before
    changed = []
    for name in change_each(desk, row):
        send_all()
        changed.append(name)
        assert messages() == before, name
    assert len(changed) >= least
    assert len(django_mail.outbox) == sent


def test_the_settings_of_people_send_nothing_either(people: list[Booking]) -> None:
    before = messages()
    Client.objects.update(wording="plain", reach="whatsapp", zone_name="Europe/Paris", language="hi")
    send_all()
    assert messages() == before


def test_control_one_answer_does_send_one_message(people: list[Booking], therapist: User) -> None:
    before, sent = messages(), len(django_mail.outbox)
    decline_booking(booking=people[-1], by=therapist, now=NOW)
    send_all()
    assert (len(messages()) - len(before), len(django_mail.outbox) - sent) == (1, 1)
