"""The gate: a form or a login, and behind it a page with the links."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from publications import access
from publications.enums import Access
from publications.gate.forms import GateForm
from publications.gate.notice import RETENTION_MONTHS
from publications.gate.passing import pass_gate
from publications.models import Publication
from publications.views.absent import answer_absent


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def gate(request: HttpRequest, slug: str) -> HttpResponse:
    publication, reason = access.find(slug)
    if publication is None:
        return answer_absent(request, reason, slug)
    if not access.obtainable(publication):
        raise Http404
    if publication.access == Access.OPEN:
        return redirect(publication.pdf_path())
    by_policy = _members if publication.access == Access.MEMBERS else _form
    response = by_policy(request, publication)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, publication: Publication) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, publication, form=GateForm())
    form = GateForm(request.POST)
    if not form.is_valid():
        return _ask(request, publication, form=form, status=400)
    return _passed(request, publication, **form.cleaned_data)


def _members(request: HttpRequest, publication: Publication) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, publication)
    if not request.user.is_authenticated:
        return _ask(request, publication, status=403)
    return _passed(request, publication, user=request.user)


def _ask(
    request: HttpRequest, publication: Publication, form: GateForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"publication": publication, "form": form, "retention_months": RETENTION_MONTHS}
    return render(request, "publications/gate.html", context, status=status)


def _passed(request: HttpRequest, publication: Publication, **who: Any) -> HttpResponse:
    downloads = pass_gate(publication, language=get_language() or settings.LANGUAGE_CODE, **who)
    context = {
        "publication": publication,
        "downloads": downloads,
        "hours": settings.GRANT_LIFETIME // 3600,
    }
    response = render(request, "publications/gate_passed.html", context)
    # The page holds links that open files: they are for whoever asked, and for nobody else.
    # (Never cached, as all of the gate.)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
