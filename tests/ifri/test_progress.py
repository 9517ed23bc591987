"""Long commands draw how far they are, on a terminal alone."""

import io

from django.core.management.base import OutputWrapper

from ifri.progress import bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _drawn(out: io.StringIO, of: int) -> str:
    progress = bar(OutputWrapper(out))
    progress(of // 2, of)
    progress(of, of)
    return out.getvalue()


def test_a_terminal_sees_one_line_that_fills() -> None:
    half, whole = f"[{'#' * 20}{'.' * 20}] 2 of 4", f"[{'#' * 40}] 4 of 4"
    assert _drawn(Terminal(), 4) == f"\r{half}\r{whole}\n"


def test_nothing_to_do_is_done() -> None:
    assert _drawn(Terminal(), 0).endswith("] 0 of 0\n")


def test_a_log_is_left_alone() -> None:
    assert _drawn(io.StringIO(), 4) == ""
