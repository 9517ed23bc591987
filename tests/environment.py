"""The environment tests run in: theirs, whatever the shell they were started from holds."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Everything the settings and gunicorn.conf.py read.
CONFIGURATION = (
    "ALERTS_HOUR",
    "ALERTS_PER_ADDRESS",
    "ALLOWED_HOSTS",
    "BIND",
    "CACHE_URL",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "DEFAULT_ACCESS",
    "DISPOSABLE_DOMAINS_FILE",
    # Of the `make test` that started the tests: a `make` of a test is none of its children.
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
    # Not ours, but the browser's fixture sets it in this process.
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "DOCUMENT_MAX_MB",
    "EMAIL_URL",
    "FORWARDED_ALLOW_IPS",
    "GATE_ANONYMOUS",
    "GATE_LIMIT_ADDRESS",
    "GATE_LIMIT_NETWORK",
    "GATE_LIMIT_OVERALL",
    "GATE_REMEMBER_DAYS",
    "GRANT_LIFETIME_HOURS",
    "GUNICORN_CMD_ARGS",
    "GUNICORN_LOG_LEVEL",
    "INSTITUTE_FULL_NAME_EN",
    "INSTITUTE_FULL_NAME_FR",
    "INSTITUTE_NAME",
    "MAILS_PER_ADDRESS",
    "MAILS_PER_ADDRESS_DAY",
    "PAGE_CACHE_SECONDS",
    "PORT",
    "PRIVACY_CONTACT",
    "READER_LINK_MINUTES",
    "RETENTION_MONTHS",
    "SECRET_KEY",
    "SITE_URL",
    "TIME_ZONE",
    "VAR_DIR",
    "WEB_CONCURRENCY",
    "WEB_THREADS",
    "X_ACCEL_PREFIX",
)


def clean_environment(**values: str | Path) -> dict[str, str]:
    """The shell's environment without any configuration of the site, plus the values given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in CONFIGURATION and not name.startswith(("S3_", "COV_"))
    }
    return kept | {name: str(value) for name, value in values.items()}
