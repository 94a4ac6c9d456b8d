"""Read on one's own machine what would have been sent: /mailbox/, nowhere else."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as policy
from io import BytesIO
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.utils.timezone import get_default_timezone_name
from django.views.decorators.http import require_safe

from practice.limits import parse_address
from practice.mail.backends import mailbox_folder
from practice.times import Place, say_short

SHOWN = 200
LONGEST_NAME = 100
NAME_FORMAT = "%Y%m%d-%H%M%S"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of the folder."""

    name: str
    written_at: datetime | None
    email: EmailMessage

    @property
    def subject(self) -> str:
        """Return the subject line."""
        return str(self.email["Subject"] or "")

    @property
    def recipient(self) -> str:
        """Return the address it goes to."""
        return str(self.email["To"] or "")

    @property
    def written(self) -> str:
        """Return when it was written, by the practice's clock; empty where the name does not say."""
        zone = get_default_timezone_name()
        return say_short(self.written_at, Place(ZoneInfo(zone), zone)) if self.written_at else ""

    @property
    def text(self) -> str:
        """Return the text part, empty where there is none."""
        part = self.email.get_body(("plain",))
        return str(part.get_content()) if part else ""

    @property
    def has_html(self) -> bool:
        """Say whether there is an HTML part."""
        return self.email.get_body(("html",)) is not None

    @property
    def filenames(self) -> list[str]:
        """Return the names of the attachments, in their order."""
        return [part.get_filename("") for part in self.email.iter_attachments()]


def folder_for(request: HttpRequest) -> Path:
    """Return the folder of the messages.

    Raises:
        Http404: the site is not on loopback, mail really goes out, or the visitor sits at another machine.
    """
    folder = mailbox_folder()
    if folder is None or not is_near(request) or not settings.SHOWS_MAILBOX:
        raise Http404
    return folder


def is_near(request: HttpRequest) -> bool:
    """Say whether the visitor sits at this machine: a proxy or a tunnel that brings others stands here as well.

    What it says of them is read from both headers in use. An element of `Forwarded` that names nobody may hide anybody.
    """
    claims = request.headers.get("X-Forwarded-For", "")
    elements = request.headers.get("Forwarded", "")
    hops = [
        request.META.get("REMOTE_ADDR", ""),
        *(claims.split(",") if claims else []),
        *(forwarded_for(element) for element in elements.split(",") if elements),
    ]
    addresses = [parse_address(hop) for hop in hops]
    return all(address is not None and address.is_loopback for address in addresses)


def forwarded_for(element: str) -> str:
    """Return whom one element of `Forwarded` names, such as for="[2001:db8::1]:80";proto=https; "" where nobody."""
    pairs = (pair.partition("=") for pair in element.split(";"))
    named = [value.strip().strip('"') for name, _equals, value in pairs if name.strip().lower() == "for"]
    return named[0] if len(named) == 1 else ""


def read_letter(path: Path, *, headers_only: bool = False) -> Letter:
    """Return one message of the folder."""
    with path.open("rb") as file:
        email = BytesParser(policy=policy).parse(file, headersonly=headers_only)
    try:
        written_at = datetime.strptime(path.stem[:15], NAME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        written_at = None
    return Letter(path.stem, written_at, email)


def get_letter(request: HttpRequest, name: str) -> Letter:
    """Return the message of a name.

    Raises:
        Http404: there is none, or no mailbox here.
    """
    folder = folder_for(request)
    if len(name) > LONGEST_NAME:
        raise Http404  # no file has such a name, and the file system would refuse to look
    path = folder / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return read_letter(path)


@require_safe
def show_mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages."""
    paths = sorted(folder_for(request).glob("*.eml"), reverse=True)[:SHOWN]
    letters = [read_letter(path, headers_only=True) for path in paths]
    return render(request, "practice/mailbox_list.html", {"letters": letters})


@require_safe
def show_message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message: its text, then what else it holds."""
    return render(request, "practice/mailbox_detail.html", {"letter": get_letter(request, name)})


@require_safe
def show_part(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """Answer with the HTML part (0) or an attachment (1, 2, ...) of one message."""
    letter = get_letter(request, name)
    if number == 0:
        return html_part(letter)
    attachments = list(letter.email.iter_attachments())
    if number > len(attachments):
        raise Http404
    part = attachments[number - 1]
    content = cast(bytes, part.get_payload(decode=True) or b"")
    response = FileResponse(BytesIO(content), as_attachment=True, filename=part.get_filename("file"))
    response.headers["Content-Type"] = "application/octet-stream"
    return response


def html_part(letter: Letter) -> HttpResponse:
    """Return the HTML part, shut off from the site, with nothing allowed but its own style sheet."""
    part = letter.email.get_body(("html",))
    if part is None:
        raise Http404
    html = str(part.get_content())
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in STYLE.findall(html)]
    styles = [f"'sha256-{value}'" for value in hashes] or [CSP.NONE]
    rules = build_policy({"default-src": [CSP.NONE], "style-src": styles, "sandbox": [""]})
    return HttpResponse(html, headers={CSP.HEADER_ENFORCE.value: rules})


def forget_letters(address: str) -> int:
    """Delete the messages of the folder that go to an address or name it; return how many. None where mail goes out."""
    folder = mailbox_folder()
    named = [path for path in folder.glob("*.eml") if names(path, address)] if folder and folder.is_dir() else []
    for path in named:
        path.unlink(missing_ok=True)
    return len(named)


def names(path: Path, address: str) -> bool:
    """Tell whether a message goes to an address, or says it."""
    letter = read_letter(path)
    return address in f"{letter.recipient} {letter.subject} {letter.text}".lower()
