"""The practice's own pages: the same for everyone, without a cookie."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.meta import PageMeta, absolute, describe_practice
from practice.middleware import public_page
from practice.models import HelpLine, PolicyText, Practice, Processor
from practice.moved import lead_on
from practice.nearest_help import HOME_COUNTRY
from practice.portrait import kind_of_picture, portrait_url
from practice.sitemaps import SITEMAPS
from practice.texts import current_text

SECURITY_TEXT_LASTS = timedelta(days=180)
ICON_MAY_BE_KEPT = "public, max-age=86400"  # a day: the file has another name once it was changed


@dataclass(frozen=True, slots=True)
class Country:
    """The help lines of one country."""

    code: str
    name: str
    lines: list[HelpLine]


@require_safe
@public_page
def show_home(request: HttpRequest) -> HttpResponse:
    """Show the first page; its essays and times come from the rooms that own them, through template tags.

    WordPress's short links ask for the first page with the number of a post.
    """
    if "p" in request.GET and (moved := lead_on(request)):
        return moved
    practice = Practice.load()
    title = _("Therapy with %(name)s") % {"name": practice.therapist_name}
    meta = PageMeta("/", title, data=describe_practice(practice))
    return render(request, "practice/home.html", {"practice": practice, "portrait_url": portrait_url(), "meta": meta})


@require_safe
@public_page
def show_about(request: HttpRequest) -> HttpResponse:
    """Show who the therapist is; what is not known is not mentioned."""
    practice = Practice.load()
    text = current_text("about")
    meta = PageMeta(
        path=reverse("about"),
        title=practice.therapist_name,
        description=text.summary if text else "",
        is_indexed=text is not None and text.is_reviewed,
        data=describe_practice(practice),
    )
    context = {"practice": practice, "text": text, "portrait_url": portrait_url(), "meta": meta}
    return render(request, "practice/about.html", context)


@require_safe
@public_page
def show_help(request: HttpRequest) -> HttpResponse:
    """Show whom to call, by country."""
    meta = PageMeta(reverse("help"), _("Help now, by country"), picture="")
    countries = help_by_country()
    has_unchecked = any(line.checked_on is None for country in countries for line in country.lines)
    context = {"countries": countries, "has_unchecked": has_unchecked, "meta": meta}
    return render(request, "practice/help.html", context)


def help_by_country() -> list[Country]:
    """Return the countries with their lines: the practice's own first, the others by name."""
    countries: dict[str, Country] = {}
    for line in HelpLine.objects.filter(is_shown=True):
        countries.setdefault(line.country, Country(line.country, line.country_name, [])).lines.append(line)
    return sorted(countries.values(), key=lambda country: (country.code != HOME_COUNTRY, country.name))


@require_safe
@public_page
def show_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the practice's texts in the version that is in force."""
    text = current_text(slug)
    if text is None:
        raise Http404
    return render(request, "practice/text_page.html", {"text": text, "meta": text_meta(text, request.path)})


@require_safe
@public_page
def show_privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy page with the table of who learns what."""
    text = current_text("privacy")
    if text is None:
        raise Http404
    before, _mark, after = text.body.partition("<p>[[processors]]</p>")
    context = {
        "text": text,
        "before": before,
        "after": after,
        "processors": list(Processor.objects.all()),
        "meta": text_meta(text, request.path),
    }
    return render(request, "practice/text_page.html", context)


def text_meta(text: PolicyText, path: str) -> PageMeta:
    """Return the head of a text's page; search engines are asked to wait until it was read and approved."""
    return PageMeta(path, text.title, description=text.summary, is_indexed=text.is_reviewed)


@require_safe
@public_page
def show_portrait(request: HttpRequest) -> HttpResponse:
    """Return the therapist's portrait, if there is one."""
    content = Practice.objects.filter(pk=1).values_list("portrait", flat=True).first()
    kind = kind_of_picture(bytes(content or b""))
    if content is None or kind is None:
        raise Http404
    return HttpResponse(bytes(content), content_type=kind)


@require_safe
@public_page
def show_icon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon that tells nothing.

    A browser asks here for what names no icon of its own, such as the feed or a file of somebody's private pages.
    """
    response = HttpResponsePermanentRedirect(static("img/neutral.svg"))
    response.headers["Cache-Control"] = ICON_MAY_BE_KEPT
    return response


@require_safe
@public_page
def show_sitemap(request: HttpRequest) -> HttpResponseBase:
    """Return the addresses that search engines may list."""
    return sitemap(request, sitemaps=dict(SITEMAPS))


@require_safe
@public_page
def show_robots(request: HttpRequest) -> HttpResponse:
    """Return what crawlers are asked to leave alone: pages of one person."""
    private = ["/account/", "/admin/", "/book/asked/", "/book/manage/", "/mailbox/", "/space/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "", f"Sitemap: {absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@public_page
def show_security(request: HttpRequest) -> HttpResponse:
    """Return where to report a weakness of this site."""
    practice = Practice.load()
    lines = [
        f"Contact: mailto:{practice.email}" if practice.email else f"Contact: {absolute(reverse('contact'))}",
        f"Expires: {expiry_after(timezone.localdate()).isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {absolute(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def expiry_after(day: date) -> date:
    """Return the first of a month at least SECURITY_TEXT_LASTS ahead: it changes once a month, not daily."""
    ahead = (day + SECURITY_TEXT_LASTS).replace(day=1)
    return (ahead + timedelta(days=32)).replace(day=1)


def map_url(practice: Practice) -> str:
    """Return the address that shows the practice on a map; empty while the street is not known."""
    if not practice.street:
        return ""
    return "https://www.google.com/maps/search/?" + urlencode({"api": "1", "query": practice.address_line})
