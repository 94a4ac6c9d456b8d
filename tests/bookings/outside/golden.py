"""Calendar files written by hand, each with what it is busy with, worked out without any library of calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.bookings.outside.plain import (
    DAY,
    HOUR,
    OWN,
    OWN_ZONE,
    Span,
    at,
    calendar,
    days_from,
    event,
    wall,
    whole_days,
)

MONDAY = date(2026, 11, 23)
NIGHT = "Europe/London"
NEW_YORK = "America/New_York"
HOME = "Asia/Kolkata"


@dataclass(frozen=True)
class Golden:
    """A file, its busy time, and how many of its entries cannot be read."""

    name: str
    content: bytes
    busy: list[Span]
    unreadable: int = 0


WEEKLY_IN_LONDON = [
    "DTSTART;TZID=Europe/London:20261123T180000",
    "DTEND;TZID=Europe/London:20261123T190000",
    "RRULE:FREQ=WEEKLY;COUNT=30",
]
TEN = ["DTSTART:20261123T100000Z", "DTEND:20261123T110000Z"]
TEN_SPAN = (datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC))

GOLDEN = [
    Golden("an hour in UTC", calendar(event(*TEN)), [TEN_SPAN]),
    Golden(
        "a length instead of an end",
        calendar(event("DTSTART:20261123T100000Z", "DURATION:P1DT2H30M")),
        [(TEN_SPAN[0], TEN_SPAN[0] + timedelta(hours=26, minutes=30))],
    ),
    Golden(
        "the same hour in London through both changes of its clock",
        calendar(event(*WEEKLY_IN_LONDON)),
        [wall(NIGHT, day, 18) for day in days_from(MONDAY, 7, 30)],
    ),
    Golden(
        "occurrences left out, added and moved",
        calendar(
            event(
                *WEEKLY_IN_LONDON[:2],
                "RRULE:FREQ=WEEKLY;COUNT=5",
                "EXDATE;TZID=Europe/London:20261130T180000",
                "RDATE;TZID=Europe/London:20261202T200000,20261203T200000",
            ),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20261207T180000",
                "DTSTART;TZID=Europe/London:20261208T073000",
                "DTEND;TZID=Europe/London:20261208T100000",
            ),
        ),
        [
            wall(NIGHT, MONDAY, 18),
            wall(NIGHT, date(2026, 12, 2), 20),
            wall(NIGHT, date(2026, 12, 3), 20),
            wall(NIGHT, date(2026, 12, 8), 7, 30, lasts=2.5 * HOUR),
            wall(NIGHT, date(2026, 12, 14), 18),
            wall(NIGHT, date(2026, 12, 21), 18),
        ],
    ),
    Golden(
        "one occurrence called off, one marked as free",
        calendar(
            event(*TEN, "RRULE:FREQ=DAILY;COUNT=4"),
            event(
                "RECURRENCE-ID:20261124T100000Z",
                "DTSTART:20261124T100000Z",
                "DTEND:20261124T110000Z",
                "STATUS:CANCELLED",
            ),
            event(
                "RECURRENCE-ID:20261125T100000Z",
                "DTSTART:20261125T100000Z",
                "DTEND:20261125T110000Z",
                "TRANSP:TRANSPARENT",
            ),
        ),
        [TEN_SPAN, (TEN_SPAN[0] + 3 * DAY, TEN_SPAN[1] + 3 * DAY)],
    ),
    Golden(
        "all occurrences from one on half an hour later",
        calendar(
            event(*TEN, "RRULE:FREQ=DAILY;COUNT=4"),
            event(
                "RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T100000Z",
                "DTSTART:20261125T103000Z",
                "DTEND:20261125T113000Z",
            ),
        ),
        [
            (TEN_SPAN[0] + number * DAY + later, TEN_SPAN[1] + number * DAY + later)
            for number, later in enumerate([timedelta(), timedelta(), HOUR / 2, HOUR / 2])
        ],
    ),
    Golden("free time is not busy", calendar(event(*TEN, "TRANSP:TRANSPARENT")), []),
    Golden("nor is what was called off", calendar(event(*TEN, "STATUS:CANCELLED")), []),
    Golden("what is only pencilled in is", calendar(event(*TEN, "STATUS:TENTATIVE")), [TEN_SPAN]),
    Golden(
        "whole days at home",
        calendar(
            event("DTSTART;VALUE=DATE:20261123"),
            event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204", uid="two"),
        ),
        [whole_days(HOME, MONDAY), whole_days(HOME, date(2026, 12, 1), 3)],
    ),
    Golden(
        "whole days and hours without a zone, by the clock that the calendar names",
        calendar(
            event("DTSTART;VALUE=DATE:20261123"),
            event("DTSTART:20270329T090000", "DTEND:20270329T100000", "RRULE:FREQ=WEEKLY;COUNT=3", uid="two"),
            head=["X-WR-TIMEZONE:Europe/London"],
        ),
        [whole_days(NIGHT, MONDAY), *(wall(NIGHT, day, 9) for day in days_from(date(2027, 3, 29), 7, 3))],
    ),
    Golden(
        "hours without a zone, at home",
        calendar(event("DTSTART:20261123T090000", "DTEND:20261123T100000")),
        [wall(HOME, MONDAY, 9)],
    ),
    Golden(
        "a zone that the calendar brings along, in winter and in summer",
        calendar(
            OWN_ZONE,
            event(
                "DTSTART;TZID=Office of the moon:20261123T090000",
                "DTEND;TZID=Office of the moon:20261123T100000",
                "RRULE:FREQ=MONTHLY;BYMONTHDAY=23;COUNT=6",
            ),
        ),
        [
            (datetime(year, month, 23, hour, tzinfo=UTC), datetime(year, month, 23, hour + 1, tzinfo=UTC))
            for year, month, hour in [
                (2026, 11, 4),
                (2026, 12, 4),
                (2027, 1, 4),
                (2027, 2, 4),
                (2027, 3, 4),
                (2027, 4, 3),
            ]
        ],
    ),
    Golden(
        "a zone as Windows calls it",
        calendar(event("DTSTART;TZID=Eastern Standard Time:20270701T090000", "DURATION:PT1H")),
        [wall(NEW_YORK, date(2027, 7, 1), 9)],
    ),
    Golden(
        "a zone with the name of its maker before it",
        calendar(event("DTSTART;TZID=/maker.example/20200101/Europe/London:20261123T180000", "DURATION:PT1H")),
        [wall(NIGHT, MONDAY, 18)],
    ),
    Golden(
        "a zone that nobody knows: by the clock at home, and counted",
        calendar(event("DTSTART;TZID=Nowhere/Land:20261123T090000", "DURATION:PT1H")),
        [wall(HOME, MONDAY, 9)],
        unreadable=1,
    ),
    Golden(
        "until a day, that day included",
        calendar(
            event("DTSTART;TZID=America/New_York:20261123T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261125")
        ),
        [wall(NEW_YORK, day, 20) for day in days_from(MONDAY, 1, 3)],
    ),
    Golden(
        "until an hour without a zone: on the clock of the entry",
        calendar(
            event(
                "DTSTART;TZID=America/New_York:20261123T200000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=20261125T200000",
            )
        ),
        [wall(NEW_YORK, day, 20) for day in days_from(MONDAY, 1, 3)],
    ),
    Golden(
        "until an instant, for hours without a zone",
        calendar(event("DTSTART:20261123T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261125T143000Z")),
        [wall(HOME, day, 20) for day in days_from(MONDAY, 1, 3)],
    ),
    Golden(
        "whole days until an instant",
        calendar(event("DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=WEEKLY;UNTIL=20261207T000000Z")),
        [whole_days(HOME, day) for day in days_from(MONDAY, 7, 3)],
    ),
    Golden(
        "the last Friday of each month, begun long ago",
        calendar(
            event(
                "DTSTART;TZID=Asia/Kolkata:20150130T160000",
                "DTEND;TZID=Asia/Kolkata:20150130T173000",
                "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270228T000000Z",
            )
        ),
        [
            wall(HOME, day, 16, lasts=1.5 * HOUR)
            for day in (date(2026, 11, 27), date(2026, 12, 25), date(2027, 1, 29), date(2027, 2, 26))
        ],
    ),
    Golden(
        "over midnight, and one beside the other: joined",
        calendar(
            event("DTSTART:20261123T220000Z", "DTEND:20261124T020000Z"),
            event("DTSTART:20261124T020000Z", "DTEND:20261124T030000Z", uid="two"),
            event("DTSTART:20261124T010000Z", "DTEND:20261124T013000Z", uid="three"),
        ),
        [(at("UTC", 2026, 11, 23, 22), at("UTC", 2026, 11, 24, 3))],
    ),
    Golden(
        "seconds are rounded outwards",
        calendar(event("DTSTART:20261123T100030Z", "DTEND:20261123T105959Z")),
        [TEN_SPAN],
    ),
    Golden("no length, no time", calendar(event("DTSTART:20261123T100000Z")), []),
    Golden(
        "an end before the start",
        calendar(event("DTSTART:20261123T110000Z", "DTEND:20261123T100000Z"), event(*TEN, uid="two")),
        [TEN_SPAN],
        unreadable=1,
    ),
    Golden(
        "a length below nothing",
        calendar(event("DTSTART:20261123T110000Z", "DURATION:-PT1H"), event(*TEN, uid="two")),
        [TEN_SPAN],
        unreadable=1,
    ),
    Golden(
        "a day as the start and an hour as the end",
        calendar(event("DTSTART;VALUE=DATE:20261123", "DTEND:20261123T100000Z")),
        [],
        unreadable=1,
    ),
    Golden(
        "years far away",
        calendar(
            event("DTSTART:00010101T000000Z", "DTEND:00010101T010000Z"),
            event("DTSTART:99991231T230000Z", "DTEND:99991231T235959Z", uid="two"),
            event("DTSTART:00010101T000000Z", "DTEND:99991231T000000Z", uid="three"),
            event("DTSTART;VALUE=DATE:18991230", "DTEND;VALUE=DATE:18991231", uid="four"),
            event(*TEN, uid="five"),
        ),
        [TEN_SPAN],
        unreadable=1,  # all of time is not something that anyone is busy with
    ),
    Golden(
        "the practice's own sessions are left out",
        calendar(event(*TEN, uid=f"0b6d9f5e@{OWN}"), event(*WEEKLY_IN_LONDON, uid=f"AAAA@{OWN.upper()}")),
        [],
    ),
    Golden(
        "one identifier for several entries: none is lost",
        calendar(event(*TEN), event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z")),
        [TEN_SPAN, (TEN_SPAN[0] + 8 * DAY, TEN_SPAN[1] + 8 * DAY)],
    ),
    Golden(
        "two versions of one entry: the newer counts",
        calendar(event(*TEN, "SEQUENCE:2"), event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z", "SEQUENCE:1")),
        [TEN_SPAN],
    ),
    Golden(
        "entries without an identifier",
        calendar(event(*TEN, uid=""), event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z", uid="")),
        [TEN_SPAN, (TEN_SPAN[0] + 8 * DAY, TEN_SPAN[1] + 8 * DAY)],
    ),
    Golden(
        "a changed occurrence whose series is not in the file",
        calendar(event("RECURRENCE-ID:20261122T090000Z", *TEN)),
        [TEN_SPAN],
    ),
    Golden(
        "alarms, tasks and notes take no time",
        calendar(
            event(*TEN, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "REPEAT:4", "END:VALARM"),
            "BEGIN:VTODO\nUID:t\nDTSTART:20261201T100000Z\nDUE:20261202T100000Z\nEND:VTODO\n",
            "BEGIN:VJOURNAL\nUID:j\nDTSTART:20261201T100000Z\nEND:VJOURNAL\n",
        ),
        [TEN_SPAN],
    ),
    Golden(
        "a list of busy time without entries",
        calendar(
            "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY;FBTYPE=BUSY:20261123T100000Z/PT1H,20261124T100000Z/20261124T113000Z\n"
            "FREEBUSY;FBTYPE=FREE:20261126T100000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261127T100000Z/PT1H\n"
            "END:VFREEBUSY\n"
        ),
        [
            TEN_SPAN,
            (TEN_SPAN[0] + DAY, TEN_SPAN[1] + DAY + HOUR / 2),
            (TEN_SPAN[0] + 4 * DAY, TEN_SPAN[1] + 4 * DAY),
        ],
    ),
    Golden(
        "a broken rule, a broken day and a broken exception cost only their own entries",
        calendar(
            event(*TEN, "RRULE:FREQ=NEVER", uid="a"),
            event("DTSTART:2026-11-24", uid="b"),
            event(*TEN, "EXDATE:whenever", uid="c"),
            event("SUMMARY:nothing else", uid="d"),
            event(*TEN, uid="e"),
        ),
        [TEN_SPAN],
        unreadable=4,
    ),
    Golden(
        "a broken occurrence costs its whole series",
        calendar(event(*TEN, "RRULE:FREQ=DAILY;COUNT=3"), event("RECURRENCE-ID:20261124T100000Z", "DTSTART:x")),
        [],
        unreadable=2,
    ),
    Golden(
        "broken titles, places and links cost nothing",
        calendar(
            event(*TEN, "SUMMARY;LANGUAGE:\\", "GEO:here", "ATTACH;VALUE=BINARY:%%%", 'X-A;B="C:D":E', "no colon")
        ),
        [TEN_SPAN],
    ),
    Golden("an old fault troubles nobody", calendar(event("DTSTART:20120101T100000Z", "DTEND:20120101T090000Z")), []),
    Golden(
        "every second for ever",
        calendar(event(*TEN, "RRULE:FREQ=SECONDLY", uid="a"), event(*TEN, uid="b")),
        [TEN_SPAN],
        unreadable=1,
    ),
    Golden("the calendar of another people", calendar(event(*TEN), head=["CALSCALE:HEBREW"]), [], unreadable=1),
    Golden("an empty calendar", calendar(), []),
]
