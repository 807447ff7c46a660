"""Commands that read reports: `extract`, `read`, `dossier`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.common import (
    DEFAULT_LEDGER,
    Attribution,
    Dates,
    LedgerUrl,
    MaybePaths,
    Paths,
    Public,
    Published,
    Run,
    WithholdNames,
    app,
    count,
    listed,
    show_claims,
    tell,
    write,
)
from reportedly.errors import UsageError

if TYPE_CHECKING:
    from reportedly.comparison import Decided
    from reportedly.model import Document, Extraction


@app.command()
def extract(
    paths: Paths,
    published: Published = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="jsonl (all that was found) or table (the claims).")] = "jsonl",
    public: WithholdNames = False,
    attribution: Attribution = None,
    dates: Dates = None,
) -> None:
    """Print what is found in reports; keep nothing.

    One JSON object a document and a line, as docs/extraction.md describes it, or a table of the claims. With --public all reports
    are read before the first is printed: a name is withheld in each of them.
    """
    if format not in ("jsonl", "table"):
        raise UsageError(f"--format: there is no format {format!r}; it is jsonl or table")
    run = Run(paths, published, attribution, dates, prints=format == "jsonl")
    copy = Public(tuple(run.extractions())) if public else None
    extractions = copy.extractions if copy else run.extractions()
    if format == "table":
        show_claims([(claim, e.document) for e in extractions for claim in e.claims])
    else:
        _print_json(extractions)
    if copy:
        copy.told()
    run.conclude()


@app.command()
def read(
    paths: Paths,
    ledger: LedgerUrl = DEFAULT_LEDGER,
    published: Published = None,
    attribution: Attribution = None,
    dates: Dates = None,
) -> None:
    """Read reports into the ledger.

    What was read before by the same version is left as it is; what cannot be read is told at the end.
    """
    from reportedly.ledger import Ledger

    run = Run(paths, published, attribution, dates)
    again: list[str] = []
    documents = claims = undated = 0
    with Ledger(ledger) as store:

        def is_new(document: Document) -> bool:
            if store.holds(document, run.extractor.versions):
                again.append(document.name)
                return False
            return True

        try:
            for extraction in run.extractions(is_new):
                if not store.add(extraction):
                    again.append(extraction.document.name)
                    continue
                documents += 1
                claims += len(extraction.claims)
                undated += extraction.document.published is None
        finally:
            if documents:
                typer.echo(f"kept {count(documents, 'document')} with {count(claims, 'claim')} in {store.url}")
            if again:
                typer.echo(f"already in the ledger: {listed(again)}")
    if undated:
        tell(
            f"{count(undated, 'document')} without a day of publication: weekdays and the like stay unresolved in "
            f"{'it' if undated == 1 else 'them'}; give the day with --published"
        )
    run.conclude()


@app.command()
def dossier(
    paths: MaybePaths = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is standard output.")
    ] = Path("dossier.html"),
    ledger: LedgerUrl = DEFAULT_LEDGER,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its heading.")] = None,
    public: WithholdNames = False,
    published: Published = None,
    attribution: Attribution = None,
    dates: Dates = None,
) -> None:
    """Write a dossier, one HTML file.

    From the ledger, or straight from reports when some are named.
    """
    from reportedly.report.dossier import dossier as page

    run = None
    extractions: tuple[Extraction, ...] = ()
    decided: Decided | None = None
    if paths:
        run = Run(paths, published, attribution, dates)
        extractions = tuple(run.extractions())
        if not extractions:
            run.conclude()
        copy = Public(extractions) if public else None
    else:
        from reportedly.ledger import Ledger

        with Ledger(ledger, create=False) as store:
            copy = Public.of(store) if public else None
            if not copy:
                extractions, decided = tuple(store.extractions()), store.decided()
    if copy:
        extractions, decided, title = copy.extractions, copy.decided, copy.words(title)
    html = page(extractions, title=title, decided=decided, withheld=copy.kinds if copy else None)
    if str(output) == "-":
        sys.stdout.write(html)
    else:
        write(output, html)
        claims = sum(len(e.claims) for e in extractions)
        typer.echo(f"wrote {output}: {count(len(extractions), 'document')}, {count(claims, 'claim')}")
    if copy:
        copy.told()
    if run:
        run.conclude()


def _print_json(extractions: Iterable[Extraction]) -> None:
    """One line an extraction, written as soon as it is there. UTF-8 whatever the terminal, as JSON must be (RFC 8259)."""
    from reportedly.json_form import to_json

    out = sys.stdout.buffer
    for extraction in extractions:
        line = json.dumps(to_json(extraction), ensure_ascii=False)
        out.write(line.encode("utf-8", "backslashreplace") + b"\n")  # half of a surrogate pair becomes its JSON escape
        out.flush()
