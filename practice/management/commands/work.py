"""`manage.py work`: the process that sends messages and does what has its time."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from practice.work import Stop, work_once, work_until


class Command(BaseCommand):
    """Work until told to stop."""

    help = "Send outgoing messages and run the periodic jobs, until stopped by SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything that is due, then exit")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            work_once()
            return
        stop = Stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.ask())
        work_until(stop)
