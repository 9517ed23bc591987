"""The site's own settings in a folder and an environment of the tests' own.

Read in every test process before anything else, each pytest-xdist worker included: nothing a test
writes lands in the repository's `var/`.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.environment import clean_environment

_var_dir = tempfile.mkdtemp(prefix="ifri-tests-")
atexit.register(shutil.rmtree, _var_dir, ignore_errors=True)
# whitenoise warns of a missing folder; nothing is collected here.
Path(_var_dir, "static").mkdir()

_environment = clean_environment(VAR_DIR=_var_dir, DJANGO_SETTINGS_MODULE="tests.settings")
# TEST_DATABASE_URL=postgres://... runs the suite there; without it, on SQLite.
if _url := os.environ.get("TEST_DATABASE_URL", "").strip():
    _environment["DATABASE_URL"] = _url
os.environ.clear()
os.environ.update(_environment)

from ifri.settings import *  # noqa: E402, F403 - the environment has to be set before
from ifri.settings import (  # noqa: E402 - named, so that the type checker sees them
    DATABASES,
    MIDDLEWARE,
    STORAGES,
)

# Hashed names need collectstatic: tests/test_production.py does that, for the real thing.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Logging in is in hundreds of tests and its slowness in none.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests undo what they did, which no cache could know; tests/publications/test_page_cache.py has it on.
PAGE_CACHE_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# What a test changes is seen by its next request, and what a page costs does not depend on the time.
INSTITUTE_MAX_AGE = 0
if "sqlite" in DATABASES["default"]["ENGINE"]:
    MIDDLEWARE = ["tests.one_at_a_time.one_at_a_time", *MIDDLEWARE]
