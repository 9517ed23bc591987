"""The pages an editorial team works from all day, as they are asked for."""

from authors.models import Author
from programs.models import ResearchCenter
from publications import desk
from publications.missing import CONDITIONS
from publications.models import Publication, PublicationType, Series

LIST = "/admin/publications/publication/"
STATUSES = ("draft", "in_review", "approved", "scheduled", "published", "leaving", "withdrawn")


def addresses() -> list[str]:
    author = Author.objects.order_by("pk").values_list("pk", flat=True)[3]
    found = Publication.objects.exclude(published_at=None).order_by("published_at").first()
    assert found is not None
    assert found.published_at is not None
    year = found.published_at.year + 1
    first = {
        "centers__id__exact": ResearchCenter.objects.filter(publication_links__gt=0)[0].pk,
        "type__id__exact": PublicationType.objects.order_by("pk")[0].pk,
        "series__id__exact": Series.objects.order_by("pk")[0].pk,
        "language__exact": "fr",
        "access__exact": "open",
        "published_at__year": year,
        "author": author,
        "pending": "only",
    }
    return [
        "/admin/",
        LIST,
        f"{LIST}?p=2",
        *(f"{LIST}?o={column}" for column in (1, -1, 7, -7, 8, -8)),
        *(f"{LIST}?desk={section.key}" for section in desk.SECTIONS),
        *(f"{LIST}?status={status}" for status in STATUSES),
        *(f"{LIST}?missing={key}" for key in CONDITIONS),
        *(f"{LIST}?{name}={value}" for name, value in first.items()),
    ]
