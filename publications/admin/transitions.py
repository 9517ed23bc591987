"""The buttons that move a publication along, and the view behind them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publications import workflow
from publications.enums import Status
from publications.models import Publication
from publications.workflow import TABLE, Action, TransitionRefused

_DATED = {Action.PUBLISH, Action.REPUBLISH}


class TransitionForm(forms.Form):
    action = forms.TypedChoiceField(
        choices=[(action.value, rule.label) for action, rule in TABLE.items()],
        coerce=Action,
        widget=forms.HiddenInput,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Public from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


def _session_key(publication: Publication) -> str:
    return f"transition-{publication.pk}"


def panel(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    """What the form of a publication shows of its way: status, what may be done now, what was."""
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101 - the admin lets nobody else in
    actions = workflow.allowed_actions(request.user, publication)
    # What was typed before a refusal comes back once.
    typed = request.session.pop(_session_key(publication), {})
    return {
        "actions": [{"name": action.value, "label": TABLE[action].label} for action in actions],
        "form": TransitionForm(initial=typed, auto_id="transition_%s"),
        "has_date": bool(_DATED & set(actions)),
        "timezone": timezone.get_current_timezone_name(),
        "log": publication.transitions.select_related("user"),
    }


def take(request: HttpRequest, publication: Publication) -> bool:
    """Take the posted action; refusals become messages and keep what was typed.

    ``PermissionDenied`` is left to become a 403.
    """
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101 - the admin lets nobody else in
    form = TransitionForm(request.POST)
    reasons: list[str] = []
    if form.is_valid():
        action, at = form.cleaned_data["action"], form.cleaned_data["at"]
        try:
            workflow.transition(
                publication,
                action,
                user=request.user,
                comment=form.cleaned_data["comment"],
                at=at if action in _DATED else None,
            )
        except TransitionRefused as refusal:
            reasons = [str(message) for message in refusal.messages]
    else:
        reasons = [str(message) for each in form.errors.values() for message in each]
    if not reasons:
        facts = {"title": publication.title, "status": status_label(publication)}
        messages.success(request, _("“%(title)s” is now %(status)s.") % facts)
        return True
    for reason in reasons:
        messages.error(request, reason)
    request.session[_session_key(publication)] = {
        name: request.POST.get(name, "")[:2000] for name in ("comment", "at")
    }
    return False


def status_label(publication: Publication) -> str:
    """The status in words, “scheduled” among them."""
    if publication.status == Status.PUBLISHED and not publication.is_public:
        return _("scheduled")
    return publication.get_status_display()
