from publications.models.alert import Alert, Follower, Told
from publications.models.authorship import Authorship
from publications.models.cache_version import CacheVersion
from publications.models.classification import PublicationType, Series
from publications.models.conversation import Comment, NoticePreference, OpenForm
from publications.models.correction import CorrectionNotice
from publications.models.document import Document, DocumentVersion
from publications.models.download import DownloadRequest, Grant
from publications.models.featured import FeaturedPublication
from publications.models.listing import CountedPublication, CountRefresh, CountState, ListingCount
from publications.models.press import PressLink, PressOpening
from publications.models.preview import PreviewLink, PreviewOpening
from publications.models.publication import Publication
from publications.models.publication_center import PublicationCenter
from publications.models.reader import (
    Attempt,
    NewsletterSubscription,
    PersonalDataLog,
    ReaderLink,
)
from publications.models.redirect import AuthorRedirect, SlugRedirect, TagRedirect
from publications.models.related import (
    RelatedEntry,
    RelatedList,
    RelatedRefresh,
    RelatedState,
    TagRarity,
)
from publications.models.related_choices import RelatedBan, RelatedPick
from publications.models.revision import Revision
from publications.models.search_index import (
    DocumentText,
    SearchEntry,
    SearchName,
    SearchRebuild,
    SearchWord,
)
from publications.models.tagging import Tag, TaggedPublication, TagSynonym
from publications.models.transition import Transition
from publications.models.usage import DailyUsage, HourSalt, UsageEvent

__all__ = [
    "Alert",
    "Attempt",
    "AuthorRedirect",
    "Authorship",
    "CacheVersion",
    "Comment",
    "CorrectionNotice",
    "CountRefresh",
    "CountState",
    "CountedPublication",
    "DailyUsage",
    "Document",
    "DocumentText",
    "DocumentVersion",
    "DownloadRequest",
    "FeaturedPublication",
    "Follower",
    "Grant",
    "HourSalt",
    "ListingCount",
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
    "RelatedBan",
    "RelatedEntry",
    "RelatedList",
    "RelatedPick",
    "RelatedRefresh",
    "RelatedState",
    "Revision",
    "SearchEntry",
    "SearchName",
    "SearchRebuild",
    "SearchWord",
    "Series",
    "SlugRedirect",
    "Tag",
    "TagRarity",
    "TagRedirect",
    "TagSynonym",
    "TaggedPublication",
    "Told",
    "Transition",
    "UsageEvent",
]
