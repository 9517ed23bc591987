"""Documents and their versions: the one way a file comes to a publication."""

from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max

from publications import pdf
from publications.models import Document, DocumentVersion


@transaction.atomic
def add_version(document: Document, upload: "File[bytes]", *, user: User | None) -> DocumentVersion:
    """Store a checked PDF as the document's next version and make it the current one.

    Raises ``UnreadablePdf`` before anything is written.
    """
    facts = pdf.inspect(upload, upload.size)  # type: ignore[arg-type]
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
        uploaded_by=user,
    )
    version.file.save("document.pdf", upload, save=False)
    version.first_page.save("page.webp", ContentFile(facts.first_page), save=False)
    version.save()
    document.current = version
    document.save(update_fields=["current"])
    return version
