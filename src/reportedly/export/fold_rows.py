"""One flat row a question, a party, an origin's document, a telling or a link: what the folds find, for tables and programs.

As in `rows`, cells are plain values, days are in ISO form, and the keys of a row and their order are public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from reportedly.comparison import Answer, Assessment, Drift, Judgement, Link, Origin, Question, Source, Step, Support
from reportedly.export.rows import Cell
from reportedly.interval import Interval, hull
from reportedly.model import Claim, Document

__all__ = ["drift_rows", "factor_rows", "link_row", "origin_rows", "party_rows", "proposal_row", "question_row"]


def question_row(question: Question, support: Support) -> dict[str, Cell]:
    """A question, what stands behind it, and the hull of all figures that answer it."""
    asserted = [a.interval for a in question.answers if a.interval and a.stance == "asserts" and a.polarity == "+"]
    against = {a.document for a in question.answers if a.stance in ("denies", "doubts") or a.polarity == "-"}
    days = sorted(a.said for a in question.answers if a.said)
    return {
        "id": question.id,
        "question": question.text,
        "kind": question.kind,
        "claims": len({a.claim for a in question.answers}),
        "reports": support.documents,
        "origins": support.independent,
        "unknown": support.unknown,
        "against": len(against),
        "parties": len({a.party or a.outlet for a in question.answers}),
        "range": _figure(hull(asserted)),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
    }


def party_rows(
    assessment: Assessment, reliability: Callable[[str | None], str | None] = lambda party: None
) -> list[dict[str, Cell]]:
    """The parties to a question with the figure each stands by and those it gave before.

    `reliability`: how far people say that the source of an id can be relied on.
    """
    return [
        {
            "party": party.name,
            "latest": _figure(party.latest) or party.vague,
            "stance": "denies" if party.denies else party.history[-1].stance,
            "revised": party.revised,
            "said": _day(max((a.said for a in party.history if a.said), default=None)),
            "basis": _joined(a.basis for a in party.history if a.basis != "unspecified"),
            "history": _joined(f"{_day(a.said) or 'undated'}: {words(a)}" for a in party.history),
            "reliability": reliability(party.party),
        }
        for party in assessment.parties
    ]


def factor_rows(assessment: Assessment) -> list[dict[str, Cell]]:
    """The factors of the grade."""
    sign = {1: "for", 0: "neither", -1: "against"}
    return [{"factor": f.name, "speaks": sign[f.weight], "found": f.found} for f in assessment.factors]


def origin_rows(
    origin: Origin, steps: Sequence[Step], documents: Mapping[str, Document], claims: Mapping[str, Claim]
) -> list[dict[str, Cell]]:
    """The reports that rest on an origin, each after the one it has it from, with how it came there.

    `depth` is how many of these reports lie between it and the origin. `claims`: those of the origin at least, by id.
    """
    named: dict[str, set[str]] = {}
    for claim in origin.claims:
        named.setdefault(claims[claim].document, set()).update(hop.name for hop in claims[claim].chain)
    by_child = _by_child(steps)
    rows: list[dict[str, Cell]] = []
    for depth, id in _tree(origin, by_child, documents):
        document = documents[id]
        # What a report cites for something else is no way by which this came to it.
        via = [
            s
            for s in by_child.get(id, ())
            if s.parent in origin.documents or (s.parent is None and (s.kind == "credit line" or s.cited in named[id]))
        ]
        rows.append(
            {
                "origin": origin.name,
                "lineage": origin.lineage,
                "depth": depth,
                "report": document.report_name,
                "published": _day(document.published),
                "how": _joined(s.kind for s in via),
                "from": _joined(_name(documents, s) for s in via),
                "why": _joined(reason for s in via for reason in s.reasons) or _joined(origin.reasons),
                "document": document.name,
                "document_id": id,
            }
        )
    return rows


def drift_rows(drift: Drift, question: str) -> list[dict[str, Cell]]:
    """The tellings of one statement in their order, each with what had changed."""
    rows: list[dict[str, Cell]] = []
    for telling in drift.retellings:
        changed = [c for c in drift.changes if c.later == telling.claim]
        rows.append(
            {
                "origin": drift.name,
                "question": question,
                "day": _day(telling.day),
                "teller": telling.teller,
                "words": telling.words,
                "figure": _figure(telling.interval),
                "hedge": telling.hedge,
                "basis": telling.basis,
                "changed": _joined(f"{c.what}: {c.before or 'none'} → {c.after or 'none'}" for c in changed),
                "claim": telling.claim,
                "also": _joined(telling.also),
            }
        )
    return rows


def link_row(link: Link, answers: Mapping[str, Answer], name: Mapping[str, str]) -> dict[str, Cell]:
    """How two claims stand to one another. `name`: what the party of a claim is called, by claim id."""
    return {
        "left": name[link.left],
        "left_words": words(answers[link.left]),
        "relation": link.relation,
        "right": name[link.right],
        "right_words": words(answers[link.right]),
        "score": None if link.score is None else round(link.score, 2),
        "why": _joined(link.reasons),
        "left_claim": link.left,
        "right_claim": link.right,
    }


def proposal_row(judgement: Judgement, sources: Mapping[str, Source]) -> dict[str, Cell]:
    """What the program thinks of two sources that it did not make one."""
    return {
        "left": sources[judgement.left].name if judgement.left in sources else judgement.left,
        "right": sources[judgement.right].name if judgement.right in sources else judgement.right,
        "verdict": judgement.verdict,
        "score": None if judgement.score is None else round(judgement.score, 2),
        "why": _joined(judgement.reasons),
        "left_id": judgement.left,
        "right_id": judgement.right,
    }


def words(answer: Answer) -> str:
    """What an answer says, as worded, after "denies" and the like."""
    said = " ".join(answer.words.split())
    return said if answer.stance == "asserts" else f"{answer.stance}: {said}"


def _tree(origin: Origin, steps: Mapping[str, list[Step]], documents: Mapping[str, Document]) -> Iterator[tuple[int, str]]:
    """The documents of an origin, each after the one it has it from, with its depth; what was read in a ring stands once."""
    parents = {
        id: next((s.parent for s in steps.get(id, ()) if s.parent in origin.documents and s.parent != id), None)
        for id in origin.documents
    }
    children: dict[str | None, list[str]] = {}
    for id, parent in parents.items():
        children.setdefault(parent, []).append(id)
    seen: set[str] = set()

    def order(id: str) -> tuple[date, str]:
        return documents[id].published or date.max, documents[id].name

    def below(id: str, depth: int) -> Iterator[tuple[int, str]]:
        stack = [(depth, id)]
        while stack:
            at, one = stack.pop()
            if one in seen:
                continue
            seen.add(one)
            yield at, one
            stack += [(at + 1, child) for child in sorted(children.get(one, ()), key=order, reverse=True)]

    for root in [*sorted(children.get(None, ()), key=order), *sorted(parents, key=order)]:
        yield from below(root, 0)


def _by_child(steps: Iterable[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.child, []).append(step)
    return found


def _name(documents: Mapping[str, Document], step: Step) -> str:
    if step.parent is None:
        return step.cited or "a report that is not among these"
    parent = documents[step.parent]
    return parent.outlet or parent.name


def _figure(interval: Interval | None) -> str | None:
    return str(interval) or None if interval else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(v for v in values if v)) or None
