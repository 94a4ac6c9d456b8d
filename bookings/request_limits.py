"""How much may be asked for at the forms: from one place, by one person, and of the mailbox that would be filled."""

from datetime import timedelta

from django.http import HttpRequest

from accounts.limits import counted, mail_allowances
from accounts.models import Client
from practice.limits import Allowance, client_address, spend_in_turn

REQUESTS_AN_ADDRESS = 20
REQUESTS_AN_ADDRESS_A_DAY = 30
REQUESTS_A_PERSON_A_DAY = 10
MAILS_A_MAILBOX = 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def requests_from(request: HttpRequest) -> list[Allowance]:
    """Return how many requests may come from the place that a request comes from."""
    address = client_address(request)
    return [
        Allowance("request", address, REQUESTS_AN_ADDRESS, HOUR),
        Allowance("request", address, REQUESTS_AN_ADDRESS_A_DAY, DAY),
    ]


def requests_of(client: Client) -> Allowance:
    """Return how many requests one person may make, withdrawn ones included: each tells the therapist at once."""
    return Allowance("request by person", str(client.pk), REQUESTS_A_PERSON_A_DAY, DAY)


def mails_to(email: str, request: HttpRequest, *, limit: int = MAILS_A_MAILBOX) -> list[Allowance]:
    """Return how many messages someone unproved may ask for, at most `limit` an hour for the mailbox at this door."""
    return mail_allowances(email, client_address(request), Allowance("mail", counted(email), limit, HOUR))


def may_mail(email: str, request: HttpRequest, *, limit: int = MAILS_A_MAILBOX) -> bool:
    """Count a message that someone unproved asks for."""
    return spend_in_turn(mails_to(email, request, limit=limit))
