"""The readers' addresses, under the language prefix (the public contract in ``docs/architecture.md``)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from publications import feeds
from publications.views import (
    authors,
    citations,
    files,
    follow,
    gate,
    my_data,
    newsletter,
    press,
    previews,
    programs,
    publications,
    series,
    suggest,
    topics,
)


class TagSlugConverter(StringConverter):
    """A tag's slug may hold letters of any alphabet, but no NUL, which PostgreSQL would refuse."""

    regex = r"[-\w]+"


register_converter(TagSlugConverter, "tag_slug")

urlpatterns = [
    path("my-data/", my_data.my_data, name="my-data"),
    path("newsletter/", newsletter.newsletter, name="newsletter"),
    path("follow/", follow.follow, name="follow"),
    path("follow/confirm/", follow.confirm, name="follow-confirm"),
    path("follow/alerts/", follow.alerts, name="follow-alerts"),
    path("follow/stop/", follow.stop, name="follow-stop"),
    path("feed/", feeds.ListingFeed(), name="feed"),
    path("publications/", publications.listing, name="publications"),
    path("publications/<slug:slug>/", publications.summary, name="publication"),
    path("publications/<slug:slug>/download/", gate.gate, name="publication-gate"),
    path("publications/<slug:slug>/cite.<str:ending>", citations.cite, name="publication-cite"),
    path("publications/<slug:slug>/<slug:name>.pdf", files.full_text, name="publication-pdf"),
    path(
        "publications/<slug:slug>/files/<int:pk>/<str:name>",
        files.document,
        name="publication-file",
    ),
    path("suggest/", suggest.suggest, name="suggest"),
    path("preview/<str:token>/", previews.by_link, name="preview"),
    path("preview/<str:token>/cover.webp", previews.cover, name="preview-cover"),
    path("preview/<str:token>/portrait-<int:pk>.webp", previews.portrait, name="preview-portrait"),
    path("authors/", authors.index, name="authors"),
    path("authors/<slug:slug>/", authors.author, name="author"),
    path("authors/<slug:slug>/feed/", feeds.AuthorFeed(), name="author-feed"),
    path("programs/", programs.index, name="programs"),
    path("programs/<slug:slug>/", programs.program, name="program"),
    path("programs/<slug:slug>/feed/", feeds.ProgramFeed(), name="program-feed"),
    path("press/<str:token>/", press.page, name="press"),
    path("press/<str:token>/paper.pdf", press.paper, name="press-paper"),
    path("series/<slug:slug>/", series.series, name="series"),
    path("series/<slug:slug>/feed/", feeds.SeriesFeed(), name="series-feed"),
    path("topics/", topics.index, name="topics"),
    path("topics/<tag_slug:slug>/", topics.topic, name="topic"),
    path("topics/<tag_slug:slug>/feed/", feeds.TopicFeed(), name="topic-feed"),
]
