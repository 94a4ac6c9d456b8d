"""Load the shipped worksheets."""

import json
from pathlib import Path

from articles.models import Essay
from practice import shipped
from worksheets.models import Version, Worksheet

LIBRARY = Path(__file__).resolve().parent / "library"


def register() -> None:
    """Register the worksheets; they come after the essays that they belong to."""
    shipped.register("worksheets", load_worksheets, floor=2)


def load_worksheets() -> int:
    """Store every shipped worksheet with its first version, where there is none at all."""
    if Worksheet.objects.exists():
        return 0
    for path in sorted(LIBRARY.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        worksheet = Worksheet.objects.create(
            slug=content["slug"],
            title=content["title"],
            essay=Essay.objects.filter(slug=content["essay"]).first(),
        )
        Version.objects.create(
            worksheet=worksheet,
            number=1,
            intro=content["intro"],
            outro=content.get("outro", ""),
            minutes=content["minutes"],
            prompts=content["prompts"],
        )
    return Worksheet.objects.count()
