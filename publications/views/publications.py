"""The listing and the summary pages."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publications import access, counting, summary_page
from publications.listing import Selection, load_choices
from publications.pagination import page_of
from publications.views.absent import answer_absent


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    choices = load_choices()
    selection = Selection.read(request.GET.dict(), choices)
    found = selection.publications(get_language() or "", choices)
    address = f"?{urlencode(selection.query())}" if selection.query() else ""
    context = {
        "choices": choices,
        "selection": selection,
        "cards": page_of(found, request.GET.get("page", ""), selection.query()),
        "language_addresses": {
            code: translate_url(request.path, code) + address for code, _name in settings.LANGUAGES
        },
    }
    return render(request, "publications/listing.html", context)


@require_safe
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    publication, reason = access.find(slug)
    if publication is None:
        return answer_absent(request, reason, slug)
    language = get_language() or ""
    page = summary_page.collect(publication, language=language, link=request.GET.get("link", ""))
    context = {
        "page": page,
        "publication": publication,
        "language_addresses": page.addresses(language),
    }
    response = render(request, "publications/summary.html", context)
    counting.note_page(request, response, publication)
    return response
