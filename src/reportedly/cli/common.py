"""What the commands share: the application, the options that several have, one run over inputs, and how results are told."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reportedly.errors import InputError, ReportedlyError, UsageError

if TYPE_CHECKING:
    from reportedly.comparison import Decided
    from reportedly.ledger import Ledger
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
            tell(f"error: {error}")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            tell("interrupted; what was kept before stays kept")
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
    typer.Option(metavar="METHOD", help="How it is found who said what: model (default) or rules."),
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
WithholdNames = Annotated[
    bool,
    typer.Option("--public", help="Withhold names of sensitive sources, and places below region (docs/persons.md)."),
]
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


class Run:
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
        self.published = day_of(published, "--published")
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
            tell(line)

    def conclude(self) -> None:
        """Say what was passed over and what failed, and end with the exit code for it."""
        if self.skipped:
            tell(f"not read, of another kind: {listed(self.skipped)}")
        if not self.failed:
            if not self.read:
                raise InputError(f"nothing to read in {listed([str(p) for p in self.paths])}")
            return
        if self.read:
            tell(f"{len(self.failed)} of {self.read + len(self.failed)} inputs could not be read; the others were:")
        for line in self.failed:
            tell(f"  {line}" if self.read else f"error: {line}")
        raise typer.Exit(1 if self.read else InputError.exit_code)


def show_claims(pairs: Iterable[tuple[Claim, Document]]) -> None:
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


def export(rows: Sequence[dict[str, Any]], format: str, *columns: str) -> None:
    """All of the rows in a format for programs, or these columns of them as a table."""
    from reportedly.export import exporter
    from reportedly.terminal import write_table

    if format == "table":
        write_table([{name: row[name] for name in columns} for row in rows], sys.stdout)
    else:
        exporter(format)(rows, sys.stdout)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8", errors="replace")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise UsageError(f"--output: {path} cannot be written: {error.strerror}; name another file with -o") from error


def day_of(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no day; write it as 2024-12-28") from None


def count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def tell(message: str) -> None:
    from reportedly.terminal import say

    say(message)


class Public:
    """The public copy of readings: names of sensitive sources and places below the first-level region are withheld.

    `decided`: what persons decided; `sensitivity`: how they said that sources are handled, by source id. What nobody decided is
    as the text suggests.
    """

    def __init__(
        self,
        extractions: Sequence[Extraction],
        decided: Decided | None = None,
        sensitivity: Mapping[str, str] | None = None,
    ) -> None:
        from reportedly.comparison import Decided
        from reportedly.sensitivity import decided as handled
        from reportedly.source import identify
        from reportedly.withhold import withhold

        self._all = extractions
        decided = decided or Decided()
        self._sources = identify(extractions, decided.judgements, decided.regards)
        self._kinds = handled(extractions, self._sources, sensitivity or {})  # type: ignore[arg-type]  # the ledger checked them
        copy = withhold(extractions, self._sources, self._kinds, decided=decided)
        self.extractions, self.decided, self.kinds = copy.extractions, copy.decided, copy.kinds

    @classmethod
    def of(cls, store: Ledger) -> Public:
        """The public copy of what a ledger holds."""
        decisions = {d.target: d.value for d in store.decisions(in_force=True) if d.kind == "sensitivity" and d.value}
        return cls(tuple(store.extractions()), store.decided(), decisions)

    def pairs(self, claims: Sequence[Claim]) -> list[tuple[Claim, Document]]:
        """The copies of these claims beside the copies of their documents."""
        copies = {
            (before.document.id, claim.id): (copied, after.document)
            for before, after in zip(self._all, self.extractions, strict=True)
            for claim, copied in zip(before.claims, after.claims, strict=True)
        }
        return [copies[claim.document, claim.id] for claim in claims]

    def words(self, text: str | None) -> str | None:
        """Text that stands in no reading, such as a title, with the same withheld."""
        from reportedly.withhold import withhold_words

        return text and withhold_words(text, self._all, self._sources, self._kinds)

    def told(self) -> None:
        """Say what was withheld, by kind only."""
        tell(f"withheld: {', '.join(f'{kind} ({n})' for kind, n in self.kinds) or 'nothing'}")
