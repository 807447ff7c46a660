"""Commands that show what is in the ledger: `claims`, `documents`, `problems`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportedly.cli.common import (
    DEFAULT_LEDGER,
    Format,
    LedgerUrl,
    Public,
    WithholdNames,
    app,
    count,
    day_of,
    export,
    show_claims,
    tell,
)
from reportedly.errors import UsageError


@app.command()
def claims(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Somewhere in the chain: words of a name, or an id.")] = None,
    outcome: Annotated[str | None, typer.Option(metavar="WORD", help="With a figure of this outcome, such as killed.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Said, else published, on this day or later.")] = None,
    stance: Annotated[
        str | None,
        typer.Option(metavar="WORD", help="asserts, denies, doubts, declines, silent, orders or asks."),
    ] = None,
    public: WithholdNames = False,
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
) -> None:
    """Show the claims in the ledger."""
    from reportedly.export import claim_row
    from reportedly.ledger import Ledger

    day = day_of(since, "--since")
    with Ledger(ledger, create=False) as store:
        found = store.claims(source=source, outcome=outcome, since=day, stance=stance)  # type: ignore[arg-type]
        documents = {document.id: document for document in store.documents()}
        if not found and outcome and outcome not in (known := store.outcomes()):
            tell(f"no figure has the outcome {outcome!r}; those in the ledger are: {', '.join(known) or 'none'}")
        copy = Public.of(store) if public else None
    if day and (undated := sum(document.published is None for document in documents.values())):
        tell(f"{count(undated, 'document')} without a day of publication; their claims are shown only where they give the day")
    pairs = copy.pairs(found) if copy else [(claim, documents[claim.document]) for claim in found]
    if not pairs:
        tell("no claim meets these conditions" if source or outcome or since or stance else "the ledger holds no claims")
    if format == "table":
        show_claims(pairs)
    else:
        export([claim_row(*pair) for pair in pairs], format)
    if copy:
        copy.told()


@app.command()
def documents(public: WithholdNames = False, ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table") -> None:
    """Show the reports in the ledger."""
    from reportedly.export import document_row
    from reportedly.ledger import Ledger

    with Ledger(ledger, create=False) as store:
        copy = Public.of(store) if public else None
        rows = [document_row(e.document, len(e.claims)) for e in (copy.extractions if copy else store.extractions())]
    export(rows, format, "document", "published", "outlet", "language", "claims", "provenance", "title")
    if copy:
        copy.told()


@app.command()
def problems(
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
    severity: Annotated[
        str, typer.Option(metavar="WORD", help="The least that is shown: info (with page furniture), warning or error.")
    ] = "warning",
    public: WithholdNames = False,
) -> None:
    """Show what is wrong with the reports in the ledger."""
    from reportedly.export import problem_row
    from reportedly.ledger import Ledger
    from reportedly.model import Severity, words_of

    order = words_of(Severity)
    if severity not in order:
        raise UsageError(f"--severity: {severity!r} is none; it is one of: {', '.join(order)}")
    with Ledger(ledger, create=False) as store:
        copy = Public.of(store) if public else None
        readings = copy.extractions if copy else tuple(store.extractions())
    documents = {e.document.id: e.document for e in readings}
    found = [problem for e in readings for problem in e.problems]
    shown = [p for p in found if order.index(p.severity) >= order.index(severity)]
    rows = [problem_row(p, documents.get(p.document or "")) for p in shown]
    export(rows, format, "document", "severity", "code", "message")
    if len(shown) < len(found):
        tell(f"{len(found) - len(shown)} of lesser severity are not shown; see them with --severity info")
    if copy:
        copy.told()
