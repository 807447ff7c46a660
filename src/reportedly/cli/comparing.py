"""Commands that lay the reports of the ledger side by side: `sources`, `questions`, `origins`, `drift`."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.common import DEFAULT_LEDGER, Format, LedgerUrl, Public, WithholdNames, app, count, day_of, export, tell
from reportedly.errors import UsageError

if TYPE_CHECKING:
    from reportedly.comparison import Assessment, Question, Source
    from reportedly.folds import Folds
    from reportedly.ledger import Ledger

#: So many characters of a question are shown in a table.
_WIDTH = 100

#: So many questions are listed unless all are asked for.
_FEW = 40

Named = Annotated[
    str,
    typer.Argument(metavar="QUESTION", help="Words of the question, or the beginning of its id in 'reportedly questions'."),
]
MaybeNamed = Annotated[
    str | None,
    typer.Argument(metavar="[QUESTION]", help="Words of the question, or the beginning of its id in this list."),
]
By = Annotated[
    str | None,
    typer.Option(metavar="NAME", envvar="REPORTEDLY_USER", help="Who decides, for the record. Default: the login name."),
]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason, for the record.")]


@app.command()
def sources(
    merge: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ONE OTHER", help="These two are one: names or ids from this list.")
    ] = None,
    split: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ONE OTHER", help="These two are not one: names, aliases or ids.")
    ] = None,
    undo: Annotated[int | None, typer.Option(metavar="NUMBER", help="Undo the decision of this number.")] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help="Show what people decided about sources.")] = False,
    proposals: Annotated[bool, typer.Option("--proposals", help="Show pairs that may be one and are left to a person.")] = False,
    by: By = None,
    why: Why = None,
    public: WithholdNames = False,
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
) -> None:
    """Show who the claims in the ledger come from or through, and decide who is who.

    A decision is kept with who made it, when and why. It wins over the program for ever, and can be undone.
    """
    from reportedly.export import source_row
    from reportedly.export.fold_rows import proposal_row
    from reportedly.ledger import Ledger

    if sum(given is not None for given in (merge, split, undo)) > 1:
        raise UsageError("--merge, --split and --undo: one decision at a time")
    with Ledger(ledger, create=False) as store:
        if merge or split or undo is not None:
            _decide(store, merge, split, undo, by or getpass.getuser(), why)
            return
        if decisions:
            _show_decisions(store, format)
            return
        folds = _folds(store, public)
    found = folds.sources
    if proposals:
        open_ = [p for p in folds.proposals if p.verdict == "undecided"]
        rows = [proposal_row(p, {s.id: s for s in found}) for p in sorted(open_, key=lambda p: -(p.score or 0))]
        export(rows, format, "left", "right", "score", "why")
        if not rows:
            tell("no two sources are proposed as one")
        return
    rows = [source_row(source) for source in found if not source.unknown]
    rows.sort(key=lambda row: -int(row["claims"] or 0))
    export(rows, format, "name", "type", "country", "named", "reliability", "claims", "as_origin", "aliases")
    if len(rows) < len(found):
        tell(f'{count(len(found) - len(rows), "hop")} that the texts leave open, such as "it emerged that", are not shown')


@app.command()
def questions(
    question: MaybeNamed = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was said up to and on this day.")] = None,
    relations: Annotated[bool, typer.Option("--relations", help="Show how the claims stand to one another.")] = False,
    all: Annotated[bool, typer.Option("--all", help=f"List all, not the first {_FEW}.")] = False,
    public: WithholdNames = False,
    ledger: LedgerUrl = DEFAULT_LEDGER,
    format: Format = "table",
) -> None:
    """Show what the claims answer, or one question: each party's figure, the ranges, the grade with its factors.

    No verdict of truth: see docs/assessment.md.
    """
    from reportedly.export.fold_rows import link_row, party_rows, question_row
    from reportedly.ledger import Ledger

    day = day_of(as_of, "--as-of")
    if question is None and (day or relations):
        raise UsageError("--as-of and --relations are about one question; name it: 'reportedly questions QUESTION'")
    with Ledger(ledger, create=False) as store:
        folds = _folds(store, public)
    if question is None:
        found = folds.questions
        shown = found if all or format != "table" else found[:_FEW]
        rows = [question_row(q, folds.support(q)) for q in shown]
        if format == "table":
            rows = [
                {**row, "id": str(row["id"])[:8], "question": shorten(str(row["question"]), _WIDTH, placeholder=" …")}
                for row in rows
            ]
        export(rows, format, "id", "reports", "origins", "unknown", "against", "parties", "range", "question")
        if len(shown) < len(found):
            tell(f"{count(len(found) - len(shown), 'question')} with fewer reports not shown; see them with --all")
        if not found:
            tell("no claim answers a question: the ledger holds no figure with an outcome and no statement that can be compared")
        return
    asked = folds.question(question)
    if relations:
        links = folds.links(asked)
        ends = {claim: folds.answer(claim) for link in links for claim in (link.left, link.right)}
        around = ends | {a.claim: a for q in (*folds.related(asked), asked) for a in q.answers}
        names = {claim: folds.party_name(answer) for claim, answer in around.items()}
        rows = [link_row(link, around, names) for link in links]
        export(rows, format, "left", "left_words", "relation", "right", "right_words", "why")
        if not rows:
            tell("no two claims answer this question")
        return
    assessment = folds.assess(asked, day)
    if format == "table":
        _show(asked, assessment, folds)
    else:
        export(party_rows(assessment, folds.reliability), format)


@app.command()
def origins(question: Named, public: WithholdNames = False, ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table") -> None:
    """Show on what the answers to a question rest: each report under the origin it goes back to.

    An unknown lineage never counts as independent.
    """
    from reportedly.export.fold_rows import origin_rows
    from reportedly.ledger import Ledger

    with Ledger(ledger, create=False) as store:
        folds = _folds(store, public)
    asked = folds.question(question)
    support = folds.support(asked)
    documents = {id: folds.document(id) for origin in support.origins for id in origin.documents}
    if format == "table":
        typer.echo(f"{asked.text}: {support}")
        for ring in support.circles:
            typer.echo(f"in a circle: {' → '.join(folds.report(id) for id in (*ring, ring[0]))}")
        typer.echo()
    claims = {id: folds.claim(id) for origin in support.origins for id in origin.claims}
    rows = [row for origin in support.origins for row in origin_rows(origin, support.steps, documents, claims)]
    if format == "table":
        rows = [{**row, "report": f"{'  ' * int(row['depth'] or 0)}{row['report']}"} for row in rows]
    export(rows, format, "origin", "lineage", "report", "published", "how", "from", "why")


@app.command()
def drift(
    question: MaybeNamed = None, public: WithholdNames = False, ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table"
) -> None:
    """Show what retellings made of a statement: other figures, hedges or grounds, in the order of telling."""
    from reportedly.export.fold_rows import drift_rows
    from reportedly.ledger import Ledger

    with Ledger(ledger, create=False) as store:
        folds = _folds(store, public)
    asked: Iterable[Question] = folds.questions if question is None else (folds.question(question),)
    rows = [row for q in asked for found in folds.drifts(q) for row in drift_rows(found, q.text)]
    export(rows, format, "origin", "question", "day", "teller", "changed", "words")
    if not rows:
        tell("nothing changed on the way, as far as the reports show")


def _folds(store: Ledger, public: bool = False) -> Folds:
    """The folds over all present readings, with the decisions of people; or over the public copy of all that."""
    from reportedly.folds import Folds
    from reportedly.terminal import counted

    if public:
        copy = Public.of(store)
        copy.told()
        return Folds(counted(copy.extractions, len(copy.extractions), "laying side by side"), copy.decided)
    return Folds(counted(store.extractions(), store.counts()["documents"], "laying side by side"), store.decided())


def _decide(
    store: Ledger, merge: tuple[str, str] | None, split: tuple[str, str] | None, undo: int | None, by: str, why: str | None
) -> None:
    if undo is not None:
        undone = store.undo(undo, by=by, why=why)
        typer.echo(f"decision {undone.id}: decision {undo} is undone; have it back with --undo {undone.id}")
        return
    folds = _folds(store)
    if merge:
        one, other = (_named(folds.sources, name) for name in merge)
        if one.id == other.id:
            raise UsageError(f"{merge[0]!r} and {merge[1]!r} are one already: {one.name}")
    else:
        named = split or ("", "")
        # What is to be parted may stand in one source now: then the names are those of its parts.
        parts = {part.id: part for name in named for part in folds.parts(_named(folds.sources, name).id)}
        one, other = (_named(parts.values(), name) for name in named)
        if one.id == other.id:
            raise UsageError(
                f"{named[0]!r} and {named[1]!r} are one name to the program ({one.name}): written alike, or listed as one body; "
                "correct the claims in 'reportedly review' instead"
            )
    decision = store.decide("merge" if merge else "split", one.id, value=other.id, by=by, why=why)
    done = "are one" if merge else "are not one"
    typer.echo(f"decision {decision.id}: {one.name} and {other.name} {done}; take it back with --undo {decision.id}")


def _named(found: Iterable[Source], name: str) -> Source:
    """The source of that id, or of that name or alias when it is one's only."""
    from reportedly.source import plain

    among = tuple(found)
    fits = [s for s in among if name == s.id or name in s.absorbed]
    fits = fits or [s for s in among if plain(name) in map(plain, (s.name, *s.aliases))]
    if len(fits) == 1:
        return fits[0]
    if fits:
        shown = "; ".join(f"{s.id} {s.name} ({s.named}, {count(len(s.mentions), 'mention')})" for s in fits[:8])
        raise UsageError(f"{name!r} could be {len(fits)} sources; name one by its id: {shown}")
    raise UsageError(f"no source is called {name!r}; 'reportedly sources' lists them")


def _show_decisions(store: Ledger, format: str) -> None:
    force = {decision.id for decision in store.decisions(in_force=True)}
    names = {source.id: source.name for source in _folds(store).sources}
    rows = [
        {
            "number": d.id,
            "at": d.at.isoformat(timespec="seconds"),
            "by": d.by,
            "kind": d.kind if d.undoes is None else f"undo {d.undoes}",
            "in force": d.id in force or d.undoes is not None,
            "why": d.why,
            "one": names.get(d.target, d.target),
            "other": names.get(d.value or "", d.value),
        }
        for d in store.decisions()
        if d.kind in ("merge", "split", "undo")
    ]
    export(rows, format, "number", "at", "by", "kind", "in force", "why", "one", "other")
    if not rows:
        tell("nobody has decided anything about sources")


def _show(question: Question, assessment: Assessment, folds: Folds) -> None:
    """One question for people: what stands behind it, the parties, the ranges, the grade and on what it rests."""
    from reportedly.export.fold_rows import factor_rows, party_rows

    typer.echo(question.text)
    typer.echo(str(folds.support(question)) + (f"; as of {assessment.as_of}" if assessment.as_of else ""))
    typer.echo()
    export(
        party_rows(assessment, folds.reliability), "table", "party", "reliability", "latest", "stance", "said", "basis", "history"
    )
    if question.kind == "figure":
        typer.echo()
        vague = ", ".join(f"{name} {hull}" for name, hull in assessment.profiles if hull and hull != assessment.everyone)
        for label, what in (
            ("all that is said", assessment.everyone),
            ("independent origins", assessment.independent),
            ("compatible with all", assessment.agreed),
        ):
            typer.echo(f"{label}: {what or 'no figure'}")
        if vague:
            typer.echo(f"with vague words read by a profile: {vague}")
    typer.echo()
    typer.echo(f"information grade: {assessment.grade or 'cannot be judged'}")
    export(factor_rows(assessment), "table", "factor", "speaks", "found")
