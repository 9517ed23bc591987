from publications.models.authorship import Authorship
from publications.models.classification import PublicationType, Series
from publications.models.document import Document, DocumentVersion
from publications.models.download import DownloadRequest, Grant
from publications.models.publication import Publication, PublicationCenter, RelatedPick
from publications.models.tagging import Tag, TaggedPublication
from publications.models.transition import Transition

__all__ = [
    "Authorship",
    "Document",
    "DocumentVersion",
    "DownloadRequest",
    "Grant",
    "Publication",
    "PublicationCenter",
    "PublicationType",
    "RelatedPick",
    "Series",
    "Tag",
    "TaggedPublication",
    "Transition",
]
