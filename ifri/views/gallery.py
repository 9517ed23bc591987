"""Every part that readers' pages are made of, on one page: for developers, not for readers."""

from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publications.models import Publication
from publications.pagination import PageLink

COLOURS = [
    "paper", "card", "tint", "ink", "muted", "line", "line-strong",
    "link", "accent", "main", "focus", "warning-paper", "warning-line",
]  # fmt: skip
SIZES = ["text-xs", "text-s", "text-m", "text-read", "text-l", "text-xl", "text-2xl"]


class GalleryForm(forms.Form):
    """A field as it is, one with a mistake, and one to tick."""

    plain = forms.CharField(label="A field", help_text="What helps to fill it in.", required=False)
    mistaken = forms.EmailField(label="A field with a mistake")
    tick = forms.BooleanField(label="A field to tick", required=False)


@require_safe
@never_cache
def gallery(request: HttpRequest) -> HttpResponse:
    """Shown to the team, and to anybody while the site is being developed."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    context = {
        "colours": COLOURS,
        "sizes": SIZES,
        "publication": Publication.objects.public().newest_first().for_cards().first(),
        "sample": GalleryForm({"mistaken": "nobody"}, auto_id="gallery-%s", label_suffix=""),
        "chip": SimpleNamespace(name="Center", value="Russia", address="#chip"),
        "facet": _facet(),
        "pages": _pages(),
    }
    return render(request, "gallery.html", context)


def _facet() -> SimpleNamespace:
    choices = [
        SimpleNamespace(label=label, count=count, address="#facet", is_chosen=label == "Report")
        for label, count in [("Report", 1204), ("Briefing", 87), ("Editorial", 9)]
    ]
    return SimpleNamespace(label="Type", choices=choices)


def _pages() -> SimpleNamespace:
    labels = ["1", "…", "4", "5", "6", "…", "12"]
    links = [PageLink(each, "" if each == "…" else "#pages", each == "5") for each in labels]
    return SimpleNamespace(previous="#pages", next="#pages", links=links)
