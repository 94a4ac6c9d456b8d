"""What changes between the look and the act: it is closed, taken back or sent from elsewhere in that moment."""

from typing import Any

import pytest
from django.test import Client as Browser

from articles.models import Essay, Reflection
from articles.reflections import desk as own_desk
from articles.reflections import services, views
from articles.reflections.errors import ClosedError
from articles.reflections.selectors import essay_to_write_under
from articles.reflections.services import leave_reflection, open_site, reply_to, take_reply_back
from practice.models import OutgoingMessage
from tests.articles.reflecting import CANARY, KEY, leave, open_essay, send, text
from tests.cast import make_therapist, sign_in
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


def test_the_service_itself_refuses_where_it_is_closed() -> None:
    essay = open_essay()
    open_site(is_open=False)
    with pytest.raises(ClosedError):
        leave_reflection(essay=essay, name="", body=CANARY, request_key=KEY, now=NOW)
    assert not Reflection.objects.exists()


def test_words_come_back_where_it_closes_after_the_page_was_looked_up(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_meanwhile(slug: str, now: object) -> Essay | None:
        found = essay_to_write_under(slug, NOW)
        Essay.objects.update(takes_reflections=False)
        return found

    open_essay()
    monkeypatch.setattr(views, "essay_to_write_under", close_meanwhile)
    answer = send(client)
    assert answer.status_code == 404
    assert CANARY in text(answer)
    assert not Reflection.objects.exists()


def test_a_closed_page_to_which_nothing_was_written_is_not_there(client: Browser) -> None:
    assert send(client, body="", name=" ").status_code == 404


def test_a_reply_is_given_back_where_the_words_go_while_it_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    reflection = leave(open_essay())

    def take_back_meanwhile(**given: object) -> bool:
        Reflection.objects.all().delete()
        return reply_to(reflection=reflection, words="Kind words", now=NOW)

    monkeypatch.setattr(own_desk, "reply_to", take_back_meanwhile)
    desk = sign_in(Browser(), make_therapist(), second_factor=True)
    answer = desk.post(f"/admin/reflections/{reflection.uuid}/reply/", {"reply": "Kind words"})
    assert answer.status_code == 404
    assert "Kind words" in text(answer)


def test_taking_back_a_reply_to_what_is_gone_is_no_fault() -> None:
    reflection = leave(open_essay(), reply="Thanks.", replied_at=NOW)
    Reflection.objects.all().delete()
    take_reply_back(reflection=reflection)
    assert not Reflection.objects.exists()


def test_the_same_reply_twice_is_one() -> None:
    reflection = leave(open_essay())
    assert [reply_to(reflection=reflection, words="Thanks.", now=NOW) for _turn in "ab"] == [True, True]
    assert Reflection.objects.get().reply == "Thanks."


def test_the_same_words_stored_in_that_moment_are_one_reflection(monkeypatch: pytest.MonkeyPatch) -> None:
    essay = open_essay()
    given: dict[str, Any] = {"essay": essay, "name": "Asha", "body": CANARY}

    def stored_meanwhile() -> bool:
        Reflection.objects.create(request_key=KEY, sent_at=NOW, **given)
        return False

    monkeypatch.setattr(services, "is_full", stored_meanwhile)
    assert leave_reflection(request_key=KEY, now=NOW, **given) == Reflection.objects.get()
    assert not OutgoingMessage.objects.exists()  # whoever stored it tells the therapist
