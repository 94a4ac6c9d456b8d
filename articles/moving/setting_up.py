"""What moving house registers elsewhere: its pages on the desk, old addresses, and the end of files handed over."""

from datetime import timedelta

from articles import desk_moving, old_paths
from articles.moving.parcels import forget_old
from practice import desk, work


def register_all() -> None:
    """Register it."""
    old_paths.register()
    desk.register_pages(*desk_moving.PAGES)
    work.register_job("forget files of old sites", forget_old, every=timedelta(hours=1))
