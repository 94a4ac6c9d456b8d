"""No clock tells whether an address is known here: signing in by code, by password, a new password, and lost links.

    python -m benchmarks.enumeration

asks at each door for known and unknown addresses in turn, in one run, and prints for each door the CPU time for the
known ones over that for the unknown, as one line of JSON. It makes a database of its own and removes it.
"""

import logging
import sys
from time import process_time

from benchmarks.stage import database
from tests.reporting import report

ROUNDS = 150
MOST = 1.1  # either way
DOORS = {
    "code": "/account/login/code/",
    "reset": "/account/password/reset/",
    "password": "/account/login/",
    "find": "/book/manage/find/",
}


def main() -> int:
    """Measure each door, print the lines and return 0 if none tells."""
    with database():
        logging.disable(logging.CRITICAL)
        ratios = {door: ratio_of(path) for door, path in DOORS.items()}
    for door, ratio in ratios.items():
        report("enumeration", ratio, MOST, door=door, rounds=ROUNDS)
    return 1 if any(ratio > MOST for ratio in ratios.values()) else 0


def ratio_of(path: str) -> float:
    """Return how much more time the dearer kind of address takes, from 1.0 for none."""
    from accounts.services import find_or_create_user_for

    known = [f"known{number:03}@example.com" for number in range(ROUNDS)]
    for address in known:
        find_or_create_user_for(address)
    time_asked(path, known[0])  # what is only loaded once
    took: dict[bool, list[float]] = {True: [], False: []}
    for number, address in enumerate(known):
        pair = [(True, address), (False, f"never{number:03}@example.com")]
        for is_known, each in pair if number % 2 else reversed(pair):
            took[is_known].append(time_asked(path, each))
    middle = [trimmed_mean(took[is_known]) for is_known in (True, False)]
    return round(max(middle) / min(middle), 3)


def trimmed_mean(times: list[float]) -> float:
    """Return the mean without the slowest and the quickest tenth."""
    cut = len(times) // 10
    kept = sorted(times)[cut:-cut]
    return sum(kept) / len(kept)


def time_asked(path: str, address: str) -> float:
    """Return the CPU seconds in which a fresh browser is answered, redirects included; limits are lifted before."""
    from django.test import Client

    from practice.models import Limit

    Limit.objects.all().delete()
    browser = Client()
    given = {"email": address, "login": address, "password": "wrong horses at noon"}
    before = process_time()
    answer = browser.post(path, given, follow=True)
    took = process_time() - before
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return took


if __name__ == "__main__":
    sys.exit(main())
