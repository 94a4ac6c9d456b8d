"""Acts that begin at the same moment, each in a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

PATIENCE = 60  # seconds for all threads to come


def at_once[T](acts: Sequence[Callable[[], T]]) -> list[T]:
    """Run the acts side by side; return what each returned, in their order. What one raises is raised here."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        try:
            gate.wait(timeout=PATIENCE)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
