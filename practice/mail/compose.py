"""What one message says and to whom, and how it becomes an email."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import default as policy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils.translation import get_language

from practice.mail.discretion import neutral_name
from practice.models import OutgoingMessage, Practice

# Ends of lines, other controls, half characters, and the marks that turn the direction of what follows.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
SPECIAL = re.compile(r'[<>@,;:"\\()\[\]]+')
SUBJECT_LENGTH = 150
NAME_LENGTH = 80


class UnfitMailError(ValueError):
    """A message cannot be addressed as asked. Carries nothing of the address."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `content_type` may carry parameters, such as a calendar's method."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"

    def as_part(self) -> MIMEPart:
        """Return the file as a part of an email, its bytes untouched."""
        header = policy.header_factory("Content-Type", self.content_type)
        part = MIMEPart(policy=policy)
        part.set_content(
            self.content,
            maintype=header.maintype,
            subtype=header.subtype,
            params=dict(header.params),
            disposition="attachment",
            filename=clean_line(self.filename, NAME_LENGTH),
        )
        return part


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person. The subject is cleaned to one line; `to_name` may be anything and stays a name.

    `from_name` is for recipients who chose plain words: any other message comes under the name that tells nothing.

    Raises:
        UnfitMailError: `to` is not exactly one plain address.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: Sequence[Attachment] = ()
    to_name: str = ""
    from_name: str = ""

    def __post_init__(self) -> None:
        try:
            validate_email(self.to)
        except ValidationError:
            raise UnfitMailError from None
        if UNSAFE.search(self.to):
            raise UnfitMailError
        object.__setattr__(self, "subject", clean_line(self.subject, SUBJECT_LENGTH))


def clean_line(text: str, length: int) -> str:
    """Return `text` as one line that is safe in a header, at most `length` characters long."""
    return " ".join(UNSAFE.sub(" ", text).split())[:length].rstrip()


def named_address(name: str, address: str) -> Address:
    """Return an address with a display name that cannot be read as anything else."""
    return Address(display_name=clean_line(SPECIAL.sub(" ", name), NAME_LENGTH), addr_spec=address)


def sender(name: str = "") -> Address:
    """Return whom messages come from: the practice's own address once it is set, under a name that tells nothing.

    `name` takes the place of that name for someone who chose plain words.
    """
    practice = Practice.load()
    return named_address(name or neutral_name(practice.name), practice.email or settings.DEFAULT_FROM_EMAIL)


def render_mail(
    template_prefix: str, context: Mapping[str, object], *, to: str, attachments: Sequence[Attachment] = ()
) -> Mail:
    """Return the message of three templates under `emails/`: `<prefix>.subject.txt`, `<prefix>.txt`, `<prefix>.html`.

    They also get `shared_values()` and `subject`, and extend `emails/base.txt` and `emails/base.html`. In the .txt
    templates nothing is escaped.
    """
    values = {**shared_values(), **context}
    subject = clean_line(render_plain(f"emails/{template_prefix}.subject.txt", values), SUBJECT_LENGTH)
    values["subject"] = subject
    return Mail(
        to=to,
        subject=subject,
        text=render_plain(f"emails/{template_prefix}.txt", values).strip() + "\n",
        html=render_to_string(f"emails/{template_prefix}.html", values),
        attachments=tuple(attachments),
    )


def shared_values() -> dict[str, str]:
    """Return what every template of a message may use: `sender_name`, `site_url` and `language`."""
    return {
        "sender_name": neutral_name(Practice.load().name),
        "site_url": settings.SITE_URL,
        "language": get_language() or settings.LANGUAGE_CODE,
    }


def render_plain(template_name: str, values: Mapping[str, object]) -> str:
    """Return a rendered text template, characters such as & and < left as they are."""
    template = Engine.get_default().get_template(template_name)
    return str(template.render(Context(dict(values), autoescape=False)))


def to_email(mail: Mail, message: OutgoingMessage) -> EmailMultiAlternatives:
    """Return the email of a message: the same Message-ID at every attempt, and one recipient."""
    email = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=str(sender(mail.from_name)),
        to=[mail.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.to_name:
        email.extra_headers["To"] = named_address(mail.to_name, mail.to)
    if mail.html:
        email.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        email.attach(attachment.as_part())
    return email
