"""The therapist's portrait: kept in the practice's row, shown only where she gave one."""

from django.urls import reverse

from practice.models import Practice

# The first bytes tell the kind; what is neither is never served.
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def kind_of_picture(content: bytes) -> str | None:
    """Return the content type of a picture that may be shown, None for anything else."""
    return next((kind for start, kind in KINDS.items() if content.startswith(start)), None)


def portrait_url() -> str:
    """Return the portrait's path; empty where there is none."""
    has_one = Practice.objects.filter(pk=1).exclude(portrait=None).exclude(portrait=b"").exists()
    return reverse("portrait") if has_one else ""
