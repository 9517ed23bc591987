"""Readers' requests and newsletter subscriptions as CSV. Who may have it is not decided here."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from publications.exports import csv_file
from publications.gate import newsletter
from publications.models import DownloadRequest, NewsletterSubscription

_BATCH = 2000


def requests(queryset: "QuerySet[DownloadRequest]") -> Iterator[bytes]:
    head = "asked publication how email account organisation sector newsletter language notice"
    rows = queryset.select_related("publication", "user").iterator(chunk_size=_BATCH)
    return csv_file.table(head.split(), (_request(each) for each in rows))


def subscriptions(queryset: "QuerySet[NewsletterSubscription]") -> Iterator[bytes]:
    """Whom the newsletter goes to: those who confirmed, each with the page that ends it."""
    head = "email language confirmed unsubscribe"
    confirmed = queryset.filter(confirmed_at__isnull=False).iterator(chunk_size=_BATCH)
    return csv_file.table(head.split(), (_subscription(each) for each in confirmed))


def _request(each: DownloadRequest) -> Iterable[Any]:
    return (
        each.created_at.isoformat(),
        each.publication.title,
        each.passage,
        each.email,
        each.user.get_username() if each.user else "",
        each.organisation,
        each.sector,
        int(each.wants_newsletter),
        each.language,
        each.notice_version,
    )


def _subscription(each: NewsletterSubscription) -> Iterable[Any]:
    confirmed = each.confirmed_at.isoformat() if each.confirmed_at else ""
    address = newsletter.address(each.email, each.language)
    return (each.email, each.language, confirmed, address)
