"""Documents and their versions: the one way a file comes to a publication."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Max, QuerySet

from publications import pdf
from publications.enums import DocumentKind
from publications.models import Document, DocumentText, DocumentVersion, Publication


def add_full_text(
    publication: Publication, upload: "File[bytes]", *, user: User | None, reason: str = ""
) -> DocumentVersion:
    """Store a checked PDF as the next version of the full text, or as its first."""
    document = publication.documents.live().filter(kind=DocumentKind.FULL_TEXT).first()
    if document is None:
        document = Document.objects.create(
            publication=publication, kind=DocumentKind.FULL_TEXT, language=publication.language
        )
    return add_version(document, upload, user=user, reason=reason)


@transaction.atomic
def add_version(
    document: Document, upload: "File[bytes]", *, user: User | None, reason: str = ""
) -> DocumentVersion:
    """Store a checked PDF as the document's next version and make it the current one.

    Raises ``UnreadablePdf`` before anything is written.
    """
    facts = pdf.facts_of(upload)
    # Two uploads at once must not take the same number.
    Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion(
        document=document,
        number=last + 1,
        original_name=(upload.name or "")[-255:],
        sha256=facts.sha256,
        size=facts.size,
        page_count=facts.page_count,
        has_text=facts.has_text,
        is_tagged=facts.is_tagged,
        pdf_title=facts.title[:300],
        pdf_language=facts.language[:35],
        uploaded_by=user,
        reason=reason[:300],
    )
    version.file.save("document.pdf", upload, save=False)
    version.first_page.save("page.webp", ContentFile(facts.first_page), save=False)
    version.save()
    keep_text(facts.sha256, facts.pages_text)
    document.current = version
    document.save(update_fields=["current"])
    return version


def keep_text(sha256: str, pages: list[str]) -> None:
    """The text as it was taken out of the file, for the search to be made from."""
    DocumentText.objects.get_or_create(sha256=sha256, defaults={"pages": pages})


def needs_reason(document: Document) -> bool:
    """Whether readers have, or had, the file that another would replace.

    So it is in the working copy of a pending change too: what it replaces is public.
    """
    publication = document.publication
    replaced = document.current_id is not None
    return replaced and (publication.was_public or publication.pending_for_id is not None)


def offer(publication: Publication, changes: Mapping[int, bool]) -> None:
    """Offer these earlier versions of the publication to readers, or no longer; leave the others.

    Not the whole list: it is as old as the form that shows it, and might put back on offer what
    somebody has taken off since.
    """
    for version in earlier_versions(publication).filter(pk__in=changes):
        if version.is_offered != changes[version.pk]:
            DocumentVersion.objects.filter(pk=version.pk).update(is_offered=changes[version.pk])


def earlier_versions(publication: Publication) -> QuerySet[DocumentVersion]:
    """What was replaced, of the documents that are still there."""
    versions = DocumentVersion.objects.filter(
        document__publication=publication, document__is_removed=False
    )
    replaced = versions.exclude(pk=F("document__current")).select_related("document")
    return replaced.order_by("document__order", "document", "-number")
