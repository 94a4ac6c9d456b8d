"""Erasing a person in two stages.

Stage one, at once: everything of her is copied into one sealed row, her login ends, and her rows are deleted or left
without anybody. No page shows anything of her from then on. Stage two, after the period: the sealed copy is deleted.
The rooms above say through `register_eraser` what becomes of their rows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from accounts import ledger
from accounts.models import Client, Erasure, Grievance, Practitioner, User
from accounts.rights import erasures_list
from accounts.rights.collecting import collect
from accounts.rights.erasures_list import BEGUN, FINISHED, Line, mark_of
from accounts.rights.holdings import Person, causes_of, person_of
from accounts.rights.own import desk_log, messages_about
from accounts.rights.periods import days_of
from accounts.services import set_client_status
from accounts.signals import care_changing
from practice import mail
from practice.mail.mailbox import forget_letters
from practice.models import ContactMessage, OutgoingMessage

SEALED = "sealed-copies"
TO_HER, TO_DESK = "erasure_done", "erasure_desk"

# Ends what is arranged and takes the person out of a room's rows, in the transaction of the erasure, with the calendars
# locked. Returns the times that were freed, in words, for the therapist.
type Eraser = Callable[[Person, datetime], list[str]]
ERASERS: dict[str, Eraser] = {}


class NotErasableError(Exception):
    """Whoever works at the desk is not erased like a client."""


def register_eraser(name: str, eraser: Eraser) -> None:
    """Have a room asked when somebody is erased."""
    ERASERS[name] = eraser


def begin_erasure(*, person: Person, by: Erasure.By, user: User | None, now: datetime) -> Erasure:
    """Do stage one for a person: afterwards the site shows nothing of her, to anyone.

    One transaction. The line on the list outside the database is written last: without it nothing is done.

    Raises:
        NotErasableError: the login is of the desk.
    """
    due = now + timedelta(days=days_of(SEALED))
    return _erase(person, Erasure(uuid=uuid4(), by=by, asked_at=now, due_at=due), user=user, now=now, tells=True)


def _erase(person: Person, erasure: Erasure, *, user: User | None, now: datetime, tells: bool) -> Erasure:
    if person.user and (person.user.is_staff or Practitioner.objects.filter(user=person.user).exists()):
        raise NotErasableError
    with transaction.atomic():
        care_changing.send(Client)
        if erasure.due_at > now:
            erasure.sealed = collect(person, now)
        else:
            erasure.deleted_at = now
        erasure.save()
        freed = _take_out(person, user or person.user, now)
        if tells:
            _tell(person, erasure, freed, now)
        erasures_list.add(begun_line(person, erasure))
    for address in person.addresses:
        forget_letters(address)
    return erasure


def _take_out(person: Person, user: User | None, now: datetime) -> list[str]:
    log = list(desk_log(person).values_list("pk", flat=True))
    causes = causes_of(person)
    if person.client and user and person.client.status != Client.Status.ENDED:
        set_client_status(client=person.client, status=Client.Status.ENDED, by=user, now=now)
    causes |= causes_of(person)
    freed = [line for eraser in ERASERS.values() for line in eraser(person, now)]
    messages_about(person).delete()
    OutgoingMessage.objects.filter(cause__in=causes).delete()
    ContactMessage.objects.filter(email__in=person.addresses).delete()
    Grievance.objects.filter(email__in=person.addresses).delete()
    end_sessions(person)
    if person.client:
        Client.objects.filter(pk=person.client.pk).delete()
        ledger.forget(person.client.pk)
    if person.user:
        User.objects.filter(pk=person.user.pk).delete()
    LogEntry.objects.filter(pk__in=log).delete()
    return freed


def end_sessions(person: Person) -> None:
    """Delete the sessions of a login, and those that name one of its addresses, such as a sign-in half done."""
    for session in Session.objects.all().iterator():
        content = session.get_decoded()
        is_hers = person.user is not None and content.get("_auth_user_id") == str(person.user.pk)
        if is_hers or any(address in str(content) for address in person.addresses):
            session.delete()


def _tell(person: Person, erasure: Erasure, freed: list[str], now: datetime) -> None:
    cause = f"erasure:{erasure.uuid}"
    if person.user and person.user.email:
        mail.queue(kind=TO_HER, cause=cause, due_at=now, body={"to": person.user.email})
    if erasure.by == Erasure.By.CLIENT:
        mail.queue(kind=TO_DESK, cause=cause, due_at=now, body={"freed": freed} if freed else None)


def begun_line(person: Person, erasure: Erasure) -> Line:
    """Return the line by which a restored backup finds whom to erase again."""
    return Line(
        act=BEGUN,
        erasure=str(erasure.uuid),
        at=erasure.asked_at.isoformat(),
        by=erasure.by,
        due=erasure.due_at.isoformat(),
        client=str(person.client.pk) if person.client else "",
        marks=tuple(sorted(mark_of(address) for address in person.addresses)),
    )


def finish_due(now: datetime) -> int:
    """Do stage two where its day has come: delete the sealed copies; return how many."""
    done = 0
    for erasure in Erasure.objects.filter(deleted_at=None, due_at__lte=now):
        with transaction.atomic():
            OutgoingMessage.objects.filter(cause=f"erasure:{erasure.uuid}").delete()
            Erasure.objects.filter(pk=erasure.pk).update(sealed="", deleted_at=now, is_scrubbed=False)
            erasures_list.add(Line(act=FINISHED, erasure=str(erasure.uuid), at=now.isoformat()))
        done += 1
    return done


def scrub(now: datetime) -> None:
    """Have the database write its file anew where rows were erased: what was deleted stays in free pages until then."""
    waiting = Erasure.objects.filter(is_scrubbed=False)
    if keys := list(waiting.values_list("pk", flat=True)):
        write_anew()
        Erasure.objects.filter(pk__in=keys).update(is_scrubbed=True)
        checkpoint()


def write_anew() -> None:
    """Write the database's file anew; on PostgreSQL, free what was deleted to be written over."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    checkpoint()


def checkpoint() -> None:
    """Empty SQLite's log into its file; nothing on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def replay(now: datetime | None = None) -> int:
    """Erase again whomever the list outside the database names and a restored backup brought back; return how many.

    Nobody is written to. Whoever came back after the erasure with a new login is not meant and stays.
    """
    now = now or timezone.now()
    done = sum(_replay_line(line, now) for line in erasures_list.lines() if line.act == BEGUN)
    finish_due(now)
    scrub(now)
    return done


def _replay_line(line: Line, now: datetime) -> bool:
    # Where the record of it stands it was done: whoever has her address now has taken it over since.
    person = None if Erasure.objects.filter(uuid=line.erasure).exists() else _person_of_line(line)
    if person is None:
        return False
    due = datetime.fromisoformat(line.due)
    erasure = Erasure(uuid=UUID(line.erasure), by=line.by, asked_at=line.moment, due_at=due)
    _erase(person, erasure, user=None, now=now, tells=False)
    return True


def _person_of_line(line: Line) -> Person | None:
    client = Client.objects.filter(pk=line.client).select_related("user").first() if line.client else None
    users = User.objects.filter(date_joined__lte=line.moment)
    user = client.user if client else None
    user = user or next((each for each in users if mark_of(each.email) in line.marks), None)
    return person_of(client=client, user=user) if client or user else None
