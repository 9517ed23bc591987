"""The site's own settings, without the step that names static files by their content."""

from ifri.settings import *  # noqa: F403
from ifri.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
ALLOWED_HOSTS = ["testserver"]
LOGGING = {}
