"""Following: asked for on one page, confirmed, looked after and ended by the links in its mails.

Everything happens by a button: mail programs open links before people do.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ifri.asked_number import asked_number
from ifri.client_address import client_address
from publications.alerts import asking, following, keeping, links
from publications.alerts.forms import FollowForm, FrequencyForm
from publications.enums import Frequency
from publications.gate import limits
from publications.gate.limits import Caller
from publications.listing import Selection, load_choices
from publications.models import Alert, Follower

_reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


# --- asking ---------------------------------------------------------------------------------------


@_reads_and_posts
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """What to follow stands in the address, as in the listing's; what is filled in is posted."""
    asked = request.GET.dict()
    selection = Selection.read(asked, load_choices())
    if selection.misses(asked):
        raise Http404
    if request.method != "POST":
        return _ask(request, selection, FollowForm())
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _ask(request, selection, form, status=400)
    if form.is_robots:
        return _page(request, "follow_sent")
    try:
        asking.ask(
            selection.followed,
            email=form.cleaned_data["email"],
            frequency=form.cleaned_data["frequency"],
            language=_language(),
            caller=Caller(client_address(request)),
        )
    except limits.Exceeded as refusal:
        notice = _("So much was asked for from here that we pause for a while. Try again later.")
        response = _ask(request, selection, form, notice=notice, status=429)
        response.headers["Retry-After"] = str(refusal.wait)
        return response
    return _page(request, "follow_sent")


def _ask(
    request: HttpRequest,
    selection: Selection,
    form: FollowForm,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    return _page(
        request,
        "follow",
        status=status,
        form=form,
        notice=notice,
        what=selection.followed.description,
        query=selection.followed_query,
        language_addresses=_in_each_language(request, dict(selection.followed.query())),
    )


# --- by a link in a mail --------------------------------------------------------------------------


@_reads_and_posts
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    token = _token(request)
    alert = keeping.find_alert(token)
    if alert is None:
        return _page(request, "follow_confirm", status=404, state="unknown")
    what = following.describe(alert)
    state = "confirmed" if alert.confirmed_at else "asked"
    if request.method == "POST" and "forget" in request.POST and state == "asked":
        keeping.stop(alert.follower, alert.pk)
        state = "forgotten"
    elif request.method == "POST" and "confirm" in request.POST:
        state = _confirmed(request, alert)
    shown = FrequencyForm(initial={"frequency": alert.frequency}, label_suffix="")
    return _page(
        request,
        "follow_confirm",
        status=409 if state == "full" else 200,
        state=state,
        alert=alert,
        what=what,
        form=shown,
        link=token,
        most=settings.ALERTS_PER_ADDRESS,
        manage=links.follower_token(alert.follower.email),
    )


def _confirmed(request: HttpRequest, alert: Alert) -> str:
    try:
        keeping.confirm(alert, frequency=_frequency(request, alert), language=_language())
    except keeping.TooMany:
        return "full"
    return "confirmed"


@_reads_and_posts
@never_cache
def alerts(request: HttpRequest) -> HttpResponse:
    """What an address follows: how often it hears of it, and no more."""
    token = _token(request)
    follower = keeping.find(token)
    if follower is None:
        return _page(request, "follow_alerts", status=404, link="")
    notice = _changed(request, follower) if request.method == "POST" else ""
    return _page(
        request,
        "follow_alerts",
        link=token,
        follower=follower,
        alerts=_listed(follower),
        notice=notice,
    )


def _changed(request: HttpRequest, follower: Follower) -> str:
    if "stop_all" in request.POST:
        keeping.stop_all(follower)
        return _("All of it has ended, and your address is off the list.")
    alert = follower.alerts.filter(pk=asked_number(request.POST.get("alert", "")) or 0).first()
    if alert is None:
        return _("This had ended already.")
    if "stop" in request.POST:
        keeping.stop(follower, alert.pk)
        return _("You do not follow this any more.")
    keeping.change(follower, alert.pk, _frequency(request, alert))
    return _("Saved.")


def _listed(follower: Follower) -> list[dict[str, Any]]:
    found = follower.alerts.select_related("center", "author", "type", "series", "tag")
    described = following.describe_all(found)
    return [
        {
            "alert": each,
            "what": described[each.pk],
            "form": FrequencyForm(
                initial={"frequency": each.frequency}, auto_id=f"{each.pk}-%s", label_suffix=""
            ),
        }
        for each in found
    ]


@csrf_exempt
@_reads_and_posts
@never_cache
def stop(request: HttpRequest) -> HttpResponse:
    """The end of all an address follows: by one click in a mail program (RFC 8058) or by a button.

    The link is the proof, and it ends and nothing more: no other site could do harm by it.
    """
    token = _token(request)
    follower = keeping.find(token)
    if request.method == "POST":
        if follower is not None:
            keeping.stop_all(follower)
        # Also for the second click: a mail program that asks again must not hear of a failure.
        return _page(request, "follow_stop", state="ended")
    if follower is None:
        return _page(request, "follow_stop", status=404, state="unknown")
    return _page(request, "follow_stop", state="asked", follower=follower, link=token)


# --- what they share ------------------------------------------------------------------------------


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    if context.get("link"):
        # The form that was posted has it, the page's own address may not.
        context["language_addresses"] = _in_each_language(request, {"link": context["link"]})
    response = render(request, f"publications/{name}.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _in_each_language(request: HttpRequest, query: dict[str, str]) -> dict[str, str]:
    address = f"?{urlencode(query)}" if query else ""
    return {code: translate_url(request.path, code) + address for code, _name in settings.LANGUAGES}


def _token(request: HttpRequest) -> str:
    return request.POST.get("link") or request.GET.get("link") or ""


def _frequency(request: HttpRequest, alert: Alert) -> Frequency:
    """As chosen; as it was where nothing that can be chosen was."""
    form = FrequencyForm(request.POST)
    return form.cleaned_data["frequency"] if form.is_valid() else Frequency(alert.frequency)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
