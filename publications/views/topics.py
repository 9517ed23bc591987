"""The page of a topic: what carries its tag."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publications.models import Publication, Tag
from publications.pagination import page_of
from publications.querysets import with_public_work


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(with_public_work(Tag.objects.all()), slug=slug)
    publications = Publication.objects.public().tagged(tag)
    context = {
        "tag": tag,
        "cards": page_of(
            publications.listed("-published_at", language=get_language() or ""),
            request.GET.get("page", ""),
        ),
    }
    return render(request, "publications/topic.html", context)
