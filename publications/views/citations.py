"""Citation files: ``cite.bib``, ``cite.ris``, ``cite.json``."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from publications import access
from publications.bibliography import Record, bibtex, csl_json, record_of, ris, with_records
from publications.models import Publication
from publications.views.absent import answer_absent

# The format's content type and its writer.
FORMATS: dict[str, tuple[str, Callable[[Record], str]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "json": (
        "application/vnd.citationstyles.csl+json; charset=utf-8",
        lambda record: json.dumps([csl_json(record)], ensure_ascii=False, indent=2) + "\n",
    ),
}


@require_safe
def cite(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    publication, reason = access.find(slug)
    if publication is None or ending not in FORMATS:
        return answer_absent(request, reason, slug)
    content_type, write = FORMATS[ending]
    loaded = with_records(Publication.objects.filter(pk=publication.pk)).get()
    response = HttpResponse(write(record_of(loaded)), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{publication.slug}.{ending}"'
    return response
