"""The gate: a form or a login, and behind it a page with the links."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ifri.client_address import client_address
from publications import access
from publications.enums import Access, Passage
from publications.gate import confirming, limits, passing, remembering
from publications.gate.forms import GateForm
from publications.gate.limits import Caller
from publications.gate.passing import Link
from publications.gate.remembering import Level, Remembered
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
    policy = access.policy_of(publication)
    if policy == Access.OPEN:
        return redirect(publication.pdf_path())
    try:
        response = _way_in(request, policy)(request, publication)
    except limits.Exceeded as refusal:
        response = _wait(request, publication, refusal)
    response.headers["X-Robots-Tag"] = "noindex"
    # What it shows depends on what the browser remembers.
    patch_vary_headers(response, ["Cookie"])
    return response


def _way_in(
    request: HttpRequest, policy: Access
) -> Callable[[HttpRequest, Publication], HttpResponse]:
    if policy == Access.MEMBERS:
        return _members
    if request.method != "POST":
        return _confirmed if "confirm" in request.GET else _asked
    if "again" in request.POST:
        return _again
    if "anonymous" in request.POST and _offers_anonymous(policy):
        return _anonymous
    return _verified if policy == Access.VERIFIED else _by_address


# --- asking ---------------------------------------------------------------------------------------


def _asked(request: HttpRequest, publication: Publication) -> HttpResponse:
    if _remembered(request, publication):
        return _ask(request, publication)
    return _ask(request, publication, GateForm())


def _confirmed(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The link from the mail."""
    try:
        downloads = confirming.confirm(publication, request.GET["confirm"])
    except confirming.Expired:
        notice = _("This link has expired. Ask for a new one below.")
        return _ask(request, publication, GateForm(), notice=notice)
    if downloads is None:
        notice = _("This link is not valid. Ask for a new one below.")
        return _ask(request, publication, GateForm(), notice=notice)
    return _passed(request, publication, downloads, Level.VERIFIED)


# --- passing --------------------------------------------------------------------------------------


def _by_address(request: HttpRequest, publication: Publication) -> HttpResponse:
    form = GateForm(request.POST)
    if not form.is_valid():
        return _ask(request, publication, form, status=400)
    if form.is_robots:
        return _passed(request, publication, passing.decoys(publication))
    downloads = passing.pass_gate(
        publication,
        language=_language(),
        passage=Passage.ADDRESS,
        caller=_caller(request),
        answers=form.answers,
    )
    return _passed(request, publication, downloads, Level.FORM)


def _verified(request: HttpRequest, publication: Publication) -> HttpResponse:
    form = GateForm(request.POST)
    if not form.is_valid():
        return _ask(request, publication, form, status=400)
    if not form.is_robots:
        confirming.ask(
            publication, language=_language(), caller=_caller(request), answers=form.answers
        )
    context = {"publication": publication, "hours": settings.GRANT_LIFETIME // 3600}
    return render(request, "publications/gate_sent.html", context)


def _again(request: HttpRequest, publication: Publication) -> HttpResponse:
    known = _remembered(request, publication)
    if known is None:
        return _ask(request, publication, GateForm(), status=400)
    downloads = passing.pass_gate(
        publication,
        language=_language(),
        passage=known.passage,
        caller=_caller(request, known.browser),
    )
    return _passed(request, publication, downloads)


def _anonymous(request: HttpRequest, publication: Publication) -> HttpResponse:
    downloads = passing.pass_gate(
        publication,
        language=_language(),
        passage=Passage.ANONYMOUS,
        caller=_caller(request),
    )
    return _passed(request, publication, downloads, Level.FORM)


def _members(request: HttpRequest, publication: Publication) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, publication)
    if not request.user.is_authenticated or not access.may_enter(publication, request.user):
        return _ask(request, publication, status=403)
    downloads = passing.pass_gate(
        publication, language=_language(), passage=Passage.MEMBER, user=request.user
    )
    return _passed(request, publication, downloads)


# --- pages ----------------------------------------------------------------------------------------


def _ask(
    request: HttpRequest,
    publication: Publication,
    form: GateForm | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    policy = access.policy_of(publication)
    context: dict[str, Any] = {
        "publication": publication,
        "policy": policy,
        "form": form,
        "notice": notice,
        "offers_anonymous": _offers_anonymous(policy),
        "retention_months": settings.RETENTION_MONTHS,
        "remember_days": settings.GATE_REMEMBER_DAYS,
    }
    if policy == Access.MEMBERS:
        context["may_enter"] = access.may_enter(publication, request.user)
    return render(request, "publications/gate.html", context, status=status)


def _wait(request: HttpRequest, publication: Publication, refusal: limits.Exceeded) -> HttpResponse:
    """Too many from here for now: the page as it was filled in, and when to try again."""
    asked_nothing = not {"again", "anonymous"}.isdisjoint(request.POST)
    form = None if "again" in request.POST else GateForm(None if asked_nothing else request.POST)
    minutes = -(-refusal.wait // 60)
    response = _ask(request, publication, form, status=429, notice=_too_often(minutes))
    response.headers["Retry-After"] = str(refusal.wait)
    return response


def _too_often(minutes: int) -> str:
    return _(
        "So many links were asked for from this address or network that we pause for a while. "
        "What you filled in is kept below: try again in %(minutes)d min. Links you already have go "
        "on working."
    ) % {"minutes": minutes}


def _passed(
    request: HttpRequest,
    publication: Publication,
    downloads: list[Link],
    level: Level | None = None,
) -> HttpResponse:
    context = {
        "publication": publication,
        "downloads": downloads,
        "hours": settings.GRANT_LIFETIME // 3600,
    }
    response = render(request, "publications/gate_passed.html", context)
    # The page holds links that open files: they are for whoever asked, and for nobody else.
    # (Never cached, as all of the gate.)
    response.headers["Referrer-Policy"] = "no-referrer"
    if level is not None:
        remembering.remember(request, response, level)
    return response


# --- who ------------------------------------------------------------------------------------------


def _remembered(request: HttpRequest, publication: Publication) -> Remembered | None:
    """The browser as one that need not be asked for this publication."""
    known = remembering.recall(request)
    return known if known and known.passes(access.policy_of(publication)) else None


def _offers_anonymous(policy: Access) -> bool:
    return settings.GATE_ANONYMOUS and policy == Access.FORM


def _caller(request: HttpRequest, browser: str = "") -> Caller:
    return Caller(client_address(request), browser)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
