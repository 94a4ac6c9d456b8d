"""The one question of the page that a link opens."""

import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from practice.fields import LineField

DIGITS = 6


class PinField(LineField):
    """Six digits, in any script, with blanks or without."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})

    def __init__(self) -> None:
        label, hint = _("PIN"), _("Six digits that you were told. They are never in a message.")
        super().__init__(label=label, help_text=hint, max_length=20, empty=_("Enter the six digits"))

    def to_python(self, value: Any) -> str:
        text = "".join(super().to_python(value).split())
        digits = "".join(str(unicodedata.digit(each, "")) for each in text)
        if text and (len(text) != DIGITS or len(digits) != DIGITS):
            raise ValidationError(_("Enter the six digits"), code="invalid")
        return digits


class PinForm(forms.Form):
    """Enter the PIN."""

    pin = PinField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
