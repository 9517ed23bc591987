"""What the form says of stored files: name, version, size, pages, checksum, and where they are."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.models import Document, DocumentVersion


def facts(document: Document) -> SafeString:
    """Every version of a document, newest first, each with a link; readers get the current one."""
    lines = (
        (_line(version, current=version.pk == document.current_id),)
        for version in _versions(document)
    )
    return format_html('<ul class="versions">{}</ul>', format_html_join("", "{}", lines))


def _versions(document: Document) -> list[DocumentVersion]:
    """With the live paper's own where a pending change has not replaced it: it is no version of ours."""
    own = list(document.versions.all())
    current = document.current
    return own if current is None or current in own else [*own, current]


def _line(version: DocumentVersion, *, current: bool) -> SafeString:
    pages = ngettext("%d page", "%d pages", version.page_count) % version.page_count
    return format_html(
        '<li class="version{}"><a href="{}">{}</a> '
        "<span>{}</span> <span>{}</span> <span>{}</span> "
        '<code class="checksum" title="{}">{}</code>{}{}</li>',
        " current" if current else "",
        reverse("admin:publications_version_file", args=[version.pk]),
        version.original_name or _("file"),
        _("version %d") % version.number,
        filesizeformat(version.size),
        pages,
        _("SHA-256 checksum"),
        version.sha256,
        format_html('<br><span class="version-made">{}</span>', _made(version)),
        format_html('<br><span class="version-report">{}</span>', _report(version)),
    )


def _made(version: DocumentVersion) -> str:
    """When, by whom, why; and whether readers can still have it."""
    moment = date_format(timezone.localtime(version.uploaded_at), "SHORT_DATETIME_FORMAT")
    said = [moment, str(version.uploaded_by or ""), version.reason]
    if version.is_offered:
        said.append(_("offered to readers"))
    return " · ".join(filter(None, said))


def _report(version: DocumentVersion) -> str:
    """What the file says of itself: who reads with their ears depends on it."""
    said = [
        _("has a text layer") if version.has_text else _("no text layer: it cannot be searched"),
        _("tagged") if version.is_tagged else _("not tagged: hard to read aloud"),
        (
            _("language: %s") % version.pdf_language
            if version.pdf_language
            else _("declares no language")
        ),
        _("title: %s") % version.pdf_title if version.pdf_title else _("has no title"),
    ]
    return " · ".join(said)
