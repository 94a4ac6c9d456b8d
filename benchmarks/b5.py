"""B5 at full size: 200 random lives of bookings, of 30 steps each, break no rule and agree with a plain model.

    python -m benchmarks.b5 [--deep]

prints one line of JSON; if a rule is broken, the steps that led there follow. `--deep` plays 2,000 lives of 50 steps.
It makes a database of its own and removes it. The same steps are played every time.
"""

import logging
import os
import shutil
import sys

import django

TARGET = 0


def main() -> int:
    """Measure, print the line and return 0 if no rule was broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    lives, steps = (2000, 50) if "--deep" in sys.argv else (200, 30)
    from django.conf import settings
    from django.test.runner import DiscoverRunner

    settings.TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return _play(lives, steps)
    finally:
        runner.teardown_databases(databases)
        shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)


def _play(lives: int, steps: int) -> int:
    from hypothesis.stateful import run_state_machine_as_test

    from tests.bookings.life_machine import Life, settings_of
    from tests.reporting import report

    broken = 1
    try:
        run_state_machine_as_test(Life, settings=settings_of(lives, steps))
        broken = 0
    finally:
        report("B5", broken, TARGET, lives=lives, steps=Life.done.total(), acts=dict(sorted(Life.done.items())))
    return broken


if __name__ == "__main__":
    sys.exit(main())
