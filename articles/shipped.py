"""The essays that come with the program, in essays/*.md."""

from datetime import datetime, time
from pathlib import Path

from django.utils import timezone

from articles.importing import read_essay
from articles.models import Essay
from articles.services import fill_from
from practice import shipped

FOLDER = Path(__file__).resolve().parent / "essays"
HOUR = time(8)  # of the day in the file, in the practice's zone


def register() -> None:
    """Register the essays."""
    shipped.register("essays", load_essays, floor=1)


def load_essays() -> int:
    """Store the shipped essays, each published on the day its file names and awaiting review, where there is none."""
    if Essay.objects.exists():
        return 0
    for path in sorted(FOLDER.glob("*.md")):
        read = read_essay(path.name, path.read_bytes())
        day = datetime.fromisoformat(read.metadata["published"])
        essay = Essay(slug=path.stem, state=Essay.State.PUBLISHED)
        essay.publish_at = timezone.make_aware(datetime.combine(day, HOUR))
        fill_from(essay, read)
        essay.save()
    return Essay.objects.count()
