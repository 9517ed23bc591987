"""Settings of the whole project: one file, driven by the environment (``docs/operations.md``)."""

import datetime
import mimetypes
from pathlib import Path
from urllib.parse import quote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ifri import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything mutable lives in one folder, so that one folder is backed up.
VAR_DIR = environment.folder("VAR_DIR", BASE_DIR / "var")
PORT = environment.number("PORT", 8000, least=1, most=65535)
DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("DEMO")
SITE_URL = environment.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
HTTPS = SITE_URL.startswith("https://")
SECRET_KEY = environment.secret_key("SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = [
    host.strip() for host in environment.text("ALLOWED_HOSTS").split(",") if host.strip()
] or [
    urlsplit(SITE_URL).hostname or "",
    *([] if HTTPS else ["localhost", "127.0.0.1"]),
]

# Who publishes. Another institute changes these lines, not the code; look, footer and texts are in
# the admin (ifri/models.py).
INSTITUTE_NAME = environment.text("INSTITUTE_NAME", "Ifri")
INSTITUTE_FULL_NAME = {
    "en": environment.text("INSTITUTE_FULL_NAME_EN", "French Institute of International Relations"),
    "fr": environment.text(
        "INSTITUTE_FULL_NAME_FR", "Institut français des relations internationales"
    ),
}
# Seconds for which a process remembers what editors wrote about the institute (footer, colours).
INSTITUTE_MAX_AGE = 1
PRIVACY_CONTACT = environment.text("PRIVACY_CONTACT", "privacy@example.org")

INSTALLED_APPS = [
    "ifri.apps.IfriConfig",
    "ifri.apps.IfriAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_prose_editor",
    "js_asset",
    "post_office",
    "taggit",
    "programs",
    "authors",
    "publications",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "publications.page_cache.middleware.SharedPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ifri.maintenance.closed_for_maintenance",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ifri.uploads.long_forms_from_the_team",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ifri.urls"
WSGI_APPLICATION = "ifri.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ifri.identity.identity",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

DATABASES = {
    "default": environment.database(
        "DATABASE_URL", f"sqlite:///{quote(str(VAR_DIR / 'db.sqlite3'))}"
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Each thread keeps its connection: to open one is five settings, and to close the last one
    # writes the whole log back, a tenth of what a page costs.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes its lock at once and waits for it, instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000;"
            "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    options = DATABASES["default"].setdefault("OPTIONS", {})
    # A database that does not answer must not hang the health check with it.
    options["connect_timeout"] = 5
    # No page asks for what is worth compiling, or the start of further processes: at a million
    # publications those doubled the time of a search.
    options.setdefault("options", "-c jit=off -c max_parallel_workers_per_gather=0")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What an index carries beside its columns SQLite leaves out, and needs no warning for it.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

CACHES = {"default": environment.cache("CACHE_URL", "locmemcache://")}
# Whole pages for strangers, for so long at most (0: none); any change replaces them at once. In a
# process's own memory there is room for a few hundred, some 20 MB.
PAGE_CACHE_SECONDS = environment.number("PAGE_CACHE_SECONDS", 60, least=0, most=3_600)
CACHES["pages"] = CACHES["default"] | {"KEY_PREFIX": "pages"}
if "locmem" in CACHES["pages"]["BACKEND"]:
    CACHES["pages"] |= {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 400}}

# --- Files ----------------------------------------------------------------------------------------

# Nothing below this folder is ever served by path: bytes leave only through publications.access.
PRIVATE_ROOT = VAR_DIR / "private"
X_ACCEL_PREFIX = environment.text("X_ACCEL_PREFIX")
if X_ACCEL_PREFIX and not (X_ACCEL_PREFIX.startswith("/") and X_ACCEL_PREFIX.endswith("/")):
    environment.stop("X_ACCEL_PREFIX", f"must start and end with a slash, not {X_ACCEL_PREFIX!r}.")

# Or in a private bucket of S3-compatible storage, from which readers are sent by short-lived links.
S3 = environment.bucket()
S3_BUCKET = S3["bucket"] if S3 else ""
if S3_BUCKET and X_ACCEL_PREFIX:
    environment.stop("X_ACCEL_PREFIX", "and S3_BUCKET exclude each other: files lie in one place.")
# Seconds in which a reader's browser must follow the link; the answer then may take its time.
S3_LINK_LIFETIME = 60

# Nothing is stored under MEDIA_ROOT; it is pointed at a folder of its own so that a third-party
# FileField without a storage cannot land beside the private files.
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "media/"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "ifri.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads arrive beside where they will lie, so that a finished one is moved there, not copied.
FILE_UPLOAD_TEMP_DIR = environment.folder("VAR_DIR", VAR_DIR, below="uploads")
FILE_UPLOAD_HANDLERS = ["ifri.uploads.FromTheTeam"]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DOCUMENT_MAX_BYTES = environment.number("DOCUMENT_MAX_MB", 100, least=1, most=2000) * 1024 * 1024
IMAGE_MAX_BYTES = 15 * 1024 * 1024
# A whole form with its files, as in nginx's client_max_body_size: so much above one document that
# one just too large is refused by the form, with a sentence.
UPLOAD_MAX_BYTES = DOCUMENT_MAX_BYTES + 28 * 1024 * 1024
# Thirty authors and thirty tags with all their fields make a long form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# What a form holds in text, its files apart: sixteen texts of the longest that is taken. Strangers,
# who fill in no long form, stay at what Django takes of anybody (``ifri.uploads``).
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
STRANGERS_MAX_BYTES = 2_621_440
mimetypes.add_type("text/javascript", ".js")

# --- Languages and time ---------------------------------------------------------------------------

LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ifri.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Paris")

# --- Security -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "ifri.client_address.client_address"
# Whose X-Real-IP is believed: the reverse proxies', the same that gunicorn believes.
TRUSTED_PROXIES = environment.networks("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Failed attempts are kept to throttle guessing; successful log-ins are nobody's business.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "lockout.html"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "ifri.views.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
if HTTPS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True  # type: ignore[assignment]

# --- The gate -------------------------------------------------------------------------------------

# The rule for publications that have none, and whose type has none: open, form, verified, members.
DEFAULT_ACCESS = environment.text("DEFAULT_ACCESS", "form")
if DEFAULT_ACCESS not in ("open", "form", "verified", "members"):
    environment.stop(
        "DEFAULT_ACCESS", f"must be open, form, verified or members, not {DEFAULT_ACCESS!r}."
    )

# How long a link given by the gate opens its file, in seconds.
GRANT_LIFETIME = environment.number("GRANT_LIFETIME_HOURS", 48, least=1, most=24 * 365) * 3600

# For how many days a browser that passed a gate is not asked again. 0: it always is.
GATE_REMEMBER_DAYS = environment.number("GATE_REMEMBER_DAYS", 30, least=0, most=400)
# Whether the form also offers to go on without an address.
GATE_ANONYMOUS = environment.flag("GATE_ANONYMOUS")

# How often the gate is passed within an hour before it asks to wait: by one address, from one
# network (/24 or /48), and in all. A library or a ministry may stand behind one address.
GATE_LIMIT_ADDRESS = environment.number("GATE_LIMIT_ADDRESS", 30, least=1, most=100_000)
GATE_LIMIT_NETWORK = environment.number("GATE_LIMIT_NETWORK", 120, least=1, most=1_000_000)
GATE_LIMIT_OVERALL = environment.number("GATE_LIMIT_OVERALL", 3000, least=1, most=10_000_000)
# How many mails of one kind strangers can have sent to one mailbox within an hour, and within a day.
MAILS_PER_ADDRESS = environment.number("MAILS_PER_ADDRESS", 5, least=1, most=1000)
MAILS_PER_ADDRESS_DAY = environment.number("MAILS_PER_ADDRESS_DAY", 20, least=1, most=10_000)
# A file of domains, one a line, whose addresses the gate does not take. Not set: it takes all.
DISPOSABLE_DOMAINS = environment.words_of_file("DISPOSABLE_DOMAINS_FILE")

# --- Alerts ---------------------------------------------------------------------------------------

# From which hour on (of TIME_ZONE) the day's digest is sent, and on Mondays the week's.
ALERTS_HOUR = environment.number("ALERTS_HOUR", 7, least=0, most=23)
# How many things one address follows at most: each is looked for anew for every digest.
ALERTS_PER_ADDRESS = environment.number("ALERTS_PER_ADDRESS", 50, least=1, most=1000)

# --- Personal data --------------------------------------------------------------------------------

# How long readers' requests are kept; purge_personal_data holds it, and the privacy notice says it.
RETENTION_MONTHS = environment.number("RETENTION_MONTHS", 12, least=1, most=120)
# How long the link works by which readers see and erase what is held about them, in seconds.
READER_LINK_LIFETIME = environment.number("READER_LINK_MINUTES", 60, least=5, most=1440) * 60

# --- The editorial team ---------------------------------------------------------------------------

# Who submitted a text may not approve it.
SECOND_PAIR_OF_EYES = environment.flag("SECOND_PAIR_OF_EYES", default=True)
# Editing an approved or scheduled text sends it back to review.
EDIT_RETURNS_TO_REVIEW = environment.flag("EDIT_RETURNS_TO_REVIEW", default=True)

# --- Mail -----------------------------------------------------------------------------------------

# A mail server that accepts the connection and then says nothing must not hold up the others' mail.
EMAIL_TIMEOUT = 30
vars().update(environment.email("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "no-reply@example.org")

# Notices wait in the database until "manage.py send_notices" hands them to the mail server. One at a
# time, each recorded before the next: a killed sender repeats at most the one it was sending,
# and then under the same Message-ID.
POST_OFFICE = {
    "BACKENDS": {"default": vars()["EMAIL_BACKEND"]},
    "BATCH_SIZE": 1,
    "THREADS_PER_PROCESS": 1,
    # Whatever was tried last waits longest: a mail that is always refused holds up no other.
    "SENDING_ORDER": ["-priority", "last_updated", "pk"],
    # The process's log says why a mail was refused; a row for each attempt would fill the database.
    "LOG_LEVEL": 0,
    "DEFAULT_PRIORITY": "medium",
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": urlsplit(SITE_URL).hostname,
    # Once a minute for a week: a mail server that is down for a weekend costs nobody a notice.
    "MAX_RETRIES": 7 * 24 * 60,
    "RETRY_INTERVAL": datetime.timedelta(minutes=1),
    "CELERY_ENABLED": False,
}

TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ifri.log_lines.WithoutSecrets",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # A grant is a secret: Django's request log would print the query string it stands in.
        "django.server": {"level": "WARNING"},
        # It brings a handler of its own, names readers in what it says of a refused mail, and
        # tells of every look into an empty queue.
        "post_office": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        "pikepdf": {"level": "WARNING"},
        # Scanners send any Host; the answer is a 400, and a traceback for each would hide the rest.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
