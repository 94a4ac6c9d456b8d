"""Where the pictures of an old site lie: in an archive, or in a folder. Nothing is ever fetched."""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from articles.moving.source import SiteFileError

PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
SITE_ENDINGS = frozenset({".xml", ".json", ".csv", ".rss", ".atom", ".txt"})
LARGEST_PICTURE = 25 * 1024 * 1024
LARGEST_SITE_FILE = 40 * 1024 * 1024
MOST_ENTRIES = 20_000
MOST_UNPACKED = 2 * 1024**3
MOST_TIMES_SMALLER = 150  # no text or picture packs better; what claims to is a bomb
SIZED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|rotated)(?=\.\w+$)")


@dataclass(slots=True)
class Media:
    """Pictures by their place, each with what reads it when it is needed."""

    places: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)

    def add(self, place: str, read: Callable[[], bytes]) -> None:
        """Note where a picture lies."""
        tidy = tidy_path(place)
        self.places[tidy] = read
        self.by_name.setdefault(tidy.rsplit("/", 1)[-1], []).append(tidy)

    def find(self, address: str) -> str:
        """Return the place of the picture that had this address, or "".

        Its name decides; among pictures of one name the one whose folders agree furthest with the address. A copy in
        another size, as WordPress names it, stands for the picture itself.
        """
        paths = paths_in(address)
        for path in [*paths, *(SIZED.sub("", path) for path in paths)]:
            found = self.by_name.get(path.rsplit("/", 1)[-1], [])
            agreed = sorted(found, key=lambda place, path=path: -shared_end(place, path))  # type: ignore[misc]
            is_sure = len(agreed) == 1 or (agreed and shared_end(agreed[0], path) > shared_end(agreed[1], path))
            if is_sure:
                return agreed[0]
        return ""


def paths_in(address: str) -> list[str]:
    """Return the paths by which a picture may be known: that of its address, and of Wix's each part that is a name."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return []
    path = tidy_path(unquote(parts.path))
    is_wix = parts.scheme == "wix" or "wixstatic" in parts.netloc or "~mv2" in path
    names = [one for one in path.split("/") if PurePosixPath(one).suffix in PICTURE_ENDINGS] if is_wix else []
    return [one for one in dict.fromkeys([*names, path]) if one]


def tidy_path(path: str) -> str:
    return unicodedata.normalize("NFC", path.replace("\\", "/")).strip("/").casefold()


def shared_end(one: str, other: str) -> int:
    """Return how many parts at their end two paths share."""
    pairs = zip(reversed(one.split("/")), reversed(other.split("/")), strict=False)
    count = 0
    for mine, yours in pairs:
        if mine != yours:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was handed over: the files that may describe a site, and the pictures beside them."""

    files: list[tuple[str, bytes]]
    media: Media


def open_archive(content: bytes | Path) -> Parcel:
    """Return the files of a .zip; pictures are unpacked only when they are asked for, and nothing touches the disk.

    Raises:
        SiteFileError: it is damaged, locked, holds too much, or unpacks to far more than it is.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not is_hidden(entry.filename)]
        check_entries(archive.infolist())
        if sum(entry.file_size for entry in entries if is_site_file(entry)) > 3 * LARGEST_SITE_FILE:
            raise SiteFileError(_("This archive holds more texts than one site has. Pack fewer files into it."))
        files = [
            (entry.filename, read_entry(archive, entry, LARGEST_SITE_FILE)) for entry in entries if is_site_file(entry)
        ]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise SiteFileError(_("This archive is damaged and cannot be opened.")) from error
    media = Media()
    for entry in entries:
        if ending_of(entry.filename) in PICTURE_ENDINGS:
            media.add(entry.filename, lambda entry=entry: read_entry(archive, entry, LARGEST_PICTURE))  # type: ignore[misc]
    return Parcel(files, media)


def check_entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Raise SiteFileError unless an archive is of a sensible size."""
    entries = list(entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise SiteFileError(_("This archive is locked by a password. Pack it anew without one."))
    if len(entries) > MOST_ENTRIES:
        raise SiteFileError(_("This archive holds more than %(number)d files.") % {"number": MOST_ENTRIES})
    swollen = any(entry.file_size > MOST_TIMES_SMALLER * max(entry.compress_size, 4096) for entry in entries)
    if swollen or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise SiteFileError(_("This archive unpacks to far more than a site and was not opened."))


def is_site_file(entry: zipfile.ZipInfo) -> bool:
    return ending_of(entry.filename) in SITE_ENDINGS


def is_hidden(name: str) -> bool:
    """Tell whether a file is one that computers add to archives by themselves."""
    return any(part.startswith((".", "__MACOSX")) for part in name.replace("\\", "/").split("/"))


def ending_of(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return one file of an archive.

    Raises:
        SiteFileError: it is larger than `most`, or damaged.
    """
    if entry.file_size > most:
        raise SiteFileError(_("A file in the archive is too large: %(name)s") % {"name": entry.filename[-80:]})
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise SiteFileError(_("A file in the archive is damaged: %(name)s") % {"name": entry.filename[-80:]}) from error


def add_folder(media: Media, folder: Path) -> None:
    """Note the pictures below a folder; links that lead out of it are not followed.

    Raises:
        SiteFileError: it is no folder, or holds too many files.
    """
    if not folder.is_dir():
        raise SiteFileError(_("This is no folder: %(name)s") % {"name": str(folder)})
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if number > MOST_ENTRIES:
            raise SiteFileError(_("This folder holds more than %(number)d files.") % {"number": MOST_ENTRIES})
        is_within = path.resolve().is_relative_to(folder.resolve())
        if path.suffix.lower() in PICTURE_ENDINGS and is_within and path.is_file():
            media.add(str(path.relative_to(folder)), lambda path=path: read_picture(path))  # type: ignore[misc]


def read_picture(path: Path) -> bytes:
    """Return the bytes of a picture in a folder."""
    if path.stat().st_size > LARGEST_PICTURE:
        raise SiteFileError(_("A picture is too large: %(name)s") % {"name": path.name})
    return path.read_bytes()
