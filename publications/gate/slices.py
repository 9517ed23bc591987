"""A part of an open file that passes for a file of its own."""

import io
import os
from typing import Protocol


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes | None: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...
    def close(self) -> None: ...


class FileSlice:
    """``length`` bytes of a file from ``start``; reading ends where the slice ends.

    Two readers must agree on it. Django measures it with ``seek`` and ``tell``; it needs both, for
    without ``tell`` its ``FileResponse`` moves back to the wrong place. gunicorn's ``sendfile``
    asks the descriptor where it stands and counts from there. So positions are the file's own, the
    end alone is the slice's, and the file has no buffer that could be ahead of the descriptor.
    """

    def __init__(self, file: Readable, start: int, length: int) -> None:
        self._file = file
        self._end = start + length
        self._file.seek(start)

    def fileno(self) -> int:
        """The descriptor, where there is one: a file that lies elsewhere is read and written on."""
        fileno = getattr(self._file, "fileno", None)
        if fileno is None:
            raise io.UnsupportedOperation("fileno")
        descriptor: int = fileno()
        return descriptor

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._end - self._file.tell())
        return self._file.read(left if size < 0 else min(size, left)) or b""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            return self._file.seek(self._end + offset)
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
