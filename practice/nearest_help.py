"""Whom somebody can call where she is: the help lines of the country of her time zone.

A zone says where a clock is right, not where somebody is, so whatever is shown leads on to the help by country.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from practice.models import HelpLine
from practice.zones import is_zone

HOME_COUNTRY = "IN"
UNION = "EU"  # whose lines stand for a member that has none of its own
MEMBERS = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
SHOWN = (HelpLine.Kind.CRISIS, HelpLine.Kind.EMERGENCY)


@dataclass(frozen=True, slots=True)
class NearestHelp:
    """What is shown first. Away from home without lines, the help by country is; the numbers of home come after it."""

    is_home: bool
    country: str = ""
    lines: list[HelpLine] = field(default_factory=list)


def help_near(zone_name: str) -> NearestHelp:
    """Return whom to call by the clock of a zone; a name that is not known counts as home, as it does elsewhere."""
    country = country_of(zone_name)
    if country == HOME_COUNTRY or not is_zone(zone_name):
        return NearestHelp(is_home=True)
    lines = lines_of(country) or (lines_of(UNION) if country in MEMBERS.split() else [])
    return NearestHelp(is_home=False, country=lines[0].country_name if lines else "", lines=lines)


@dataclass(frozen=True, slots=True)
class YoungHelp:
    """Whom a young person can call: where she is first; away from home the help by country before the numbers of home.

    `near` are the lines for young people where her clock is, and away from home those for everyone there.
    """

    is_home: bool
    near: list[HelpLine]
    others: list[HelpLine]

    @property
    def lines(self) -> list[HelpLine]:
        """All of them, nearest first."""
        return [*self.near, *self.others]


def young_help_near(zone_name: str) -> YoungHelp | None:
    """Return whom a young person can call by the clock of a zone; None where no line for her is shown."""
    adult = help_near(zone_name)
    young = list(HelpLine.objects.filter(kind=HelpLine.Kind.CHILD, is_shown=True))
    if not young:
        return None
    country = HOME_COUNTRY if adult.is_home else country_of(zone_name)
    near = [line for line in young if line.country == country]
    others = [line for line in young if line.country != country]
    return YoungHelp(adult.is_home, [*near, *adult.lines], others)


def lines_of(country: str) -> list[HelpLine]:
    """Return the lines for everyone in a country that are shown: who is there to talk, then emergencies."""
    rows = HelpLine.objects.filter(country=country, is_shown=True, kind__in=SHOWN)
    return sorted(rows, key=lambda line: SHOWN.index(HelpLine.Kind(line.kind)))


def country_of(zone_name: str) -> str:
    """Return the two letters of the country whose clock a zone is; "" where it is none's."""
    return _countries().get(zone_name, "")


@cache
def _countries() -> Mapping[str, str]:
    """Read the table that comes with the zones; browsers still say some by an older name, such as Asia/Calcutta."""
    folder = files("tzdata") / "zoneinfo"
    table = folder.joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")]
    named = {name: country for country, _place, name, *_comments in rows}
    links = [line.split() for line in folder.joinpath("tzdata.zi").read_text(encoding="utf-8").splitlines()]
    older = {link[2]: named[link[1]] for link in links if link[:1] == ["L"] and link[1] in named}
    return older | named
