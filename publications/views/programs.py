"""The institute's structure: its centers and programs, and the page of each."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from authors.models import Author, CenterMembership
from programs.models import ResearchCenter
from programs.tree import branches, with_descendants
from publications.models import Publication
from publications.page_cache import shared_page
from publications.querysets import with_public_work
from publications.works import page_of_works


@require_safe
@shared_page
def index(request: HttpRequest) -> HttpResponse:
    centers = list(ResearchCenter.objects.active())
    context = {
        "branches": branches(centers),
        "language_versions": [code for code, _name in settings.LANGUAGES],
    }
    return render(request, "programs/index.html", context)


@require_safe
@shared_page
def program(request: HttpRequest, slug: str) -> HttpResponse:
    active = ResearchCenter.objects.active().select_related("parent")
    center = get_object_or_404(active, slug=slug)
    within = with_descendants(center, ResearchCenter.objects.all())
    publications = Publication.objects.public().in_centers(within)
    context = {
        "center": center,
        "parent": center.parent if center.parent and center.parent.is_active else None,
        "programs": [each for each in within if each.parent_id == center.pk and each.is_active],
        "people": _people(center),
        "cards": page_of_works(request, publications, {"center_id": center.pk}),
    }
    return render(request, "programs/program.html", context)


def _people(center: ResearchCenter) -> list[CenterMembership]:
    """Its members whom readers may know of, the head first."""
    known = with_public_work(Author.objects.all())
    members = center.memberships.filter(author__in=known).select_related("author")
    return sorted(members, key=lambda each: each.role != CenterMembership.Role.HEAD)
