"""Acts on one reflection at the same moment: one wins, and nothing is stored twice."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from articles.models import Essay, Reflection
from articles.reflections.services import decide, leave_reflection
from tests.articles.reflecting import CANARY, KEY, leave, open_essay
from tests.at_once import at_once
from tests.factories import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.gate, pytest.mark.unmeasured]
State = Reflection.State


@pytest.fixture
def essay() -> Essay:
    """Return an essay that takes reflections."""
    return open_essay()


def send(essay: Essay, key: UUID = KEY) -> UUID:
    """Send a form once more, as a process of its own; return what it led to."""
    own = Essay.objects.get(pk=essay.pk)
    return leave_reflection(essay=own, name="Asha", body=CANARY, request_key=key, now=NOW).uuid


def test_one_form_that_arrives_twenty_times_at_once_is_stored_once(essay: Essay) -> None:
    assert set(at_once([partial(send, essay)] * 20)) == {Reflection.objects.get().uuid}


def test_forms_with_keys_of_their_own_are_all_stored(essay: Essay) -> None:
    """The control: it is the key that makes one of many."""
    at_once([partial(send, essay, uuid4()) for _turn in range(5)])
    assert Reflection.objects.count() == 5


def test_of_two_tabs_that_decide_at_once_one_does(essay: Essay) -> None:
    reflection = leave(essay)
    wishes = (State.SHOWN, State.NOT_SHOWN)
    done = at_once([partial(decide, reflection=reflection, seen="waiting", to=wish, now=NOW) for wish in wishes])
    assert sorted(done) == [False, True]
    assert Reflection.objects.get().state == wishes[done.index(True)]
