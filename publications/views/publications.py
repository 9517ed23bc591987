"""The listing and the summary pages."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publications import access, counting, offers, summary_page, ways_out
from publications.listing import Selection, load_choices
from publications.page_cache import share, shared_page
from publications.pagination import page_of
from publications.search import show_excerpts
from publications.views.absent import answer_absent


@require_safe
@shared_page
def listing(request: HttpRequest) -> HttpResponse:
    choices = load_choices()
    selection = Selection.read(request.GET.dict(), choices)
    language = get_language() or ""
    results = selection.results(language, choices)
    counted = offers.count(selection, results)
    cards = page_of(
        results.publications,
        request.GET.get("page", ""),
        selection.query(),
        total=counted.total,
        is_more=counted.is_more,
        years=offers.years(selection, counted),
        keys=results.keys,
    )
    address = f"?{urlencode(selection.query())}" if selection.query() else ""
    if selection.q:
        show_excerpts(cards.publications, selection.q, language=selection.asker(language))
    context = {
        "selection": selection,
        "menus": offers.menus(selection, choices, counted),
        "cards": cards,
        "canonical": f"{settings.SITE_URL}{request.path}{cards.address}",
        "ways_out": [] if cards.total else ways_out.ways_out(selection, choices),
        "did_you_mean": None if cards.total else ways_out.correction(selection, choices),
        "language_addresses": {
            code: translate_url(request.path, code) + address for code, _name in settings.LANGUAGES
        },
    }
    return render(request, "publications/listing.html", context)


@require_safe
@shared_page
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    publication, reason = access.find(slug)
    if publication is None:
        return answer_absent(request, reason, slug)
    language = get_language() or ""
    page = summary_page.collect(publication, language=language, link=request.GET.get("link", ""))
    context = {
        "page": page,
        "publication": publication,
        # Asked for in many places, and a name that is not there is the dearest to look up.
        "preview": None,
        "language_addresses": summary_page.addresses(publication, page, language),
        "language_versions": page.languages,
    }
    response = render(request, "publications/summary.html", context)
    counting.note_page(request, response, publication)
    share(response, until=access.opens_at(publication), investigated=publication.pk)
    return response
