"""The buttons that move a publication along, and the view behind them."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ifri.editing.local_time import LocalTimeField, zone_now
from publications import history, states, workflow
from publications.admin.people import name
from publications.models import Publication
from publications.workflow import TABLE, Action, TransitionRefused

# What the date means to each action that takes one.
_DATED = {
    Action.PUBLISH: gettext_lazy("Public from"),
    Action.REPUBLISH: gettext_lazy("Public from"),
    Action.PLAN_WITHDRAWAL: gettext_lazy("Withdraw on"),
}


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
    at = LocalTimeField(required=False)
    # Without it the form did not say what its reader had read, as in a bulk action.
    base_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


def _session_key(publication: Publication) -> str:
    return f"transition-{publication.pk}"


def panel(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    """What the form of a publication shows of its way: status, what may be done now, what was."""
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101 - the admin lets nobody else in
    actions = workflow.allowed_actions(request.user, publication)
    # What was typed before a refusal comes back once.
    typed = request.session.pop(_session_key(publication), {})
    form = TransitionForm(initial=typed, auto_id="transition_%s")
    dated = [action for action in actions if action in _DATED]
    # No state allows two actions whose dates mean different things.
    form.fields["at"].label = _DATED[dated[0]] if dated else ""
    return {
        "actions": [{"name": action.value, "label": TABLE[action].label} for action in actions],
        "form": form,
        "needs_comment": [TABLE[action].label for action in actions if TABLE[action].needs_comment],
        "has_date": bool(dated),
        "needs_date": Action.PLAN_WITHDRAWAL in dated,
        "timezone": zone_now(),
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
        try:
            _take(publication, request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            reasons = [str(message) for message in refusal.messages]
    else:
        reasons = [str(message) for each in form.errors.values() for message in each]
    if not reasons:
        messages.success(request, _done(publication, form.cleaned_data["action"]))
        return True
    for reason in reasons:
        messages.error(request, reason)
    request.session[_session_key(publication)] = {
        each: request.POST.get(each, "")[:2000] for each in ("comment", "at")
    }
    return False


@transaction.atomic
def _take(
    publication: Publication,
    user: Any,
    *,
    action: Action,
    comment: str,
    at: datetime.datetime | None,
    base_version: int | None,
) -> None:
    """Nobody approves or publishes a text that is not the one they had before them."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if base_version is not None and not history.is_current(locked, base_version):
        newer = history.newer_than(locked, base_version)
        raise TransitionRefused(
            _("Nothing was done: %(people)s changed it after you opened this page. Read it again."),
            params={"people": ", ".join(dict.fromkeys(name(each.user) for each in newer))},
        )
    date = at if action in _DATED else None
    workflow.transition(publication, action, user=user, comment=comment, at=date)


def _done(publication: Publication, action: Action) -> str:
    facts = {"title": publication.title, "status": status_label(publication)}
    if action == Action.CANCEL_WITHDRAWAL:
        return _("“%(title)s” stays public: its planned withdrawal is cancelled.") % facts
    if action == Action.PLAN_WITHDRAWAL and publication.withdrawn_at is not None:
        facts["moment"] = date_format(localtime(publication.withdrawn_at), "DATETIME_FORMAT")
        return _("“%(title)s” will be withdrawn on %(moment)s.") % facts
    return _("“%(title)s” is now %(status)s.") % facts


def status_label(publication: Publication) -> str:
    """What it is at this moment, “scheduled” among it."""
    return str(states.label(publication))
