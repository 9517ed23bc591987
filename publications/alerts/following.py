"""What is followed: the listing's filters, kept with an address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext as _

from authors.models import Author
from programs.models import ResearchCenter
from publications.alerts import links
from publications.gate import tokens
from publications.listing import Selection
from publications.models import Alert, Tag
from publications.querysets import with_public_work

_RECORDS = ("center", "author", "type", "series", "tag")


def stored(selection: Selection) -> dict[str, Any]:
    """The columns of an alert that say what it follows."""
    records = {name: getattr(selection, name) for name in _RECORDS}
    return records | {"q": selection.q, "language": selection.language}


def key(selection: Selection) -> str:
    """The same for the same thing, whatever it is called by now."""
    values = stored(selection)
    return urlencode([(name, getattr(each, "pk", each)) for name, each in values.items() if each])


def selection_of(alert: Alert) -> Selection:
    records = {name: getattr(alert, name) for name in _RECORDS}
    return Selection(q=alert.q, language=alert.language, **records).followed


def take_over(into: Author | Tag, other: Author | Tag) -> None:
    """Who followed the other follows ``into`` from now on, once."""
    name = str(into._meta.model_name)
    for alert in Alert.objects.filter(**{name: other}).select_related("follower", *_RECORDS):
        setattr(alert, name, into)
        token = links.alert_token(alert.follower.email, key(selection_of(alert)))
        twin = Alert.objects.filter(token_hash=tokens.hashed(token)).first()
        if twin is not None and (twin.confirmed_at or not alert.confirmed_at):
            alert.delete()
            continue
        if twin is not None:
            twin.delete()
        if alert.confirmed_at:
            alert.token_hash = tokens.hashed(token)
        # Of what is still to be confirmed the link in the mail goes on to lead here.
        alert.save()


def describe(alert: Alert, *, with_words: bool = True) -> str:
    """In the active language, for a page or a mail.

    What has nothing public any more is not named. Nor are, in a mail, the words searched for: a
    stranger may have typed them, to have us mail them.
    """
    return _described(alert, _known([alert]), with_words=with_words)


def describe_all(alerts: "models.QuerySet[Alert]") -> dict[int, str]:
    """Each by its number, in as many queries as there are kinds of things to follow."""
    known = _known(alerts)
    return {alert.pk: _described(alert, known) for alert in alerts}


def _described(alert: Alert, known: set[models.Model], *, with_words: bool = True) -> str:
    selection = selection_of(alert)
    followed = {name: getattr(selection, name) for name in _RECORDS}
    hidden: dict[str, Any] = {
        name: None for name, record in followed.items() if record and record not in known
    }
    shown = replace(selection, q=selection.q if with_words else "", **hidden)
    parts = [shown.description] if shown.description else []
    if selection.q and not with_words:
        parts.append(_("the words you searched for"))
    if hidden:
        parts.append(_("something of which nothing is public at present"))
    return "; ".join(parts) or _("every new publication")


def _known(alerts: Iterable[Alert]) -> set[models.Model]:
    """What they follow of which readers may know."""
    found: set[models.Model] = set()
    followed = defaultdict[type[models.Model], set[int]](set)
    for selection in map(selection_of, alerts):
        for record in filter(None, (getattr(selection, name) for name in _RECORDS)):
            if not isinstance(record, ResearchCenter):
                followed[type(record)].add(record.pk)
            elif record.is_active:
                found.add(record)
    for model, numbers in followed.items():
        found.update(with_public_work(model._default_manager.filter(pk__in=numbers)))
    return found
