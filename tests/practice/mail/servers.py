"""A mail server that refuses, hangs, forgets and hangs up, as told."""

import asyncio
import socket
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Server:
    """A mail server that behaves as told, and keeps what it accepted."""

    def __init__(self) -> None:
        self.mode = "up"
        self.accepted: list[str] = []
        self.recipients: list[list[str]] = []

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = {"4xx": "450 asha@example.com try later", "5xx": "550 asha@example.com no such person"}.get(self.mode)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.mode == "hangs":
            await asyncio.sleep(1)
        content = envelope.content
        assert isinstance(content, bytes)
        lines = content.decode().splitlines()
        self.accepted.append(next(line.partition(": ")[2] for line in lines if line.startswith("Message-ID")))
        self.recipients.append(list(envelope.rcpt_tos))
        if self.mode == "drops" and server.transport:
            server.transport.close()
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def smtp_to(port: int) -> dict[str, Any]:
    options = {"host": "127.0.0.1", "port": port, "timeout": 0.5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
