"""Private files for people of the house: any version of a document, any cover, published or not."""

from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from publications.gate.served import ServedFile
from publications.gate.serving import serve
from publications.models import DocumentVersion, Publication

# The admin's views are never cached: what is shown here may be under embargo.
_HEADERS = {"X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


def _may_look(request: HttpRequest, publication: Publication) -> None:
    if not request.user.has_perm("publications.view_publication"):
        raise PermissionDenied
    get_object_or_404(Publication.objects.visible_to(request.user), pk=publication.pk)


@require_safe
def version_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version of a document, whatever its publication's status."""
    versions = DocumentVersion.objects.select_related("document__publication")
    version = get_object_or_404(versions, pk=pk)
    _may_look(request, version.document.publication)
    name = version.original_name or f"{version.document.publication.slug}.pdf"
    disposition = content_disposition_header(False, name) or "inline"
    return serve(
        request,
        ServedFile(
            file=version.file,
            size=version.size,
            tag=version.sha256,
            content_type="application/pdf",
            modified=version.uploaded_at,
            headers=_HEADERS | {"Content-Disposition": disposition},
        ),
    )


@require_safe
def cover(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The cover as readers will see it: the chosen picture or the first page."""
    publication = get_object_or_404(Publication, pk=pk)
    _may_look(request, publication)
    image: FieldFile | None = publication.cover_image
    if image is None or not image.name or not image.storage.exists(image.name):
        raise Http404
    return serve(
        request,
        ServedFile(
            file=image,
            size=image.size,
            # The name is random and never used twice: it stands for the bytes.
            tag=image.name.rpartition("/")[2],
            content_type="image/webp",
            modified=image.storage.get_modified_time(image.name),
            is_picture=True,
            headers=_HEADERS,
        ),
    )
