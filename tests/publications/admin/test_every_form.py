"""Every list and form of the desk opens for every role, whatever is stored: or is refused."""

import base64
import contextlib
import io
from collections.abc import Iterator

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from PIL import Image

from authors.models import Affiliation, Author, Organisation
from ifri.models import Institute, StaticPage
from programs.models import ResearchCenter
from publications import documents, pending, press
from publications.enums import CorrectionKind, DocumentKind, UsageMetric
from publications.gate import grants
from publications.models import (
    DailyUsage,
    Document,
    DownloadRequest,
    FeaturedPublication,
    NewsletterSubscription,
    NoticePreference,
    PersonalDataLog,
    Publication,
    Series,
)
from tests import editorial, making
from tests.html import Element, attributes, page, text

pytestmark = pytest.mark.django_db
ROLES = ("editor", "reviewer", "publisher", "staff", "admin")


def picture(width: int = 400) -> ContentFile:
    out = io.BytesIO()
    Image.new("RGB", (width, width), "teal").save(out, "WEBP")
    return ContentFile(out.getvalue(), name="picture.webp")


def address(kind: str, row: models.Model, *args: object) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{kind}", args=args)


@pytest.fixture
def author(db: None) -> Author:
    made = making.author("Ada North", photo=picture())
    school = Organisation.objects.create(name_en="A School")
    Affiliation.objects.create(author=made, organisation=school, position_en="fellow")
    return made


@pytest.fixture
def center(db: None) -> ResearchCenter:
    return ResearchCenter.objects.create(name_en="Space", slug="space", image=picture())


@pytest.fixture
def paper(author: Author) -> Publication:
    """Out, with a cover of its own."""
    return making.published(authors=[author], tags=["Russia"], cover=picture())


@pytest.fixture
def everything(paper: Publication, author: Author, center: ResearchCenter) -> None:
    """A row at least of each model the desk knows, and every file field filled."""
    person = making.user("publisher")
    draft = making.draft(authors=[author], cover=picture())
    scheduled = making.scheduled(authors=[author], cover=picture())
    for each, other in ((paper, draft), (draft, paper)):
        annex = Document.objects.create(publication=each, kind=DocumentKind.ANNEX)
        documents.add_version(annex, editorial.pdf("Tables"), user=None)
        each.corrections.create(date=timezone.localdate(), kind=CorrectionKind.ERRATUM, text="No.")
        each.center_links.create(center=center)
        each.related_picks.create(picked=other)
    pending.start(paper, user=person)
    Series.objects.create(name_en="Notes", slug="notes")
    Institute.objects.create(logo=picture(), logo_dark=picture(100))
    StaticPage.objects.create(slug="about", title_en="About")
    FeaturedPublication.objects.create(publication=paper)
    press.give(scheduled, name="Zoe", user=person)
    DailyUsage.objects.create(
        publication=paper, day=timezone.localdate(), metric=UsageMetric.values[0]
    )
    request = DownloadRequest.objects.create(
        publication=paper, email="reader@example.org", notice_version="1", language="en"
    )
    grants.issue(request, Document.objects.get(publication=draft, kind=DocumentKind.ANNEX))
    NewsletterSubscription.objects.create(email="r@example.org", language="en", token_hash="a")
    PersonalDataLog.objects.create(kind=PersonalDataLog.Kind.PURGED, rows=1)
    NoticePreference.objects.create(user=person)
    AccessAttempt.objects.create(username="a", ip_address="10.0.0.1", failures_since_start=1)
    AccessLog.objects.create(username="a", ip_address="10.0.0.1")
    AccessFailureLog.objects.create(username="a", ip_address="10.0.0.1")


def pages(model: type[models.Model]) -> Iterator[str]:
    """Those there are; what is looked at or chosen elsewhere has no form of its own."""
    rows = list(model._default_manager.all())
    assert rows, f"no {model._meta.label} to open"
    asked = [("changelist", ()), ("add", ()), *(("change", (row.pk,)) for row in rows)]
    for kind, arguments in asked:
        with contextlib.suppress(NoReverseMatch):
            yield address(kind, rows[0], *arguments)


def empty_files() -> list[str]:
    return [
        f"{row._meta.label}.{field.name}"
        for model in admin.site._registry
        for field in model._meta.fields
        if isinstance(field, models.FileField)
        for row in model._default_manager.all()
        if not getattr(row, field.name)
    ]


@pytest.mark.usefixtures("everything")
def test_no_list_and_no_form_fails() -> None:
    assert empty_files() == []
    every = [each for model in admin.site._registry for each in pages(model)]
    pictured = [
        address("change", row, row.pk)
        for model in (Author, ResearchCenter, Publication)
        for row in model._default_manager.all()
    ]
    for role in ROLES:
        client = Client(raise_request_exception=False)
        client.force_login(making.user(role))
        found = {each: client.get(each).status_code for each in every}
        assert {each: code for each, code in found.items() if code not in (200, 403)} == {}
        assert {found[each] for each in pictured} == {200}


def shown(role: str, row: models.Model) -> Element:
    client = Client()
    client.force_login(making.user(role))
    return page(client, address("change", row, row.pk))


@pytest.mark.parametrize("role", ["editor", "reviewer", "staff"])
def test_who_may_only_look_sees_the_picture_and_no_input(
    role: str, paper: Publication, center: ResearchCenter
) -> None:
    form = shown(role, paper)
    assert attributes(form, ".field-cover_preview img", "src") == [
        f"/admin/publications/publication/{paper.pk}/cover/"
    ]
    assert attributes(form, ".field-cover img", "src") == []
    form = shown(role, center)
    [source] = attributes(form, ".field-image img", "src")
    assert source.startswith("data:image/webp;base64,UklGR")
    assert attributes(form, ".field-image img", "alt") == ["Space"]
    assert text(form, ".field-image label")[0] == "Image:"


def test_a_small_copy_is_sent_and_not_the_picture(author: Author) -> None:
    [source] = attributes(shown("staff", author), ".field-photo img", "src")
    with author.photo.storage.open(str(author.photo.name).replace(".webp", ".160.webp")) as copy:
        assert source.partition(",")[2] == base64.b64encode(copy.read()).decode()


@pytest.mark.parametrize("name", ["author/gone-400x400.webp", "author/old.webp"])
def test_a_picture_without_its_copy_is_said_to_be_there(author: Author, name: str) -> None:
    Author.objects.update(photo=name)
    assert text(shown("staff", author), ".field-photo .readonly") == ["A file is stored."]


def test_no_picture_is_shown_as_any_other_empty_field() -> None:
    assert text(shown("staff", making.author()), ".field-photo .readonly") == ["-"]
