"""Make drafts of the posts of an old site: Wix, Squarespace, WordPress, Ghost, or a feed that was saved."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.moving.media import Media, add_folder
from articles.moving.parcels import open_parcel, read_parcel
from articles.moving.report import Report, render_report
from articles.moving.services import bring_in, tell_sites
from articles.moving.source import OldSite, SiteFileError


class Command(BaseCommand):
    """All files at once, so that links between them are led on; run twice it changes nothing."""

    help = "Make a draft of each post in an export or feed of an old site; nothing is published and nothing is fetched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="an export, a feed, or a .zip with pictures")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
        parser.add_argument("--again", action="store_true", help="bring back posts whose essay was deleted here")
        parser.add_argument("--media", metavar="FOLDER", help="a folder with the pictures of the old site")
        parser.add_argument("--address", default="", help="the old site's address, where the file does not tell it")
        parser.add_argument("--report", metavar="FILE", help="write the report to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        sites, media = self.open_all([Path(name) for name in options["files"]], options["media"])
        tell_sites(sites, options["address"])
        report = bring_in(
            sites=sites, media=media, now=timezone.now(), is_dry=options["dry_run"], again=options["again"]
        )
        self.tell(report, options["report"])
        if failed := report.count("failed"):
            words = ngettext("%(number)d post could not be read.", "%(number)d posts could not be read.", failed)
            raise CommandError(words % {"number": failed})

    def open_all(self, paths: list[Path], folder: str | None) -> tuple[list[OldSite], Media]:
        """Return the sites of all files with all their pictures; one bad file stops it before anything is written."""
        sites, media = [], Media()
        try:
            for path in paths:
                parcel = self.open_one(path)
                sites += read_parcel(parcel)
                for place, read in parcel.media.places.items():
                    media.add(place, read)
            if folder:
                add_folder(media, Path(folder))
        except SiteFileError as error:
            raise CommandError(str(error)) from error
        return sites, media

    def open_one(self, path: Path) -> Any:
        """Return one file as it was handed over; its name goes before the reason where that fails."""
        try:
            parcel = open_parcel(path)
            read_parcel(parcel)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or _('The file cannot be opened.')}") from error
        except SiteFileError as error:
            raise CommandError(f"{path}: {error}") from error
        return parcel

    def tell(self, report: Report, path: str | None) -> None:
        """Print the report, or write it to a file and print its sum."""
        text = render_report(report)
        if not path:
            self.stdout.write(text)
            return
        Path(path).write_text(text + "\n", encoding="utf-8")
        self.stdout.write("\n".join(report.summary()))
