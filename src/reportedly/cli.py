"""The command line. Only Typer and the standard library are imported here; a command imports what it needs when it runs.

Results go to standard output, everything else to standard error. Exit codes are in docs/cli.md.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reportedly.errors import InputError, ReportedlyError, UsageError

if TYPE_CHECKING:
    from reportedly.model import Claim, Document, Extraction, Problem
    from reportedly.pipeline import Extractor

#: What a shell reports of a program that its reader, or the person, has stopped: 128 and the number of the signal.
_INTERRUPTED, _NOBODY_READS = 130, 141


class _Commands(TyperGroup):
    """Turns our errors into a line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except ReportedlyError as error:
            _say(f"error: {error}")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _say("interrupted; what was kept before stays kept")
            raise typer.Exit(_INTERRUPTED) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the flush at exit does not fail again
            raise typer.Exit(_NOBODY_READS) from error


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH…", help="Files or folders of reports (HTML, text, Markdown, PDF, JSONL); - is standard input."),
]
MaybePaths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH…]", help="Reports to take instead of the ledger; - is standard input."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day of publication (YYYY-MM-DD) of reports that do not say it themselves."),
]
Attribution = Annotated[
    str | None,
    typer.Option(metavar="METHOD", help="How sources are found: model or rules."),
]
Dates = Annotated[
    str | None,
    typer.Option(metavar="WAY", help="What 'in May' counts from: news (publication), narrative (the date before) or auto."),
]
LedgerUrl = Annotated[
    str,
    typer.Option(metavar="URL", envvar="REPORTEDLY_LEDGER", help="The ledger: a file, or postgresql://user@host/name."),
]
Format = Annotated[str, typer.Option(metavar="FORMAT", help="table, csv, jsonl or markdown.")]
DEFAULT_LEDGER = "reportedly.db"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"reportedly {version('reportedly')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Keep the ledger of contested reports: who says what, through whom, how they know it, how many, when and where."""


@app.command()
def extract(
    paths: Paths,
    published: Published = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="jsonl (all that was found) or table (the claims).")] = "jsonl",
    attribution: Attribution = None,
    dates: Dates = None,
) -> None:
    """Print what is found in reports; keep nothing.

    One JSON object a document and a line, as docs/extraction.md describes it, or a table of the claims.
    """
    if format not in ("jsonl", "table"):
        raise UsageError(f"--format: there is no format {format!r}; it is jsonl or table")
    run = _Run(paths, published, attribution, dates, prints=format == "jsonl")
    if format == "table":
        extractions = list(run.extractions())
        _show_claims((claim, e.document) for e in extractions for claim in e.claims)
    else:
        _print_json(run.extractions())
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

    run = _Run(paths, published, attribution, dates)
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
                typer.echo(f"kept {_count(documents, 'document')} with {_count(claims, 'claim')} in {store.url}")
            if again:
                typer.echo(f"already in the ledger: {_listed(again)}")
    if undated:
        _say(
            f"{_count(undated, 'document')} without a day of publication: weekdays and the like stay unresolved in "
            f"{'it' if undated == 1 else 'them'}; give the day with --published"
        )
    run.conclude()


@app.command()
def claims(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Somewhere in the chain: words of a name, or an id.")] = None,
    outcome: Annotated[str | None, typer.Option(metavar="WORD", help="With a figure of this outcome, such as killed.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Said, else published, on this day or later.")] = None,
    stance: Annotated[
        str | None,
        typer.Option(metavar="WORD", help="asserts, denies, doubts, declines, silent, orders or asks."),
    ] = None,
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
) -> None:
    """Show the claims in the ledger."""
    from reportedly.export import claim_row
    from reportedly.ledger import Ledger

    day = _day(since, "--since")
    with Ledger(ledger, create=False) as store:
        found = store.claims(source=source, outcome=outcome, since=day, stance=stance)  # type: ignore[arg-type]
        documents = {document.id: document for document in store.documents()}
        if not found and outcome and outcome not in (known := store.outcomes()):
            _say(f"no figure has the outcome {outcome!r}; those in the ledger are: {', '.join(known) or 'none'}")
    if day and (undated := sum(document.published is None for document in documents.values())):
        _say(f"{_count(undated, 'document')} without a day of publication; their claims are shown only where they give the day")
    pairs = [(claim, documents[claim.document]) for claim in found]
    if not pairs:
        _say("no claim meets these conditions" if source or outcome or since or stance else "the ledger holds no claims")
    if format == "table":
        _show_claims(pairs)
    else:
        _export([claim_row(*pair) for pair in pairs], format)


@app.command()
def sources(ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table") -> None:
    """Show who the claims in the ledger come from or through."""
    from reportedly.export import source_row
    from reportedly.ledger import Ledger

    with Ledger(ledger, create=False) as store:
        found = store.sources()
    rows = [source_row(source) for source in found if not source.unknown]
    rows.sort(key=lambda row: -int(row["claims"] or 0))
    _export(rows, format, "name", "type", "country", "named", "claims", "as_origin", "aliases")
    if len(rows) < len(found):
        _say(f'{_count(len(found) - len(rows), "hop")} that the texts leave open, such as "it emerged that", are not shown')


@app.command()
def documents(ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table") -> None:
    """Show the reports in the ledger."""
    from reportedly.export import document_row
    from reportedly.ledger import Ledger

    with Ledger(ledger, create=False) as store:
        rows = [document_row(e.document, len(e.claims)) for e in store.extractions()]
    _export(rows, format, "document", "published", "outlet", "language", "claims", "provenance", "title")


@app.command()
def problems(
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
    severity: Annotated[
        str, typer.Option(metavar="WORD", help="The least that is shown: info (with page furniture), warning or error.")
    ] = "warning",
) -> None:
    """Show what is wrong with the reports in the ledger."""
    from reportedly.export import problem_row
    from reportedly.ledger import Ledger
    from reportedly.model import Severity, words_of

    order = words_of(Severity)
    if severity not in order:
        raise UsageError(f"--severity: {severity!r} is none; it is one of: {', '.join(order)}")
    with Ledger(ledger, create=False) as store:
        documents = {document.id: document for document in store.documents()}
        found = store.problems()
    shown = [p for p in found if order.index(p.severity) >= order.index(severity)]
    rows = [problem_row(p, documents.get(p.document or "")) for p in shown]
    _export(rows, format, "document", "severity", "code", "message")
    if len(shown) < len(found):
        _say(f"{len(found) - len(shown)} of lesser severity are not shown; see them with --severity info")


@app.command()
def dossier(
    paths: MaybePaths = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is standard output.")
    ] = Path("dossier.html"),
    ledger: LedgerUrl = DEFAULT_LEDGER,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its heading.")] = None,
    published: Published = None,
    attribution: Attribution = None,
    dates: Dates = None,
) -> None:
    """Write a dossier, one HTML file.

    From the ledger, or straight from reports when some are named.
    """
    from reportedly.report.dossier import dossier as page

    run = None
    if paths:
        run = _Run(paths, published, attribution, dates)
        extractions = list(run.extractions())
        if not extractions:
            run.conclude()
    else:
        from reportedly.ledger import Ledger

        with Ledger(ledger, create=False) as store:
            extractions = list(store.extractions())
    html = page(extractions, title=title)
    if str(output) == "-":
        sys.stdout.write(html)
    else:
        _write(output, html)
        claims = sum(len(e.claims) for e in extractions)
        typer.echo(f"wrote {output}: {_count(len(extractions), 'document')}, {_count(claims, 'claim')}")
    if run:
        run.conclude()


class _Run:
    """One run over inputs: what was read, and what failed, which is told at the end."""

    def __init__(
        self,
        paths: Sequence[Path],
        published: str | None,
        attribution: str | None,
        dates: str | None,
        *,
        prints: bool = False,
    ) -> None:
        self.paths = paths
        self.published = _day(published, "--published")
        self.ways = {name: way for name, way in (("attribution", attribution), ("dates", dates)) if way is not None}
        self.prints = prints
        self.read = 0
        self.failed: list[str] = []
        self.skipped: list[str] = []

    @cached_property
    def extractor(self) -> Extractor:
        """The stages, loaded when the first document is there."""
        from reportedly.pipeline import Extractor

        return Extractor(**self.ways)  # type: ignore[arg-type]  # it says itself what it does not know

    def extractions(self, wanted: Callable[[Document], bool] = lambda document: True) -> Iterator[Extraction]:
        """What is extracted from each document that is `wanted`."""
        from reportedly.model import Problem
        from reportedly.read import read_all
        from reportedly.terminal import Meter

        with Meter(self.paths, prints=self.prints) as meter:
            for found in read_all(self.paths, published=self.published, stdin=sys.stdin.buffer):
                if isinstance(found, Problem):
                    self._note(found)
                    continue
                meter.read(found)
                self.read += 1
                if not wanted(found):
                    continue
                try:
                    extraction = self.extractor(found)
                except ReportedlyError:
                    raise
                except Exception as error:  # a fault of ours in one document must not lose the others
                    self.read -= 1
                    self.failed.append(f"{found.path or found.name}: {type(error).__name__}: {error}; please report this")
                    continue
                yield extraction

    def _note(self, problem: Problem) -> None:
        line = f"{problem.where}: {problem.message}" if problem.where else problem.message
        if problem.severity == "error":
            self.failed.append(line)
        elif problem.severity == "info":
            self.skipped.append(problem.where or problem.message)
        else:
            _say(line)

    def conclude(self) -> None:
        """Say what was passed over and what failed, and end with the exit code for it."""
        if self.skipped:
            _say(f"not read, of another kind: {_listed(self.skipped)}")
        if not self.failed:
            if not self.read:
                raise InputError(f"nothing to read in {_listed([str(p) for p in self.paths])}")
            return
        if self.read:
            _say(f"{len(self.failed)} of {self.read + len(self.failed)} inputs could not be read; the others were:")
        for line in self.failed:
            _say(f"  {line}" if self.read else f"error: {line}")
        raise typer.Exit(1 if self.read else InputError.exit_code)


def _print_json(extractions: Iterable[Extraction]) -> None:
    """One line an extraction, written as soon as it is there. UTF-8 whatever the terminal, as JSON must be (RFC 8259)."""
    from reportedly.json_form import to_json

    out = sys.stdout.buffer
    for extraction in extractions:
        line = json.dumps(to_json(extraction), ensure_ascii=False)
        out.write(line.encode("utf-8", "backslashreplace") + b"\n")  # half of a surrogate pair becomes its JSON escape
        out.flush()


def _show_claims(pairs: Iterable[tuple[Claim, Document]]) -> None:
    """The claims as a table for people: what each says as they would read it, the passage last."""
    from reportedly.export import claim_row
    from reportedly.terminal import write_table

    shown = []
    for claim, document in pairs:
        row = claim_row(claim, document)
        through = f" ← {row['via']}" if row["via"] else ""
        polarity = " (not)" if row["polarity"] == "-" and row["stance"] == "asserts" else ""
        shown.append(
            {
                "who ← through": f"{row['who'] or 'the outlet itself'}{through}",
                "stance": f"{row['stance']}{polarity}",
                "basis": row["basis"],
                "hedge": row["hedge"],
                "checked": row["verification"],
                "figures": row["figures"],
                "when": _shortened(row["when"] or row["said"]),
                "document": row["document"],
                "passage": row["passage"],
            }
        )
    write_table(shown, sys.stdout)


def _shortened(days: object) -> str:
    """Spans of days within a year without the year of the last: "2024-12-16..12-22"."""
    return re.sub(r"(\d{4})(-\d\d-\d\d)\.\.\1-", r"\1\2..", str(days or ""))


def _export(rows: Sequence[dict[str, Any]], format: str, *columns: str) -> None:
    """All of the rows in a format for programs, or these columns of them as a table."""
    from reportedly.export import exporter
    from reportedly.terminal import write_table

    if format == "table":
        write_table([{name: row[name] for name in columns} for row in rows], sys.stdout)
    else:
        exporter(format)(rows, sys.stdout)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8", errors="replace")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise UsageError(f"--output: {path} cannot be written: {error.strerror}; name another file with -o") from error


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no day; write it as 2024-12-28") from None


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _say(message: str) -> None:
    from reportedly.terminal import say

    say(message)
