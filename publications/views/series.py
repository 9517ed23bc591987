"""The page of a series."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publications.models import Publication, Series
from publications.page_cache import shared_page
from publications.pagination import page_of
from publications.querysets import with_public_work


@require_safe
@shared_page
def series(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(with_public_work(Series.objects.all()), slug=slug)
    publications = Publication.objects.public().filter(series=found)
    context = {
        "series": found,
        "cards": page_of(
            publications.listed("-published_at", language=get_language() or ""),
            request.GET.get("page", ""),
        ),
    }
    return render(request, "publications/series.html", context)
