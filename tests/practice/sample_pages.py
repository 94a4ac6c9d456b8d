"""What the page templates are drawn with: one sample of each context that a view will give."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing
from typing import Any

from django.utils.safestring import mark_safe

from articles.meta import essay_meta
from articles.models import Essay, Topic
from articles.pages import Chapter
from articles.selectors import Neighbour
from bookings.doors import PUBLIC
from practice.models import Practice
from tests.practice.sample_forms import CodeForm, DetailsForm, EveryWidgetForm

ADDRESS = {"street": "205, Second Floor, Qutub Plaza", "area": "DLF Phase-1", "postal_code": "122002"}
PRACTICE = Practice(**ADDRESS, phone="+918826402150", whatsapp="+918826402150")
BODY = """
<p>Most of us learned early how to read a room. Far fewer were shown how to read ourselves, and to believe what we
found there.</p>
<h2 id="made-of">What it is made of</h2>
<p>Self-trust is an expectation you build, by experience, that you will act in your own interest when it counts.</p>
<ul><li>You say the true thing, even when your voice shakes a little.</li>
<li>You leave the conversation that has stopped being safe.</li></ul>
<blockquote><p>I can be gentle with you and still say no.</p>
<p>A boundary told kindly is not a door closed.</p></blockquote>
<h2 id="back">Building it back</h2>
<ol><li><strong>Name the feeling first.</strong> No verdict yet. A name is enough to stop running from it.</li>
<li><strong>Promise something tiny, then do it.</strong> Five minutes of quiet before answering.</li></ol>
"""


def essay(slug: str, title: str, summary: str, topic: str, **changes: Any) -> Essay:
    """Return an essay that is not stored."""
    given: dict[str, Any] = {
        "pk": 1,
        "slug": slug,
        "title": title,
        "summary": summary,
        "topic": Topic(slug=topic.lower(), name=topic, pk=1),
        "reading_minutes": 7,
        "publish_at": datetime(2026, 11, 12, 4, 30, tzinfo=UTC),
        "updated_at": datetime(2026, 11, 12, 4, 30, tzinfo=UTC),
        "body": BODY,
    }
    made = Essay(**{**given, **changes})
    card = {"code": "x4k7p2mz", "title": "Small promises", "minutes": 10}
    vars(made).update(worksheet_its_card=card)  # what the page's query adds
    return made


def neighbour(of: Essay) -> Neighbour:
    """Return what a link to an essay is made of."""
    return Neighbour(of.slug, of.title, of.language, 1)


ESSAYS = [
    essay(
        "self-trust-is-a-relationship-you-repair",
        "Self-trust is a relationship you repair",
        "It is rarely missing. More often it is worn thin by years of being the easy one, and it can be mended.",
        "Self-trust",
        reading_minutes=5,
    ),
    essay(
        "having-your-own-back",
        "Having your own back with the people you love",
        "Closeness does not ask you to disappear.",
        "Relationships",
        content_note="This essay speaks of leaving and of saying no. If you are afraid of someone at home, a no can "
        "raise the danger: plan with someone first (181 or 112 in India).",
        tonight="Write down one small promise to yourself for tomorrow.",
        worksheet_slug="small-promises",
        has_crisis_block=True,
    ),
    essay(
        "what-self-trust-asks-on-an-ordinary-day",
        "What self-trust asks of you on an ordinary day",
        "Staying with yourself when it would be easier to agree.",
        "Self-trust",
    ),
    essay(
        "what-your-body-asks-for-in-winter",
        "What your body asks for in winter",
        "Short light, full houses, and permission to slow down.",
        "Body",
    ),
]


def slot(value: str, time: str, other: str, *, is_chosen: bool = False) -> dict[str, Any]:
    """Return one slot as the view gives it."""
    long = f"Wednesday 25 November, {time} London"
    short = f"Wed 25 Nov, {time}"
    return {"value": value, "time": time, "other": other, "is_chosen": is_chosen, "long": long, "short": short}


EARLY = {
    "label": "Early",
    "slots": [
        slot("2026-11-24T05:30:00Z", "5:30 am", "11:00 am Gurgaon"),
        slot("2026-11-24T06:30:00Z", "6:30 am", "12:00 pm Gurgaon"),
    ],
}
MORNING = {"label": "Morning", "slots": [slot("2026-11-24T11:30:00Z", "11:30 am", "5:00 pm Gurgaon")]}
CHOSEN = {
    "label": "Early",
    "slots": [
        slot("2026-11-25T05:30:00Z", "5:30 am", "11:00 am Gurgaon"),
        slot("2026-11-25T07:30:00Z", "7:30 am", "1:00 pm Gurgaon", is_chosen=True),
    ],
}
PARTS: list[list[dict[str, Any]]] = [[], [EARLY, MORNING], [CHOSEN, MORNING], [EARLY], [EARLY, MORNING], [EARLY], []]
DAYS = [
    {
        "date_label": name[:3],
        "date_number": 23 + index,
        "date_long": f"{name} {23 + index} November",
        "iso": f"2026-11-{23 + index}",
        "parts": parts,
    }
    for index, (name, parts) in enumerate(
        zip(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], PARTS, strict=True)
    )
]
TYPE = Thing(
    name="Individual",
    description="One-to-one, about what brings you.",
    slug="individual",
    length_minutes=50,
    fee_rupees=2000,
    is_sample=True,
    modes=[Thing(label="in person"), Thing(label="online video")],
)
WHEN = {"short": "Wed 25 Nov, 7:30 am", "long": "Wednesday 25 November, 7:30 am London", "other": "1:00 pm in Gurgaon"}
REQUEST = {
    "type": TYPE,
    "mode": "video",
    "mode_label": "Online video",
    "mode_urls": [{"label": "in person", "url": "?mode=in_person", "is_chosen": False}],
    "chosen": WHEN,
    "cancellation_hours": 24,
    "types_url": "/book/",
    "times_url": "/book/individual/",
}
DETAILS = {**REQUEST, "form_action": "/book/individual/details/", "notice": Thing(version="2026-11-22")}
STEPS = [
    {"what": "You asked", "more": "Today, 8:14 pm", "is_done": True},
    {
        "what": "Dr Bhatt answers by Tuesday 24 November, 1:30 pm",
        "more": "You get an email either way. If she cannot, the time is released and other times are shown.",
        "is_done": False,
    },
    {"what": "Confirmed", "more": "The calendar entry and the private link arrive then.", "is_done": False},
]
TEXT = Thing(
    title="Confidentiality and its limits",
    summary="What stays in the room, and the few cases in which it cannot.",
    body=BODY,
    version="2026-11-22",
    starts_on=date(2026, 11, 22),
    is_reviewed=False,
)
LINES = [
    Thing(
        name="Tele-MANAS", number="14416", hours="24 hours", language="About 20 languages", cost="Free", checked_on=None
    ),
    Thing(name="Emergency services", number="112", hours="", language="", cost="", checked_on=date(2026, 11, 20)),
]
SESSION = Thing(
    booking=Thing(cancellation_hours=24),
    when="Wednesday 25 November 2026, 7:30 am to 8:20 am, London (GMT)",
    elsewhere="1:00 pm in Gurgaon (IST)",
    how="online video",
    deadline="Tuesday 24 November, 8:00 am GMT",
    free_until="",
    is_late=True,
)
WRONG = {"name": "Asha", "email": "asha@", "reach": "email", "is_adult": "yes"}
PAGES: dict[str, dict[str, Any]] = {
    "practice/home.html": {"essays": ESSAYS},
    "practice/about.html": {"text": TEXT, "session_types": [TYPE]},
    "practice/help.html": {"countries": [{"name": "India", "code": "IN", "lines": LINES}]},
    "practice/text_page.html": {
        "text": TEXT,
        "processors": [
            Thing(what_for="Messages", name="", learns="Address and time", when="When one is sent", country="")
        ],
    },
    "practice/contact.html": {"form": CodeForm(), "map_url": "https://www.openstreetmap.org/"},
    "articles/essay_list.html": {"essays": ESSAYS, "topics": [each.topic for each in ESSAYS[1:]], "topic": None},
    "articles/essay_detail.html": {
        "essay": ESSAYS[1],
        "previous": neighbour(ESSAYS[3]),
        "next": neighbour(ESSAYS[2]),
        "related": (neighbour(ESSAYS[0]),),
        "contents": (Chapter("made-of", "What it is made of"),) * 4,
        "meta": essay_meta(ESSAYS[1], "SereinMind"),
    },
    "articles/essay_search.html": {
        "query": "critic",
        "results": [{"essay": ESSAYS[0], "excerpt": mark_safe("Ask whose voice the <mark>critic</mark> borrowed.")}],
    },
    "bookings/booking_types.html": {"door": PUBLIC, "types": [TYPE, TYPE]},
    "bookings/booking_times.html": {
        "door": PUBLIC,
        **REQUEST,
        "zone_name": "Europe/London",
        "zone_label": "London (GMT)",
        "home_label": "Gurgaon",
        "zone_choices": [("Asia/Kolkata", "India (IST)"), ("Europe/London", "London (GMT)")],
        "days": DAYS,
        "week_label": "23 to 29 November",
        "earlier_url": "",
        "later_url": "?from=2026-11-30",
    },
    "bookings/booking_details.html": {**DETAILS, "form": DetailsForm()},
    "bookings/booking_verify.html": {
        "form": CodeForm(),
        "booking": Thing(email="asha@example.com", blocks=True, uuid="0b8f2a50-0000-4000-8000-000000000001"),
        "session": SESSION,
        "again_url": "/book/individual/details/",
    },
    "bookings/booking_asked.html": {
        "session": SESSION,
        "standing": Thing(
            title="Your time is held", label="Waiting for Dr Bhatt", kind="waiting", words="", steps=STEPS
        ),
        "acts": {"withdraw": "/book/manage/do/withdraw/"},
        "times_url": "/book/individual/",
        "essay": ESSAYS[0],
    },
    "bookings/booking_cancel.html": {
        "session": SESSION,
        "act": "cancel",
        "form": CodeForm(),
        "back_url": "/book/manage/",
    },
    "bookings/booking_already.html": {"session": SESSION, "type": TYPE, "page_url": "#"},
    "bookings/booking_find.html": {"form": CodeForm()},
    "accounts/space.html": {
        "asker": Thing(client=None),
        "standing": {
            "words": "Wednesdays, 7:30 am London, every week.",
            "links": [{"label": "Skip a week", "url": "#"}],
        },
        "worksheets": [
            {"title": "Small promises", "url": "#", "state_words": "3 of 7 days filled in. Private."},
            {"title": "When I leave myself", "url": "#", "state_words": "New, before Wednesday"},
        ],
        "ledger_url": "#",
    },
}
VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "details-with-errors": ("bookings/booking_details.html", {**DETAILS, "form": DetailsForm(WRONG)}),
    "every-widget": ("practice/contact.html", {"form": EveryWidgetForm()}),
    "every-widget-with-errors": ("practice/contact.html", {"form": EveryWidgetForm({})}),
    "not-open": (
        "bookings/booking_types.html",
        {"door": PUBLIC, "closed_title": "Not open yet", "closed_words": "The practice takes no requests yet."},
    ),
    "nothing-found": ("articles/essay_search.html", {"query": "zebra", "results": []}),
    "nothing-in-the-space": ("accounts/space.html", {"asker": Thing(client=None), "worksheets": []}),
    "declined": (
        "bookings/booking_asked.html",
        {
            "session": SESSION,
            "standing": Thing(title="This time did not work out", label="Declined", kind="", words="Others are free."),
            "times_url": "/book/individual/",
        },
    ),
    "another-time-proposed": (
        "bookings/booking_asked.html",
        {
            "session": SESSION,
            "standing": Thing(title="Another time", label="Please answer", kind="waiting", words="Does it suit?"),
            "acts": {"accept": "#", "refuse": "#"},
        },
    ),
    "time-gone": (
        "bookings/booking_details.html",
        {
            **DETAILS,
            "form": DetailsForm(),
            "is_gone": True,
            "other_times": [Thing(value="2026-11-25T08:30:00Z", when="Wednesday 25 November, 8:30 am", elsewhere="")],
        },
    ),
}
ERRORS = [f"{status}.html" for status in (400, 403, 404, 409, 422, 429, 500, 503)] + ["not_allowed.html"]
