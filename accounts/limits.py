"""How often one may try: every route of allauth that takes a form, with its limits, in one table.

Nothing here is counted by the email address alone where that would refuse a sign-in by password or passkey: a
stranger who knows the therapist's address could lock her out. An address alone counts only for the messages sent
to it, so that nobody's mailbox is flooded; a password and a passkey still open the door then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, unstash_login
from django.http import HttpRequest

from accounts.mailboxes import mailbox_of
from practice.limits import Allowance, client_address, first_used_up, neighbourhood_of

type Subject = Callable[[HttpRequest], str]

MINUTES_5 = timedelta(minutes=5)
MINUTES_10 = timedelta(minutes=10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `limit` tries in `per` for each subject; a subject of "" is not counted.

    `moment`, where given, says when to count the try: all tries at one code count when the code was sent, so that no
    stretch of time ends between them.
    """

    scope: str
    subject: Subject
    limit: int
    per: timedelta
    moment: Callable[[HttpRequest], datetime] | None = None

    def allowance(self, subject: str, at: datetime | None = None) -> Allowance:
        """Return it for one subject."""
        return Allowance(self.scope, subject, self.limit, self.per, at)


def by_address(request: HttpRequest) -> str:
    """Count by the address on the network."""
    return client_address(request)


def by_neighbourhood(request: HttpRequest) -> str:
    """Count by the network that the address lies in."""
    return neighbourhood_of(client_address(request))


def by_mailbox(request: HttpRequest) -> str:
    """Count by the address that a message is asked for to, known here or not.

    Only by the field that the form itself reads: by another one, whoever adds it would choose what is counted.
    """
    return counted(request.POST.get("email", ""))


def by_address_and_mailbox(request: HttpRequest) -> str:
    """Count by both together: someone else, somewhere else, cannot use these tries up."""
    return from_place(client_address(request), by_mailbox(request))


def counted(address: str) -> str:
    """Return the mailbox that an address is counted under, known here or not."""
    return mailbox_of(address)[:254]


def from_place(address: str, mailbox: str) -> str:
    """Return a mailbox as it is counted for one place on the network."""
    return f"{address} {mailbox}"


def by_address_and_login(request: HttpRequest) -> str:
    """Count by both together, where the form asks for the address to sign in with a password."""
    return from_place(client_address(request), counted(request.POST.get("login", "")))


def by_everyone(request: HttpRequest) -> str:
    """Count all there are."""
    return "everyone"


def by_person(request: HttpRequest) -> str:
    """Count by the user signed in, or by the one whose first proof was accepted and whose second is awaited."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    login = unstash_login(request, peek=True)
    return str(login.user.pk) if login and login.user else ""


def by_person_guessing(request: HttpRequest) -> str:
    """Count like `by_person`, but only what can be guessed: a code, not a passkey's signature."""
    return by_person(request) if "code" in request.POST else ""


def login_code_sent_at(request: HttpRequest) -> float | None:
    """Return when this browser's sign-in code was sent, in seconds since 1970; None without a sign-in under way."""
    login = request.session.get(LOGIN_SESSION_KEY)  # read as it is: opening it would ask the database for somebody only
    return float(login["initiated_at"]) if login else None


def address_code_sent_at(request: HttpRequest) -> float | None:
    """Return when this browser's code to prove an address was sent, in seconds since 1970; None without one."""
    state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY)
    return float(state["at"]) if state else None


def rule_for_a_code(scope: str, sent_at: Callable[[HttpRequest], float | None]) -> Rule:
    """Return the rule that one code may be tried three times, tries made side by side included.

    allauth counts them in the session, where two requests at once both read the same count.
    """

    def subject(request: HttpRequest) -> str:
        at = sent_at(request)
        return f"{request.session.session_key} {at}" if at else ""

    def moment(request: HttpRequest) -> datetime:
        return datetime.fromtimestamp(sent_at(request) or 0, tz=UTC)

    return Rule(scope, subject, 3, DAY, moment)


MAIL_TO_ALL = Rule("mail to all", by_everyone, 300, HOUR)
# Less than all by far, so that it takes more than a handful of networks to keep everybody else from their codes; and
# more than one address may ask for in the hour, so that nobody alone keeps the neighbours from theirs.
MAIL_FROM_ONE_ADDRESS = Rule("mail asked for by address in an hour", by_address, 20, HOUR)
MAIL_FROM_A_NEIGHBOURHOOD = Rule("mail asked for by neighbourhood", by_neighbourhood, 40, HOUR)
# Before every count by the mailbox alone, and less than it: whoever sits in one place comes to an end of their own
# first. So nobody there keeps the owner elsewhere from her code, nor learns from a refusal that she was here.
MAIL_FROM_A_PLACE = (
    Rule("mail to a mailbox from a place", by_address_and_mailbox, 4, HOUR),
    Rule("mail to a mailbox in a day from a place", by_address_and_mailbox, 10, DAY),
)
# One count for every door: the page that signs in, the one that asks for a session, and the links mailed again.
MAIL_A_DAY = Rule("mail to a mailbox in a day", by_mailbox, 20, DAY)  # three guesses each: 60 in a million a day
SENDS_MAIL = (
    Rule("mail asked for by address", by_address, 10, MINUTES_10),
    MAIL_FROM_ONE_ADDRESS,
    Rule("mail asked for by address and mailbox", by_address_and_mailbox, 3, MINUTES_10),
    *MAIL_FROM_A_PLACE,
    Rule("mail to a mailbox", by_mailbox, 8, HOUR),
    MAIL_A_DAY,
    MAIL_FROM_A_NEIGHBOURHOOD,
    MAIL_TO_ALL,
)
CHANGES = (Rule("changes by person", by_person, 20, HOUR),)

LIMITS: dict[str, tuple[Rule, ...]] = {
    "account_login": (
        Rule("password by address", by_address, 20, MINUTES_5),
        Rule("password by address and mailbox", by_address_and_login, 5, MINUTES_5),
    ),
    "account_request_login_code": SENDS_MAIL,
    "account_confirm_login_code": (
        Rule("code by address", by_address, 30, MINUTES_10),
        rule_for_a_code("sign-in code", login_code_sent_at),
    ),
    "account_reset_password": SENDS_MAIL,
    "account_reset_password_from_key": (Rule("reset by address", by_address, 20, MINUTES_10),),
    "account_email": (*CHANGES, *SENDS_MAIL),
    "account_email_verification_sent": (
        Rule("code by address", by_address, 30, MINUTES_10),
        rule_for_a_code("address code", address_code_sent_at),
    ),
    "account_reauthenticate": (Rule("proof by person", by_person, 10, MINUTES_5),),
    "account_change_password": (Rule("proof by person", by_person, 10, MINUTES_5),),
    "account_set_password": CHANGES,
    "mfa_authenticate": (
        Rule("second factor by address", by_address, 20, MINUTES_5),
        Rule("second factor by person", by_person_guessing, 20, HOUR),
    ),
    "mfa_reauthenticate": (Rule("proof by person", by_person, 10, MINUTES_5),),
    "mfa_activate_totp": CHANGES,
    "mfa_deactivate_totp": CHANGES,
    "mfa_generate_recovery_codes": CHANGES,
    "mfa_add_webauthn": CHANGES,
    "mfa_remove_webauthn": CHANGES,
    "mfa_edit_webauthn": CHANGES,
}

# The site's own page on which a PIN is entered; each link and each PIN has its count too (accounts/by_phone).
LIMITS_OF_OWN: dict[str, tuple[Rule, ...]] = {"phone_in": (Rule("pin by address", by_address, 20, MINUTES_10),)}

UNLIMITED: dict[str, str] = {
    "account_logout": "Leaving is always possible.",
    "account_signup": "Closed: it takes nothing.",
    "account_inactive": "Takes nothing.",
    "account_reset_password_done": "Takes nothing.",
    "account_reset_password_from_key_done": "Takes nothing.",
    "mfa_index": "Takes nothing.",
    "mfa_view_recovery_codes": "Takes nothing.",
    "mfa_download_recovery_codes": "Takes nothing.",
    "mfa_list_webauthn": "Takes nothing.",
    "mfa_login_webauthn": "A passkey cannot be guessed, and it is the door that stays open when others are shut.",
    "mfa_reauthenticate_webauthn": "A passkey cannot be guessed.",
}


def mail_allowances(email: str, address: str, own: Allowance) -> list[Allowance]:
    """Return how many messages somebody unproved at a network address may ask for, whatever door they ask at.

    `own` is what the door itself allows the mailbox. Those to everyone stand last: who is over a limit of their own
    uses up nobody else's.
    """
    to = counted(email)
    near = [rule.allowance(from_place(address, to)) for rule in MAIL_FROM_A_PLACE]
    around = MAIL_FROM_A_NEIGHBOURHOOD.allowance(neighbourhood_of(address))
    from_one = MAIL_FROM_ONE_ADDRESS.allowance(address)
    return [from_one, *near, own, MAIL_A_DAY.allowance(to), around, MAIL_TO_ALL.allowance("everyone")]


def first_exceeded(route: str, request: HttpRequest) -> Allowance | None:
    """Count this try against every limit of the route, in order; return the first that it goes over, or None.

    What stands after an exceeded limit is not counted: someone over their own limit uses up nobody else's.
    """
    found = [
        rule.allowance(subject, rule.moment(request) if rule.moment else None)
        for rule, subject in subjects_of(route, request)
    ]
    return first_used_up(found) if found else None


def subjects_of(route: str, request: HttpRequest) -> Iterator[tuple[Rule, str]]:
    """Yield the limits that apply to this request, each with what it is counted by."""
    for rule in (LIMITS | LIMITS_OF_OWN).get(route, ()):
        if subject := rule.subject(request):
            yield rule, subject
