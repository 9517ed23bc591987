"""Typed reading of the environment: a missing or malformed value stops the start with one line.

The values and their defaults are listed in ``docs/operations.md``.
"""

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

env = environ.Env()


def stop(name: str, why: str) -> NoReturn:
    """End the process with one clear line; a traceback would only hide it."""
    raise SystemExit(f"Configuration error: {name} {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if not value else value in ("1", "true", "yes", "on")
    stop(name, f"must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        stop(name, f"must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def folder(name: str, default: Path, *, below: str = "") -> Path:
    """A folder that is made if missing and must be writable; or one below that."""
    path = Path(text(name, str(default))).expanduser().absolute() / below
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(name, f"names a folder that cannot be made: {path} ({error.strerror}).")
    if not os.access(path, os.W_OK):
        stop(name, f"names a folder that cannot be written to: {path}.")
    return path


def words_of_file(name: str) -> frozenset[str]:
    """The lines of a file in lower case, without those that are empty or begin with ``#``."""
    if not (value := text(name)):
        return frozenset()
    try:
        lines = Path(value).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        stop(name, f"names a file that cannot be read: {value} ({error}).")
    words = (line.strip().lower() for line in lines)
    return frozenset(word for word in words if word and not word.startswith("#"))


def site_url(name: str, default: str) -> str:
    """An http(s) origin without a path; its trailing slash is dropped."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        stop(name, f"must be an address such as https://www.example.org, not {value!r}.")
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_sound:
        stop(name, f"must be an address such as https://www.example.org, not {value!r}.")
    if parts.path or parts.query or parts.fragment or parts.username:
        stop(name, f"must be a bare origin without a path, not {value!r}.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    return _parsed(name, default, env.db_url_config, "sqlite", "postgres")


def email(name: str, default: str) -> dict[str, Any]:
    return _parsed(name, default, env.email_url_config)


def cache(name: str, default: str) -> dict[str, Any]:
    return _parsed(name, default, env.cache_url_config)


def _parsed(name: str, default: str, parse: Any, *schemes: str) -> dict[str, Any]:
    value = text(name, default)
    if schemes and not value.startswith(schemes):
        stop(name, f"must start with {' or '.join(schemes)}.")
    try:
        return dict(parse(value))
    except Exception:  # noqa: BLE001 - the parser raises many kinds; a URL may hold a password, so it is not echoed
        stop(name, "is not a URL of a known kind.")


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks separated by commas, or ``*`` for everybody."""
    value = text(name, default)
    try:
        return [
            ip_network(each.strip())
            for each in ("0.0.0.0/0,::/0" if value == "*" else value).split(",")
        ]
    except ValueError as error:
        stop(name, f"must be addresses or networks separated by commas: {error}.")


def bucket() -> dict[str, str] | None:
    """Where a private bucket is and the keys to it; None where files lie on the disk."""
    names = ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_REGION", "S3_ENDPOINT_URL")
    values = {name: text(name) for name in names}
    if not values["S3_BUCKET"]:
        for name in names[1:]:
            if values[name]:
                stop("S3_BUCKET", f"is not set, but {name} is: set both or neither.")
        return None
    for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY"):
        if not values[name]:
            stop(name, "is not set, but S3_BUCKET is: the bucket is private and needs a key.")
    if values["S3_ENDPOINT_URL"]:
        _service_url("S3_ENDPOINT_URL", values["S3_ENDPOINT_URL"])
    return {name.removeprefix("S3_").lower(): value for name, value in values.items()}


def _service_url(name: str, value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        stop(name, f"must be an address such as https://s3.example.org, not {value!r}.")


def secret_key(name: str, keeper: Path) -> str:
    """The key from the environment, or one made once and kept in a file only its owner can read."""
    if value := text(name):
        if len(value) < 50 or len(set(value)) < 5:
            stop(name, "is too short: use at least 50 random characters.")
        return value
    try:
        with os.fdopen(os.open(keeper, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    kept = keeper.read_text().strip()
    if len(kept) < 50:
        stop(name, f"is not set and {keeper} holds no usable key: set it, or remove that file.")
    return kept
