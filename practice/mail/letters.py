"""One text a message: its HTML is worked out from the same words, so both always say the same.

A letter's template is plain text: the first line is the subject, paragraphs are parted by empty lines, and a line
`Words: https://...` is a link under these words where it leads to this site.
"""

import re
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from practice.mail.compose import SUBJECT_LENGTH, Attachment, Mail, clean_line, render_plain, shared_values
from practice.models import Practice
from practice.templatetags.serein import spaced_phone

LINK = re.compile(r"^(?P<words>.+): (?P<address>https?://\S+)$")
JOINT = re.compile(r"[.\u2024\u3002\uff0e\uff61](?=\S)|:(?=//)")  # every dot of a domain that a browser knows; https:


def write_letter(
    template_name: str, context: Mapping[str, object], *, to: str, attachments: Sequence[Attachment] = ()
) -> Mail:
    """Return the message that a letter's template makes of `context`; it may also use what `ways_to_reach` says.

    Its `name` is what somebody typed, and may be read by somebody else: it holds nothing to press on.
    """
    safe = {**context, "name": unlinked(str(context["name"]))} if "name" in context else context
    subject, _newline, words = render_plain(template_name, {**ways_to_reach(), **safe}).strip().partition("\n")
    return dress_letter(subject, words, to=to, attachments=attachments)


def ways_to_reach() -> dict[str, object]:
    """Return how the practice is reached: `practice_phone` ("" where there is none), and `contact_url` to write to."""
    return {
        "practice_phone": spaced_phone(Practice.load().phone),
        "contact_url": f"{settings.SITE_URL}{reverse('contact')}",
    }


def dress_letter(subject: str, words: str, *, to: str, attachments: Sequence[Attachment] = ()) -> Mail:
    """Return the message that says `words`, with what stands at the end of every message: who sends it, and help."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", words.strip()) if part.strip()]
    values = shared_values() | {"subject": clean_line(subject, SUBJECT_LENGTH)}
    return Mail(
        to=to,
        subject=values["subject"],
        text=render_plain("emails/letter.txt", values | {"letter": "\n\n".join(paragraphs)}).strip() + "\n",
        html=render_to_string("emails/letter.html", values | {"letter": as_html(paragraphs)}),
        attachments=tuple(attachments),
    )


def unlinked(name: str) -> str:
    """Return a name in which no mail program finds an address to link: a space follows each dot within a word.

    One follows the colon of https:// too. So initials stay a name, where refusing every dot would turn people away.
    """
    return JOINT.sub(lambda joint: f"{joint[0]} ", name)


def as_html(paragraphs: Sequence[str]) -> SafeString:
    """Return paragraphs as HTML; whatever stands in them is shown as typed."""
    return format_html_join("\n", "<p>{}</p>", ((_lines(paragraph),) for paragraph in paragraphs))


def is_own(address: str) -> bool:
    """Say whether an address is on this site: a line may begin with a name, and a name may look like a link."""
    return address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")


def _lines(paragraph: str) -> SafeString:
    return mark_safe("<br>\n".join(_line(line.strip()) for line in paragraph.splitlines()))


def _line(line: str) -> SafeString:
    link = LINK.match(line)
    if link and is_own(link["address"]):
        return format_html('<a href="{}">{}</a>', link["address"], link["words"])
    return format_html("{}", line)
