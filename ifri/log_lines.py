"""The lines of the log, without what must not be in them: readers' e-mail addresses, and keys.

Nothing here logs an address on purpose, but what a mail server says of a refused mail names it, and
an exception may quote it. Django tells of each path that was not found, and a press or preview
link, which is a key for its time, is a path. The line is cleaned when it is finished, traceback and
all.
"""

import logging
import re

# Also as it stands in a page's address (%40) and in a mail (=40). The length is bounded, so that a
# long word costs no more than a long line.
_ADDRESS = re.compile(
    r"""(?:"[^"\n]{1,64}"|[\w.!#$%&'*+/=?^`{|}~-]{1,128})(?:@|%40|=40)[\w-]+(?:\.[\w-]+)*""",
    re.IGNORECASE,
)


_AT = re.compile("@|%40|=40")
_KEY = re.compile(r"(/(?:press|preview)/)[^/\s]+")


def without_addresses(text: str) -> str:
    if not _AT.search(text):
        return text
    return _ADDRESS.sub("[address]", text)


def without_keys(text: str) -> str:
    return _KEY.sub(r"\1...", text)


class WithoutSecrets(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_keys(without_addresses(super().format(record)))
