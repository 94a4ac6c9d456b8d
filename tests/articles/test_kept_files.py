"""Files that are made once and kept: whole, or not at all."""

from pathlib import Path

import pytest

from articles.kept_files import keep


def test_a_file_is_kept_in_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    kept = tmp_path / "new" / "one.webp"
    keep(kept, b"first")
    keep(kept, b"second")
    assert kept.read_bytes() == b"second"
    assert list(kept.parent.iterdir()) == [kept]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    in_the_way = tmp_path / "one.webp"
    in_the_way.mkdir()
    with pytest.raises(OSError, match="directory"):
        keep(in_the_way, b"content")
    assert list(tmp_path.iterdir()) == [in_the_way]
