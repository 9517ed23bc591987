"""The demo accounts, made only where ``DEMO`` is set: their password is known to everybody."""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured

from publications.groups import GROUPS

PASSWORD = "demo"  # noqa: S105 - it is printed, and refused outside a demonstration
USERNAMES = ("editor", "reviewer", "publisher", "staff", "admin")

# Gives somebody who holds the permission.
Hand = Callable[[str], User]


def make_accounts() -> dict[str, bool]:
    """Make those that are missing; for each, whether the demo password opens it.

    An account that exists is left as it is, its password too.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "Accounts with a known password are made only where DEMO is set."
        )
    opens = {}
    for username in USERNAMES:
        account = get_user_model().objects.filter(username=username).first()
        opens[username] = account.check_password(PASSWORD) if account else True
        if account is None:
            _make(username)
    return opens


def _make(username: str) -> None:
    user = get_user_model().objects.create_user(
        username=username,
        email=f"{username}@example.org",
        password=PASSWORD,
        first_name="Demo",
        last_name=username.capitalize(),
        is_staff=True,
        is_superuser=username == "admin",
    )
    if username in GROUPS:
        user.groups.add(Group.objects.get(name=username))


@contextlib.contextmanager
def hands() -> Iterator[Hand]:
    """Who takes the steps of the workflow while content is loaded.

    In a demonstration the demo accounts do, each what its group may. Elsewhere there are none, and
    content still comes only through the workflow: accounts without a password, which nobody can
    log in with, take the steps and are gone when the block ends: one for each permission, since who
    submits may not approve. Use it inside a transaction, so that nobody ever sees them.
    """
    team, passing = _team(), dict[str, User]()

    def hand(permission: str) -> User:
        for user in team:
            if user.has_perm(permission):
                return user
        if permission not in passing:
            name = f"demo-content-{len(passing)}"
            passing[permission] = get_user_model().objects.create_superuser(name, password=None)
        return passing[permission]

    yield hand
    for user in passing.values():
        user.delete()


def _team() -> list[User]:
    if not settings.DEMO:
        return []
    found = {
        user.username: user for user in get_user_model().objects.filter(username__in=USERNAMES)
    }
    return [found[username] for username in USERNAMES if username in found]
