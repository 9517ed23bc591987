"""Two people have the same entry open: what the first saved is not silently undone by the second."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client, RequestFactory
from lxml import html

from authors.models import Author, AuthorLink, Organisation
from ifri.editing.overwriting import NothingOverwritten
from ifri.models import Institute, StaticPage
from programs.models import ResearchCenter
from publications.admin.concurrent import ConcurrentEdits
from publications.models import FeaturedPublication, PublicationType, Series, Tag, TagSynonym
from tests import making
from tests.admin_forms import errors_of, fields_of, read, with_rows

pytestmark = pytest.mark.django_db


class Person:
    """Somebody with the form open: what they would send, as they opened it."""

    def __init__(self, entry: Model, name: str = "", group: str = "admin") -> None:
        first, _, last = name.partition(" ")
        self.client = Client()
        self.client.force_login(making.user(group, first_name=first, last_name=last))
        meta = entry._meta
        self.address = f"/admin/{meta.app_label}/{meta.model_name}/{entry.pk}/change/"
        self.form_id = f"{meta.model_name}_form"
        self.fields = read(self.client, self.address, self.form_id)

    def save(self, **typed: Any) -> Any:
        self.fields |= {name.replace("__", "-"): value for name, value in typed.items()}
        answer = self.client.post(self.address, self.fields)
        if answer.status_code != 302:
            self.fields = fields_of(answer.content, self.form_id)
        return answer

    def saved(self, **typed: Any) -> None:
        answer = self.save(**typed)
        assert answer.status_code == 302, (answer.status_code, errors_of(answer.content))

    def refused(self, **typed: Any) -> dict[str, tuple[str, str]]:
        answer = self.save(**typed)
        assert answer.status_code == 409, (answer.status_code, errors_of(answer.content))
        return shown(answer.content)


def shown(page: bytes) -> dict[str, tuple[str, str]]:
    """For each field that moved: what is stored and what was sent, as the page shows them."""
    found = {}
    for clash in html.fromstring(page.decode()).xpath("//section[@class='clash']"):
        stored, sent = (each.text_content() for each in clash.xpath(".//*[@class='clash-value']"))
        found[clash.get("id").removeprefix("clash-")] = (stored, sent)
    return found


def stored(author: Author) -> tuple[str, str]:
    """The biography and the website."""
    found = Author.objects.values_list("biography_en", "website").get(pk=author.pk)
    return str(found[0]), str(found[1])


@pytest.fixture
def author() -> Author:
    return making.author("Ada North", biography_en="Old.")


def test_what_somebody_else_wrote_is_not_undone_by_a_save_of_something_else(
    author: Author,
) -> None:
    first, second = (
        Person(author, "Ada Writer", "editor"),
        Person(author, "Bela Reader", "reviewer"),
    )
    first.saved(biography_en="New words.")
    assert second.refused(website="https://example.org/") == {
        "biography_en": ("New words.", "Old.")
    }
    assert stored(author) == ("New words.", "")
    # What was not touched is now as it is stored; what was typed is there; once more stores both.
    second.saved()
    assert stored(author) == ("New words.", "https://example.org/")


def test_the_page_says_who_changed_what(author: Author) -> None:
    first, second = Person(author, "Ada Writer"), Person(author, "Bela Reader")
    first.saved(biography_en="New words.")
    page = second.save(website="https://example.org/").content
    assert errors_of(page)[0] == "Not saved: Ada Writer saved this while you had it open."
    [line] = html.fromstring(page.decode()).xpath("//ol[@class='conflict-since']/li")
    assert " ".join(line.text_content().split()).startswith("Ada Writer: Changed Biography [en]. (")


def test_what_both_typed_stands_side_by_side_and_mine_can_be_stored(author: Author) -> None:
    first, second = Person(author), Person(author)
    first.saved(biography_en="Theirs.")
    assert second.refused(biography_en="Mine.") == {"biography_en": ("Theirs.", "Mine.")}
    assert second.fields["biography_en"].strip() == "Mine."
    second.saved()
    assert stored(author) == ("Mine.", "")


def test_a_third_save_meanwhile_is_shown_too(author: Author) -> None:
    first, second, third = Person(author), Person(author), Person(author)
    first.saved(biography_en="One.")
    second.refused(biography_en="Two.")
    third.refused(biography_en="Three.")
    third.saved()
    assert second.refused() == {"biography_en": ("Three.", "Two.")}


def test_a_form_that_does_not_say_how_it_was_opened_overwrites_nothing(author: Author) -> None:
    for said in (None, "", "{}", "[1]", '{"prints": [], "log": 1}', '{"prints": {}, "log": "x"}'):
        person = Person(author)
        person.fields.pop("opened_as")
        if said is not None:
            person.fields["opened_as"] = said
        person.refused(biography_en="Mine.")
    assert stored(author) == ("Old.", "")


def test_a_mistake_and_then_the_save_is_no_conflict(author: Author) -> None:
    person = Person(author)
    assert person.save(last_name="").status_code == 200
    person.saved(last_name="South")
    author.refresh_from_db()
    assert author.last_name == "South"


def test_the_same_save_sent_twice_is_no_conflict(author: Author) -> None:
    person, again = Person(author), Person(author)
    person.saved(biography_en="New.")
    again.saved(biography_en="New.")


def links(author: Author) -> list[str]:
    return list(author.links.order_by("order").values_list("label", flat=True))


def test_rows_that_others_changed_stay_where_nobody_touched_them(author: Author) -> None:
    AuthorLink.objects.create(author=author, label="Blog", url="https://a.example/", order=1)
    first, second = Person(author), Person(author)
    row = {"label": "News", "url": "https://b.example/", "order": "2"}
    first.fields = with_rows(first.fields, "links", row)
    first.saved(links__0__label="Diary")
    assert list(second.refused(website="https://example.org/")) == ["links"]
    second.saved()
    assert links(author) == ["Diary", "News"]


def test_rows_that_both_changed_keep_what_each_added(author: Author) -> None:
    first, second = Person(author), Person(author)
    for person, label in ((first, "Theirs"), (second, "Mine")):
        row = {"label": label, "url": f"https://{label}.example/", "order": ""}
        person.fields = with_rows(person.fields, "links", row)
    first.saved()
    [(stored, sent)] = second.refused().values()
    assert ("Theirs" in stored, "Mine" in sent) == (True, True)
    second.saved()
    assert sorted(links(author)) == ["Mine", "Theirs"]


def test_a_row_that_they_removed_and_i_changed_comes_back(author: Author) -> None:
    AuthorLink.objects.create(author=author, label="Blog", url="https://a.example/", order=1)
    first, second = Person(author), Person(author)
    first.saved(links__0__DELETE="on")
    second.refused(links__0__label="Diary")
    second.saved()
    assert links(author) == ["Diary"]


def entries() -> dict[str, tuple[Model, dict[str, str], dict[str, str]]]:
    """Of each form: an entry, what the first changes, and what the second changes."""
    return {
        "page": (
            StaticPage.objects.create(title_en="About", slug="about", body_en="<p>Old.</p>"),
            {"body_en": "<p>New.</p>"},
            {"title_en": "About us"},
        ),
        "institute": (
            Institute.objects.create(),
            {"footer_en": "<p>New.</p>"},
            {"main_colour": "#102030"},
        ),
        "tag": (Tag.objects.create(name="war"), {"description_en": "New."}, {"name": "wars"}),
        "series": (
            Series.objects.create(name_en="Notes", slug="notes"),
            {"description_en": "New."},
            {"name_en": "Papers"},
        ),
        "type": (
            PublicationType.objects.create(name_en="Study", slug="a-study"),
            {"name_fr": "Étude"},
            {"name_en": "Studies"},
        ),
        "center": (
            ResearchCenter.objects.create(name_en="Cyber", slug="cyber"),
            {"description_en": "<p>New.</p>"},
            {"name_en": "Cyberspace"},
        ),
        "organisation": (
            Organisation.objects.create(name_en="A School"),
            {"acronym": "AS"},
            {"name_en": "Schools"},
        ),
        "featured": (
            FeaturedPublication.objects.create(publication=making.published(), order=1),
            {"order": "7"},
            {"publication": str(making.published().pk)},
        ),
        "user": (making.user("editor"), {"first_name": "Cy"}, {"email": "cy@example.org"}),
    }


def test_no_form_undoes_what_its_sender_did_not_touch() -> None:
    for name, (entry, theirs, mine) in entries().items():
        first, second = Person(entry), Person(entry)
        first.saved(**theirs)
        assert list(second.refused(**mine)) == list(theirs), name
        second.saved()
        entry.refresh_from_db()
        for field, value in (theirs | mine).items():
            stored = getattr(entry, f"{field}_id", getattr(entry, field))
            assert str(stored) == value, (name, field)


def test_the_names_of_a_tag_are_rows_of_its_form() -> None:
    tag = Tag.objects.create(name="war")
    first, second = Person(tag), Person(tag)
    first.saved(synonyms__0__name="conflict")
    assert list(second.refused(description_en="Words.")) == ["synonyms"]
    second.saved()
    assert list(TagSynonym.objects.values_list("name", flat=True)) == ["conflict"]


def test_the_groups_of_a_user_are_not_undone() -> None:
    user, group = making.user("editor"), Group.objects.get_or_create(name="Subscribers")[0]
    first, second = Person(user), Person(user)
    own = user.groups.get().pk
    first.saved(groups=[str(own), str(group.pk)])
    assert list(second.refused(first_name="Cy", groups=str(own))) == ["groups"]
    user.refresh_from_db()
    assert (user.first_name, user.groups.count()) == ("", 2)


def test_every_form_in_which_something_can_be_changed_is_guarded() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_staff=True)
    open_ones = []
    for model, found in admin.site._registry.items():
        if not found.has_change_permission(request):
            continue
        names = set(found.get_form(request, model(), change=True).base_fields)
        guarded = isinstance(found, (NothingOverwritten, ConcurrentEdits))
        if names and not guarded:
            open_ones.append(model._meta.label)
    # One's own page, which nobody else can open, with one box.
    assert open_ones == ["publications.NoticePreference"]
