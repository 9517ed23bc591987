"""A copy of a PDF with lines on every page, made by a process of its own like all reading is."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import IO

from publications.pdf import process


class StampingFailed(Exception):
    """The file could not be stamped within the limits; there is no copy to give."""


def stamped(file: IO[bytes], lines: list[str]) -> IO[bytes]:
    """An open, nameless copy that is gone once it is closed."""
    with tempfile.TemporaryDirectory(prefix="stamp-") as folder:
        paper, said = Path(folder) / "paper.pdf", Path(folder) / "lines.json"
        with paper.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        said.write_text(json.dumps(lines))
        result = paper.with_name("stamped.pdf")
        if not process.run("stamping", paper, said) or not result.exists():
            raise StampingFailed
        return result.open("rb", buffering=0)
