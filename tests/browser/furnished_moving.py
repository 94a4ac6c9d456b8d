"""What came from an old site when every page is walked."""

from articles.models import Essay, OldPath
from articles.moving.parcels import hand_over, make_drafts
from tests.articles.moving.houses import SITES, WIX, WORDPRESS
from tests.factories import NOW


def furnish_moving(essay: Essay) -> dict[str, str]:
    """Hand over a file of an old site, and have another one done; return names for addresses."""
    OldPath.objects.create(path="/post/quiet", essay=essay)
    done = hand_over(name="old.csv", content=(SITES / WIX).read_bytes(), address="", now=NOW)
    make_drafts(parcel=done, now=NOW)
    seen = hand_over(name="old.xml", content=(SITES / WORDPRESS).read_bytes(), address="", now=NOW)
    return {"site_seen": str(seen.uuid), "site_done": str(done.uuid)}
