"""``manage.py send_notices``: the mail queue's sender, run once or for ever."""

import logging
import os
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from publications import mail_queue

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Hands the queued notices to the mail server. Run it from a timer every minute, or once "
        "with --forever under a process manager. Any number of them may run: one of them sends."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--forever", action="store_true", help="keep looking for new mail until told to stop"
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=10,
            metavar="SECONDS",
            help="with --forever: how long to wait between two looks (default: %(default)g)",
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="with --forever: end when the process that started this one has ended",
        )

    def handle(self, *args: Any, forever: bool, interval: float, **options: Any) -> None:
        if not forever:
            self._look(lambda: False)
            return
        stop = threading.Event()
        parent = os.getppid() if options["with_parent"] else None

        def leave(_signal: int, _frame: FrameType | None) -> None:
            """Between two mails: stopped inside one, its recipient would get it twice."""
            stop.set()

        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, leave)
        while not stop.is_set():
            try:
                self._look(stop.is_set)
            except DatabaseError:
                # A database that restarts comes back; the mail is in it.
                logger.exception(
                    "The mail queue cannot be read; the next look is in %g s.", interval
                )
                connection.close()
            stop.wait(interval)
            if parent is not None and os.getppid() != parent:
                return

    def _look(self, should_stop: Any) -> None:
        with mail_queue.only_sender() as is_ours:
            if not is_ours:
                logger.info("Another process is sending the mail.")
                return
            if accepted := mail_queue.send_due(should_stop):
                logger.info("Mails sent: %d.", accepted)
