"""Atom feeds of what is public: all of it, what the listing's filters leave of it, or one author's,
program's, series' or topic's.

A feed's own title is in the page's language; its entries are in theirs, as in the listings.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max, Prefetch
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import conditional_page, require_safe

from authors.models import Author
from programs.models import ResearchCenter
from programs.tree import with_descendants
from publications import redirects
from publications.atom import AtomFeed, xml_text
from publications.listing import Selection, load_choices
from publications.models import Publication, Series, Tag, TaggedPublication
from publications.querysets import PublicationQuerySet

LENGTH = 30


@dataclass(frozen=True)
class Source:
    """What a feed is of."""

    title: str
    page: str  # the path of the page it follows
    path: str  # its own path
    publications: PublicationQuerySet  # public ones


@method_decorator([require_safe, conditional_page], name="__call__")
class NewestFeed(Feed):
    feed_type = AtomFeed
    may_be_empty = True

    # --- what it is of ----------------------------------------------------------------------------

    def source(self, slug: str) -> Source:
        title = gettext("Newest publications")
        return Source(title, reverse("publications"), reverse("feed"), Publication.objects.public())

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Source:
        return self.source(kwargs.get("slug", ""))

    def title(self, source: Source) -> str:
        return xml_text(f"{source.title} | {settings.INSTITUTE_NAME}")

    def link(self, source: Source) -> str:
        return f"{settings.SITE_URL}{source.page}"

    def feed_url(self, source: Source) -> str:
        return f"{settings.SITE_URL}{source.path}"

    def feed_guid(self, source: Source) -> str:
        return self.feed_url(source)

    author_name = settings.INSTITUTE_NAME
    author_link = settings.SITE_URL

    def feed_extra_kwargs(self, source: Source) -> dict[str, Any]:
        # The last of all: that of a search or of crossed filters would tell what was withdrawn.
        return {
            "changed": Publication.objects.tombstones().aggregate(last=Max("withdrawn_at"))["last"]
        }

    # --- its entries ------------------------------------------------------------------------------

    def items(self, source: Source) -> list[Publication]:
        found = list(
            source.publications.newest_first()
            .for_cards()
            .prefetch_related(
                Prefetch(
                    "taggings",
                    TaggedPublication.objects.select_related("tag").order_by("tag__name"),
                )
            )[:LENGTH]
        )
        if not found and not self.may_be_empty:
            # Whoever has nothing public does not exist for readers.
            raise Http404
        return found

    def item_guid(self, item: Publication) -> str:
        """A tag URI (RFC 4151): it stays when the slug is changed."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{item.created_at:%Y-%m-%d}:publication/{item.pk}"

    def item_title(self, item: Publication) -> str:
        if not item.is_retracted:
            return item.title
        with override(item.language):
            return gettext("Retracted: %(title)s") % {"title": item.title}

    def item_description(self, item: Publication) -> str:
        return item.short_text

    def item_link(self, item: Publication) -> str:
        return item.canonical_url()

    def item_pubdate(self, item: Publication) -> datetime.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Publication) -> datetime.datetime:
        return item.changed_at

    def item_extra_kwargs(self, item: Publication) -> dict[str, Any]:
        tags = [tagging.tag for tagging in item.taggings.all()]
        return {
            "language": item.language,
            "authors": [signature.name for signature in item.authorships.all()],
            "topics": [(tag.slug, str(tag)) for tag in tags],
        }


class ListingFeed(NewestFeed):
    """With the listing's own parameters: of a type, in a language, of a search, of several at once."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Source:
        asked = request.GET.dict()
        if not Selection.is_asked(asked):
            return self.source("")
        choices = load_choices()
        selection = Selection.read({**asked, "sort": ""}, choices)
        if selection.misses(asked):
            raise Http404
        query = urlencode(selection.query())
        return Source(
            selection.description,
            f"{reverse('publications')}?{query}",
            f"{reverse('feed')}?{query}",
            selection.newest(Publication.objects.public(), get_language() or "", choices.centers),
        )


class AuthorFeed(NewestFeed):
    may_be_empty = False

    def source(self, slug: str) -> Source:
        author = get_object_or_404(Author, slug=redirects.kept_slug(Author, slug))
        return Source(
            author.name,
            author.get_absolute_url(),
            reverse("author-feed", args=[author.slug]),
            Publication.objects.public().signed_by(author),
        )


class ProgramFeed(NewestFeed):
    """With what belongs to the programs below it."""

    may_be_empty = False

    def source(self, slug: str) -> Source:
        center = get_object_or_404(ResearchCenter.objects.active(), slug=slug)
        within = with_descendants(center, ResearchCenter.objects.all())
        return Source(
            str(center),
            center.get_absolute_url(),
            reverse("program-feed", args=[slug]),
            Publication.objects.public().in_centers(within),
        )


class SeriesFeed(NewestFeed):
    may_be_empty = False

    def source(self, slug: str) -> Source:
        series = get_object_or_404(Series, slug=slug)
        return Source(
            str(series),
            series.get_absolute_url(),
            reverse("series-feed", args=[slug]),
            Publication.objects.public().filter(series=series),
        )


class TopicFeed(NewestFeed):
    may_be_empty = False

    def source(self, slug: str) -> Source:
        tag = get_object_or_404(Tag, slug=redirects.kept_slug(Tag, slug))
        return Source(
            str(tag),
            tag.get_absolute_url(),
            reverse("topic-feed", args=[tag.slug]),
            Publication.objects.public().tagged(tag),
        )
