"""Archives and folders: the right picture is found, and nothing that is a trap is opened."""

import io
import zipfile
from pathlib import Path

import pytest

from articles.moving.media import Media, add_folder, open_archive
from articles.moving.parcels import open_parcel, read_parcel
from articles.moving.source import SiteFileError
from tests.articles.moving.houses import GHOST, WORDPRESS, album, packed, picture


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packing:
        for name, content in files.items():
            packing.writestr(name, content)
    return stream.getvalue()


def locked(content: bytes) -> bytes:
    """Return an archive whose first entry says that it is encrypted, in both of its headers."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def spoiled(content: bytes) -> bytes:
    """Return an archive in whose first member some bytes are wrong."""
    return content[:300] + b"\0" * 20 + content[320:]


@pytest.mark.parametrize(
    ("places", "address", "found"),
    [
        (["a/cup.jpg"], "https://old.example/wp-content/uploads/cup.jpg", "a/cup.jpg"),
        (["CUP.JPG"], "https://old.example/cup.jpg?w=300", "cup.jpg"),
        (["cup.jpg"], "https://old.example/cup-300x200.jpg", "cup.jpg"),
        (["cup.jpg"], "https://old.example/cup-scaled.jpg", "cup.jpg"),
        (["cup-300x200.jpg", "cup.jpg"], "/cup-300x200.jpg", "cup-300x200.jpg"),
        (["2020/cup.jpg", "2021/cup.jpg"], "https://old.example/2021/cup.jpg", "2021/cup.jpg"),
        (["2020/cup.jpg", "2021/cup.jpg"], "https://old.example/2022/cup.jpg", ""),
        (["चाय.png"], "https://old.example/%E0%A4%9A%E0%A4%BE%E0%A4%AF.png", "चाय.png"),
        (["a1~mv2.jpg"], "https://static.wixstatic.com/media/a1~mv2.jpg/v1/fit/w_9/file.png", "a1~mv2.jpg"),
        (["Tea.jpg"], "wix:image://v1/a1~mv2.jpg/Tea.jpg#originWidth=1", "tea.jpg"),
        (["b.jpg"], "a1~mv2.jpg", ""),
        ([], "https://[broken/cup.jpg", ""),
        (["cup.jpg"], "", ""),
    ],
)
def test_a_picture_is_found_by_its_old_address(places: list[str], address: str, found: str) -> None:
    assert album(*places).find(address) == found


def test_an_archive_is_read_with_its_pictures_and_without_what_computers_add() -> None:
    parcel = open_parcel(packed(WORDPRESS, GHOST, pictures=("uploads/2021/03/chair.jpg",)))
    assert [site.kind for site in read_parcel(parcel)] == ["wordpress", "ghost"]
    place = parcel.media.find("https://river-path.example/wp-content/uploads/2021/03/chair-1024x768.jpg")
    assert parcel.media.places[place]() == picture()


def test_other_files_in_an_archive_are_passed_over() -> None:
    content = archive({"readme.txt": b"Hello.", "a.csv": b"Title,Plain Content\nA,Words.\n"})
    assert [site.kind for site in read_parcel(open_parcel(content))] == ["wix"]


BAD_ARCHIVES: dict[str, tuple[bytes, str]] = {
    "no zip inside": (b"PK\x03\x04" + b"\0" * 90, "damaged"),
    "cut short": (packed(WORDPRESS)[:-40], "damaged"),
    "a password": (locked(packed(WORDPRESS)), "locked by a password"),
    "a bomb": (archive({"a.xml": b" " * 30_000_000}), "unpacks to far more"),
    "a bomb as picture": (
        archive({"a.csv": b"Title,Content\nA,b\n", "a.jpg": b"\0" * 30_000_000}),
        "unpacks to far more",
    ),
    "too many files": (
        archive({f"{number}.txt": b"" for number in range(20_001)}, zipfile.ZIP_STORED),
        "more than 20000",
    ),
    "only pictures": (archive({"a.jpg": picture()}), "no export in this archive"),
    "a text alone": (archive({"a.txt": b"Hello."}), "no export that can be read"),
    "a damaged member": (spoiled(packed(WORDPRESS)), "in the archive is damaged"),
}


@pytest.mark.parametrize("case", sorted(BAD_ARCHIVES))
def test_a_bad_archive_is_refused_with_its_reason(case: str) -> None:
    content, words = BAD_ARCHIVES[case]
    with pytest.raises(SiteFileError, match=words):
        read_parcel(open_parcel(content))


def test_names_that_climb_are_only_names() -> None:
    media = open_archive(archive({"../../etc/cup.jpg": picture(), "C:\\x\\tea.png": picture()})).media
    assert media.find("/cup.jpg") == ""  # hidden as whatever begins with a dot
    assert media.places[media.find("/tea.png")]() == picture()


def test_a_picture_that_is_too_large_is_said_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.moving.media.LARGEST_PICTURE", 10)
    media = open_archive(archive({"cup.jpg": picture()})).media
    with pytest.raises(SiteFileError, match="too large"):
        media.places["cup.jpg"]()


def test_a_folder_of_pictures_is_read_and_no_link_leads_out_of_it(tmp_path: Path) -> None:
    inside, outside = tmp_path / "pictures", tmp_path / "elsewhere.png"
    (inside / "2021").mkdir(parents=True)
    (inside / "2021" / "cup.png").write_bytes(picture())
    outside.write_bytes(picture())
    (inside / "stolen.png").symlink_to(outside)
    media = Media()
    add_folder(media, inside)
    assert list(media.places) == ["2021/cup.png"]
    assert media.places["2021/cup.png"]() == picture()


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="no folder"):
        add_folder(Media(), tmp_path / "none")
