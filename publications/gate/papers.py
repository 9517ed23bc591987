"""What is said of a document when its bytes leave."""

from django.utils.http import content_disposition_header

from publications.gate.addresses import saved_name
from publications.gate.served import ServedFile
from publications.models import Document, DocumentVersion

# A PDF needs nothing; the viewers built into browsers bring what they need themselves.
_HARMLESS = "default-src 'none'; frame-ancestors 'none'"


def served(document: Document, version: DocumentVersion, *, is_open: bool) -> ServedFile:
    """A version as it is sent: kept by any cache if it is open to all, by none but the reader's if not.

    Neither may use it again without asking: a withdrawal or a revoked link holds at once.
    """
    name = saved_name(document, None if version.pk == document.current_id else version)
    headers = {
        "Content-Disposition": content_disposition_header(False, name) or "inline",
        "Content-Language": document.language,
        "Content-Security-Policy": _HARMLESS,
        "Cache-Control": "public, no-cache" if is_open else "private, no-cache",
        # The address may hold a grant, and a PDF may hold links to elsewhere.
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    if not is_open:
        headers["X-Robots-Tag"] = "noindex"
    return ServedFile(
        file=version.file,
        size=version.size,
        tag=version.sha256,
        content_type="application/pdf",
        modified=version.uploaded_at,
        headers=headers,
    )
