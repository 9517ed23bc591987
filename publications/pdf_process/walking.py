"""What a paper has no use for, looked for in every object of the file.

Searching the bytes instead would miss what is compressed and find what is only text.
"""

from typing import Any

import pikepdf

from publications.pdf_process.limits import Refused

# How deep direct objects may lie in each other, and how many objects there may be in all, before
# the file is a trap. A book of a thousand pages has some tens of thousands.
MOST_DEPTH = 64
MOST_VALUES = 5_000_000

_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "launch",
    "/ImportData": "launch",
    "/GoToE": "embedded",
}
_TYPES = {"/EmbeddedFile": "embedded", "/RichMediaContent": "embedded"}


def refuse_what_is_dangerous(pdf: pikepdf.Pdf) -> None:
    """Look at every object, those nothing refers to and those packed in object streams included."""
    left = MOST_VALUES
    for each in pdf.objects:
        left -= _look(each, left)
    _look(pdf.trailer, left)


def _look(root: Any, most: int) -> int:
    """Look at one object and all that lies directly in it; returns how many values that was.

    What is indirect has a number of its own and is met there: no cycle can catch us.
    """
    looked = 0
    waiting = [(root, 0)]
    while waiting:
        value, depth = waiting.pop()
        looked += 1
        if depth > MOST_DEPTH or looked > most:
            raise Refused("limits")
        waiting += [
            (inner, depth + 1)
            for inner in _inside(value)
            if isinstance(inner, pikepdf.Object) and not inner.is_indirect
        ]
    return looked


def _inside(value: Any) -> list[Any]:
    if isinstance(value, pikepdf.Array):
        return list(value)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        entries = {key: value.get(key) for key in value.keys()}  # noqa: SIM118 - no dict
        _refuse_dangerous(entries)
        return list(entries.values())
    return []


def _refuse_dangerous(entries: dict[str, Any]) -> None:
    # A font may be called /JS among a page's resources; a program is text, or a stream of it.
    if isinstance(entries.get("/JS"), str | pikepdf.String | pikepdf.Stream):
        raise Refused("javascript")
    if isinstance(entries.get("/XFA"), pikepdf.Array | pikepdf.Stream):
        raise Refused("javascript")
    for key, meanings in (("/S", _ACTIONS), ("/Type", _TYPES)):
        name = entries.get(key)
        if isinstance(name, pikepdf.Name) and (meaning := meanings.get(str(name))):
            raise Refused(meaning)
    files = entries.get("/EF")
    if isinstance(files, pikepdf.Dictionary) and any(
        isinstance(files.get(key), pikepdf.Stream)
        for key in files.keys()  # noqa: SIM118
    ):
        raise Refused("embedded")
