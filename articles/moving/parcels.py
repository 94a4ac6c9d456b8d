"""Files handed over: which sites and pictures are in them, and those of the desk, which wait for a second press."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.importing.decoding import find_signature
from articles.models import SiteParcel
from articles.moving.kinds import read_site
from articles.moving.media import Media, Parcel, open_archive
from articles.moving.report import Report, from_data
from articles.moving.services import bring_in, tell_sites
from articles.moving.source import OldSite, SiteFileError

LARGEST_UPLOAD = 30 * 1024 * 1024
LARGEST_ARCHIVE = 1024**3
KEPT_FOR = timedelta(days=1)
AT_ONCE = timedelta(seconds=15)  # a page may not take longer; what is left goes on with the next press


def open_parcel(content: bytes | Path) -> Parcel:
    """Return what was handed over: one file, or an archive with pictures beside it.

    Raises:
        SiteFileError: it is too large, damaged or locked.
    """
    if isinstance(content, Path):
        if content.stat().st_size > LARGEST_ARCHIVE:
            raise SiteFileError(_("This file is larger than 1 GB."))
        with content.open("rb") as file:
            is_archive = find_signature(file.read(8)) == "zip"
        return open_archive(content) if is_archive else Parcel([(content.name, content.read_bytes())], Media())
    return open_archive(content) if find_signature(content) == "zip" else Parcel([("", content)], Media())


def read_parcel(parcel: Parcel) -> list[OldSite]:
    """Return the sites that a parcel describes; files in an archive that describe none are passed over.

    Raises:
        SiteFileError: none of them can be read; the reason is that of the first.
    """
    sites, reasons = [], []
    for _name, content in parcel.files:
        try:
            sites.append(read_site(content))
        except SiteFileError as error:
            reasons.append(error)
    if sites:
        return sites
    if reasons:
        raise reasons[0]
    raise SiteFileError(
        _("There is no export in this archive, only other files. Add the file that your old site exported.")
    )


def hand_over(*, name: str, content: bytes, address: str, now: datetime) -> SiteParcel:
    """Keep a file for a second press, with the report on what it would bring; the file before it is forgotten.

    Raises:
        SiteFileError: it cannot be read.
    """
    report = try_out(content, address, now)
    forget(SiteParcel.objects.exclude(content=None))
    return SiteParcel.objects.create(
        name=name[:120], address=address, content=content, report=report.as_data(), handed_over_at=now
    )


def try_out(content: bytes, address: str, now: datetime) -> Report:
    """Return what a file would bring, as far as there is time to look; nothing is written."""
    parcel = open_parcel(content)
    sites = read_parcel(parcel)
    tell_sites(sites, address)
    return bring_in(sites=sites, media=parcel.media, now=now, is_dry=True, within=AT_ONCE)


def make_drafts(*, parcel: SiteParcel, now: datetime, within: timedelta = AT_ONCE) -> Report:
    """Make the drafts of a file that was handed over; once none is left, the file is forgotten.

    Raises:
        SiteFileError: it was forgotten already, or what it holds has become unreadable.
    """
    if parcel.content is None:
        raise SiteFileError(_("This file is not kept any more. Choose it once more."))
    opened = open_parcel(bytes(parcel.content))
    sites = read_parcel(opened)
    tell_sites(sites, parcel.address)
    report = bring_in(sites=sites, media=opened.media, now=now, is_dry=False, within=within)
    parcel.report = join(parcel.report, report)
    parcel.save(update_fields=["report"])
    if not report.count("waits"):
        parcel.content, parcel.finished_at = None, now
        parcel.save(update_fields=["content", "finished_at"])
    return report


def join(before: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return the report of a file that took several presses: what was made by an earlier one stays said."""
    earlier = from_data(before)
    made = {(post.title, post.address): post for post in earlier.posts if post.verdict == "made"}
    report.posts = [made.get((post.title, post.address), post) for post in report.posts]
    return report.as_data()


def forget_old(now: datetime) -> None:
    """Forget the files that nobody came back to."""
    forget(SiteParcel.objects.exclude(content=None).filter(handed_over_at__lt=now - KEPT_FOR))


def forget(parcels: QuerySet[SiteParcel]) -> None:
    """Forget files; their reports stay."""
    parcels.update(content=None)
