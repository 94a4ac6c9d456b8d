"""The entrance for the web server."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from practice.content_types import plain_type

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")

site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer one request."""
    environ["CONTENT_TYPE"] = plain_type(environ.get("CONTENT_TYPE", ""))
    return site(environ, start_response)
