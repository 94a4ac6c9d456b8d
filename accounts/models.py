"""Who is who: users, the practitioner, clients, what they agreed to and what was opened."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.columns import LoginAddressField
from practice.crypto import EncryptedTextField
from practice.fields import validate_https
from practice.times import say_here
from practice.zones import validate_zone

NO_ADDRESS = "@"  # what nobody has; an empty one would find whoever has none


def normalise_email(address: str) -> str:
    """Return the one form in which an address is stored and looked up: no blanks around it, lower case."""
    return address.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Make users; the address is stored in its normal form."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a user; without a password the user signs in by an emailed code or a passkey."""
        user = self.model(email=normalise_email(email), **extra)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a user who may do everything in the admin."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **extra})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address, however it was typed."""
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in. The email address is the login; it says nothing of who the person is.

    Without an address ("") one comes in by a link and a PIN, or by a passkey (accounts/by_phone).
    """

    email = LoginAddressField(_("email address"), max_length=254, unique=True, null=True, blank=True, default="")
    is_staff = models.BooleanField(_("may use the desk"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.email or str(_("Login without email"))

    def clean(self) -> None:
        """Bring the address into its normal form."""
        self.email = normalise_email(self.email)

    def get_session_auth_hash(self) -> str:
        """Return what every session of this login is held against: with the password or the address it ends.

        Most people sign in by a code and have no password, so the address is all that they can change to shut out
        whoever else is signed in as them.
        """
        return self.with_address(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same as it was under each earlier secret key: a new one signs nobody out."""
        known = zip(settings.SECRET_KEY_FALLBACKS, super().get_session_auth_fallback_hash(), strict=True)
        return (self.with_address(digest, secret) for secret, digest in known)

    def with_address(self, digest: str, secret: str | bytes | None = None) -> str:
        """Return Django's digest of the password, with the address in it; None is the present secret key."""
        known = f"{digest}|{self.email}"
        return salted_hmac("accounts.session", known, secret=secret, algorithm="sha256").hexdigest()


def find_user(address: str, **conditions: object) -> User | None:
    """Return the user with this address, however it was typed; one query, whether there is one or not."""
    return User.objects.filter(email=normalise_email(address) or NO_ADDRESS, **conditions).first()


class Practitioner(models.Model):
    """The person whose time is asked for, with her rules. This row is locked while time is being taken."""

    uuid = models.UUIDField(default=uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("login"))
    name = models.CharField(_("name"), max_length=80)
    zone_name = models.CharField(_("time zone"), max_length=64, default="Asia/Kolkata", validators=[validate_zone])
    notice_hours = models.PositiveSmallIntegerField(_("minimum notice, in hours"), default=12)
    horizon_days = models.PositiveSmallIntegerField(
        _("bookable ahead, in days"), default=60, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    hold_hours = models.PositiveSmallIntegerField(
        _("a request holds its time for, in hours"), default=48, validators=[MinValueValidator(1)]
    )
    draft_minutes = models.PositiveSmallIntegerField(
        _("an unproved request holds its time for, in minutes"), default=15, validators=[MinValueValidator(5)]
    )
    keeps_waiting_list = models.BooleanField(
        _("keeps a waiting list"),
        default=True,
        help_text=_("Off: nobody can join it. Whoever waits already is still offered times."),
    )
    waiting_offer_hours = models.PositiveSmallIntegerField(
        _("a time offered from the waiting list is held for, in hours of the day"),
        default=12,
        validators=[MinValueValidator(2), MaxValueValidator(72)],
        help_text=_("Only hours between 8 am and 9 pm count, by the clock where the client is."),
    )
    cancellation_hours = models.PositiveSmallIntegerField(_("free cancellation until, in hours before"), default=24)
    step_minutes = models.PositiveSmallIntegerField(
        _("times are offered every, in minutes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    sessions_a_day = models.PositiveSmallIntegerField(_("sessions a day, at most"), default=6, null=True, blank=True)
    sessions_a_week = models.PositiveSmallIntegerField(_("sessions a week, at most"), null=True, blank=True)
    takes_new_clients = models.BooleanField(_("takes new clients"), default=True)
    is_paused = models.BooleanField(_("paused: takes no requests"), default=False)
    back_on = models.DateField(
        _("requests are taken again from"), null=True, blank=True, help_text=_("Told to visitors during a pause.")
    )
    video_link = EncryptedTextField(
        _("link to your video room"),
        blank=True,
        default="",
        validators=[validate_https],
        help_text=_("Clients find it on their page from 15 minutes before a video session; it is never in a mail."),
    )
    video_company = models.CharField(
        _("company that carries the video"),
        max_length=60,
        blank=True,
        help_text=_("Named to clients beside the link. Empty: the link's own host is named."),
    )
    is_sample = models.BooleanField(_("sample values, not yet checked"), default=False, editable=False)

    class Meta:
        verbose_name = _("practitioner and rules")
        verbose_name_plural = _("practitioner and rules")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which working hours are meant."""
        return ZoneInfo(self.zone_name)

    @property
    def hold(self) -> timedelta:
        """How long a request holds its time."""
        return timedelta(hours=self.hold_hours)

    @property
    def draft_hold(self) -> timedelta:
        """How long a request whose address is not proved holds its time."""
        return timedelta(minutes=self.draft_minutes)

    @property
    def notice(self) -> timedelta:
        """How long before its start a session can last be asked for."""
        return timedelta(hours=self.notice_hours)


class ClientQuerySet(models.QuerySet["Client"]):
    """Named filters."""

    def active(self) -> "ClientQuerySet":
        """Those in care at present."""
        return self.filter(status=Client.Status.ACTIVE)


class ReachColumns(models.Model):
    """How someone may be reached besides email. Safe hours are encrypted, so each table has its own column for them."""

    class Reach(models.TextChoices):
        """How the person may be reached."""

        EMAIL = "email", _("email only")
        WHATSAPP = "whatsapp", _("WhatsApp")
        CALL = "call", _("phone call")

    phone = models.CharField(_("phone"), max_length=20, blank=True)
    reach = models.CharField(_("may be reached by"), max_length=10, choices=Reach, default=Reach.EMAIL)
    voicemail = models.BooleanField(_("voicemail may be left"), default=False)

    class Meta:
        abstract = True


class Client(ReachColumns):
    """A person who asked for a session. The therapist alone makes someone ACTIVE; some have no login."""

    class Status(models.TextChoices):
        """Where the person stands with the practice."""

        PROSPECT = "prospect", _("asked, not yet a client")
        ACTIVE = "active", _("client")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("care has ended")

    class Wording(models.TextChoices):
        """How much a message gives away to whoever sees the phone."""

        DISCREET = "discreet", _("Discreet")
        BARE = "bare", _("Only that there is news")
        PLAIN = "plain", _("Plain")

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("login"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROSPECT)
    name = models.CharField(_("name to use"), max_length=120)
    zone_name = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_zone])
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    wording = models.CharField(_("messages are worded"), max_length=10, choices=Wording, default=Wording.DISCREET)
    safe_hours = EncryptedTextField(_("safe hours"), blank=True, default="")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    closes_on = models.DateField(_("space closes on"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("space closed"), null=True, blank=True, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_address(self) -> bool:
        """Whether she signs in with an address; of a row without a login that is not known."""
        return self.user is not None and bool(self.user.email)


class Consent(models.Model):
    """What a client agreed to: the very version of the text, when, and when it was withdrawn. Never deleted alone."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents")
    policy_text = models.ForeignKey("practice.PolicyText", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.policy_text} {say_here(self.given_at)}"


class SignIn(models.Model):
    """One browser in which somebody is signed in, in words that say nothing of the place. Gone when it ends.

    `session_key` is what its session is found by in the database, which opens nothing (practice/sessions.py).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True)
    browser = models.CharField(_("browser"), max_length=20, blank=True)
    device = models.CharField(_("device"), max_length=20, blank=True)
    began_at = models.DateTimeField(_("since"))
    used_at = models.DateTimeField(_("last used"))

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self) -> str:
        return f"{self.browser} {self.device}".strip() or str(_("A browser"))


# Tables of this room too, kept with what uses them; they name those above.
from accounts.by_phone.records import PhoneEntry  # noqa: E402
from accounts.ledger_records import LedgerEntry, LedgerKey  # noqa: E402
from accounts.rights.records import Breach, Erasure, Grievance, Period  # noqa: E402

__all__ = [
    "Breach",
    "Client",
    "ClientQuerySet",
    "Consent",
    "Erasure",
    "Grievance",
    "LedgerEntry",
    "LedgerKey",
    "Period",
    "PhoneEntry",
    "Practitioner",
    "ReachColumns",
    "SignIn",
    "User",
    "UserManager",
    "find_user",
    "normalise_email",
]
