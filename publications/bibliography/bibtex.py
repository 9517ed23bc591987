"""BibTeX, in UTF-8, for BibTeX and biblatex alike."""

from publications.bibliography.record import Creator, Record
from publications.bibliography.reference import retraction_note
from publications.enums import AuthorRole

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ESCAPES = str.maketrans(_SPECIAL)
# Within an address the characters are taken as they are; only braces would unbalance the entry.
_ADDRESS_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_BABEL = {"en": "english", "fr": "french"}


def bibtex(record: Record) -> str:
    """One ``@techreport`` entry: what a think tank publishes, with its type in words."""
    fields = [f"  {name} = {{{value}}},\n" for name, value in _fields(record) if value]
    return f"@techreport{{{record.key},\n{''.join(fields)}}}\n"


def _fields(record: Record) -> list[tuple[str, str]]:
    issued = record.issued
    return [
        ("author", _names(record.signed_as(AuthorRole.AUTHOR))),
        ("editor", _names(record.signed_as(AuthorRole.EDITOR))),
        ("translator", _names(record.signed_as(AuthorRole.TRANSLATOR))),
        # The second pair of braces keeps the capitals that styles would lower.
        ("title", f"{{{_text(record.full_title)}}}"),
        ("institution", _text(record.publisher)),
        ("type", f"{{{_text(record.kind)}}}"),
        ("series", f"{{{_text(record.series)}}}" if record.series else ""),
        ("number", _text(record.number)),
        ("year", f"{issued:%Y}" if issued else ""),
        ("month", f"{issued.month}" if issued else ""),
        ("date", issued.isoformat() if issued else ""),
        ("pagetotal", str(record.pages or "")),
        ("doi", record.doi.translate(_ADDRESS_ESCAPES)),
        ("isbn", record.isbn),
        ("issn", record.issn),
        ("url", record.url.translate(_ADDRESS_ESCAPES)),
        ("note", _text(retraction_note(record))),
        ("langid", _BABEL.get(record.language, record.language)),
        ("keywords", _text(", ".join(record.keywords))),
        ("abstract", _text(record.abstract)),
    ]


def _text(value: str) -> str:
    return " ".join(value.split()).translate(_ESCAPES)


def _names(creators: list[Creator]) -> str:
    return " and ".join(_name(creator) for creator in creators)


def _name(creator: Creator) -> str:
    # In braces BibTeX takes a name whole: it neither turns a center's name into a person's, nor
    # cuts at the “and” within it.
    if creator.is_corporate or not creator.given:
        return f"{{{_text(creator.name)}}}"
    return ", ".join(
        f"{{{_text(part)}}}" if " and " in f" {part} ".lower() or "," in part else _text(part)
        for part in (creator.family, creator.given)
    )
