from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class EditorialSite(admin.AdminSite):
    """The editors' house: the stock admin under the institute's name."""

    site_header = settings.INSTITUTE_NAME
    site_title = settings.INSTITUTE_NAME
    index_title = _("Editorial desk")
