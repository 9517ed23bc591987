"""A small institute with one of everything that readers' pages show."""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image

from authors.models import Affiliation, Author, CenterMembership, Organisation
from ifri.images import clean_image
from ifri.models import Institute, StaticPage
from programs.models import ResearchCenter
from publications.models import FeaturedPublication, Publication, Series
from publications.workflow import Action
from tests import editorial, making

WORDS = "The country is more than a spectator: it adapts what others publish. " * 6


@dataclass(frozen=True)
class World:
    paper: Publication
    author: Author
    center: ResearchCenter
    series: Series

    @property
    def addresses(self) -> dict[str, str]:
        """Each page by its name, on the English site."""
        return {
            "home": "/en/",
            "listing": "/en/publications/",
            "search": "/en/publications/?q=road",
            "summary": self.paper.get_absolute_url(),
            "gate": self.paper.gate_path(),
            "author": self.author.get_absolute_url(),
            "authors": "/en/authors/",
            "center": self.center.get_absolute_url(),
            "programs": "/en/programs/",
            "series": self.series.get_absolute_url(),
            "topic": "/en/topics/war/",
            "topics": "/en/topics/",
            "static page": "/en/pages/about/",
            "missing": "/en/never-was/",
        }


def photograph(width: int, height: int) -> "ContentFile[bytes]":
    """As hard to compress as a photograph is."""
    drawn = Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return clean_image(out, out.tell())


def world() -> World:
    institute = Institute(
        footer_en="1 Main Street", disclaimer_en="The authors speak for themselves."
    )
    institute.save()
    StaticPage.objects.create(slug="about", title_en="About", body_en=f"<p>{WORDS}</p>")
    author = making.author("Ada Writer", slug="ada-writer")
    author.photo.save("photo.webp", photograph(600, 600))
    school = Organisation.objects.create(name_en="School of War")
    for order, position in enumerate(["lecturer", "fellow", "member of the board"]):
        Affiliation.objects.create(
            author=author, organisation=school, position_en=position, order=order
        )
    center = ResearchCenter.objects.create(
        name_en="Russia Center", slug="russia", description_en=WORDS
    )
    center.image.save("image.webp", photograph(800, 450))
    CenterMembership.objects.create(author=author, center=center)
    series = Series.objects.create(name_en="Visions", slug="visions", description_en=WORDS)
    paper = making.draft(
        "The Long Road: Russia in the Race for Artificial Intelligence",
        slug="the-long-road-russia-in-the-race-for-artificial-intelligence",
        authors=[
            author,
            making.author("Recep Erdoğan", slug="recep-erdogan"),
            making.author("Zoe Plain"),
        ],
        tags=["war", "budget", "artificial intelligence"],
        subtitle="What Numbers Say",
        lead=f"<p>{WORDS}</p>",
        summary=f"<p>{WORDS}</p>" * 4,
        key_takeaways="<ul>" + "<li><p>One thing to keep in mind.</p></li>" * 5 + "</ul>",
        disclosure="A grant of the city paid for the journeys.",
        series=series,
        number="12",
        doi="10.1234/road",
        cover_alt="A road",
        cover_credit="© A. Photographer",
    )
    paper.cover.save("cover.webp", photograph(800, 1066))
    paper.center_links.create(center=center, is_primary=True)
    making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    editorial.write(
        paper,
        corrections=[{"date": "2026-02-01", "kind": "erratum", "text": WORDS, "version": 1}],
    )
    for number in range(5):
        making.published(f"Road {number}", tags=["war"], teaser=WORDS[:200], series=series)
    french = making.published("La route", tags=["war"], language="fr", teaser="Une route.")
    FeaturedPublication.objects.create(publication=paper)
    FeaturedPublication.objects.create(publication=french, order=1)
    return World(paper, author, center, series)
