"""Where readers see, take and erase what is held about their address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ifri.client_address import client_address
from publications.gate import erasing, holdings, limits, reader_links, remembering
from publications.gate.forms import AddressForm
from publications.gate.limits import Caller
from publications.models import ReaderLink


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("link") or request.GET.get("link")
    if token:
        response = _with_link(request, token)
    elif request.method == "POST":
        response = _mail_a_link(request)
    else:
        response = _ask(request, AddressForm())
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _ask(
    request: HttpRequest, form: AddressForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "notice": notice}
    return render(request, "publications/my_data_ask.html", context, status=status)


def _mail_a_link(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=400)
    if not form.is_robots:
        try:
            reader_links.mail_link(
                form.cleaned_data["email"],
                language=get_language() or settings.LANGUAGE_CODE,
                caller=Caller(client_address(request)),
            )
        except limits.Exceeded as refusal:
            notice = _("So many links were asked for that we pause for a while. Try again later.")
            response = _ask(request, form, notice=notice, status=429)
            response.headers["Retry-After"] = str(refusal.wait)
            return response
    context = {"minutes": settings.READER_LINK_LIFETIME // 60}
    return render(request, "publications/my_data_sent.html", context)


def _with_link(request: HttpRequest, token: str) -> HttpResponse:
    link = reader_links.find(token)
    if link is None:
        notice = _("This link is not valid, or its time is over. Ask for a new one.")
        return _ask(request, AddressForm(), notice=notice, status=404)
    if request.method == "POST" and "erase" in request.POST:
        return _erase(request, link)
    if request.method == "POST" and "download" in request.POST:
        return _download(link)
    context = {"held": holdings.of(link.email), "link": token}
    return render(request, "publications/my_data.html", context)


def _erase(request: HttpRequest, link: ReaderLink) -> HttpResponse:
    erasing.erase(link.email)
    response = render(request, "publications/my_data_erased.html")
    remembering.forget(response)
    return response


def _download(link: ReaderLink) -> HttpResponse:
    return HttpResponse(
        holdings.as_json(holdings.of(link.email)),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )
