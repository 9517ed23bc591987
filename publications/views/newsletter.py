"""Where a newsletter is confirmed and ended, by the link in its mails.

By a button each: mail programs open links before people do.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from publications.gate import newsletter as subscriptions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def newsletter(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("link") or request.GET.get("link") or ""
    subscription = subscriptions.find(token)
    state, status = "unknown", 404
    if subscription is not None:
        state, status = "subscribed" if subscription.confirmed_at else "asked", 200
        if request.method == "POST" and "confirm" in request.POST:
            subscriptions.confirm(subscription)
            state = "subscribed"
        elif request.method == "POST" and "unsubscribe" in request.POST:
            subscriptions.unsubscribe(subscription)
            state = "ended"
    context = {"state": state, "subscription": subscription, "link": token}
    response = render(request, "publications/newsletter.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
