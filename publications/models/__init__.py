from publications.models.authorship import Authorship
from publications.models.classification import PublicationType, Series
from publications.models.conversation import Comment, NoticePreference, OpenForm
from publications.models.document import Document, DocumentVersion
from publications.models.download import DownloadRequest, Grant
from publications.models.press import PressLink, PressOpening
from publications.models.preview import PreviewLink, PreviewOpening
from publications.models.publication import Publication, PublicationCenter, RelatedPick
from publications.models.reader import (
    Attempt,
    NewsletterSubscription,
    PersonalDataLog,
    ReaderLink,
)
from publications.models.redirect import SlugRedirect
from publications.models.revision import Revision
from publications.models.tagging import Tag, TaggedPublication
from publications.models.transition import Transition
from publications.models.usage import DailyUsage, HourSalt, UsageEvent

__all__ = [
    "Attempt",
    "Authorship",
    "Comment",
    "DailyUsage",
    "Document",
    "DocumentVersion",
    "DownloadRequest",
    "Grant",
    "HourSalt",
    "NewsletterSubscription",
    "NoticePreference",
    "OpenForm",
    "PersonalDataLog",
    "PressLink",
    "PressOpening",
    "PreviewLink",
    "PreviewOpening",
    "Publication",
    "PublicationCenter",
    "PublicationType",
    "ReaderLink",
    "RelatedPick",
    "Revision",
    "Series",
    "SlugRedirect",
    "Tag",
    "TaggedPublication",
    "Transition",
    "UsageEvent",
]
