"""Encrypted fields: AES-256-GCM, each value bound to its model, field, row and owner.

Stored form: `1:<key id>:<base64 of nonce and ciphertext>`; an empty text is stored empty. The binding is the
associated data of the cipher (NIST SP 800-38D), so a ciphertext copied to another row, field or person does not
open there. The key ring is `settings.FIELD_KEYS`, newest first: the first key seals, every key opens.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

NONCE_BYTES = 12


class SealedError(Exception):
    """A stored value cannot be opened."""


class KeyMissingError(SealedError):
    """The key that sealed the value is not in the ring; the error's text is the key's id."""


class NotGenuineError(SealedError):
    """The value was changed, or sealed for another row, field or owner."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as it is stored, not opened yet."""

    token: str


def seal(text: str, binding: str) -> str:
    """Return `text` encrypted with the newest key for `binding`; an empty text stays empty."""
    if not text:
        return ""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    box = nonce + AESGCM(key).encrypt(nonce, text.encode(), binding.encode())
    return f"1:{key_id}:{base64.b64encode(box).decode()}"


def unseal(token: str, binding: str) -> str:
    """Return the text sealed in `token` for the same `binding`.

    Raises:
        KeyMissingError: the ring has no key of that id.
        NotGenuineError: the token is damaged or belongs elsewhere.
    """
    if not token:
        return ""
    try:
        version, key_id, encoded = token.split(":")
        box = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        raise NotGenuineError from None
    if version != "1":
        raise NotGenuineError
    if key_id not in settings.FIELD_KEYS:
        raise KeyMissingError(key_id)
    try:
        opened = AESGCM(settings.FIELD_KEYS[key_id]).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], binding.encode())
    except (InvalidTag, ValueError):
        raise NotGenuineError from None
    return opened.decode()


def key_id_of(token: str) -> str:
    """Return the id of the key that sealed `token`; empty where it is no token at all."""
    return token.split(":", 2)[1] if token.count(":") == 2 else ""


class OpeningAttribute(DeferredAttribute):
    """Open the value at the first reading: the row is known then, and a list that never reads it pays nothing."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        opened = self.field.from_text(unseal(value.token, self.field.binding(instance)))
        instance.__dict__[self.field.attname] = opened
        return opened

    def __set__(self, instance: models.Model, value: Any) -> None:
        # With __set__ beside __get__ the row's own dictionary does not hide this attribute from readers.
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text encrypted at rest. `row` and `owner` name the attributes whose values it is bound to.

    Written through `save()`, `create()` and `bulk_create()` only: an update of a queryset has no row to bind to
    and is refused. Cannot be searched or ordered by.
    """

    descriptor_class = OpeningAttribute

    def __init__(self, *args: Any, row: str = "uuid", owner: str = "uuid", **kwargs: Any) -> None:
        self.row = row
        self.owner = owner
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "row": self.row, "owner": self.owner}

    def binding(self, instance: models.Model) -> str:
        """Return what a value of this field in this row is bound to."""
        row, owner = attrgetter(self.row)(instance), attrgetter(self.owner)(instance)
        if row is None or owner is None:
            raise FieldError(f"{self.model._meta.label}.{self.name} needs its row and owner before it is written.")
        return f"{self.model._meta.label_lower}|{self.name}|{row}|{owner}"

    def formfield(self, **kwargs: Any) -> Any:
        """Return the field of a form: what is sealed here goes to no spelling service, and no browser keeps it."""
        field: Any = super().formfield(**kwargs)
        field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        return field

    def to_text(self, value: Any) -> str:
        """Return the text to seal."""
        return "" if value is None else str(value)

    def from_text(self, text: str) -> Any:
        """Return the value of an opened text."""
        return text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            return value
        return Sealed(seal(self.to_text(value), self.binding(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        if value in ("", None):
            return ""
        raise FieldError(f"{self.name} is encrypted: save the row instead of updating a queryset.")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":  # only for "is it empty?" and the conditional update of a rotation
            return super().get_lookup(lookup_name)
        return None


class EncryptedJSONField(EncryptedTextField):
    """Plain data (dicts, lists, strings, numbers) encrypted at rest; an empty field reads as an empty dict."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""

    def from_text(self, text: str) -> Any:
        return json.loads(text) if text else {}


def sealed(row: models.Model, field_name: str, value: Any) -> Sealed:
    """Return `value` as this row's field stores it, for a conditional update; saving the row does it by itself."""
    field = row._meta.get_field(field_name)
    if not isinstance(field, EncryptedTextField):
        raise TypeError(field_name)
    return Sealed(seal(field.to_text(value), field.binding(row)))


def encrypted_fields() -> list[EncryptedTextField]:
    """Return every encrypted field of every model."""
    fields = (field for model in apps.get_models() for field in model._meta.local_fields)
    return [field for field in fields if isinstance(field, EncryptedTextField)]


def reseal(row: models.Model, field: EncryptedTextField) -> bool:
    """Encrypt one stored value again with the newest key; return False where nothing was to do or it changed meanwhile.

    Readers go on: the row is replaced by conditional update, and both keys are in the ring.

    Raises:
        KeyMissingError: the ring does not hold the key that sealed the value.
        NotGenuineError: the value is damaged or belongs elsewhere; it stays as it is.
    """
    manager = type(row)._base_manager
    stored = manager.filter(pk=row.pk).values_list(field.attname, flat=True).first()
    token = stored.token if isinstance(stored, Sealed) else ""
    if not token or key_id_of(token) == next(iter(settings.FIELD_KEYS)):
        return False
    binding = field.binding(row)
    fresh = Sealed(seal(unseal(token, binding), binding))
    changed = manager.filter(pk=row.pk, **{field.attname: Sealed(token)}).update(**{field.attname: fresh})
    return bool(changed)
