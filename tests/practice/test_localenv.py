"""The local environment is made once, with keys that nobody else has, and is readable by its owner only."""

from pathlib import Path

from practice import localenv


def test_it_is_made_with_keys_and_kept_from_others(tmp_path: Path) -> None:
    path = localenv.ensure(tmp_path / "var" / "env")
    names = {line.partition("=")[0] for line in path.read_text().splitlines() if not line.startswith("#")}
    assert names == {"SECRET_KEY", "FIELD_KEYS", "SITE_URL", "DATABASE_URL", "EMAIL_URL"}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = localenv.ensure(tmp_path / "env")
    before = path.read_bytes()
    assert localenv.ensure(tmp_path / "env").read_bytes() == before


def test_no_two_sites_share_a_key(tmp_path: Path) -> None:
    first, second = (localenv.ensure(tmp_path / name).read_text().splitlines() for name in ("a", "b"))
    shared = {line for line in first if line in second}
    assert not [line for line in shared if line.startswith(("SECRET_KEY", "FIELD_KEYS"))]
