"""``manage.py load_demo``: a site that looks alive, and accounts to try it with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ifri.demo import accounts, institute
from ifri.demo.load import load_content
from ifri.progress import bar


class Command(BaseCommand):
    help = (
        "Load the demo content and, where DEMO is set, the demo accounts. Safe to repeat: what "
        "exists is left as it is."
    )
    requires_migrations_checks = True

    def handle(self, *args: Any, **options: Any) -> None:
        opens = self._accounts()
        loaded = load_content(bar(self.stdout))
        institute.load()
        self.stdout.write(
            f"Demo content: {loaded.made} publications made, "
            f"{loaded.already_there} already there and left as they are."
        )
        if opens:
            self._print_accounts(opens)

    def _accounts(self) -> dict[str, bool]:
        if settings.DEMO:
            return accounts.make_accounts()
        self.stderr.write(
            "No accounts made: they would have a password that everybody knows. "
            "Set DEMO=1 to make them, on a machine that strangers do not reach."
        )
        return {}

    def _print_accounts(self, opens: dict[str, bool]) -> None:
        self.stdout.write("Accounts:")
        duties = {
            "editor": "writes",
            "reviewer": "reviews and approves",
            "publisher": "publishes and withdraws",
            "staff": "exports",
            "admin": "administers everything",
        }
        for username, duty in duties.items():
            password = accounts.PASSWORD if opens[username] else "(as it was)"
            self.stdout.write(f"  {username:<10} password {password:<12} {duty}")
