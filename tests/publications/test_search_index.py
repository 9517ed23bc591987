"""The index follows every change, and a rebuild makes exactly what the changes made."""

import os
import random
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications import content, documents, merge_tags, search, writing
from publications.models import (
    Authorship,
    DocumentText,
    Publication,
    PublicationCenter,
    SearchEntry,
    SearchName,
    SearchRebuild,
    SearchWord,
    Series,
    Tag,
    TagSynonym,
)
from publications.search import indexing, rebuilding
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

# `make test-full` sets a thousand.
EDITS = int(os.environ.get("SEARCH_EDITS", "120"))


def index() -> dict[str, Any]:
    """All that search reads, without what only the database gives numbers to."""
    full_text_tables: list[Any] = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("publications_searchfts", "publications_searchftslabels"):
                cursor.execute(
                    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.held USING "
                    f"fts5vocab(main, {table}, instance)"
                )
                cursor.execute("SELECT term, doc, col, offset FROM temp.held ORDER BY 1, 2, 3, 4")
                full_text_tables.append(cursor.fetchall())
                cursor.execute("DROP TABLE temp.held")
    return {
        "entries": list(SearchEntry.objects.order_by("pk").values()),
        "words": sorted(SearchWord.objects.values_list("language", "word", "folded")),
        "names": sorted(SearchName.objects.values_list("kind", "named", "word", "start")),
        "full text tables": full_text_tables,
    }


def rebuilt() -> dict[str, Any]:
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    SearchName.objects.all().delete()
    call_command("rebuild_search", afresh=True)
    return index()


def found(q: str) -> list[str]:
    return [each.title for each in search.search(Publication.objects.all(), q)]


# --- Each kind of change --------------------------------------------------------------------------


def test_a_title_a_summary_and_a_language_that_change_are_found_at_once() -> None:
    paper = making.draft("Zirconium")

    paper.title, paper.summary = "Tungsten", "<p>Elections</p>"
    paper.save()

    assert found("zirconium") == []
    assert (found("tungsten"), found("election")) == (["Tungsten"], ["Tungsten"])
    paper.language = "fr"
    paper.save(update_fields=["language"])
    assert SearchEntry.objects.get(pk=paper.pk).title == " frtungsten ¶ "


def test_names_that_change_are_found_in_all_that_carry_them() -> None:
    ada = making.author("Ada Zirconium")
    series = Series.objects.create(name_en="Cobalt series", slug="s")
    center = ResearchCenter.objects.create(name_en="Nickel center", slug="c")
    school = Organisation.objects.create(name_en="Tin school")
    paper = making.draft("Paper", authors=[ada], tags=["chrome"], series=series)
    Authorship.objects.create(publication=paper, center=center, order=1)
    Authorship.objects.create(publication=paper, organisation=school, order=2)
    tag = Tag.objects.get(name="chrome")
    metals = ["zirconium", "cobalt", "nickel", "tin", "chrome"]
    assert {metal: found(metal) for metal in metals} == {metal: ["Paper"] for metal in metals}

    ada.last_name = "Oak"
    for owner, tree in ((series, "Elm"), (center, "Ash"), (school, "Fir")):
        setattr(owner, "name_en", tree)  # noqa: B010 - made per language, unknown to the types
    tag.label_en, tag.name = "Pine", "Beech"
    for each in (ada, series, center, school, tag):
        each.save()

    assert {metal: found(metal) for metal in metals} == {metal: [] for metal in metals}
    for tree in ("oak", "elm", "ash", "fir", "pine", "beech"):
        assert found(tree) == ["Paper"]


def test_a_topic_is_found_by_its_synonyms() -> None:
    making.published("Paper", tags=["Artificial Intelligence"])
    making.published("Other paper", tags=["Ethics"])
    topic, other = Tag.objects.get(name="Artificial Intelligence"), Tag.objects.get(name="Ethics")
    assert (found("robotics"), search.suggestions("robo")) == ([], [])

    synonym = TagSynonym.objects.create(tag=topic, name="Robotics")
    assert found("robotics") == ["Paper"]
    offered = [(each.kind, each.text) for each in search.suggestions("robo")]
    assert offered == [("publication", "Paper"), ("topic", "Artificial Intelligence")]

    synonym.name = "Automata"
    synonym.save()
    assert (found("robotics"), found("automata")) == ([], ["Paper"])

    synonym.tag = other
    synonym.save()
    assert found("automata") == ["Other paper"]
    assert ("topic", "Ethics") in [(each.kind, each.text) for each in search.suggestions("auto")]

    synonym.delete()
    assert (found("automata"), search.suggestions("auto")) == ([], [])


def test_topics_made_one_are_found_by_the_names_of_all() -> None:
    making.draft("First", tags=["Chrome"])
    making.draft("Second", tags=["Nickel"])
    making.draft("Both", tags=["Chrome", "Nickel"])
    chrome, nickel = Tag.objects.get(name="Chrome"), Tag.objects.get(name="Nickel")
    TagSynonym.objects.create(tag=nickel, name="Tin")

    merge_tags.merge(chrome, [nickel])

    everything = ["Both", "First", "Second"]
    words = ("chrome", "nickel", "tin")
    assert {word: sorted(found(word)) for word in words} == dict.fromkeys(words, everything)
    followed = index()
    assert followed == rebuilt()


def test_a_paper_is_found_by_its_centers() -> None:
    paper = making.draft("Paper")
    center = ResearchCenter.objects.create(
        name_en="Center for Asian Studies", name_fr="Centre Asie", acronym="CAS", slug="asia"
    )
    assert found("asian studies") == []

    link = PublicationCenter.objects.create(publication=paper, center=center)
    for q in ("Center for Asian Studies", "centre asie", "CAS"):
        assert found(q) == ["Paper"]

    setattr(center, "name_en", "Center for Pacific Affairs")  # noqa: B010 - as above
    center.save()
    assert (found("asian studies"), found("pacific affairs")) == ([], ["Paper"])

    before = content.read(paper)
    link.delete()
    assert found("pacific affairs") == []
    writing.write(paper, before)
    assert found("pacific affairs") == ["Paper"]


def test_names_of_many_are_read_in_as_many_questions_as_those_of_one() -> None:
    center = ResearchCenter.objects.create(name_en="Nickel center", slug="c")
    for number in range(6):
        paper = making.draft(f"Paper {number}", tags=[f"chrome {number}", f"tin {number}"])
        PublicationCenter.objects.create(publication=paper, center=center)
    for tag in Tag.objects.all():
        TagSynonym.objects.create(tag=tag, name=f"{tag.name} too")
    numbers = list(Publication.objects.values_list("pk", flat=True))
    asked = []
    for some in (numbers[:1], numbers):
        with CaptureQueriesContext(connection) as captured:
            indexing.refresh(some)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_signatures_and_tags_that_come_and_go_are_followed() -> None:
    paper = making.draft("Paper", authors=[making.author("Ada Zirconium")], tags=["chrome"])

    paper.taggings.all().delete()
    paper.authorships.all().delete()
    assert (found("chrome"), found("zirconium")) == ([], [])

    paper.tags.add("nickel")
    Authorship.objects.create(publication=paper, author=making.author("Ada Cobalt"))
    assert (found("nickel"), found("cobalt")) == (["Paper"], ["Paper"])


def test_restoring_an_old_state_brings_its_words_back() -> None:
    paper = making.draft("Paper", tags=["chrome"], pdf=making.pdf_bytes(1, "oldtext"))
    before = content.read(paper)
    documents.add_full_text(
        paper, ContentFile(making.pdf_bytes(1, "newtext"), name="b.pdf"), user=None
    )
    paper.tags.clear()
    assert (found("chrome"), found("oldtext"), found("newtext")) == ([], [], ["Paper"])

    writing.write(paper, before)

    assert (found("chrome"), found("oldtext"), found("newtext")) == (["Paper"], ["Paper"], [])


def test_a_change_that_says_nothing_new_writes_nothing(
    django_assert_max_num_queries: Any,
) -> None:
    paper = making.draft("Paper")
    assert indexing.refresh([paper.pk]) == 0
    making.move(paper, Action.SUBMIT)
    assert indexing.refresh([paper.pk]) == 0
    tag = Tag.objects.create(name="chrome")
    with django_assert_max_num_queries(2):
        tag.slug = "other"
        tag.save()


def test_what_is_deleted_leaves_nothing() -> None:
    paper = making.draft("Zirconium", authors=[], tags=["chrome"])
    paper.delete()
    Tag.objects.all().delete()
    Author.objects.all().delete()

    assert (found("zirconium"), SearchEntry.objects.count()) == ([], 0)
    assert (SearchWord.objects.count(), SearchName.objects.count()) == (0, 0)


def test_an_entry_that_is_going_is_not_made_anew() -> None:
    for number in range(2):
        making.draft(f"Paper {number}", authors=[making.author()], tags=["chrome"])
    with CaptureQueriesContext(connection) as captured:
        Publication.objects.first().delete()  # type: ignore[union-attr]
        Publication.objects.all().delete()

    entries = f'INTO "{SearchEntry._meta.db_table}"'
    assert [query["sql"] for query in captured if entries in query["sql"]] == []
    assert SearchEntry.objects.count() == 0


def test_versions_with_the_same_file_share_its_text() -> None:
    first, second = making.draft("First"), making.draft("Second")
    assert DocumentText.objects.count() == 1

    first.delete()
    assert found("page") == ["Second"]
    second.delete()
    assert DocumentText.objects.count() == 0


# --- Many changes ---------------------------------------------------------------------------------


class Editor:
    """Makes one change after another, whatever comes to mind."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same edits every time is the point
        self.words = [f"word{chr(97 + n)}{chr(97 + n % 7)}" for n in range(26)]
        self.pdfs = [making.pdf_bytes(2, text) for text in ("alpha beta", "gamma beta", "l’été")]

    def some(self, most: int = 5) -> str:
        return " ".join(self.chance.choices(self.words, k=self.chance.randint(1, most)))

    def edit(self) -> None:
        actions = [
            self.make, self.retitle, self.summarise, self.tag, self.untag, self.sign, self.unsign,
            self.rename, self.upload, self.delete, self.take_off, self.name_otherwise,
            self.forget_a_name, self.merge, self.link, self.unlink,
        ]  # fmt: skip
        self.chance.choice(actions)()

    def paper(self) -> Publication:
        pks = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
        return Publication.objects.get(pk=self.chance.choice(pks)) if pks else self.make()

    def make(self) -> Publication:
        language = self.chance.choice(["en", "fr"])
        return making.draft(
            self.some(), language=language, tags=[self.some(1)], pdf=self.chance.choice(self.pdfs)
        )

    def retitle(self) -> None:
        paper = self.paper()
        paper.title, paper.language = self.some(), self.chance.choice(["en", "fr"])
        paper.save()

    def summarise(self) -> None:
        paper = self.paper()
        paper.summary = f"<p>{self.some(30)}</p>"
        paper.save(update_fields=["summary"])

    def tag(self) -> None:
        self.paper().tags.add(self.some(1))

    def untag(self) -> None:
        self.paper().taggings.all().delete()

    def sign(self) -> None:
        Authorship.objects.create(
            publication=self.paper(),
            author=making.author(f"A {self.some(1)} {self.chance.random()}"),
        )

    def unsign(self) -> None:
        self.paper().authorships.all().delete()

    def rename(self) -> None:
        owners = ((Author, "last_name"), (Tag, "label_fr"), (ResearchCenter, "name_fr"))
        for owner, field in owners:
            if each := self._any(owner):
                setattr(each, field, self.some(2))
                each.save()

    def _any(self, owner: Any) -> Any:
        pks = list(owner.objects.order_by("pk").values_list("pk", flat=True))
        return owner.objects.get(pk=self.chance.choice(pks)) if pks else None

    def name_otherwise(self) -> None:
        if tag := self._any(Tag):
            name = f"{self.some(2)} {self.chance.random()}"
            TagSynonym.objects.create(tag=tag, name=name)

    def forget_a_name(self) -> None:
        if synonym := self._any(TagSynonym):
            synonym.delete()

    def merge(self) -> None:
        if Tag.objects.count() > 5:
            merge_tags.merge(self._any(Tag), [self._any(Tag)])

    def link(self) -> None:
        center, _ = ResearchCenter.objects.get_or_create(
            slug=f"c{self.chance.randint(1, 4)}", defaults={"name_en": self.some(2)}
        )
        PublicationCenter.objects.get_or_create(publication=self.paper(), center=center)

    def unlink(self) -> None:
        self.paper().center_links.all().delete()

    def upload(self) -> None:
        documents.add_full_text(
            self.paper(), ContentFile(self.chance.choice(self.pdfs), name="a.pdf"), user=None
        )

    def delete(self) -> None:
        if Publication.objects.count() > 5:
            self.paper().delete()

    def take_off(self) -> None:
        document = self.paper().documents.filter(is_removed=False).first()
        if document is not None:
            document.is_removed = True
            document.save()


def test_after_many_random_edits_the_index_equals_a_fresh_one() -> None:
    editor = Editor(seed=5)
    for _ in range(EDITS):
        editor.edit()

    assert len(index()["entries"]) == Publication.objects.count() > 0
    followed = index()

    assert followed == rebuilt()


# --- Rebuilding -----------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def test_a_killed_rebuild_is_taken_up_where_it_was_and_nobody_misses_a_hit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = [making.draft(f"Cobalt {n}") for n in range(6)]
    right = index()
    monkeypatch.setattr(rebuilding, "_BATCH", 2)
    # Whatever the entries said before, the rebuild has to make them anew.
    SearchEntry.objects.update(digest="old")
    done: list[int] = []

    def killed_after_two(numbers: list[int], refresh: Any = indexing.refresh) -> int:
        if len(done) == 2:
            raise Killed
        done.append(numbers[0])
        assert len(found("cobalt")) == 6
        return int(refresh(numbers))

    with monkeypatch.context() as patch:
        patch.setattr(indexing, "refresh", killed_after_two)
        with pytest.raises(Killed):
            call_command("rebuild_search")
    assert len(found("cobalt")) == 6
    assert SearchRebuild.objects.get().last == papers[3].pk
    assert SearchEntry.objects.filter(digest="old").count() == 2

    # An edit of what is done already, between the two runs.
    papers[0].title = "Nickel"
    papers[0].save()
    resumed: list[int] = []

    def watched(numbers: list[int]) -> int:
        resumed.extend(numbers)
        return _refresh(numbers)

    monkeypatch.setattr(indexing, "refresh", watched)
    call_command("rebuild_search")

    assert resumed == [papers[4].pk, papers[5].pk]
    assert (len(found("cobalt")), found("nickel")) == (5, ["Nickel"])
    assert not SearchRebuild.objects.exists()
    assert index()["entries"][1:] == right["entries"][1:]


_refresh = indexing.refresh


def test_a_rebuild_reads_the_files_that_came_before_there_was_a_search() -> None:
    making.draft("Paper", pdf=making.pdf_bytes(1, "zirconium"))
    DocumentText.objects.all().delete()
    SearchEntry.objects.all().delete()
    assert found("zirconium") == []

    call_command("rebuild_search")

    assert found("zirconium") == ["Paper"]


def test_a_rebuild_of_what_is_right_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    making.draft("Paper")

    call_command("rebuild_search")

    assert "complete; 0 entries were made or changed" in capsys.readouterr().out


def test_a_rebuild_indexes_what_was_written_in_bulk() -> None:
    making.draft("Paper", tags=["chrome"])
    Tag.objects.filter(name="chrome").update(label_fr="Étain")
    Publication.objects.update(title="Zirconium")

    call_command("rebuild_search")

    assert (found("etain"), found("zirconium")) == (["Zirconium"], ["Zirconium"])
    assert rebuilding.is_complete()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_shared_by_two_processes_makes_the_same_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(5):
        making.draft(f"Cobalt {n}", tags=["chrome"], pdf=making.pdf_bytes(1, f"zirconium {n}"))
    right = rebuilt()
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(rebuilding, "_BATCH", 2)

    call_command("rebuild_search", processes=2)

    assert index() == right
    assert not SearchRebuild.objects.exists()
