from django.contrib.auth.models import User
from django.utils.translation import gettext as _


def name(user: User | None) -> str:
    """A colleague by name; somebody, where the account is gone."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody")
