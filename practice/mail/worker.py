"""Send what is due: claim a message, decide and render, send outside any transaction, record."""

import logging
import smtplib
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import mailers
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone, translation

from practice.mail import outbox
from practice.mail.compose import to_email
from practice.mail.registry import KINDS, rests_until
from practice.models import OutgoingMessage

log = logging.getLogger("practice.mail")

ROUND = 20
JUMP = timedelta(seconds=5)
UNKNOWN_KIND = "unknown kind"
AUTHENTICATION_REQUIRED = 530
RECORD_PAUSES_SECONDS = (0, 1, 5, 15, 30)


class SteadyClock:
    """Tells the time, and whether it has gone evenly for as long as a claim lasts.

    After a jump (a corrected clock, a machine that slept) every claim looks lapsed although its worker may be in the
    middle of sending. Until `LEASE` has really gone by, nobody's claim is taken over. `elapsed` counts seconds and
    never jumps.
    """

    def __init__(
        self, read: Callable[[], datetime] = timezone.now, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self.read = read
        self.elapsed = elapsed
        self.last = (read(), elapsed())
        self.jumped_at: float | None = None

    def now(self) -> datetime:
        """Return the time, noticing a jump since the last reading."""
        now, elapsed = self.read(), self.elapsed()
        drift = (now - self.last[0]) - timedelta(seconds=elapsed - self.last[1])
        if abs(drift) > JUMP:
            self.jumped_at = elapsed
        self.last = (now, elapsed)
        return now

    def is_steady(self) -> bool:
        """Say whether the last jump is longer ago than any claim lasts."""
        return self.jumped_at is None or self.last[1] - self.jumped_at > outbox.LEASE.total_seconds()


def send_round(
    clock: SteadyClock,
    *,
    is_stopping: Callable[[], bool] = lambda: False,
    before_each: Callable[[datetime], None] = lambda now: None,
) -> int:
    """Deal with up to `ROUND` due messages; return how many this worker took.

    `before_each` is called before each message: a slow mail server can make a round last minutes. Ends early
    once the server cannot be reached at all, so that a dead one is not asked once per message.
    """
    now, taken = clock.now(), 0
    for pk in outbox.due(now, limit=ROUND, takes_over=clock.is_steady()):
        now = clock.now()
        before_each(now)
        message = None if is_stopping() else outbox.claim(pk, now, takes_over=clock.is_steady())
        if message is None:
            continue
        taken += 1
        if not deliver(message, clock):
            break
    return taken


def deliver(message: OutgoingMessage, clock: SteadyClock) -> bool:
    """Decide about one claimed message, send it, record; return False where the mail server cannot be reached."""
    render = KINDS.get(message.kind)
    if render is None:
        log.error("message %s dead: %s", message.uuid, UNKNOWN_KIND)
        outbox.record_dead(message, UNKNOWN_KIND)
        return True
    try:
        with translation.override(settings.LANGUAGE_CODE):
            mail = render(message, clock.now())
            email = to_email(mail, message) if mail else None
            until = rests_until(message, clock.now()) if mail else None
    except Exception as error:  # noqa: BLE001  whatever a renderer raises must not stop the other messages
        fail(message, type(error).__name__, clock.now())
        return True
    if email is None:
        outbox.record_not_due(message)
        return True
    if until is not None:
        outbox.put_off(message, until)
        return True
    if not outbox.hold(message, clock.now()):
        return True
    try:
        mailers.default.send_messages([email])
    except Exception as error:  # noqa: BLE001  a mail server, its library and the network fail in many ways
        refuse_or_retry(message, error, clock.now())
        return is_about_this_message(error)
    record_with_patience(message, clock)
    return True


def refuse_or_retry(message: OutgoingMessage, error: Exception, now: datetime) -> None:
    """Record what went wrong while sending: a class name and a code, never the server's words."""
    code = reply_code(error)
    failure = f"{type(error).__name__} {code}" if code else type(error).__name__
    if is_final(error):
        log.error("message %s dead: %s", message.uuid, failure)
        outbox.record_dead(message, failure)
    else:
        fail(message, failure, now)


def fail(message: OutgoingMessage, failure: str, now: datetime) -> None:
    """Log and record a failed attempt."""
    log.warning("message %s attempt %s failed: %s", message.uuid, message.attempts, failure)
    outbox.record_failure(message, failure, now)


def reply_code(error: Exception) -> int:
    """Return the mail server's three-digit answer; 0 where it gave none."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code if error.smtp_code > 0 else 0
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((answer[0] for answer in error.recipients.values()), default=0)
    return 0


def is_about_this_message(error: Exception) -> bool:
    """Say whether the server judged this message, not the connection, the sign-in or the practice's account."""
    judged = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, judged) or not isinstance(error, OSError)


def is_final(error: Exception) -> bool:
    """Say whether the server refused this message for good (5xx).

    A refused sign-in or greeting says nothing about the message: it waits until the settings are mended.
    """
    return (
        isinstance(error, smtplib.SMTPException)
        and is_about_this_message(error)
        and (reply_code(error) >= 500 and reply_code(error) != AUTHENTICATION_REQUIRED)
    )


def record_with_patience(message: OutgoingMessage, clock: SteadyClock) -> None:
    """Note that the message was sent, through a short failure of the database: forgetting it sends it twice."""
    for pause in RECORD_PAUSES_SECONDS:
        time.sleep(pause)
        try:
            outbox.record_sent(message, clock.now())
        except (OperationalError, InterfaceError) as error:
            log.error("message %s sent but not recorded yet: %s", message.uuid, type(error).__name__)
            connection.close()
        else:
            log.info("message %s sent", message.uuid)
            return
    log.error("message %s sent but not recorded: it may go once more", message.uuid)
