"""How the therapist is named within a sentence where no template does it."""

from django.utils.functional import lazy

from practice.models import Practice


def therapist_in_sentence() -> str:
    """Return her short name, such as Dr Bhatt."""
    return Practice.load().therapist_short_name


def _filled(words: object) -> str:
    return str(words) % {"therapist": therapist_in_sentence()}


with_therapist = lazy(_filled, str)  # for the labels of forms, which are written before any name is known
