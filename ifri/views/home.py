"""The home page, and the way to it in the reader's language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from programs.models import ResearchCenter
from programs.tree import branches
from publications.front import front
from publications.page_cache import shared_page


@require_safe
def to_language(request: HttpRequest) -> HttpResponseRedirect:
    """The middleware has chosen by ``Accept-Language``; caches must know that it did."""
    response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@shared_page
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "front": front(get_language() or ""),
        "branches": branches(list(ResearchCenter.objects.active())),
        "language_versions": [code for code, _name in settings.LANGUAGES],
    }
    return render(request, "home.html", context)
