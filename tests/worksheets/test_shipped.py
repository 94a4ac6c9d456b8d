"""The shipped worksheets are loaded once."""

import pytest

from worksheets.models import Version, Worksheet
from worksheets.shipped import LIBRARY, load_worksheets

pytestmark = pytest.mark.django_db


def test_every_shipped_worksheet_is_loaded_with_its_prompts() -> None:
    assert load_worksheets() == len(list(LIBRARY.glob("*.json")))
    for worksheet in Worksheet.objects.all():
        version = worksheet.versions.get()
        assert version.number == 1
        assert version.prompts


def test_a_second_time_adds_nothing() -> None:
    load_worksheets()
    Worksheet.objects.update(title="Renamed")
    assert load_worksheets() == 0
    assert set(Worksheet.objects.values_list("title", flat=True)) == {"Renamed"}
    assert Version.objects.count() == Worksheet.objects.count()
