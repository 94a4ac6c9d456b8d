"""What the pages of worksheets, of sharing and of rights need: rows of Asha's in every state."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client as Browser

from accounts.models import Breach, Client, Consent, Erasure, Grievance, User
from accounts.rights.periods import write_missing
from articles.models import Essay
from practice.models import PolicyText
from tests.factories import NOW
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Assignment, Worksheet
from worksheets.services import copy_version
from worksheets.sharing import Shared, send_reply, share_copy, take_back

WEEK = timedelta(weeks=1)
WORDS = "A few words of mine"


def furnish_worksheets(asha: User, therapist: User, desk: Browser) -> dict[str, str]:
    """Make a worksheet that Asha has begun and shared, one that stands in an essay, and a draft; return their names."""
    client, version = Client.objects.get(user=asha), make_sheet()
    make_sheet("second-sheet")
    Worksheet.objects.filter(slug="second-sheet").update(essay=Essay.objects.get(slug="quiet"), is_exercise=True)
    draft = copy_version(version=version, now=NOW)
    body: Any = {"words": WORDS, "tone": 0}
    answer = Answer.objects.create(client=client, version=version, revision=1, body=body)
    Assignment.objects.create(client=client, worksheet=version.worksheet, note="When you like.")
    then: dict[str, Any] = {"revision": 1, "body": body, "saved_at": NOW - WEEK, "put_aside_at": NOW - WEEK}
    earlier = Answer.objects.create(client=client, version=version, **then)
    names = furnish_shared(answer, therapist, desk)
    answer.body = {**body, "words": "Other words since"}
    answer.save()
    names["earlier"] = str(earlier.uuid)
    return {**names, "open_version": str(version.pk), "draft": str(draft.pk)}


def furnish_shared(answer: Answer, therapist: User, desk: Browser) -> dict[str, str]:
    """Let Asha share copies: one taken back, one new, one that is open at the desk, and one with a reply."""
    names = {}
    for name in ("copy_back", "copy_new", "copy_open", "copy"):
        answer.body = {**answer.body, "line": name}
        answer.save()
        shared = share_copy(answer=answer, revision=1, request_key=uuid4(), now=NOW)
        assert isinstance(shared, Shared)
        names[name] = str(shared.copy.uuid)
        if name in {"copy", "copy_open"}:
            desk.handler.enforce_csrf_checks = False
            desk.post(f"/admin/shared/{shared.copy.uuid}/")
            desk.handler.enforce_csrf_checks = True
        if name == "copy":
            send_reply(copy=shared.copy, words="Thank you.", by=therapist, now=NOW, tells=False)
        if name == "copy_back":
            take_back(copy=shared.copy, now=NOW)
    return names


def furnish_rights(asha: User) -> dict[str, str]:
    """Make what Asha agreed to and took back, a late complaint, a breach, an erasure, and the periods."""
    text = PolicyText.objects.get(slug="notice")
    names = {}
    for name, back in (("consent", None), ("taken_back", NOW)):
        agreed = {"client": asha.client, "policy_text": text, "given_at": NOW, "withdrawn_at": back}
        names[name] = str(Consent.objects.create(**agreed).pk)
    Grievance.objects.create(
        request_key=uuid4(), client=asha.client, email="asha@example.com", body=WORDS, sent_at=NOW,
        due_on=NOW.date() - WEEK, answer=WORDS,
    )  # fmt: skip
    Breach.objects.create(noticed_at=NOW, happened=WORDS)
    Erasure.objects.create(by="client", asked_at=NOW, due_at=NOW + WEEK)
    write_missing()
    return names
