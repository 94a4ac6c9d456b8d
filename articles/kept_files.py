"""Files that are made once and kept until their folder is emptied."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def keep(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it; what could not be written whole leaves nothing behind.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
