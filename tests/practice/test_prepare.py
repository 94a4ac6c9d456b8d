"""A site on one's own machine is prepared in one go, and a second time nothing happens."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Practitioner, User
from bookings.models import SessionType, WorkingHours
from practice.models import HelpLine

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def prepare() -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("prepare", stdout=said)
    return said.getvalue()


def test_a_first_start_loads_facts_and_samples_and_prints_the_login_once() -> None:
    said = prepare()
    assert HelpLine.objects.exists()
    assert SessionType.objects.exists()
    assert said.count("password") == 1
    assert "Loaded: practice details (1), policy texts (" in said
    assert Practitioner.objects.get().user == User.objects.get(is_staff=True)


def test_a_second_start_says_nothing_and_loses_nothing() -> None:
    prepare()
    before = [model.objects.count() for model in (User, Practitioner, SessionType, WorkingHours, HelpLine)]
    SessionType.objects.filter(slug="couple").delete()
    assert prepare() == ""
    after = [model.objects.count() for model in (User, Practitioner, SessionType, WorkingHours, HelpLine)]
    assert after == [1, 1, before[2] - 1, *before[3:]]


def test_a_deployed_site_is_not_prepared_like_that(settings: Any) -> None:
    settings.IS_HTTPS = True
    with pytest.raises(CommandError, match="A deployed site runs migrate"):
        call_command("prepare")
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_database_behind_the_code_is_migrated_first() -> None:
    call_command("migrate", "worksheets", "0001", verbosity=0)
    try:
        assert prepare().startswith("Preparing the database.")
        call_command("migrate", check_unapplied=True, verbosity=0)  # exits where anything is left to do
    finally:
        call_command("migrate", verbosity=0)
