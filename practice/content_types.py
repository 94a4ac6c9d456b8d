"""What is believed of a Content-Type header: the kind, and where the parts of a form begin. Everything is UTF-8."""

from django.utils.http import parse_header_parameters


def plain_type(header: str) -> str:
    """Return the header without its charset; empty where it cannot be read.

    Django would decode a form as the sender says, UTF-7 included, and fails outside all error pages on charsets that
    are none (`idna`), on headers that are too long, and on a charset in a request with too many parameters.
    """
    try:
        kind, given = parse_header_parameters(header)
    except (ValueError, LookupError):
        return ""
    boundary = given.get("boundary", "")
    return f'{kind}; boundary="{boundary}"' if boundary and '"' not in boundary else kind
