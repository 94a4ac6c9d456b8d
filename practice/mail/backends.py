"""Where mail goes on one's own machine: a folder, read at /mailbox/."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, InvalidMailer
from django.core.mail.backends.base import BaseEmailBackend

DOTTED_PATH = "practice.mail.backends.FolderBackend"


class FolderBackend(BaseEmailBackend):
    """Write each message as one .eml file; the names sort by time. `OPTIONS` must name the `folder`."""

    def __init__(
        self, *, folder: str | os.PathLike[str] | None = None, alias: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(alias=alias, **kwargs)
        if folder is None:
            raise InvalidMailer("OPTIONS must define 'folder'.", alias=alias)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many; a file appears complete or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            self.write(message.message().as_bytes())
        return len(email_messages)

    def write(self, content: bytes) -> None:
        """Write one file that only its owner may read."""
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}"
        unfinished = self.folder / f"{name}.part"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        unfinished.replace(self.folder / f"{name}.eml")


def mailbox_folder() -> Path | None:
    """Return the folder that mail is written to; None where it really goes out."""
    mailer = settings.MAILERS["default"]
    return Path(mailer["OPTIONS"]["folder"]) if mailer["BACKEND"] == DOTTED_PATH else None
