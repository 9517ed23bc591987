"""Pages kept whole are made anew after whatever they may show has changed."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from publications.page_cache import versions
from publications.page_cache.shown import shown_models


def shown_changed(**_: Any) -> None:
    versions.changed()


# One by one: a receiver of all models would make every deletion load its rows first.
for _model in shown_models():
    post_save.connect(shown_changed, sender=_model)
    post_delete.connect(shown_changed, sender=_model)
