"""The authors, and the page of each. Who has signed nothing public does not exist for readers."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from authors.biographies import biography
from authors.models import Affiliation, Author, CenterMembership
from authors.sentences import byline_line
from publications import author_index
from publications.models import Publication
from publications.page_cache import shared_page
from publications.querysets import with_public_work
from publications.views.absent import lead_on
from publications.works import page_of_works


@require_safe
@shared_page
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request, "authors/index.html", {"index": author_index.page(request.GET.get("page", ""))}
    )


@require_safe
@shared_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    shown = with_public_work(Author.objects.all()).prefetch_related(
        "links",
        Prefetch("affiliations", Affiliation.objects.on(timezone.localdate())),
        Prefetch("memberships", CenterMembership.objects.select_related("center")),
    )
    found = shown.filter(slug=slug).first()
    if found is None:
        return lead_on(request, Author, slug)
    language = get_language() or ""
    affiliations = found.affiliations.all()
    publications = Publication.objects.public().signed_by(found)
    context = {
        "author": found,
        "biography": biography(found, affiliations, language),
        "affiliations": [byline_line(each, language) for each in affiliations],
        "memberships": [each for each in found.memberships.all() if each.center.is_active],
        "cards": page_of_works(request, publications, {"author_id": found.pk}),
    }
    return render(request, "authors/author.html", context)
