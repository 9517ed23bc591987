"""The lines of the log, without what must not be in them: readers' e-mail addresses.

Nothing here logs one on purpose, but what a mail server says of a refused mail names it, and an
exception may quote it. The line is cleaned when it is finished, traceback and all.
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


def without_addresses(text: str) -> str:
    if not _AT.search(text):
        return text
    return _ADDRESS.sub("[address]", text)


class WithoutAddresses(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_addresses(super().format(record))
