"""A real SMTP server that keeps what it is sent, for tests that wait for a message as a person would."""

import email
import socket
import threading
import time
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Everything that arrived, oldest first; an aiosmtpd handler."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        self._arrived = threading.Condition()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message once for each address that it was really sent to."""
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=policy.default)
        with self._arrived:
            self.messages += [(address, message) for address in envelope.rcpt_tos]
            self._arrived.notify_all()
        return "250 kept"

    def sent_to(self, address: str, subject: str = "") -> list[EmailMessage]:
        """Return the messages to an address whose subject holds the words."""
        return [
            message
            for to, message in self.messages
            if to.lower() == address.lower() and subject.lower() in str(message["Subject"]).lower()
        ]

    def wait_for(self, address: str, subject: str = "", *, seconds: float = 10, count: int = 1) -> EmailMessage:
        """Return the newest message to an address with these words in its subject, once there are `count`.

        Raises:
            AssertionError: not so many arrived in time; it says what did.
        """
        limit = time.monotonic() + seconds
        with self._arrived:
            while len(self.sent_to(address, subject)) < count:
                if not self._arrived.wait(limit - time.monotonic()):
                    arrived = [(to, str(message["Subject"])) for to, message in self.messages]
                    raise AssertionError(f"no message {subject!r} to {address} in {seconds:g} s; arrived: {arrived}")
            return self.sent_to(address, subject)[-1]


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a message."""
    body = message.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


class Server:
    """A postbox that listens on a free port of this machine while the context lasts."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as once:  # aiosmtpd must be told a port that is free
            self.port: int = once.getsockname()[1]
        self.postbox = Postbox()
        self.controller = Controller(self.postbox, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Server":
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    @property
    def mailer(self) -> dict[str, Any]:
        """Django's settings of a mailer that sends here."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
