"""The home page, and the way to it in the reader's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from programs.models import ResearchCenter
from programs.tree import branches
from publications.models import Publication, Series
from publications.querysets import with_public_work

NEWEST = 7


@require_safe
def to_language(request: HttpRequest) -> HttpResponseRedirect:
    """The middleware has chosen by ``Accept-Language``; caches must know that it did."""
    response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    public = Publication.objects.public().for_cards()
    latest, *newest = public.listed("-published_at", language=get_language() or "")[:NEWEST] or [
        None
    ]
    context = {
        "latest": latest,
        "newest": newest,
        "branches": branches(list(ResearchCenter.objects.active())),
        "series": with_public_work(Series.objects.all()),
    }
    return render(request, "home.html", context)
