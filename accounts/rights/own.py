"""What this room, the ground floor and the libraries hold of a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Consent, Grievance, LedgerEntry, PhoneEntry, SignIn, User
from accounts.rights.holdings import HOLDINGS, Holding, Person, causes_of, leave_out, of_client, of_login, register
from practice.crypto import SealedError
from practice.models import ContactMessage, OutgoingMessage

DESK_LOG = "desk_log"
OPENS = _("It opens your sign-in; a file can be lost.")
NEVER_SET = _("Never set for a client.")
SEALS = _("A seal, from which nothing can be read: it shows whether the entry was changed.")


def register_holdings() -> None:
    """Name what is exported of this room and of the ones below."""
    register(Holding("client", Client, _("You"), clients, causes=lambda row: [f"client:{row.pk}"], order=1))
    register(
        Holding(
            "login",
            User,
            _("Your sign-in"),
            lambda person: User.objects.filter(pk=person.user.pk) if person.user else User.objects.none(),
            left_out={"password": OPENS, "groups": NEVER_SET, "user_permissions": NEVER_SET},
            order=2,
        )
    )
    register(Holding("addresses", EmailAddress, _("Your email addresses"), of_login(EmailAddress), order=3))
    factors = _("Your passkeys and codes")
    register(Holding("factors", Authenticator, factors, of_login(Authenticator), left_out={"data": OPENS}, order=4))
    places = _("Where you are signed in")
    register(Holding("sign_ins", SignIn, places, of_login(SignIn), left_out={"session_key": OPENS}, order=4))
    register(
        Holding(
            "phone_entry",
            PhoneEntry,
            _("Your way in by a link and a PIN"),
            of_client(PhoneEntry),
            left_out={"pin_hash": OPENS, "link_hash": OPENS, "browser_hash": OPENS},
            order=4,
        )
    )
    register(
        Holding(
            "consents",
            Consent,
            _("What you agreed to"),
            of_client(Consent, "policy_text"),
            also={"version": lambda row: row.policy_text.version, "text": lambda row: row.policy_text.body},
            order=5,
        )
    )
    register(
        Holding(
            "ledger",
            LedgerEntry,
            _("Who opened what, and changes of your standing"),
            of_client(LedgerEntry, "by"),
            left_out={"digest": SEALS, "by_number": _("Who did it, once more, as it was sealed.")},
        )
    )
    register(
        Holding(
            "contact_messages",
            ContactMessage,
            _("Messages from the contact page"),
            lambda person: ContactMessage.objects.filter(email__in=person.addresses),
            causes=lambda row: [f"contact:{row.uuid}"],
        )
    )
    register(
        Holding(
            "complaints",
            Grievance,
            _("Complaints about your data"),
            lambda person: Grievance.objects.filter(Q(email__in=person.addresses) | Q(client__in=clients(person))),
            left_out={"request_key": _("A number that kept a form from being sent twice.")},
            causes=lambda row: [f"complaint:{row.uuid}"],
        )
    )
    waiting = _("May hold a code that opens your sign-in, until it is sent; from then on it is empty here.")
    register(
        Holding(
            "messages",
            OutgoingMessage,
            _("Messages sent or waiting"),
            messages_about,
            left_out={"body": waiting},
            order=80,
        )
    )
    register(Holding(DESK_LOG, LogEntry, _("What was changed at the desk"), desk_log, order=90))


def leave_out_models() -> None:
    """Say why the rest is in no export."""
    ours = _("The practice’s own: it says nothing of a client.")
    leave_out("accounts.Practitioner", ours)
    leave_out("practice.Practice", ours)
    leave_out("articles.EssayDraft", ours)
    leave_out("articles.Revision", ours)
    leave_out(
        "articles.Reflection", _("Words under an essay, with no login or address: nobody can say whose they are.")
    )
    leave_out("practice.Limit", _("Counts of tries under a scrambled form; nobody can be found in them."))
    leave_out("practice.KeptAnswer", _("A page on its way to one browser, for two minutes; no other finds it."))
    leave_out("sessions.Session", _("Not your appointments: it keeps you signed in for hours, and holds no words."))
    leave_out("account.EmailConfirmation", _("Not used here: addresses are proved by a code."))
    leave_out("accounts.LedgerKey", _("The practice’s own: with it the entries of every ledger are sealed."))
    leave_out("accounts.Breach", _("The practice’s register of what went wrong; whoever is concerned is written to."))
    leave_out("accounts.Erasure", _("The record of an erasure; whoever is erased has no export any more."))


def clients(person: Person) -> QuerySet[Client]:
    """Return the client's own row."""
    return Client.objects.filter(pk=person.client.pk) if person.client else Client.objects.none()


def messages_about(person: Person) -> QuerySet[OutgoingMessage]:
    """Return the messages about her, and those to her that wait: what a sent one said is blanked, and to whom."""
    waiting = OutgoingMessage.objects.exclude(body="")
    to_her = [row.pk for row in waiting if goes_to(row, person)]
    return OutgoingMessage.objects.filter(Q(cause__in=causes_of(person)) | Q(pk__in=to_her))


def goes_to(message: OutgoingMessage, person: Person) -> bool:
    """Tell whether the stored content of a message names one of her addresses as where it goes."""
    try:
        content = message.body
    except SealedError:
        return False
    return isinstance(content, dict) and any(content.get(key) in person.addresses for key in ("to", "email"))


def desk_log(person: Person) -> QuerySet[LogEntry]:
    """Return the lines of the desk's log about any row of hers."""
    about = Q(pk__in=[])
    for holding in HOLDINGS.values():
        if holding.name != DESK_LOG and (keys := [str(row.pk) for row in holding.rows(person)]):
            about |= Q(content_type=ContentType.objects.get_for_model(holding.model), object_id__in=keys)
    return LogEntry.objects.filter(about)
