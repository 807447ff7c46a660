"""reportedly keeps the ledger of contested reports: who says what, through whom, how they know it, how firmly they say it,
how many, when and where.

    from reportedly import extract, read

    extraction = extract(read("report.html"))
    for claim in extraction.claims:
        print([hop.name for hop in claim.chain], claim.stance, claim.passage)

Names that need a large library (the parser, the database) are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportedly.errors import EnvironmentFault, InputError, LedgerError, ReportedlyError, UsageError
from reportedly.json_form import from_json, to_json
from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Evidence,
    Extraction,
    Hop,
    PlaceMention,
    Problem,
    Quantity,
    Span,
    TimeMention,
)

# The function takes the name of the package that it comes from: `reportedly.read(path)`.
from reportedly.read import read, read_all

if TYPE_CHECKING:
    from reportedly.comparison import Source
    from reportedly.ledger import Ledger
    from reportedly.pipeline import Extractor, extract, extract_all
    from reportedly.report.dossier import dossier
    from reportedly.source import identify

__all__ = [
    "Attribution",
    "Claim",
    "Document",
    "EnvironmentFault",
    "Evidence",
    "Extraction",
    "Extractor",
    "Hop",
    "InputError",
    "Ledger",
    "LedgerError",
    "PlaceMention",
    "Problem",
    "Quantity",
    "ReportedlyError",
    "Source",
    "Span",
    "TimeMention",
    "UsageError",
    "dossier",
    "extract",
    "extract_all",
    "from_json",
    "identify",
    "read",
    "read_all",
    "to_json",
]

_LATER = {
    "Extractor": "reportedly.pipeline",
    "Ledger": "reportedly.ledger",
    "Source": "reportedly.comparison",
    "dossier": "reportedly.report.dossier",
    "extract": "reportedly.pipeline",
    "extract_all": "reportedly.pipeline",
    "identify": "reportedly.source",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'reportedly' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
