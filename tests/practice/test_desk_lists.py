"""Rows of the desk's lists as cards: each cell carries the words of its column."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.test import Client as Browser
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from practice.models import ContactMessage
from practice.templatetags.desk_lists import labelled
from tests.bookings.browsing import text
from tests.cast import make_therapist, sign_in

HEADS = [{"text": "when"}, {"text": 'the "name"'}]


def cell(inside: str) -> SafeString:
    return format_html('<td class="field-x">{}</td>', inside)


def test_each_cell_carries_the_words_of_its_column_in_its_first_tag() -> None:
    when, name = labelled([mark_safe('<th class="field-w"><a href="/1/">Monday > noon</a></th>'), cell("A")], HEADS)
    assert when == '<th class="field-w" data-label="When"><a href="/1/">Monday > noon</a></th>'
    assert BeautifulSoup(name, "lxml").td.attrs == {"class": ["field-x"], "data-label": 'The "name"'}  # type: ignore[union-attr]


@pytest.mark.parametrize("inside", ["", "-", " - ", mark_safe("<span></span>")])
def test_a_cell_that_says_nothing_is_marked(inside: str) -> None:
    assert "data-empty" in labelled([cell(inside)], HEADS)[0]


@pytest.mark.parametrize("inside", ["0", "A-", mark_safe('<img src="x" alt="No">'), mark_safe('<input name="x">')])
def test_control_any_other_is_not(inside: str) -> None:
    assert "data-empty" not in labelled([cell(inside)], HEADS)[0]


def test_a_cell_without_a_column_is_kept() -> None:
    assert [str(each)[:18] for each in labelled([cell("A")] * 3, HEADS)[2:]] == ['<td class="field-x']


@pytest.mark.django_db
def test_in_the_list_itself_every_cell_has_the_words_that_stand_above_it(client: Browser) -> None:
    sign_in(client, make_therapist(), second_factor=True)
    ContactMessage.objects.create(email="a@example.com", body="x", request_key="0" * 32)
    page = BeautifulSoup(text(client.get("/admin/practice/contactmessage/")), "lxml")
    heads = [head.select_one(".text") for head in page.select("#result_list thead th")]
    above = [" ".join(head.get_text().split()) for head in heads if head]
    cells = page.select("#result_list tbody :is(td, th)")
    assert [each["data-label"] for each in cells][1:] == above[1:]
    assert len(admin.site._registry[ContactMessage].list_display) == len(above) - 1
    assert [each["data-label"] for each in cells if each.has_attr("data-empty")] == ["Name", "Answered"]
