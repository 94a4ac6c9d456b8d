"""Pictures are kept by a stand-in, as the room of pictures would."""

import pytest

from articles.moving import services
from tests.articles.moving import houses


@pytest.fixture
def kept_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pictures kept by a stand-in."""
    monkeypatch.setattr(services, "keeper", houses.keeper)
