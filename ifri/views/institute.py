"""The institute's own pages, its logo and its colours."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ifri import colours, institute
from ifri.models import Institute, StaticPage
from publications import images
from publications.gate import serving

A_YEAR = 365 * 24 * 3600


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """In another language than asked for, and marked so, where it is not written in this one."""
    found = get_object_or_404(StaticPage, slug=slug, is_public=True)
    languages = found.languages() or [settings.LANGUAGE_CODE]
    asked = get_language() or settings.LANGUAGE_CODE
    language = asked if asked in languages else languages[0]
    context = {
        "static_page": found,
        "body": getattr(found, f"body_{language}"),
        "language": language,
        "language_versions": languages,
    }
    return render(request, "page.html", context)


@csrf_exempt
@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponseBase:
    shown = Institute.objects.first() or Institute()
    for field in ("logo", "logo_dark"):
        image = getattr(shown, field)
        if image and name == institute.logo_file(shown, field):
            return serving.serve(request, images.served(image, is_public=True))
    raise Http404


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def theme(request: HttpRequest, version: str) -> HttpResponse:
    """A style sheet of two colours; its address changes with them."""
    shown = Institute.objects.first() or Institute()
    if version != institute.colours_version(shown):
        raise Http404
    light = {"main": shown.main_colour, "accent": shown.accent_colour}
    named = {name: colour for name, colour in light.items() if colour}
    dark = {name: colours.for_the_dark(colour) for name, colour in named.items()}
    css = (
        f"@layer tokens {{\n  :root {{ {_tokens(named)} }}\n"
        f"  @media (prefers-color-scheme: dark) {{\n    :root {{ {_tokens(dark)} }}\n  }}\n}}\n"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _tokens(named: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())
