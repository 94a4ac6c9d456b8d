"""Encrypted fields open where they belong, and nowhere else."""

import base64
from typing import Any

import pytest
from django.core.exceptions import FieldError
from pytest_django import Settings

from practice.crypto import KeyMissingError, NotGenuineError, encrypted_fields, seal, sealed, unseal
from practice.models import ContactMessage, OutgoingMessage
from tests.factories import NOW
from worksheets.models import Answer

WORDS = "The quiet words."


def make_message(**changes: object) -> OutgoingMessage:
    given = {"kind": "k", "cause": "c", "due_at": NOW, "next_try_at": NOW, "message_id": "<m@x>", "body": {"a": WORDS}}
    return OutgoingMessage.objects.create(**{**given, **changes})


def raw(message: OutgoingMessage) -> str:
    stored: Any = OutgoingMessage.objects.filter(pk=message.pk).values_list("body", flat=True).get()
    return str(stored.token)


@pytest.mark.django_db
def test_what_is_written_is_read_again() -> None:
    message = make_message()
    assert OutgoingMessage.objects.get(pk=message.pk).body == {"a": WORDS}


@pytest.mark.django_db
def test_the_stored_form_holds_none_of_the_words() -> None:
    token = raw(make_message())
    assert token.startswith("1:k1:")
    assert "quiet" not in token
    assert b"quiet" not in base64.b64decode(token.split(":")[2])


@pytest.mark.django_db
def test_a_row_saved_unread_keeps_its_ciphertext() -> None:
    message = make_message()
    before = raw(message)
    OutgoingMessage.objects.get(pk=message.pk).save()
    assert raw(message) == before


@pytest.mark.django_db
def test_a_deferred_value_opens_when_it_is_read() -> None:
    message = make_message()
    assert OutgoingMessage.objects.defer("body").get(pk=message.pk).body == {"a": WORDS}


@pytest.mark.django_db
def test_a_value_copied_to_another_row_does_not_open() -> None:
    from practice.crypto import Sealed

    first, second = make_message(), make_message(cause="d", message_id="<n@x>")
    OutgoingMessage.objects.filter(pk=second.pk).update(body=Sealed(raw(first)))
    with pytest.raises(NotGenuineError):
        _ = OutgoingMessage.objects.get(pk=second.pk).body


@pytest.mark.django_db
def test_a_queryset_update_with_plain_words_is_refused() -> None:
    make_message()
    with pytest.raises(FieldError):
        ContactMessage.objects.update(body=WORDS)


@pytest.mark.django_db
def test_a_queryset_update_may_blank() -> None:
    message = make_message()
    OutgoingMessage.objects.update(body="")
    assert OutgoingMessage.objects.get(pk=message.pk).body == {}


def test_a_lost_key_is_a_clear_refusal(settings: Settings) -> None:
    token = seal(WORDS, "here")
    settings.FIELD_KEYS = {"k2": b"2" * 32}
    with pytest.raises(KeyMissingError):
        unseal(token, "here")


@pytest.mark.parametrize(
    "damage", ["", "1:k1:", "2:k1:AAAA", "1:k1:!!", "1:k1:" + base64.b64encode(b"x" * 40).decode()]
)
def test_a_damaged_value_does_not_open(damage: str) -> None:
    if not damage:
        assert unseal(damage, "here") == ""
        return
    with pytest.raises(NotGenuineError):
        unseal(damage, "here")


def test_a_value_opens_only_under_its_own_binding() -> None:
    token = seal(WORDS, "here")
    assert unseal(token, "here") == WORDS
    with pytest.raises(NotGenuineError):
        unseal(token, "there")


def test_a_value_without_an_owner_is_not_written() -> None:
    with pytest.raises(FieldError, match=r"Answer\.body needs its row and owner"):
        sealed(Answer(), "body", {"a": WORDS})


def test_a_form_keeps_what_will_be_sealed_from_spelling_services_and_from_the_browsers_memory() -> None:
    attrs = [field.formfield().widget.attrs for field in encrypted_fields()]
    assert len(attrs) > 15
    assert {(each["autocomplete"], each["spellcheck"]) for each in attrs} == {("off", "false")}


def test_only_encrypted_fields_can_be_sealed() -> None:
    with pytest.raises(TypeError, match="kind"):
        sealed(OutgoingMessage(kind="k"), "kind", "k")


@pytest.mark.parametrize("lookup", ["body__contains", "body__startswith", "body__in", "body__gt"])
def test_encrypted_words_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError, match="Unsupported lookup"):
        ContactMessage.objects.filter(**{lookup: WORDS})
