"""One demo text made into a publication, through the product's own functions."""

import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import override

from ifri.demo import accounts, covers, typography
from ifri.demo.catalogue import Catalogue, picture
from ifri.demo.content import Content, Paper, Section
from ifri.demo.pdf_pages import Volume
from ifri.demo.pdfs import make_pdf
from publications import documents, workflow
from publications.enums import DocumentKind
from publications.models import Authorship, Document, Publication, PublicationCenter
from publications.search import gathering
from publications.workflow import Action

# How far each state is along the workflow.
_STEPS: dict[str, tuple[Action, ...]] = {
    "draft": (),
    "in_review": (Action.SUBMIT,),
    "approved": (Action.SUBMIT, Action.APPROVE),
    "scheduled": (Action.SUBMIT, Action.APPROVE, Action.PUBLISH),
    "published": (Action.SUBMIT, Action.APPROVE, Action.PUBLISH),
    "withdrawn": (Action.SUBMIT, Action.APPROVE, Action.PUBLISH, Action.WITHDRAW),
}
# How many chapters, on the theme and in general, a PDF of each type is filled with.
_CHAPTERS = {"report": (3, 3), "paper": (3, 1), "briefing": (2, 1), "editorial": (1, 0)}


def publication_time(paper: Paper) -> datetime.datetime:
    """Nine in the morning, so many days before the day of loading: a demo never looks old."""
    day = timezone.localdate() - datetime.timedelta(days=paper.days_ago)
    if paper.state == "scheduled":
        day = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def slug(paper: Paper) -> str:
    # “l’eau” is two words in an address too; “Europe’s” is one.
    title = paper.shown_title
    return slugify(title.replace("’", " ") if paper.language == "fr" else title)


def load(paper: Paper, catalogue: Catalogue) -> Publication:
    """The whole publication or nothing of it: an interrupted loading is taken up again."""
    pdf = make_pdf(_volume(paper, catalogue.content))
    with gathering.together(), accounts.hands() as hand:
        editor = hand(workflow.TABLE[Action.SUBMIT].permission)
        publication = _publication(paper, catalogue)
        publication.created_by = editor
        publication.full_clean()
        publication.save()
        _sign(publication, paper, catalogue)
        for order, key in enumerate(paper.centers):
            PublicationCenter.objects.create(
                publication=publication,
                center=catalogue.center(key),
                is_primary=order == 0,
                order=order,
            )
        publication.tags.set([catalogue.tag(name) for name in paper.tags])
        document = Document.objects.create(publication=publication, language=paper.language)
        name = f"{publication.slug[:80]}.pdf"
        documents.add_version(document, ContentFile(pdf, name=name), user=editor)
        if paper.annex:
            _annex(publication, paper, catalogue, hand)
        _advance(publication, paper, hand)
        for notice in paper.correction:
            publication.corrections.create(
                date=timezone.localdate() - datetime.timedelta(days=notice.days_ago),
                kind=notice.kind,
                text=paper.text(notice.text),
                version_number=notice.version,
            )
    return publication


def _publication(paper: Paper, catalogue: Catalogue) -> Publication:
    lead = paper.text(paper.lead)
    publication = Publication(
        language=paper.language,
        translation_group=paper.group,
        type=catalogue.type(paper.type),
        title=paper.shown_title,
        subtitle=paper.text(paper.subtitle),
        slug=slug(paper),
        lead=typography.as_html([lead]),
        summary=typography.as_html(paper.paragraphs(paper.summary)),
        key_takeaways=typography.as_list([paper.text(each) for each in paper.takeaways]),
        teaser=lead if len(lead) <= 300 else "",
        series=catalogue.series(paper.series) if paper.series else None,
        number=paper.number,
        access=paper.access,
        licence=paper.licence,
        disclosure=paper.text(paper.disclosure),
    )
    if paper.cover_alt:
        publication.cover_alt = paper.text(paper.cover_alt)
        publication.cover_credit = f"© {settings.INSTITUTE_NAME}"
        drawn = picture(covers.cover(paper.key, paper.theme))
        publication.cover.save("cover.webp", drawn, save=False)
    return publication


def _sign(publication: Publication, paper: Paper, catalogue: Catalogue) -> None:
    """``key`` or ``key:role`` for a person, ``center:key`` for a corporate author."""
    for order, signature in enumerate(paper.authors):
        key, _, rest = signature.partition(":")
        if key == "center":
            Authorship.objects.create(
                publication=publication, center=catalogue.center(rest), order=order
            )
        else:
            Authorship.objects.create(
                publication=publication,
                author=catalogue.author(key),
                role=rest or "author",
                order=order,
            )


def _annex(
    publication: Publication, paper: Paper, catalogue: Catalogue, hand: accounts.Hand
) -> None:
    content = catalogue.content
    heading, text = paper.text(paper.annex), content.passages[paper.language]["any"][0].text
    volume = _volume(paper, content, title=heading, sections=[Section(heading, text)])
    annex = Document.objects.create(
        publication=publication,
        kind=DocumentKind.ANNEX,
        title=heading,
        language=paper.language,
        order=1,
    )
    editor = hand(workflow.TABLE[Action.SUBMIT].permission)
    documents.add_version(annex, ContentFile(make_pdf(volume), name="annex.pdf"), user=editor)


def _advance(publication: Publication, paper: Paper, hand: accounts.Hand) -> None:
    for action in _STEPS[paper.state]:
        workflow.transition(
            publication,
            action,
            user=hand(workflow.TABLE[action].permission),
            comment=paper.text(paper.withdrawal) if action == Action.WITHDRAW else "",
            at=publication_time(paper) if action == Action.PUBLISH else None,
        )


# --- The PDF --------------------------------------------------------------------------------------


def _volume(
    paper: Paper, content: Content, *, title: str = "", sections: list[Section] | None = None
) -> Volume:
    series = content.series[paper.series] if paper.series else content.types[paper.type]
    name = series.name_fr if paper.language == "fr" else series.name_en
    number = {"en": f", No. {paper.number}", "fr": f", n° {paper.number}"}[paper.language]
    return Volume(
        seed=paper.key,
        theme=paper.theme,
        language=paper.language,
        institute=settings.INSTITUTE_NAME,
        title=title or paper.shown_title,
        subtitle=paper.text(paper.subtitle),
        authors=[_signature(each, paper.language, content) for each in paper.authors],
        series=paper.text(f"{name}{number if paper.number else ''}"),
        date=_month(paper),
        lead=paper.paragraphs(paper.lead),
        summary=[] if title else paper.paragraphs(paper.summary),
        takeaways=[] if title else [paper.text(each) for each in paper.takeaways],
        sections=_typeset(sections or _chapters(paper, content), paper),
        keywords=paper.tags,
    )


def _signature(signature: str, language: str, content: Content) -> str:
    key, _, rest = signature.partition(":")
    if key == "center":
        center = content.centers[rest]
        return center.name_fr if language == "fr" else center.name_en
    return f"{content.authors[key].first_name} {content.authors[key].last_name}"


def _month(paper: Paper) -> str:
    with override(paper.language):
        return date_format(publication_time(paper), "F Y")


def _chapters(paper: Paper, content: Content) -> list[Section]:
    """Its own chapters, or passages on its theme, another choice of them for another title."""
    if paper.sections:
        return paper.sections
    bank, turn = content.passages[paper.language], sum(map(ord, paper.key))
    on_theme, in_general = _CHAPTERS[paper.type]
    return [*_some(bank[paper.theme], turn, on_theme), *_some(bank["any"], turn, in_general)]


def _some(sections: list[Section], turn: int, count: int) -> list[Section]:
    return [sections[(turn + step) % len(sections)] for step in range(count)]


def _typeset(sections: list[Section], paper: Paper) -> list[Section]:
    return [
        Section(paper.text(each.heading), "\n\n".join(paper.paragraphs(each.text)))
        for each in sections
    ]
