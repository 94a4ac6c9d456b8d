"""Form fields for what people type: normalised, and refused with a plain sentence where it cannot be kept as typed."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SEPARATORS = frozenset("\u0085\u2028\u2029")
MOST_MARKS = 8  # on one letter: Vietnamese and Tamil need three, a tower of them breaks the page
E164 = re.compile(r"\+[1-9][0-9]{7,14}")
INDIA = "+91"
INDIAN_ZONES = frozenset({"Asia/Kolkata", "Asia/Calcutta"})
# Ten digits, of a mobile or with the code of a town; the 0 dialled before them within India is no part of the number.
INDIAN = re.compile(r"\+91[1-9][0-9]{9}")
# As people in India write a mobile number: bare, behind a 0, or with 91 but without the plus.
INDIAN_MOBILE = re.compile(r"(?:0|91)?([6-9][0-9]{9})")
BLANKS = frozenset("\u3164\u115f\u1160\uffa0\u2800")  # letters by category that show nothing


FIRST_YEAR, LAST_YEAR = 2000, 2100


def require_this_century(moment: datetime) -> None:
    """Refuse a moment far from today: the first and the last year of the calendar cannot be said in another zone."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(_("Give a day of this century."), code="range")


def validate_https(link: str) -> None:
    """Refuse what is not a whole address that a browser opens over an encrypted connection."""
    try:
        URLValidator(schemes=["https"])(link)
    except ValidationError:
        raise ValidationError(_("Write the whole address, beginning with https://."), code="https") from None


def normalise(text: str) -> str:
    """Return the text composed (NFC), so that one name has one spelling, with plain ends."""
    return unicodedata.normalize("NFC", text).strip()


def has_visible(text: str) -> bool:
    """Tell whether anything in the text can be seen: a name made of zero-width characters cannot."""
    return any(character not in BLANKS and unicodedata.category(character)[0] not in "ZCM" for character in text)


def require_plain(text: str, *, allowed: str = "") -> None:
    """Refuse control characters other than `allowed`, reversed writing, and towers of marks."""
    marks = 0
    for character in text:
        is_control = unicodedata.category(character) == "Cc" or character in SEPARATORS or character in BIDI_CONTROLS
        if is_control and character not in allowed:
            raise ValidationError(_("Remove the characters that cannot be shown, then try again."), code="control")
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError(_("There are too many marks on one letter."), code="marks")


class LineField(forms.CharField):
    """One line of text: no line breaks, nothing invisible, composed."""

    def __init__(self, *, max_length: int, empty: Any = None, **kwargs: Any) -> None:
        messages = {"required": empty, "blank": empty} if empty else {"blank": _("Write something that can be seen.")}
        kwargs["error_messages"] = {**messages, **kwargs.get("error_messages", {})}
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if self.max_length and len(text) > self.max_length:
            return text  # the length validator refuses it; no work is done on it first
        require_plain(text)
        text = normalise(text)
        if text and not has_visible(text):
            raise ValidationError(self.error_messages["blank"], code="required")
        return text


class ParagraphField(forms.CharField):
    """Text of several lines. No browser keeps it with the page, nor has its spelling checked elsewhere."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what every widget of this field bears."""
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        if self.max_length and len(text) > self.max_length:
            return text
        require_plain(text, allowed="\n\t")
        text = normalise(text)
        return text if has_visible(text) else ""


class PhoneField(forms.CharField):
    """A phone number that may be left empty, in the one form in which it is stored: E.164, such as +919876543210.

    A number without a country code is taken for an Indian mobile only where `is_in_india`: ten digits of somebody
    elsewhere would be the number of a stranger here, who would then be called by the name of a client.
    """

    is_in_india = False

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        super().__init__(**{"max_length": 40, "required": False, "widget": forms.TextInput(attrs=attrs), **kwargs})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if self.max_length and len(text) > self.max_length:
            return text
        digits = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in normalise(text))
        number = re.sub(r"[\s().\-\u2010-\u2015]", "", digits)
        number = f"+{number[2:]}" if number.startswith("00") else number
        if self.is_in_india and (mobile := INDIAN_MOBILE.fullmatch(number)):
            number = INDIA + mobile[1]
        if number and not is_whole_number(number):
            raise ValidationError(
                _("Enter a phone number with its country code, such as +91 98765 43210"), code="invalid"
            )
        return number


def is_whole_number(number: str) -> bool:
    """Tell whether a number can be called from anywhere: E.164, and of India with the ten digits that follow +91."""
    return bool(INDIAN.fullmatch(number) if number.startswith(INDIA) else E164.fullmatch(number))


class AddressField(forms.EmailField):
    """An email address in the one form in which it is stored: lower case, the domain as the mail servers want it."""

    default_error_messages = {
        "required": _("Enter an email address like name@example.com"),
        "invalid": _("Enter an email address like name@example.com"),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"})
        super().__init__(**{"max_length": 254, "widget": widget, **kwargs})
        wrong = self.error_messages["invalid"]
        for validator in self.validators:
            if isinstance(validator, EmailValidator):
                validator.message = wrong

    def clean(self, value: Any) -> str:
        address = str(super().clean(value) or "")
        if not address:
            return ""
        local, _at, domain = address.rpartition("@")
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if len(local) > 64 or '"' in local or domain.startswith("[") or len(local) + len(domain) > 253:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{local}@{domain}".lower()
