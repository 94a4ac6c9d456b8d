"""The seals of one chain: whatever is changed, taken out, moved or cut off is noticed. No database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from accounts.ledger.chain import FIRST, Fault, Head, Link, faults_in, name_of, seal
from tests.factories import NOW

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ASHA, BELA = UUID(int=1), UUID(int=2)
LENGTH = 5

type Chain = list[tuple[Link, str]]


def make_chain(client: UUID = ASHA, length: int = LENGTH) -> Chain:
    """Return a sound chain."""
    chain: Chain = []
    for number in range(1, length + 1):
        link = Link(client, number, NOW + timedelta(minutes=number), 7, "opened", f"Sheet {number}", NOW)
        chain.append((link, seal(KEY, link, chain[-1][1] if chain else FIRST)))
    return chain


def head_of(chain: Chain) -> Head:
    return Head(chain[-1][0].number, chain[-1][1])


def kinds(chain: Chain, head: Head | None = None) -> set[Fault]:
    return {fault for _number, fault in faults_in(KEY, chain, head)}


def test_a_sound_chain_has_no_fault_whether_or_not_its_head_is_kept() -> None:
    chain = make_chain()
    assert faults_in(KEY, chain, None) == []
    assert faults_in(KEY, chain, head_of(chain)) == []


def test_entries_beyond_the_kept_head_are_no_fault() -> None:
    chain = make_chain()
    assert faults_in(KEY, chain, head_of(chain[:2])) == []


@pytest.mark.parametrize(
    "change",
    [
        {"client": BELA},
        {"at": NOW},
        {"by": 8},
        {"by": None},
        {"act": "read"},
        {"thing": "Sheet 33"},
        {"thing_at": None},
        {"thing_at": NOW + timedelta(microseconds=1)},
    ],
)
@pytest.mark.parametrize("place", range(LENGTH))
def test_a_change_of_any_part_of_any_entry_is_noticed_there(change: dict[str, Any], place: int) -> None:
    chain = make_chain()
    chain[place] = (replace(chain[place][0], **change), chain[place][1])
    assert faults_in(KEY, chain, None) == [(place + 1, Fault.CHANGED)]


def test_the_zone_in_which_an_instant_is_said_is_no_change() -> None:
    link = make_chain()[0][0]
    elsewhere = replace(link, at=link.at.astimezone(ZoneInfo("Asia/Kolkata")))
    assert seal(KEY, elsewhere, FIRST) == seal(KEY, link, FIRST)


@pytest.mark.parametrize("place", range(LENGTH - 1))
def test_an_entry_taken_out_from_between_is_missing_there(place: int) -> None:
    chain = make_chain()
    del chain[place]
    assert faults_in(KEY, chain, None) == [(place + 1, Fault.MISSING)]


@pytest.mark.parametrize("left", range(LENGTH))
def test_a_cut_end_is_noticed_by_the_head_and_by_nothing_else(left: int) -> None:
    chain = make_chain()
    assert faults_in(KEY, chain[:left], head_of(chain)) == [(left + 1, Fault.CUT)]
    assert kinds(chain[:left]) == set()


def test_closing_the_gap_by_new_numbers_is_noticed() -> None:
    chain = make_chain()
    closed = [chain[0], *((replace(link, number=link.number - 1), digest) for link, digest in chain[2:])]
    assert kinds(closed) == {Fault.CHANGED}


def test_entries_in_another_order_are_noticed() -> None:
    chain = make_chain()
    first, second = chain[1], chain[2]
    chain[1] = (replace(second[0], number=2), second[1])
    chain[2] = (replace(first[0], number=3), first[1])
    assert kinds(chain) == {Fault.CHANGED}


def test_a_chain_made_anew_without_the_key_is_noticed() -> None:
    forged = make_chain()
    forged = [(link, seal(OTHER_KEY, link, FIRST)) for link, _digest in forged]
    assert len(faults_in(KEY, forged, None)) == LENGTH


def test_another_ending_with_sound_seals_does_not_fit_the_head() -> None:
    chain = make_chain()
    link = replace(chain[-1][0], act="read")
    other = [*chain[:-1], (link, seal(KEY, link, chain[-2][1]))]
    assert kinds(other) == set()
    assert kinds(other, head_of(chain)) == {Fault.CHANGED}


def test_the_name_of_a_chain_says_nothing_of_its_client() -> None:
    assert name_of(KEY, ASHA) != name_of(KEY, BELA) != name_of(OTHER_KEY, BELA)
    assert ASHA.hex not in name_of(KEY, ASHA)


@pytest.mark.parametrize("damage", [lambda chain: chain[::-1], lambda chain: chain[:1] + chain[2:]])
def test_without_seals_numbers_alone_would_notice_less(damage: Callable[[Chain], Chain]) -> None:
    """The control: renumbered, what is left looks whole to whoever only counts."""
    left = [replace(link, number=number) for number, (link, _digest) in enumerate(damage(make_chain()), start=1)]
    assert [link.number for link in left] == list(range(1, len(left) + 1))
    assert kinds([(link, digest) for link, (_old, digest) in zip(left, damage(make_chain()), strict=True)]) != set()
