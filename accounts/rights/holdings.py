"""What is held of a person, by model: each room registers its own, or says why something is left out.

Every column of a registered model is exported unless its name is left out with a reason, so a new column is in the
export by itself. A new model is not: `unaccounted` names it until its room says what it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import EmailField, ForeignKey, Model, QuerySet
from django.utils.functional import Promise

from accounts.models import Client, User, normalise_email
from practice.crypto import EncryptedTextField

type Words = str | Promise

# A column of such a name opens something, or is made of something that does: nobody needs it, and a file can be lost.
SECRET_PARTS = ("password", "hash", "digest", "token", "secret")


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data it is: a client's row, a login, or both. `addresses` are the proved ones."""

    client: Client | None
    user: User | None
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one model that belong to a person.

    `left_out` names the columns that are not exported, each with its reason; `also` adds values that the row alone
    does not say; `causes` returns by what names outgoing messages refer to a row.
    """

    name: str
    model: type[Model]
    title: Words
    rows: Callable[[Person], QuerySet[Any]]
    left_out: Mapping[str, Words] = field(default_factory=dict)
    also: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    causes: Callable[[Any], list[str]] | None = None
    order: int = 50


HOLDINGS: dict[str, Holding] = {}
LEFT_OUT: dict[str, Words] = {}


def register(holding: Holding) -> None:
    """Have the rows of a model exported; two holdings may share a model."""
    HOLDINGS[holding.name] = holding


def in_order() -> list[Holding]:
    """Return the holdings as a reader finds them: by their order, then as they were registered."""
    return sorted(HOLDINGS.values(), key=lambda holding: holding.order)


def leave_out(label: str, reason: Words) -> None:
    """Say why a model, named such as `accounts.Practitioner`, is in nobody's export."""
    LEFT_OUT[label] = reason


def person_of(*, client: Client | None, user: User | None = None) -> Person:
    """Return the person behind a client's row or a login."""
    login = user or (client.user if client else None)
    if login is None:
        return Person(client, None, frozenset())
    proved = EmailAddress.objects.filter(user=login, verified=True).values_list("email", flat=True)
    # An empty address is everybody's who has none: it must find nobody.
    known = {normalise_email(each) for each in (login.email, *proved)} - {""}
    return Person(client, login, frozenset(known))


def of_client(model: Any, *related: str) -> Callable[[Person], QuerySet[Any]]:
    """Return what finds the rows of a client, with the rows that they refer to; none for a login without a client."""
    found = model.objects.select_related(*related) if related else model.objects.all()
    return lambda person: found.filter(client=person.client) if person.client else found.none()


def of_login(model: Any) -> Callable[[Person], QuerySet[Any]]:
    """Return what finds the rows of a login; none for a client without one."""
    return lambda person: model.objects.filter(user=person.user) if person.user else model.objects.none()


def causes_of(person: Person) -> set[str]:
    """Return what messages about this person call their cause."""
    return {
        cause
        for holding in HOLDINGS.values()
        if holding.causes is not None
        for row in holding.rows(person)
        for cause in holding.causes(row)
    }


def unaccounted(models: Iterable[type[Model]] | None = None) -> list[str]:
    """Return what may hold something of a person and is neither exported nor left out: models, then columns.

    A model may, if it refers to a client, a login or a model that is exported, or has an address or something
    encrypted. A column that opens something must be left out by name, and so must what an export cannot say.
    """
    everything = list(apps.get_models() if models is None else models)
    exported = {holding.model for holding in HOLDINGS.values()}
    known = {*(model._meta.label for model in exported), *LEFT_OUT}
    strange = [
        model._meta.label for model in everything if model._meta.label not in known and holds_people(model, exported)
    ]
    return sorted(strange) + sorted(fault for holding in HOLDINGS.values() for fault in faults_of(holding))


def holds_people(model: type[Model], exported: set[type[Model]]) -> bool:
    """Tell whether a model's own columns may hold something of a person."""
    whose = {Client, User} | exported
    columns = [*model._meta.local_fields, *model._meta.local_many_to_many]
    refers = any(column.is_relation and column.related_model in whose for column in columns)
    return refers or any(isinstance(column, EmailField | EncryptedTextField) for column in columns)


def faults_of(holding: Holding) -> list[str]:
    """Return the columns of a holding that must be left out and are not, and those left out that do not exist."""
    columns = {column.name for column in holding.model._meta.concrete_fields}
    many = {column.name for column in holding.model._meta.many_to_many}
    open_ones = {name for name in columns if any(part in name for part in SECRET_PARTS)} | many
    faults = (open_ones - set(holding.left_out)) | (set(holding.left_out) - columns - many)
    return [f"{holding.name}.{name}" for name in faults]


def columns_of(holding: Holding) -> list[Any]:
    """Return the columns that are exported, in the order of the model."""
    return [column for column in holding.model._meta.concrete_fields if column.name not in holding.left_out]


def is_reference(column: Any) -> bool:
    """Tell whether a column refers to another row."""
    return isinstance(column, ForeignKey)
