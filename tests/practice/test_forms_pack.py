"""The form pack: hint, error and control of each field, in this order and tied together."""

import pytest
from bs4 import BeautifulSoup, Tag
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Column, Div, Fieldset, Hidden, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from practice.fields import AddressField
from practice.templatetags.serein import spaced_phone, unbroken
from tests.practice.sample_forms import DetailsForm, EveryWidgetForm

pytestmark = pytest.mark.gate

SENT = MultiValueDict(
    {"words": [""], "address": ["asha@"], "number": ["x"], "one": ["b"], "some": ["a"], "pick": ["b"]}
)
VISIBLE = [name for name in EveryWidgetForm.base_fields if name != "token"]


def draw(form: forms.BaseForm) -> BeautifulSoup:
    """Return the form as the pack draws it, parsed."""
    return BeautifulSoup(render_crispy_form(form), "lxml")


def field_of(page: BeautifulSoup, name: str) -> Tag:
    """Return the box of one field."""
    control = page.select_one(f"[name={name}]")
    assert control
    box = control.find_parent(class_="field")
    assert isinstance(box, Tag)
    return box


@pytest.mark.parametrize("form", [EveryWidgetForm(), EveryWidgetForm(SENT)], ids=["empty", "wrong"])
def test_every_control_has_a_name_for_all(form: forms.Form) -> None:
    page = draw(form)
    for control in page.select("input:not([type=hidden]), select, textarea"):
        label = control.find_parent("label") or page.select_one(f"label[for={control['id']}]")
        assert label, control
        assert label.get_text(strip=True)


@pytest.mark.parametrize("form", [EveryWidgetForm(), EveryWidgetForm(SENT)], ids=["empty", "wrong"])
def test_the_pack_writes_no_style_and_no_script(form: forms.Form) -> None:
    assert not draw(form).select("style, script, [style]")


@pytest.mark.parametrize("name", VISIBLE)
def test_the_error_is_tied_to_its_control(name: str) -> None:
    box = field_of(draw(EveryWidgetForm({})), name)
    if name == "address":
        assert "field--error" not in box["class"]
        return
    assert "field--error" in box["class"]
    error = box.select_one(".field__error")
    assert error
    assert error.get_text(strip=True).startswith("Error:")
    tied = box.select_one("[aria-describedby]")
    assert tied
    assert error["id"] in tied["aria-describedby"]


def test_a_field_without_a_mistake_says_nothing() -> None:
    page = draw(EveryWidgetForm())
    assert not page.select(".field__error, .field--error, [aria-invalid]")


def test_the_hint_comes_before_the_error_and_both_before_the_control() -> None:
    html = str(field_of(draw(EveryWidgetForm({})), "words"))
    assert html.index("A few are plenty.") < html.index("Error:") < html.index("<input")


def test_what_was_typed_is_kept() -> None:
    page = draw(EveryWidgetForm(SENT))
    assert page.select_one("[name=address]")["value"] == "asha@"  # type: ignore[index]
    assert page.select_one("[name=one][checked]")["value"] == "b"  # type: ignore[index]
    assert page.select_one("[name=some][checked]")["value"] == "a"  # type: ignore[index]
    assert page.select_one("[name=pick] option[selected]")["value"] == "b"  # type: ignore[index]


def test_a_password_is_never_written_back() -> None:
    form = EveryWidgetForm({"secret": "hunter2"})
    assert "hunter2" not in render_crispy_form(form)


def test_choices_are_a_group_with_a_legend() -> None:
    box = field_of(draw(EveryWidgetForm()), "one")
    assert box.fieldset
    assert box.fieldset.legend
    assert box.fieldset.legend.get_text(strip=True) == "One"
    assert len(box.select("label.choice input[type=radio]")) == 2


def test_a_choice_may_have_a_hint_of_its_own() -> None:
    hint = draw(DetailsForm()).select_one(".choice__hint")
    assert hint
    assert hint.get_text() == "We ask for a number and safe hours."
    card = hint.find_parent("label")
    assert card
    assert card.select("input[value=whatsapp]")


def test_only_fields_that_may_stay_empty_are_marked() -> None:
    page = draw(EveryWidgetForm())
    assert len(page.select(".field__optional")) == 1
    assert field_of(page, "address").select_one(".field__optional")


def test_hidden_fields_are_sent_and_not_shown() -> None:
    token = draw(EveryWidgetForm()).select_one("[name=token]")
    assert token
    assert (token["type"], token["value"]) == ("hidden", "kept")
    assert not token.find_parent(class_="field")


def summary(form: forms.Form) -> BeautifulSoup:
    """Return the summary of a form's mistakes."""
    return BeautifulSoup(
        Template('{% include "includes/error_summary.html" %}').render(Context({"form": form})), "lxml"
    )


def test_the_summary_links_to_every_wrong_field() -> None:
    form = EveryWidgetForm({})
    page = draw(form)
    links = [link["href"][1:] for link in summary(form).select("a")]
    assert len(links) == len([name for name in form.errors if name != "token"])
    assert all(page.find(id=each) for each in links)


def test_the_summary_takes_the_focus_and_is_absent_without_mistakes() -> None:
    shown = summary(EveryWidgetForm({})).select_one("[data-error-summary]")
    assert shown
    assert shown["tabindex"] == "-1"
    assert not summary(EveryWidgetForm()).get_text(strip=True)


@pytest.mark.parametrize(("form", "title"), [(EveryWidgetForm({}), "Error: Page"), (EveryWidgetForm(), "Page")])
def test_a_mistake_is_said_in_the_title(form: forms.Form, title: str) -> None:
    source = "{% load serein %}<title>{% error_prefix form other %}Page</title>"
    assert Template(source).render(Context({"form": form})) == f"<title>{title}</title>"


def test_layouts_of_a_helper_are_dressed_too() -> None:
    form = EveryWidgetForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("About you", "words", Row(Column("number"), Column("day"))),
        Div("longer", css_class="stack"),
        Hidden("kind", "first"),
        ButtonHolder(Submit("send", "Send it")),
    )
    page = draw(form)
    assert page.form
    assert page.form["method"] == "post"
    assert page.form.has_attr("novalidate")
    assert page.legend
    assert page.legend.get_text() == "About you"
    assert page.select_one("input[name=kind][type=hidden]")
    button = page.select_one("button.button[name=send]")
    assert button
    assert button.get_text() == "Send it"


def test_a_formset_is_dressed() -> None:
    class LineForm(forms.Form):
        line = forms.CharField(label="Line")

    html = render_crispy_form(forms.formset_factory(LineForm, extra=2)(), FormHelper())
    assert html.count('class="field"') == 2
    assert "TOTAL_FORMS" in html


@pytest.mark.parametrize(
    ("number", "spaced"),
    [("+918826402150", "+91 88264 02150"), ("+442079460123", "+442079460123"), ("+9188264021", "+9188264021")],
)
def test_only_numbers_of_india_are_written_in_two_halves(number: str, spaced: str) -> None:
    assert spaced_phone(number) == spaced


def test_an_address_that_is_not_asked_for_may_be_left_empty() -> None:
    assert AddressField(required=False).clean(" ") == ""


@pytest.mark.parametrize("domain", ["é" * 62 + ".com", "[127.0.0.1]", ("a" * 62 + ".") * 4 + "com"])
def test_an_address_at_a_domain_that_cannot_be_written_to_is_refused(domain: str) -> None:
    assert AddressField().clean("asha@Exämple.com") == "asha@xn--exmple-cua.com"
    with pytest.raises(ValidationError):
        AddressField().clean(f"asha@{domain}")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("25 May, 7:30 am to 12:20 pm, London", "25 May, 7:30~am to 12:20~pm, London"),
        ("8 amber rooms", "8 amber rooms"),
        ("", ""),
    ],
)
def test_an_hour_is_not_parted_from_its_half_of_the_day(words: str, whole: str) -> None:
    assert unbroken(words) == whole.replace("~", "\N{NO-BREAK SPACE}")
