"""Whom somebody can call where her clock is: from the help lines that are stored, and from nothing else."""

import pytest
from django.core.management import call_command

from practice.models import HelpLine
from practice.nearest_help import HOME_COUNTRY, UNION, country_of, help_near, young_help_near
from practice.zones import OFFERED, zone_names


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    call_command("load_facts", verbosity=0)


def numbers(zone: str) -> list[str]:
    return [line.number for line in help_near(zone).lines]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Calcutta", "", "Mars/Olympus"])
def test_in_india_and_where_no_zone_is_known_the_numbers_are_those_of_home(zone: str) -> None:
    assert help_near(zone).is_home
    assert numbers(zone) == []


@pytest.mark.parametrize(
    ("zone", "country", "lines"),
    [
        ("Europe/London", "United Kingdom", ["116 123", "999", "112"]),
        ("Europe/Dublin", "Ireland", ["116 123", "999", "112"]),
        ("America/New_York", "United States", ["988", "911"]),
        ("America/Indianapolis", "United States", ["988", "911"]),
        ("America/Vancouver", "Canada", ["988", "911"]),
        ("Australia/Perth", "Australia", ["13 11 14", "000"]),
        ("Pacific/Auckland", "New Zealand", ["1737", "111"]),
        ("Europe/Berlin", "European Union", ["112"]),
    ],
)
def test_abroad_the_lines_are_those_of_the_country_of_the_zone(zone: str, country: str, lines: list[str]) -> None:
    near = help_near(zone)
    assert (near.is_home, near.country, numbers(zone)) == (False, country, lines)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Dubai", "Europe/Zurich", "UTC"])
def test_where_no_line_is_stored_none_is_named(zone: str) -> None:
    near = help_near(zone)
    assert (near.is_home, near.country, near.lines) == (False, "", [])


def test_who_is_there_to_talk_comes_before_emergencies_whatever_the_order() -> None:
    HelpLine.objects.filter(country="GB", kind="crisis").update(order=99)
    assert numbers("Europe/London")[0] == "116 123"


def test_a_hidden_line_and_one_for_some_people_only_are_not_named() -> None:
    HelpLine.objects.filter(country="GB", number="112").update(is_shown=False)
    HelpLine.objects.filter(country="GB", number="999").update(kind="women")
    assert numbers("Europe/London") == ["116 123"]
    HelpLine.objects.filter(country="GB").update(is_shown=False)
    assert numbers("Europe/London") == []


def test_every_country_with_a_line_is_reached_by_a_zone_and_every_zone_on_offer_has_a_country() -> None:
    reached = {country_of(zone) for zone in zone_names()}
    assert set(HelpLine.objects.values_list("country", flat=True)) - reached == {UNION}
    assert [zone for zone in OFFERED if not country_of(zone)] == ["UTC"]
    assert [zone for zone in sorted(zone_names()) if country_of(zone) == HOME_COUNTRY] == [
        "Asia/Calcutta",
        "Asia/Kolkata",
    ]


# Young people


def young(zone: str) -> tuple[list[str], list[str]]:
    found = young_help_near(zone)
    assert found is not None
    return [line.number for line in found.near], [line.number for line in found.others]


def test_at_home_a_young_person_is_named_the_lines_for_the_young() -> None:
    assert young("Asia/Kolkata") == (["1098"], [])


def test_abroad_a_young_person_is_named_the_lines_there_first_and_those_of_home_last() -> None:
    assert young("Europe/London") == (["116 123", "999", "112"], ["1098"])
    HelpLine.objects.create(country="GB", country_name="United Kingdom", name="Young", number="0800 1111", kind="child")
    assert young("Europe/London") == (["0800 1111", "116 123", "999", "112"], ["1098"])
    assert young("Asia/Kolkata") == (["1098"], ["0800 1111"])


def test_where_no_line_is_known_nearby_only_those_of_home_come_after_the_help_by_country() -> None:
    assert young("Asia/Dubai") == ([], ["1098"])


def test_without_a_line_for_the_young_there_is_none_to_name() -> None:
    HelpLine.objects.filter(kind="child").update(is_shown=False)
    assert young_help_near("Europe/London") is None
