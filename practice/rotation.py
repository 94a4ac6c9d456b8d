"""Encrypting everything again with the newest key, while readers and writers go on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models

from practice.crypto import EncryptedTextField, KeyMissingError, NotGenuineError, Sealed, key_id_of, reseal

BATCH = 200  # rows read at a time


@dataclass(slots=True)
class Tally:
    """What was done to one field. `damaged` holds the keys of rows whose value is not genuine; they were left."""

    name: str
    rotated: int = 0
    damaged: list[str] = field(default_factory=list)


class LostKeyError(Exception):
    """A value was sealed with a key that the ring does not hold; the attributes say which key, and where."""

    def __init__(self, key_id: str, name: str) -> None:
        super().__init__(key_id, name)
        self.key_id, self.name = key_id, name


def rotate(sealed: EncryptedTextField) -> Tally:
    """Seal every value of a field with the newest key; a second run takes up where a first one stopped.

    A row at a time, by conditional update, in no transaction: a row that someone changes meanwhile is left to the
    next run, and is found by `count_left`.

    Raises:
        LostKeyError: the key of a value is not in the ring. What was rotated before stays so.
    """
    tally = Tally(f"{sealed.model._meta.label}.{sealed.name}")
    for row in rows_of(sealed):
        try:
            tally.rotated += reseal(row, sealed)
        except KeyMissingError as error:
            raise LostKeyError(str(error), tally.name) from None
        except NotGenuineError:
            tally.damaged.append(str(row.pk))
    return tally


def rows_of(sealed: EncryptedTextField) -> Iterator[models.Model]:
    """Yield the rows that hold a value, in the order of their keys, a batch at a time."""
    filled = sealed.model._base_manager.exclude(**{sealed.attname: ""}).order_by("pk")
    batch = list(filled[:BATCH])
    while batch:
        yield from batch
        batch = list(filled.filter(pk__gt=batch[-1].pk)[:BATCH])


def count_left(sealed: EncryptedTextField) -> int:
    """Return how many values are sealed with another key than the newest."""
    newest = next(iter(settings.FIELD_KEYS))
    tokens = sealed.model._base_manager.exclude(**{sealed.attname: ""}).values_list(sealed.attname, flat=True)
    return sum(key_id_of(token.token) != newest for token in tokens.iterator() if isinstance(token, Sealed))
