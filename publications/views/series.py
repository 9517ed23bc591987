"""The page of a series."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from publications.models import Publication, Series
from publications.page_cache import shared_page
from publications.querysets import with_public_work
from publications.works import page_of_works


@require_safe
@shared_page
def series(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(with_public_work(Series.objects.all()), slug=slug)
    publications = Publication.objects.public().filter(series=found)
    context = {
        "series": found,
        "cards": page_of_works(request, publications, {"series_id": found.pk}),
    }
    return render(request, "publications/series.html", context)
