"""Lives of bookings that are written down, beside the random ones: what follows one act after the other."""

from datetime import timedelta
from typing import Any

JUMPS = [timedelta(minutes=6), timedelta(minutes=20), timedelta(hours=5), timedelta(hours=13), timedelta(hours=30)]
TOMORROW, DAY_AFTER = (26, 0), (40, 0)
PROVED, AGREED = ("verify", 0), (("verify", 0), ("confirm", 0))
# Written lives, so that chance leaves out no act: what follows after a stranger asked for TOMORROW.
STORIES: dict[str, tuple[tuple[Any, ...], ...]] = {
    "agreed": AGREED,
    "a second code": (("jump", JUMPS[0]), ("send_code", 0), PROVED),
    "withdrawn": (PROVED, ("withdraw", 0)),
    "declined": (PROVED, ("decline", 0)),
    "another time chosen": (PROVED, ("change", 0, DAY_AFTER), ("confirm", 0)),
    "another time agreed": (PROVED, ("propose", 0, DAY_AFTER), ("accept", 0)),
    "another time refused": (PROVED, ("propose", 0, DAY_AFTER), ("refuse", 0)),
    "not answered": (PROVED, ("jump", JUMPS[-1]), ("run_job",)),
    "moved by the client": (*AGREED, ("move_and_then", 0, DAY_AFTER, False, "agree")),
    "moved by the practice": (*AGREED, ("offer_move", 0, DAY_AFTER), ("accept", 0)),
    "a move declined": (*AGREED, ("move_and_then", 0, DAY_AFTER, False, "say no")),
    "cancelled with its move": (*AGREED, ("move_and_then", 0, DAY_AFTER, False, "cancel")),
    "cancelled by the practice": (*AGREED, ("move_and_then", 0, DAY_AFTER, True, "cancel")),
    "cancelled late": (*AGREED, ("cancel_late_and_be_excused", 0)),
    "offered again": (PROVED, ("decline", 0), ("offer_again", 0, DAY_AFTER), ("accept", 0)),
    "placed": (*AGREED, ("place", 0, DAY_AFTER), ("offer_move", 0, (14, 0)), ("accept", 0)),
    "held": (*AGREED, ("complete", 0), ("let_it_start", 0), ("complete", 0), ("undo", 0)),
    "missed": (*AGREED, ("let_it_start", 0), ("miss", 0), ("undo", 0)),
}
