"""What is held about an address: one answer for the page, the download and the erasure."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import Email

from publications.alerts import following
from publications.models import (
    Alert,
    DownloadRequest,
    Follower,
    NewsletterSubscription,
    PressLink,
    Publication,
    ReaderLink,
    Told,
)


@dataclass(frozen=True)
class Holdings:
    email: str
    requests: "QuerySet[DownloadRequest]"
    subscriptions: "QuerySet[NewsletterSubscription]"
    mails: "QuerySet[Email]"
    links: "QuerySet[ReaderLink]"
    press_links: "QuerySet[PressLink]"
    followers: "QuerySet[Follower]"
    alerts: "QuerySet[Alert]"
    told: "QuerySet[Told]"

    @property
    def subscription(self) -> NewsletterSubscription | None:
        return self.subscriptions.first()

    @property
    def is_empty(self) -> bool:
        """Beside the mail and the link by which somebody came to look."""
        held = (self.requests, self.subscriptions, self.press_links, self.followers)
        return not any(each.exists() for each in held)

    @property
    def followed(self) -> list[dict[str, Any]]:
        described = following.describe_all(self.alerts)
        return [{"alert": each, "what": described[each.pk]} for each in self.alerts]


def of(email: str) -> Holdings:
    """Whatever the case it was typed in. An account's requests are its address's too."""
    whose = Q(email__iexact=email) | Q(user__email__iexact=email)
    return Holdings(
        email=email,
        requests=DownloadRequest.objects.filter(whose).select_related("publication", "user"),
        subscriptions=NewsletterSubscription.objects.filter(email__iexact=email),
        mails=Email.objects.filter(to__iexact=email).order_by("-created"),
        links=ReaderLink.objects.filter(email__iexact=email),
        press_links=PressLink.objects.filter(email__iexact=email),
        followers=Follower.objects.filter(email__iexact=email),
        alerts=Alert.objects.filter(follower__email__iexact=email).select_related(
            "follower", "center", "author", "type", "series", "tag"
        ),
        told=Told.objects.filter(follower__email__iexact=email).select_related("publication"),
    )


def as_json(held: Holdings) -> str:
    """All of it, for another machine (GDPR, Article 20)."""
    said: dict[str, Any] = {
        "address": held.email,
        "as_of": timezone.now(),
        "download_requests": [_request(each) for each in held.requests],
        "newsletter": [
            {
                "asked": each.created_at,
                "confirmed": each.confirmed_at,
                "language": each.language,
                "privacy_notice": each.notice_version,
            }
            for each in held.subscriptions
        ],
        "alerts": [_alert(each["alert"], each["what"]) for each in held.followed],
        "mailed_about": [_told(each) for each in held.told],
        "mails": [{"subject": each.subject, "written": each.created} for each in held.mails],
        "links_to_this_page": [
            {"made": each.created_at, "valid_until": each.expires_at} for each in held.links
        ],
        # Not of which paper: it may be under embargo still, or never have come out.
        "press_links": [
            {
                "name": each.name,
                "outlet": each.outlet,
                "given": each.created_at,
                "valid_until": each.expires_at,
            }
            for each in held.press_links
        ],
    }
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _alert(alert: Alert, what: str) -> dict[str, Any]:
    return {
        "follows": what,
        "how_often": alert.frequency,
        "asked": alert.asked_at,
        "confirmed": alert.confirmed_at,
        "last_looked_for_news": alert.looked_at,
        "language": alert.follower.language,
        "privacy_notice": alert.notice_version,
    }


def _told(told: Told) -> dict[str, Any]:
    return {**_paper(told.publication), "mailed": told.at}


def _paper(publication: Publication) -> dict[str, Any]:
    """By name where it is public still: a withdrawn paper may have another by now, and a new slug."""
    is_public = publication.is_public
    return {
        "publication": publication.title if is_public else None,
        "address": publication.canonical_url() if is_public else None,
    }


def _request(request: DownloadRequest) -> dict[str, Any]:
    return {
        "asked": request.created_at,
        **_paper(request.publication),
        "how": request.passage,
        "email": request.email,
        "account": request.user.get_username() if request.user else None,
        "organisation": request.organisation,
        "sector": request.sector,
        "newsletter_asked": request.wants_newsletter,
        "language": request.language,
        "privacy_notice": request.notice_version,
    }
