"""What must hold for every outgoing message, whichever room wrote it."""

import re
from email.message import EmailMessage
from email.utils import parseaddr

from bs4 import BeautifulSoup
from django.conf import settings

from practice.mail.compose import Mail
from practice.mail.discretion import find_telling_words

WORD = re.compile(r"\S+")
RANDOM = re.compile(r"[A-Za-z0-9_-]{24,}")  # a token of a link: now and then its letters spell something


def facts_of_text(text: str) -> set[str]:
    """Return the words and links of a text part."""
    return {word.strip(".,;:()") for word in WORD.findall(text)} - {""}


def facts_of_html(html: str) -> set[str]:
    """Return the words and links of an HTML part, what only a screen needs left out."""
    page = BeautifulSoup(html, "html.parser")
    for element in page(["style", "title", "head"]):
        element.decompose()
    links = " ".join(str(link["href"]) for link in page("a"))
    return facts_of_text(f"{page.get_text(' ')} {links}")


def missing_facts(mail: Mail, *, wording: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """Return what only one of the two parts says; `wording` names what may differ, such as the words of a button."""
    return (facts_of_text(mail.text) ^ facts_of_html(mail.html)) - wording


def telling_words_in(email: EmailMessage) -> list[str]:
    """Return every telling word of a message as it left: headers, names, texts and attached files."""
    said = [f"{name}: {value}" for name, value in email.items()]
    for part in email.walk():
        said += [part.get_filename(""), str(part.get("Content-Description", ""))]
        if part.get_content_maintype() == "text":
            content = part.get_content()
            said.append(content.decode() if isinstance(content, bytes) else content)
    own_address = parseaddr(str(email["To"]))[1]
    text = "\n".join(said).replace(settings.SITE_HOST, "").replace(own_address, "")
    return find_telling_words(RANDOM.sub("", text))
