from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class IfriConfig(AppConfig):
    name = "ifri"
    verbose_name = "Site"


class IfriAdminConfig(AdminConfig):
    """The stock admin with our own site class (brand, desk)."""

    default_site = "ifri.admin_site.EditorialSite"
