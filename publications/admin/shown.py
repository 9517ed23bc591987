"""What the form shows beside what is typed: stored files, the cover, the public address."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publications.admin.document_facts import facts
from publications.models import Publication


class Shown(admin.ModelAdmin):
    @admin.display(description=_("stored full text"), empty_value="")
    def full_text_stored(self, publication: Publication) -> SafeString | str:
        document = publication.full_text if publication.pk else None
        return facts(document) if document else gettext("None yet.")

    @admin.display(description=_("as readers see it"), empty_value="")
    def cover_preview(self, publication: Publication) -> SafeString | str:
        if publication._state.adding or publication.cover_image is None:
            return gettext("None yet.")
        address = reverse("admin:publications_publication_cover", args=[publication.pk])
        return format_html(
            '<img class="cover-preview" src="{}" alt="{}">', address, publication.cover_alt
        )

    @admin.display(description=_("public address"), empty_value="")
    def public_address(self, publication: Publication) -> SafeString | str:
        """The canonical address; a link once it answers."""
        if publication._state.adding:
            return gettext("Shown once it is saved.")
        stored = Publication.objects.get(pk=publication.pk)
        address = stored.canonical_url()
        if stored.is_public:
            return format_html('<a class="address" href="{}">{}</a>', address, address)
        return format_html('<span class="address">{}</span>', address)
