"""The site's addresses, and one page of the kind that a browser keeps: the control of what is searched for."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from practice import urls
from practice.middleware import public_page

PAGE = """<!doctype html><html lang="en"><title>Kept</title><form action="/kept/">
<input name="words" aria-label="Words">
<textarea name="more" aria-label="More"></textarea><button>Send</button></form><p>{words}</p></html>"""


@public_page
def kept(request: HttpRequest) -> HttpResponse:
    """Answer as a page does that minds nothing: what was typed goes into its address, and it may be stored."""
    words = request.GET.get("words", "")
    return HttpResponse(PAGE.format(words=words), headers={"Cache-Control": "max-age=3600"})


urlpatterns = [*urls.urlpatterns, path("kept/", kept)]
