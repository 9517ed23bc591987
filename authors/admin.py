"""People and organisations, with what ties them together."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldAdmin

from authors.models import Affiliation, Author, AuthorLink, CenterMembership, Organisation
from authors.sentences import affiliation_sentence
from ifri.editing.keeping import ADDRESSES, KeepsUploads
from ifri.editing.ordering import Once, OrderedFormSet, OrderedInline, OrderedStack
from ifri.editing.overwriting import NothingOverwritten
from ifri.translation import in_each_language


class AffiliationFormSet(OrderedFormSet):
    once = (Once(("is_primary",), _("An author has one primary affiliation.")),)


class AffiliationInline(OrderedStack):
    model = Affiliation
    formset = AffiliationFormSet
    autocomplete_fields = ["organisation"]
    fields = [
        ("organisation", "relation"),
        tuple(Affiliation.position.fields),
        tuple(Affiliation.unit.fields),
        tuple(Affiliation.unit_article.fields),
        ("start", "end"),
        ("is_primary", "is_visible", "order"),
    ]


class MembershipFormSet(OrderedFormSet):
    once = (Once(("center",), _("This center is chosen twice.")),)


class MembershipInline(OrderedInline):
    model = CenterMembership
    formset = MembershipFormSet
    autocomplete_fields = ["center"]
    fields = ["center", "role", "order"]


class LinkInline(OrderedInline):
    model = AuthorLink
    fields = ["label", "url", "order"]
    formfield_overrides = ADDRESSES


@admin.register(Author)
class AuthorAdmin(TranslatedFieldAdmin, NothingOverwritten, KeepsUploads):
    fieldsets = [
        (None, {"fields": [("first_name", "last_name"), "slug", "is_current"]}),
        (_("Photo"), {"fields": ["photo", ("photo_focus", "photo_credit")]}),
        (_("Biography"), {"fields": [*Author.biography.fields, "generated_sentence"]}),
        (_("Identifiers"), {"fields": ["orcid", "website"]}),
    ]
    readonly_fields = ["generated_sentence"]
    prepopulated_fields = {"slug": ["first_name", "last_name"]}
    inlines = [AffiliationInline, MembershipInline, LinkInline]
    list_display = ["last_name", "first_name", "orcid", "is_current"]
    list_display_links = ["last_name", "first_name"]
    list_filter = ["is_current", "centers"]
    search_fields = ["last_name", "first_name", "slug", "orcid"]
    show_full_result_count = False

    @admin.display(description=_("sentence from the affiliations"), empty_value="")
    def generated_sentence(self, author: Author) -> SafeString | str:
        """What readers see where no biography is written, as of the last save."""
        if author._state.adding:
            return gettext("Made from the affiliations once they are saved.")
        affiliations = list(author.affiliations.on(timezone.localdate()))
        sentences = in_each_language(
            lambda code: affiliation_sentence(author, affiliations, code) or "–"
        )
        return format_html_join(
            "",
            '<p lang="{}">[{}] {}</p>',
            ((code, code, sentence) for code, sentence in sentences.items()),
        )


@admin.register(Organisation)
class OrganisationAdmin(TranslatedFieldAdmin, NothingOverwritten):
    fields = [
        *Organisation.name.fields,
        *Organisation.article.fields,
        "acronym",
        "parent",
        "ror_id",
        "website",
        "country",
    ]
    autocomplete_fields = ["parent"]
    formfield_overrides = ADDRESSES
    list_display = ["name", "acronym", "parent", "country"]
    list_select_related = ["parent"]
    search_fields = [*Organisation.name.fields, "acronym", "ror_id"]
    show_full_result_count = False
