from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class IfriConfig(AppConfig):
    name = "ifri"
    verbose_name = _("The site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not ready before.
        from ifri import checks  # noqa: F401, PLC0415 - it registers them


class IfriAdminConfig(AdminConfig):
    """The stock admin with our own site class (brand, desk)."""

    default_site = "ifri.admin_site.EditorialSite"
