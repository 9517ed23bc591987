"""How much a program that opens a PDF may take. The clock is watched by whoever started it."""

import contextlib
import resource

CPU_SECONDS = 20
MEMORY_BYTES = 1_500_000_000


class Refused(Exception):
    """Why the file is not taken, as a key that ``publications.pdf.inspection`` has a sentence for."""


def limit(*, output_bytes: int) -> None:
    """From here on: so much processor time and memory, and no larger file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output_bytes, output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # some systems do not know this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
