from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self) -> None:
        # Models are not ready before.
        from publications import derived  # noqa: F401, PLC0415 - its receivers
        from publications.groups import make_groups  # noqa: PLC0415

        post_migrate.connect(make_groups, sender=self)
