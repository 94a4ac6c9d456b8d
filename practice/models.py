"""The practice itself: its details, its texts, help lines, and what it sends and receives."""

from typing import Any
from uuid import uuid4

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedJSONField, EncryptedTextField
from practice.prepared import PreparedRows
from practice.times import say_here

E164 = RegexValidator(r"^\+[1-9][0-9]{7,14}$", _("Write the number with its country code, such as +919876543210."))
PHONE = RegexValidator(r"^\+?[0-9][0-9 -]*$", _("Write the number in digits, such as +91 98765 43210."))


TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "shri", "smt"})


class Practice(models.Model):
    """The one row that says what the practice is. A blank field shows nothing anywhere."""

    name = models.CharField(_("name of the practice"), max_length=80, default="SereinMind")
    therapist_name = models.CharField(_("name of the therapist"), max_length=80, default="Dr Arati Bhatt")
    doctor_of = models.CharField(_("what “Dr” stands for"), max_length=120, blank=True)
    qualification = models.CharField(_("qualification"), max_length=200, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    registration_issuer = models.CharField(_("registered with"), max_length=120, blank=True)
    languages = models.CharField(_("languages spoken in sessions"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    area = models.CharField(_("area"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, default="Gurgaon")
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=60, default="India")
    phone = models.CharField(_("phone"), max_length=16, blank=True, validators=[E164])
    whatsapp = models.CharField(_("WhatsApp number"), max_length=16, blank=True, validators=[E164])
    email = models.EmailField(_("email address that messages come from"), blank=True)
    answers_within = models.CharField(
        _("how soon messages are answered"),
        max_length=80,
        blank=True,
        help_text=_("For example: within two working days."),
    )
    step_free_access = models.CharField(_("step-free access"), max_length=200, blank=True)
    directions = models.TextField(
        _("how to find the room"),
        blank=True,
        max_length=1000,
        help_text=_("For people who come to a session: entrance, lift, parking. Shown on the page of their session."),
    )
    takes_reflections = models.BooleanField(_("readers may write reflections"), default=False)
    portrait = models.BinaryField(_("portrait"), null=True, blank=True)
    portrait_alt = models.CharField(_("what the portrait shows, in words"), max_length=160, blank=True)
    details_checked_on = models.DateField(_("details checked on"), null=True, blank=True, editable=False)
    test_mail_seen_on = models.DateField(_("test mail arrived on"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("practice details")
        verbose_name_plural = _("practice details")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_practice")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as the one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def therapist_short_name(self) -> str:
        """How the therapist is named within a sentence: title and last name, Dr Bhatt; whole without a title."""
        names = self.therapist_name.split()
        has_title = len(names) > 1 and names[0].rstrip(".").casefold() in TITLES
        return f"{names[0]} {names[-1]}" if has_title else " ".join(names)

    @property
    def address_line(self) -> str:
        """The postal address on one line; empty while the street is not known."""
        parts = [self.street, self.area, f"{self.city} {self.postal_code}".strip(), self.country]
        return ", ".join(part for part in parts if part) if self.street else ""

    @classmethod
    def load(cls) -> "Practice":
        """Return the one row; an unsaved one with the defaults where none is stored yet."""
        return THE_PRACTICE.first() or cls(pk=1)


# Every page and every letter asks for it, some of them several times.
THE_PRACTICE = PreparedRows(lambda: Practice.objects.filter(pk=1), without=["portrait"])


class PolicyText(models.Model):
    """One version of a text that people agree to or rely on. A version in use is never changed, only followed."""

    class Kind(models.TextChoices):
        """What the text is for."""

        NOTICE = "notice", _("privacy notice for asking")
        CONFIDENTIALITY = "confidentiality", _("limits of confidentiality")
        CANCELLATION = "cancellation", _("cancellation policy")
        GUARDIAN = "guardian", _("consent of a parent or guardian")
        PAGE = "page", _("page of the site")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    slug = models.SlugField(_("slug"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    body = models.TextField(_("text"), help_text=_("Sanitised HTML."))
    starts_on = models.DateField(_("in force from"))
    is_reviewed = models.BooleanField(_("read and approved"), default=False)

    class Meta:
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        ordering = ["slug", "-starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version", "language"], name="one_text_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class HelpLine(models.Model):
    """A number to call in an emergency or a crisis; ships unchecked, and says when it was last checked."""

    class Kind(models.TextChoices):
        """Whom the line is for."""

        CRISIS = "crisis", _("someone to talk to")
        EMERGENCY = "emergency", _("emergency")
        WOMEN = "women", _("women")
        CHILD = "child", _("children")

    country = models.CharField(_("country code"), max_length=2)
    country_name = models.CharField(_("country"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    number = models.CharField(_("number"), max_length=24)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    language = models.CharField(_("languages"), max_length=80, blank=True)
    cost = models.CharField(_("cost"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.country} {self.name} {self.number}"


class Referral(models.Model):
    """A colleague or a service, named to those whom the practice cannot take at present. None is shipped."""

    name = models.CharField(_("name"), max_length=80)
    what = models.CharField(_("what they offer, in one line"), max_length=160, blank=True)
    link = models.URLField(
        _("page of theirs"), max_length=200, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    phone = models.CharField(_("phone"), max_length=24, blank=True, validators=[PHONE])
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(phone=""),
                name="referral_can_be_reached",
                violation_error_message=_("Give a page or a phone number, so that people can reach them."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Processor(models.Model):
    """One company that learns something when a page is used, and what it learns: a row of the privacy page."""

    what_for = models.CharField(_("what for"), max_length=80)
    name = models.CharField(_("company"), max_length=80, blank=True)
    learns = models.CharField(_("learns"), max_length=240)
    when = models.CharField(_("when"), max_length=160)
    country = models.CharField(_("country"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("who learns what")
        verbose_name_plural = _("who learns what")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.what_for


class ContactMessage(models.Model):
    """A message left on the contact page; its text is encrypted."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request_key = models.UUIDField(unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("email address"), max_length=254)
    body = EncryptedTextField(_("message"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return say_here(self.sent_at)


class OutgoingMessage(models.Model):
    """One message to be sent: written in the transaction of its cause, sent later by the worker."""

    class State(models.TextChoices):
        """Where the message is."""

        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        NOT_DUE = "not_due", _("no longer due")
        DEAD = "dead", _("could not be sent")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    cause = models.CharField(_("cause"), max_length=120, help_text=_("What it is about, by reference: booking:uuid."))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    body = EncryptedJSONField(blank=True, default="")
    failure = models.CharField(_("what went wrong"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind", "due_at"], name="each_message_once"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="messages_to_try"),
        ]

    def __str__(self) -> str:
        from practice.mail.registry import title_of  # which itself needs this model

        return f"{title_of(self.kind)}, {say_here(self.due_at)}"


class Limit(models.Model):
    """How often something was done in one stretch of time, counted for all processes. Subjects are stored hashed."""

    key = models.CharField(max_length=64)
    starts_at = models.BigIntegerField(help_text=_("Start of the stretch, in seconds since 1970."))
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        constraints = [models.UniqueConstraint(fields=["key", "starts_at"], name="one_count_a_stretch")]

    def __str__(self) -> str:
        return self.key[:8]


class KeptAnswer(models.Model):
    """A page that answers a form, for the few moments until the browser has fetched it (`practice/own_address.py`)."""

    key = models.CharField(max_length=64, primary_key=True)
    page = EncryptedJSONField(row="key", owner="key")
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("answer on its way")
        verbose_name_plural = _("answers on their way")

    def __str__(self) -> str:
        return self.key[:8]


class WorkerBeat(models.Model):
    """When the worker, or one of its periodic jobs, last ran and how that went."""

    name = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.name
