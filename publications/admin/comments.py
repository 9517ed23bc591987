"""The thread below the form."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publications import comments
from publications.admin import found


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class Comments(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.comment_view))
        name = "publications_publication_comment"
        return [path("<int:pk>/comments/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context["original"]
        if publication is not None:
            context["thread"] = list(publication.comments.select_related("user"))
            context["comment_form"] = CommentForm(auto_id="comment_%s")
        return super().render_change_form(request, context, *args, **kwargs)

    def comment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = found.publication(request, pk)
        form = CommentForm(request.POST)
        if form.is_valid():
            comments.add(publication, form.cleaned_data["text"], user=cast(User, request.user))
            messages.success(request, _("Your comment is in the thread."))
        else:
            for reason in form.errors["text"]:
                messages.error(request, str(reason))
        return HttpResponseRedirect(f"{found.form(publication)}#comments")
