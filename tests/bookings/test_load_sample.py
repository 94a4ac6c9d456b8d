"""Samples are marked as such, loaded once, and never on a deployed site."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Practitioner
from bookings.models import SessionType, WorkingHours
from tests.factories import make_practitioner

pytestmark = pytest.mark.django_db


def load_sample() -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("load_sample", stdout=said)
    return said.getvalue()


def test_everything_loaded_is_marked_as_a_sample() -> None:
    load_sample()
    for model in (Practitioner, SessionType, WorkingHours):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()


def test_each_sample_type_keeps_to_the_rules_of_a_type() -> None:
    load_sample()
    for session_type in SessionType.objects.all():
        session_type.full_clean()
    for hours in WorkingHours.objects.all():
        hours.full_clean()


def test_samples_are_not_loaded_beside_a_practitioner() -> None:
    make_practitioner()
    assert load_sample() == ""
    assert not SessionType.objects.exists()


def test_removed_samples_do_not_come_back() -> None:
    load_sample()
    SessionType.objects.all().delete()
    load_sample()
    assert not SessionType.objects.exists()


def test_a_deployed_site_takes_no_samples(settings: Any) -> None:
    settings.IS_HTTPS = True
    with pytest.raises(CommandError, match="Samples are for trying"):
        load_sample()
    assert not Practitioner.objects.exists()
