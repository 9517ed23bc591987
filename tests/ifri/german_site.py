"""Asks a site that has German for pages, and prints what they say as one line of JSON.

Run as a program: which languages there are is read when the models are.
"""

import json

import django

django.setup()

from django.db.models import Model  # noqa: E402 - the site has to be set up before
from django.test import Client  # noqa: E402

from authors.models import Affiliation, Organisation  # noqa: E402
from programs.models import ResearchCenter  # noqa: E402
from publications.models import DownloadRequest, Publication, Series, Tag  # noqa: E402
from tests import making  # noqa: E402
from tests.html import attributes, page, text  # noqa: E402


def make_content() -> Publication:
    center = ResearchCenter.objects.create(name_en="Asia", slug="asia")
    ResearchCenter.objects.create(name_en="Africa", slug="africa")
    series = Series.objects.create(name_en="Notes", slug="notes")
    writer = making.author("Ada Writer", slug="ada")
    school = Organisation.objects.create(name_en="School of War")
    Affiliation.objects.create(author=writer, organisation=school, position_en="fellow")
    for owner, name in ((center, "Asien"), (series, "Notizen"), (school, "Schule des Krieges")):
        _name_in_german(owner, name)
    english = making.published("Wars in Asia", slug="wars", authors=[writer], tags=["war"])
    Tag.objects.update(label_de="Krieg")
    german = making.published(
        "Die Kriege in Asien",
        slug="kriege",
        language="de",
        authors=[writer],
        tags=["war"],
        series=series,
        number="1",
        translation_group=english.translation_group,
    )
    german.center_links.create(center=center)
    return german


def _name_in_german(owner: Model, name: str) -> None:
    owner.name_de = name  # type: ignore[attr-defined]  # a column of this site alone
    owner.save()


def facts(client: Client, paper: Publication) -> dict[str, object]:
    address = paper.canonical_path()
    summary = page(client, address)
    client.post(f"{address}download/", {"email": "leser@example.org"})
    return {
        "canonical": paper.canonical_path(),
        "page": attributes(summary, "html", "lang"),
        "headings": [
            text(page(client, f"/de/{path}"), "h1")[0]
            for path in ("programs/asia/", "programs/africa/", "series/notes/", "topics/war/")
        ],
        "switcher": attributes(page(client, "/fr/"), ".languages a", "href"),
        "versions": attributes(summary, "link[rel=alternate][hreflang]", "hreflang"),
        "affiliation": text(summary, ".byline-lines li"),
        "found by another form": text(
            page(client, "/de/publications/?q=krieg&language=de"), ".card-title"
        ),
        "feed": client.get("/de/feed/?language=de").status_code,
        "sitemap": client.get("/sitemap.xml").status_code,
        "requests in": list(DownloadRequest.objects.values_list("language", flat=True)),
        "form": _columns_in_the_admin(client),
    }


def _columns_in_the_admin(client: Client) -> list[str]:
    client.force_login(making.user("admin"))
    shown = page(client, "/admin/programs/researchcenter/add/")
    return [name for name in attributes(shown, "input", "name") if name.startswith("name_")]


if __name__ == "__main__":
    print(json.dumps(facts(Client(), make_content())))  # noqa: T201
