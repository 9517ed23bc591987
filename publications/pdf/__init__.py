"""Looking into an uploaded PDF: is it one, is it harmless, and what is in it.

The looking happens in a process of its own (``publications.pdf_process``), with limits of time and
memory: a file made to hang or to burst a reader hurts only that process. This side starts it and
words its answer.
"""

from publications.pdf.inspection import PdfFacts, UnreadablePdf, facts_of, inspect
from publications.pdf.stamping import StampingFailed, stamped

__all__ = ["PdfFacts", "StampingFailed", "UnreadablePdf", "facts_of", "inspect", "stamped"]
