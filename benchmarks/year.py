"""The simulated year at full size: three years of six events a day, drawn by different seeds.

    python -m benchmarks.year

prints one line of JSON for each; what was broken follows. It makes a database of its own and removes it.
"""

import logging
import os
import shutil
import sys
from datetime import time

import django

SEEDS, EVENTS_A_DAY = (1, 2, 3), 6


def main() -> int:
    """Measure, print the lines and return 0 if nothing was broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment, teardown_test_environment

    settings.TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    setup_test_environment()
    databases = runner.setup_databases()
    try:
        return max(_live(seed) for seed in SEEDS)
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()
        shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)


def _live(seed: int) -> int:
    import time_machine
    from django.db import transaction

    from bookings.models import WorkingHours
    from tests.bookings.year import Year
    from tests.bookings.year_rules import Rules
    from tests.factories import NOW, make_practitioner, make_session_type, make_user
    from tests.reporting import report

    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # as a test's own: services commit within it
    with block, time_machine.travel(NOW, tick=False) as clock:
        therapist = make_user("arati@example.com", is_staff=True, is_superuser=True)
        practitioner = make_practitioner(user=therapist)
        for weekday in range(6):
            WorkingHours.objects.create(practitioner=practitioner, weekday=weekday, starts=time(10), ends=time(18))
        make_session_type(practitioner)
        year, rules = Year(therapist, clock, seed=seed), Rules()
        year.after_each, year.after_sending = rules.look, rules.look_at_mail
        year.live(events_a_day=EVENTS_A_DAY)
        rules.look_back(year)
        transaction.set_rollback(True)
    broken = [*year.refused, *rules.broken]
    report("YEAR", len(broken), 0, seed=seed, events=year.done.total(), checked=rules.checked)
    for each in broken:
        print(each, file=sys.stderr)
    return min(len(broken), 1)


if __name__ == "__main__":
    sys.exit(main())
