"""The forms that the page templates are drawn with."""

from crispy_forms.helper import FormHelper
from django import forms


def inner_helper() -> FormHelper:
    """Return the helper of a form whose page writes the form tag itself."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class DetailsForm(forms.Form):
    """The kinds of field that the details page holds."""

    helper = inner_helper()

    name = forms.CharField(label="What should Dr Bhatt call you?", help_text="Any name is fine.")
    email = forms.EmailField(label="Email", help_text="For your code and changes. Messages stay neutral.")
    reach = forms.ChoiceField(
        label="How may she reach you if plans change?",
        widget=forms.RadioSelect,
        choices=[("email", "Email only"), ("whatsapp", "WhatsApp message"), ("call", "A phone call")],
    )
    reach.choice_hints = {"whatsapp": "We ask for a number and safe hours."}  # type: ignore[attr-defined]
    is_adult = forms.ChoiceField(
        label="Are you 18 or older?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No, or I am asking for someone younger")],
    )
    note = forms.CharField(
        label="Anything she should know beforehand?",
        help_text="A few words are plenty. Read when she answers, so not for emergencies.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    agrees = forms.BooleanField(label="I have read the privacy notice (version 2026-11-22) and agree to it")


class EveryWidgetForm(forms.Form):
    """One field for each control that the form pack dresses."""

    helper = inner_helper()
    words = forms.CharField(label="Words", help_text="A few are plenty.")
    longer = forms.CharField(label="Longer", widget=forms.Textarea)
    address = forms.EmailField(label="Address", required=False)
    number = forms.IntegerField(label="Number")
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    pick = forms.ChoiceField(label="Pick", choices=[("", "Choose"), ("a", "First"), ("b", "Second")])
    many = forms.MultipleChoiceField(label="Many", choices=[("a", "First")], widget=forms.SelectMultiple)
    one = forms.ChoiceField(
        label="One", help_text="Choose one.", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )
    some = forms.MultipleChoiceField(
        label="Some", choices=[("a", "First"), ("b", "Second")], widget=forms.CheckboxSelectMultiple
    )
    tick = forms.BooleanField(label="Tick", help_text="Needed.")
    paper = forms.FileField(label="Paper")
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")


class CodeForm(forms.Form):
    """A code of six digits."""

    helper = inner_helper()

    code = forms.CharField(
        label="Code",
        help_text="Six digits.",
        widget=forms.TextInput(
            attrs={"class": "control--code", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )
