"""What a supervisor or proxy asks: is the process alive, may it be sent visitors."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from practice.health import missing_for_service


def plain(text: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Return a line of text that nothing keeps."""
    return HttpResponse(
        f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; the database is not asked."""
    return plain("ok")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where visitors can be served, else 503 with the ids of what is missing."""
    missing = missing_for_service(timezone.now())
    return plain(" ".join(missing), HTTPStatus.SERVICE_UNAVAILABLE) if missing else plain("ok")
