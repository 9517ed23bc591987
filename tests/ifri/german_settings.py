"""The site's settings as docs/languages.md has them changed for German.

The migrations are those of a folder on the path, so that none is written into the repository.
"""

from django.utils.translation import gettext_lazy as _

from ifri.settings import *  # noqa: F403
from ifri.settings import INSTITUTE_FULL_NAME, LANGUAGES

LANGUAGES = [*LANGUAGES, ("de", _("German"))]
INSTITUTE_FULL_NAME = INSTITUTE_FULL_NAME | {"de": "Institut für internationale Beziehungen"}
MIGRATION_MODULES = {
    app: f"german_migrations.{app}" for app in ("ifri", "programs", "authors", "publications")
}
