"""What the form says of stored files: name, version, size, pages, checksum, and where they are."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.models import Document, DocumentVersion


def _line(version: DocumentVersion, *, current: bool) -> SafeString:
    pages = ngettext("%d page", "%d pages", version.page_count) % version.page_count
    return format_html(
        '<li class="version{}"><a href="{}">{}</a> '
        "<span>{}</span> <span>{}</span> <span>{}</span> "
        '<code class="checksum" title="{}">{}</code></li>',
        " current" if current else "",
        reverse("admin:publications_version_file", args=[version.pk]),
        version.original_name or _("file"),
        _("version %d") % version.number,
        filesizeformat(version.size),
        pages,
        _("SHA-256 checksum"),
        version.sha256,
    )


def facts(document: Document) -> SafeString:
    """Every version of a document, newest first; readers get the first."""
    lines = (
        (_line(version, current=version.pk == document.current_id),)
        for version in document.versions.all()
    )
    return format_html('<ul class="versions">{}</ul>', format_html_join("", "{}", lines))
