"""One neutral record of a publication, and the formats that are written from it.

``record_of`` reads the publication; everything else is a pure function of the record.
"""

from publications.bibliography.bibtex import bibtex
from publications.bibliography.csl import csl_json
from publications.bibliography.page import PageMetadata, highwire, json_ld, page_metadata
from publications.bibliography.record import Correction, Creator, Record
from publications.bibliography.reference import reference
from publications.bibliography.ris import ris
from publications.bibliography.source import record_of, with_records

__all__ = [
    "Correction",
    "Creator",
    "PageMetadata",
    "Record",
    "bibtex",
    "csl_json",
    "highwire",
    "json_ld",
    "page_metadata",
    "record_of",
    "reference",
    "ris",
    "with_records",
]
