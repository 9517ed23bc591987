"""Compile the translation catalogues without gettext's tools."""

from pathlib import Path

import polib


def main() -> None:
    for catalogue in sorted(Path("locale").rglob("*.po")):
        messages = polib.pofile(str(catalogue))
        messages.save_as_mofile(str(catalogue.with_suffix(".mo")))
        print(f"{catalogue}: {messages.percent_translated()} % translated")


if __name__ == "__main__":
    main()
