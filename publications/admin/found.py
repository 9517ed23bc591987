"""The publication an address of the desk names, for those who may look at it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from publications.models import Publication
from publications.querysets import sees_everything


def publication(request: HttpRequest, pk: int) -> Publication:
    if not sees_everything(request.user):
        raise PermissionDenied
    return get_object_or_404(
        Publication.objects.select_related("pending_for", "translated_from"), pk=pk
    )


def form(publication: Publication) -> str:
    """The address of its form."""
    return reverse("admin:publications_publication_change", args=[publication.pk])
