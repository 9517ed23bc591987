"""Pending changes on the desk: preparing one, seeing what it changes, making it public."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publications import content, differences, history, pending
from publications.admin import found
from publications.merging import Choice, Clash
from publications.models import Publication
from publications.pending import MovedOn

# A working copy has neither an address nor translations of its own.
_OF_THE_LIVE_ONE = {"slug", "public_address", "translation_of"}
_NAME = "publications_publication_pending_{}".format


class PendingChanges(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        posts = [("start", self.start_pending_view), ("take_over", self.take_over_view)]
        return [
            *(
                path(
                    f"<int:pk>/pending/{name.replace('_', '-')}/",
                    wrap(require_POST(view)),
                    name=_NAME(name),
                )
                for name, view in posts
            ),
            path(
                "<int:pk>/pending/difference/",
                wrap(require_safe(self.pending_difference_view)),
                name=_NAME("difference"),
            ),
            *super().get_urls(),
        ]

    # --- the form ---------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        whole = super().get_fieldsets(request, obj)
        return whole if obj is None or obj.pending_for_id is None else _of_a_copy(whole)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Publication | None = None
    ) -> dict[str, Any]:
        of_a_copy = obj is not None and obj.pending_for_id is not None
        return {} if of_a_copy else super().get_prepopulated_fields(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication: Publication | None = context["original"]
        if publication is not None:
            context["pending"] = self._standing(request, publication)
        return super().render_change_form(request, context, *args, **kwargs)

    def _standing(self, request: HttpRequest, publication: Publication) -> dict[str, Any]:
        user = cast(User, request.user)
        if publication.pending_for is not None:
            return {
                "live": publication.pending_for,
                "may_take_over": pending.may_take_over(user, publication),
                "may_discard": self.has_delete_permission(request, publication),
            }
        return {
            "copy": publication.pending_changes.select_related("created_by").first(),
            "may_start": pending.may_start(user, publication),
        }

    # --- further views ----------------------------------------------------------------------------

    def start_pending_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        live = found.publication(request, pk)
        try:
            copy = pending.start(live, user=cast(User, request.user))
        except ValidationError as refusal:
            return _refused(request, live, refusal)
        return HttpResponseRedirect(found.form(copy))

    def pending_difference_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What readers would find changed if it were taken over now."""
        copy, live = _pair(request, pk)
        result, still_open = pending.outcome(copy)
        context = {
            "title": _("What this pending change changes"),
            "differences": differences.between(content.read(live), result),
            "open_fields": [content.field_label(clash.field) for clash in still_open],
        }
        return self._page(request, "pending_difference.html", copy, live, context)

    def take_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy, live = _pair(request, pk)
        try:
            with transaction.atomic():
                live = Publication.objects.select_for_update().get(pk=live.pk)
                copy.refresh_from_db()
                chosen = _choices(request, copy, live)
                live = pending.take_over(copy, user=cast(User, request.user), choices=chosen)
        except MovedOn as moved:
            context = {
                "title": _("Both were changed: choose what holds"),
                "clashes": _in_words(moved.clashes, copy, live),
                "asked_again": "seen_live" in request.POST,
            }
            answer = self._page(request, "pending_choices.html", copy, live, context)
            answer.status_code = 409
            return answer
        except ValidationError as refusal:
            return _refused(request, copy, refusal)
        except Publication.DoesNotExist:
            messages.error(request, _("This pending change was taken over or removed already."))
            return HttpResponseRedirect(found.form(live))
        messages.success(request, _("The pending change is in the public version now."))
        return HttpResponseRedirect(found.form(live))

    def _page(
        self,
        request: HttpRequest,
        template: str,
        copy: Publication,
        live: Publication,
        context: dict[str, Any],
    ) -> HttpResponse:
        everywhere = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "publication": copy,
            "other": live,
            "subtitle": str(live),
            "may_take_over": pending.may_take_over(cast(User, request.user), copy),
        }
        return TemplateResponse(
            request, f"admin/publications/publication/{template}", everywhere | context
        )


def _of_a_copy(whole: Any) -> list[tuple[Any, dict[str, Any]]]:
    def kept(field: Any) -> Any:
        if isinstance(field, str):
            return field
        return [name for name in field if name not in _OF_THE_LIVE_ONE]

    return [
        (
            name,
            options
            | {
                "fields": [kept(each) for each in options["fields"] if each not in _OF_THE_LIVE_ONE]
            },
        )
        for name, options in whole
    ]


def _pair(request: HttpRequest, pk: int) -> tuple[Publication, Publication]:
    copy = found.publication(request, pk)
    if copy.pending_for is None:
        raise Http404
    return copy, copy.pending_for


def _choices(request: HttpRequest, copy: Publication, live: Publication) -> dict[str, Choice]:
    """What was chosen, as long as both are what was on the screen when it was chosen."""
    seen = request.POST.get("seen_live"), request.POST.get("seen_copy")
    if seen != (str(live.version), str(copy.version)):
        return {}
    return {
        field: Choice(picked)
        for field in content.FIELDS
        if (picked := request.POST.get(f"choice-{field}")) in list(Choice)
    }


def _in_words(clashes: list[Clash], copy: Publication, live: Publication) -> list[dict[str, Any]]:
    base = history.content_at(live, copy.pending_base or 0)
    theirs, mine = content.read(live), pending.as_live_content(copy)
    read = differences.Reader([base, theirs, mine])
    found_words = []
    for clash in clashes:
        was, now, typed = differences.texts(read, clash.field, base, theirs, mine)
        found_words.append(
            {
                "name": clash.field,
                "label": content.field_label(clash.field),
                "theirs": differences.mark_words(was, now),
                "mine": differences.mark_words(was, typed),
            }
        )
    return found_words


def _refused(
    request: HttpRequest, publication: Publication, refusal: ValidationError
) -> HttpResponse:
    for reason in refusal.messages:
        messages.error(request, reason)
    return HttpResponseRedirect(found.form(publication))
