"""Example hours and session types that suit as they are become her own in one act, for the rows she chose."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import SessionType, WorkingHours
from tests.bookings.at_desk import run_action
from tests.bookings.browsing import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


@pytest.mark.parametrize("model", [WorkingHours, SessionType])
def test_the_chosen_rows_are_samples_no_more_and_stay_as_they_are(
    desk: Browser, session_type: SessionType, model: Any
) -> None:
    model.objects.update(is_sample=True)
    chosen, *others = model.objects.all()
    before = model.objects.filter(pk=chosen.pk).values().get()
    page = run_action(desk, "mark_as_own", chosen, model=f"bookings_{model._meta.model_name}")
    assert "1 row is marked." in page
    assert model.objects.filter(pk=chosen.pk).values().get() == {**before, "is_sample": False}
    assert model.objects.filter(is_sample=True).count() == len(others)


@pytest.mark.parametrize("model", ["bookings_workinghours", "bookings_sessiontype"])
def test_the_list_offers_it_in_words(desk: Browser, session_type: SessionType, model: str) -> None:
    assert "These are mine" in text(desk.get(reverse(f"admin:{model}_changelist")))


def test_the_rules_are_looked_at_and_saved(desk: Browser, session_type: SessionType) -> None:
    assert "These are mine" not in text(desk.get(reverse("admin:accounts_practitioner_changelist")))
