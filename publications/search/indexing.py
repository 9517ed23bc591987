"""Publications made into entries. Everything in an entry comes from here, and from nowhere else."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Prefetch

from publications.models import (
    Authorship,
    DocumentText,
    Publication,
    PublicationCenter,
    SearchEntry,
    TaggedPublication,
)
from publications.richtext import plain
from publications.search import passages, vocabulary
from publications.search.backend import backend
from publications.search.lexemes import BREAK, line, lines, smoothed_line
from publications.search.stems import LANGUAGES, stems_without_weight
from publications.search.words import exactly, smooth, spellings_in

# A change of how entries are made is a change of this, and a rebuild.
EDITION = 2
BATCH = 50
# Some two hundred thousand words: what is beyond, in the longest of books, is not searched.
MOST_TEXT = 1_200_000
_THEMES = 30
_LEAST_FOR_A_THEME = 3

Fields = dict[str, Any]


def refresh(numbers: Iterable[int]) -> int:
    """Make the entries of these publications say what the publications say; count the changed ones.

    The publications are locked first: of two who change what an entry is made of, the second reads
    what the first one wrote.
    """
    wanted = sorted(set(numbers))
    return sum(_refresh(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))


@transaction.atomic
def _refresh(numbers: list[int]) -> int:
    list(Publication.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values("pk"))
    known = SearchEntry.objects.filter(pk__in=numbers).only("digest", "text_of", "forms")
    stored = {entry.pk: entry for entry in known}
    wanted: list[tuple[Publication, Fields]] = []
    for publication in _publications(numbers):
        head = {**_head(publication), "text_of": _text_of(publication)}
        old = stored.get(publication.pk)
        if old is None or (old.digest, old.text_of) != (head["digest"], head["text_of"]):
            wanted.append((publication, head))
    texts = _texts(wanted, stored)
    changed = []
    for publication, head in wanted:
        fields = {**head, **texts[publication.pk]}
        vectors = backend().vectors(fields, publication.language)
        changed.append(SearchEntry(publication_id=publication.pk, **fields, **vectors))
    _write(changed)
    _spell(changed, stored)
    return len(changed)


def _write(entries: list[SearchEntry]) -> None:
    names = [
        field.name
        for field in SearchEntry._meta.fields
        if not field.primary_key
        and (backend().has_vectors or not isinstance(field, SearchVectorField))
    ]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["publication"], update_fields=names
    )


def _spell(changed: Iterable[SearchEntry], stored: dict[int, SearchEntry]) -> None:
    """New spellings are added; one that a text gave up is removed unless another text has it."""
    added, given_up = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for entry in changed:
        old = stored.get(entry.pk)
        before = by_language(old.forms if old else "")
        after = by_language(entry.forms)
        for language in {*before, *after}:
            added[language] |= after[language] - before[language]
            given_up[language] |= before[language] - after[language]
    for language in sorted(added):
        # Asked first: of a paper's two hundred words hardly one is new.
        vocabulary.add(language, backend().unknown(language, list(added[language])))
    for language in sorted(given_up):
        forget(language, given_up[language])


def forget(language: str, words: set[str]) -> None:
    """Remove the spellings that no entry has any more."""
    if words:
        vocabulary.remove(language, backend().unused(language, sorted(words)))


def by_language(forms: str) -> defaultdict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    spelt = forms.split()
    for language in LANGUAGES:
        if words := {each[len(language) :] for each in spelt if each.startswith(language)}:
            found[language] = words
    return found


# --- Reading --------------------------------------------------------------------------------------


def _publications(numbers: list[int]) -> Iterable[Publication]:
    signatures = Authorship.objects.select_related("author", "organisation", "center")
    centers = PublicationCenter.objects.select_related("center")
    taggings = TaggedPublication.objects.select_related("tag").prefetch_related("tag__synonyms")
    return (
        Publication.objects.filter(pk__in=numbers)
        .select_related("series")
        .prefetch_related(
            Prefetch("authorships", signatures),
            Prefetch("center_links", centers),
            Prefetch("taggings", taggings),
        )
        .with_full_text()
    )


def _text_of(publication: Publication) -> str:
    """Which text an entry's body was made of: the full text as it is now, not what it replaced."""
    file = publication.current_pdf
    return f"{EDITION} {publication.language} {file.sha256}" if file else ""


def _texts(
    wanted: list[tuple[Publication, Fields]], stored: dict[int, SearchEntry]
) -> dict[int, Fields]:
    """The part of each entry that comes from its file: as it is stored, or made where that changed."""
    kept = {
        publication.pk
        for publication, head in wanted
        if publication.pk in stored and stored[publication.pk].text_of == head["text_of"]
    }
    columns = ("body", "themes", "passages")
    rows = SearchEntry.objects.filter(pk__in=kept).values("pk", *columns)
    texts = {row.pop("pk"): row for row in map(dict, rows)}
    new = {publication.pk: publication for publication, _ in wanted if publication.pk not in kept}
    pages = _pages(new.values())
    for number, publication in new.items():
        texts[number] = _text(pages.get(number, []), publication.language)
    return texts


def _pages(publications: Iterable[Publication]) -> dict[int, list[str]]:
    checksums = {each.pk: each.current_pdf.sha256 for each in publications if each.current_pdf}
    pages = dict(
        DocumentText.objects.filter(sha256__in=checksums.values()).values_list("sha256", "pages")
    )
    return {number: pages.get(checksum, []) for number, checksum in checksums.items()}


# --- Making ---------------------------------------------------------------------------------------


def _head(publication: Publication) -> Fields:
    language = publication.language
    names, summary = _names(publication), _summary(publication)
    fields: Fields = {
        "exact": exactly(publication.title)[:300],
        "doi": publication.doi.lower(),
        "isbn": re.sub(r"[^0-9Xx]", "", publication.isbn).upper(),
        "title": line(publication.title, language),
        "names": lines(names, language),
        "summary": lines(summary, language),
        "forms": _forms([publication.title, *names, *summary], language),
    }
    said = json.dumps([EDITION, language, fields]).encode()
    return {**fields, "digest": hashlib.blake2b(said, digest_size=16).hexdigest()}


def _text(pages: Sequence[str], language: str) -> Fields:
    smoothed = _within(pages)
    body = "\n".join(smoothed_line(page, language) for page in smoothed)
    themes = _themes(body, language)
    bare = frozenset(each.removeprefix(language) for each in themes)
    return {
        "body": body if body.strip() else "",
        "themes": f" {' '.join(themes)} " if themes else "",
        "passages": passages.choose(smoothed, bare, language),
    }


def _names(publication: Publication) -> list[str]:
    """Who signed it, its series and its topics, by every name that each of them has."""
    series = publication.series
    named = [publication.subtitle, *(_each(series, "name") if series else ())]
    for signature in publication.authorships.all():
        if signature.author:
            named.append(signature.author.name)
        else:
            named += _with_acronym(signature.signatory)
    for tagging in sorted(publication.taggings.all(), key=lambda each: each.tag_id):
        named += [tagging.tag.name, *_each(tagging.tag, "label")]
        # Sorted here: databases differ in the order they have.
        named += sorted(synonym.name for synonym in tagging.tag.synonyms.all())
    return list(dict.fromkeys(filter(None, named)))


def _with_acronym(owner: Any) -> list[str]:
    return [owner.acronym, *_each(owner, "name")]


def _each(owner: Any, field: str) -> list[str]:
    return [getattr(owner, f"{field}_{code}") for code in LANGUAGES]


def _summary(publication: Publication) -> list[str]:
    """With the centers it comes from: a good part of all papers carry the name of each, which says
    less of one than who signed it and its topics do."""
    rich = (publication.lead, publication.summary, publication.key_takeaways)
    links = sorted(publication.center_links.all(), key=lambda each: each.center_id)
    centers = [name for link in links for name in _with_acronym(link.center)]
    return list(filter(None, [publication.teaser, *map(plain, rich), *centers]))


def _within(pages: Sequence[str]) -> list[str]:
    """Smoothed, and together no longer than is searched."""
    kept, left = [], MOST_TEXT
    for page in pages:
        kept.append(smooth(page[:left]))
        left -= len(page[:left])
    return kept


def _themes(body: str, language: str) -> list[str]:
    light = {language + each for each in stems_without_weight(language)} | {BREAK}
    shortest = len(language) + 3
    counted = {
        each: count
        for each, count in Counter(body.split()).items()
        if count >= _LEAST_FOR_A_THEME and len(each) >= shortest and each not in light
    }
    # Equally common ones by the alphabet: the same text has the same themes every time.
    return sorted(sorted(counted, key=lambda each: (-counted[each], each))[:_THEMES])


def _forms(head: list[str], language: str) -> str:
    spelt = {language + form for text in head for form in spellings_in(smooth(text))}
    return " ".join(sorted(spelt))
