"""Which text is in force, what is filled into it, and when it may no longer change."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Consent
from practice.models import PolicyText
from practice.texts import current_text, fill_in, is_in_use
from tests.factories import NOW, make_client, make_policy

DAY = date(2026, 11, 22)


@pytest.mark.django_db
def test_the_newest_version_in_force_counts() -> None:
    for day in (date(2026, 1, 1), date(2026, 11, 22), date(2026, 11, 23)):
        make_policy(version=str(day), starts_on=day)
    found = current_text("notice", on=DAY)
    assert found is not None
    assert found.version == "2026-11-22"


@pytest.mark.django_db
def test_of_two_versions_of_one_day_the_later_named_counts() -> None:
    for version in ("1.1", "1.0"):
        make_policy(version=version, starts_on=DAY)
    found = current_text("notice", on=DAY)
    assert found is not None
    assert found.version == "1.1"


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "language"), [("other", "en-gb"), ("notice", "hi")])
def test_another_text_or_language_does_not_stand_in(slug: str, language: str) -> None:
    make_policy()
    assert current_text(slug, language, DAY) is None


@pytest.mark.django_db
def test_nothing_is_in_force_before_its_day() -> None:
    make_policy(starts_on=date(2026, 11, 23))
    assert current_text("notice", on=DAY) is None


def test_values_are_filled_in_and_escaped() -> None:
    assert fill_in("<p>{hours} h, {name}</p>", hours=24, name="<b>") == "<p>24 h, &lt;b&gt;</p>"


def test_braces_that_nobody_knows_stay_as_typed() -> None:
    assert fill_in("<p>{hours}, {else}</p>", hours=24) == "<p>24, {else}</p>"


@pytest.mark.django_db
def test_a_text_is_in_use_once_somebody_agreed_to_it() -> None:
    text = make_policy()
    assert not is_in_use(text)
    Consent.objects.create(client=make_client(), policy_text=text, given_at=NOW)
    assert is_in_use(text)


@pytest.mark.django_db
def test_a_file_changed_under_a_version_that_was_agreed_to_stops_the_loading() -> None:
    call_command("load_facts", verbosity=0)
    text = PolicyText.objects.get(slug="notice")
    Consent.objects.create(client=make_client(), policy_text=text, given_at=NOW)
    call_command("load_facts", verbosity=0)  # the same words are no change
    PolicyText.objects.filter(pk=text.pk).update(body="<p>What was agreed to.</p>")
    with pytest.raises(CommandError, match=r"notice\.md was changed, but people have agreed to its version"):
        call_command("load_facts", verbosity=0)
    assert PolicyText.objects.get(pk=text.pk).body == "<p>What was agreed to.</p>"


@pytest.mark.django_db
def test_the_second_shipped_version_of_a_day_follows_the_first_which_stays_for_whoever_agreed_to_it() -> None:
    first = make_policy("cancellation", version="2026-11-22", starts_on=date(2026, 11, 22))
    call_command("load_facts", verbosity=0)
    second = current_text("cancellation", on=date(2026, 11, 22))
    assert second is not None
    assert (second.version, second.starts_on, second.is_reviewed) == ("2026-11-22.2", first.starts_on, False)
    first.refresh_from_db()
    assert first.body != second.body
