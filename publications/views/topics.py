"""The topics, and the page of each: what carries its tag."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from publications import topic_index
from publications.models import Publication, Tag
from publications.page_cache import shared_page
from publications.querysets import with_public_work
from publications.views.absent import lead_on
from publications.works import page_of_works


@require_safe
@shared_page
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": topic_index.by_kind(),
        "language_versions": [code for code, _name in settings.LANGUAGES],
    }
    return render(request, "publications/topics.html", context)


@require_safe
@shared_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    tag = with_public_work(Tag.objects.all()).filter(slug=slug).first()
    if tag is None:
        return lead_on(request, Tag, slug)
    language = get_language() or ""
    publications = Publication.objects.public().on_topic(tag)
    context = {
        "tag": tag,
        "cards": page_of_works(
            request, publications, {"tag_id": tag.pk}, time="topic__published_at"
        ),
        "description": tag.description,
        "other_languages": _in_other_languages(tag, language, str(tag)),
    }
    return render(request, "publications/topic.html", context)


def _in_other_languages(tag: Tag, here: str, called: str) -> list[tuple[str, str, str]]:
    """What the topic is called on the site's other languages, where it is called otherwise there."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            if code != here and str(tag) != called:
                found.append((code, str(tag), tag.get_absolute_url()))
    return found
