"""Everybody's own page: whether notices come by mail. Nobody sees or sets another's."""

from typing import cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publications.models import NoticePreference


class NoticePreferenceForm(forms.ModelForm):
    class Meta:
        model = NoticePreference
        fields = ["by_mail"]


@admin.register(NoticePreference)
class NoticePreferenceAdmin(admin.ModelAdmin):
    """One page, and none of the stock ones."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.own_view)
        name = "publications_noticepreference_changelist"
        return [path("", self.admin_site.admin_view(view), name=name)]

    def own_view(self, request: HttpRequest) -> HttpResponse:
        user = cast(User, request.user)
        own = NoticePreference.objects.filter(user=user).first() or NoticePreference(user=user)
        posted = request.POST if request.method == "POST" else None
        form = NoticePreferenceForm(posted, instance=own)
        if form.is_valid():
            NoticePreference.objects.update_or_create(
                user=user, defaults={"by_mail": form.cleaned_data["by_mail"]}
            )
            messages.success(request, _("Your choice is stored."))
            return HttpResponseRedirect(reverse("admin:publications_noticepreference_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Notices by mail"),
            "form": form,
            "address": user.email,
        }
        return TemplateResponse(request, "admin/notices_by_mail.html", context)
