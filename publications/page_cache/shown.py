"""Which records readers' pages show."""

from django.apps import apps
from django.db.models import Model

_APPS = ("authors", "ifri", "programs", "publications")
# What visits leave behind, which no page shows, and what is derived: who derives it raises the
# version where a page shows it. Anything else, and whatever model is new, makes pages anew: better
# once too often than once too seldom.
_NEVER = {
    "Alert", "Attempt", "CacheVersion", "CountRefresh", "CountState", "CountedPublication",
    "DailyUsage", "DocumentText", "DownloadRequest", "Follower", "Grant", "HourSalt", "ListingCount",
    "NewsletterSubscription", "OpenForm", "PersonalDataLog", "PressOpening", "PreviewOpening",
    "ReaderLink", "RelatedEntry", "RelatedList", "RelatedRefresh", "RelatedState", "SearchEntry",
    "SearchName", "SearchRebuild", "SearchWord", "TagRarity", "Told", "UsageEvent",
}  # fmt: skip


def shown_models() -> list[type[Model]]:
    models = [model for app in _APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in models if model.__name__ not in _NEVER]
