"""What stands behind the figures: for each question its parties, who agrees with whom, its origins, and what drifted.

The folds are asked here and answered in words ready to be set (`page.py`). Questions that only one report answers are left to
the pictures: there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from reportedly.assess import standing
from reportedly.comparison import Assessment, Drift, PartyLine, Question, Support
from reportedly.export.fold_rows import origin_rows
from reportedly.folds import Folds
from reportedly.interval import Interval
from reportedly.model import Document
from reportedly.report.page import (
    AnswerView,
    ChangeView,
    DriftView,
    MatrixView,
    OriginView,
    QuestionView,
    ReportView,
    day,
)

__all__ = ["questions", "unknowns"]

#: A matrix with more parties than this is no picture; the parties with the most answers are in it.
_PARTIES = 12

#: Questions shown in full. The command line lists all.
_MOST = 24


def questions(folds: Folds, documents: Mapping[str, int], numbers: Mapping[str, int]) -> tuple[QuestionView, ...]:
    """The questions that at least two reports or two parties answer, those with the most reports first.

    `documents` and `numbers`: under which numbers documents and claims stand on the page, by id.
    """
    found = []
    for question in folds.questions:
        if len({a.document for a in question.answers}) < 2 and len({a.party or a.outlet for a in question.answers}) < 2:
            continue
        found.append(_question(question, folds, documents, numbers))
        if len(found) == _MOST:
            break
    return tuple(found)


def unknowns(views: Sequence[QuestionView], folds: Folds) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each question, in sentences, what its answers leave open: lineage, agreement, single origins, circles.

    At the end circles that stand behind none of the questions.
    """
    found = []
    for view in views:
        lines = []
        if not view.independent:
            lines.append("No origin is known: nobody can say how many independent accounts there are.")
        elif view.independent == 1:
            lines.append("Everything that can be traced goes back to one origin.")
        if view.unknown and view.independent:
            lines.append(f"Where {_reports(view.unknown)} {'has' if view.unknown == 1 else 'have'} it from cannot be traced.")
        if view.apart and view.everyone and len(view.answers) > 1:
            lines.append("The latest figures of the parties cannot all be true.")
        lines += [f"In a circle, each resting on the other: {ring}." for ring in view.circles]
        if lines:
            found.append((view.text, tuple(lines)))
    shown = {ring for view in views for ring in view.circles}
    if others := [ring for ring in _circles(folds.circles, folds) if ring not in shown]:
        found.append(("All reports", tuple(f"In a circle, each citing the next: {ring}." for ring in others)))
    return tuple(found)


def _circles(rings: Sequence[Sequence[str]], folds: Folds) -> tuple[str, ...]:
    """Each ring in words, back to where it began."""
    return tuple(" → ".join(folds.report(id) for id in (*ring, ring[0])) for ring in rings)


def _question(question: Question, folds: Folds, documents: Mapping[str, int], numbers: Mapping[str, int]) -> QuestionView:
    support, assessment = folds.support(question), folds.assess(question)
    return QuestionView(
        text=question.text,
        support=str(support),
        independent=support.independent,
        unknown=support.unknown,
        everyone=str(assessment.everyone) if assessment.everyone else None,
        agreed=str(assessment.agreed) if assessment.agreed and assessment.agreed.drawn else None,
        grade=assessment.grade,
        factors=tuple((f.name, f.found, {1: "for", 0: "neither", -1: "against"}[f.weight]) for f in assessment.factors),
        profiles=tuple((n, str(hull)) for n, hull in assessment.profiles if hull and hull != assessment.everyone),
        apart=_are_apart(assessment, folds),
        answers=tuple(_answer(line, numbers, folds) for line in assessment.parties),
        matrix=_matrix(assessment, folds),
        origins=_origins(support, folds, documents),
        circles=_circles(support.circles, folds),
        drifts=tuple(_drift(drift, numbers) for drift in folds.drifts(question)),
    )


def _answer(line: PartyLine, numbers: Mapping[str, int], folds: Folds) -> AnswerView:
    figures = [a for a in line.history if a.stance == "asserts" and a.polarity == "+"]
    before = [str(a.interval) for a in figures if a.interval and a.interval.drawn and a.interval != line.latest]
    days = [a.said for a in line.history if a.said]
    return AnswerView(
        party=line.name,
        reliability=folds.reliability(line.party),
        latest=(str(line.latest) if line.latest else None) or (f"“{line.vague}”" if line.vague else None),
        stance="denies" if line.denies else line.history[-1].stance,
        words=line.history[-1].words,
        before=tuple(dict.fromkeys(before)) if line.revised else (),
        said=day(max(days)) if days else None,
        claims=tuple(dict.fromkeys(numbers[a.claim] for a in line.history)),
    )


def _matrix(assessment: Assessment, folds: Folds) -> MatrixView | None:
    """Who agrees with whom, by the latest figures and what people say of them; `None` when fewer than two parties give one."""
    lines = [p for p in assessment.parties if p.latest and p.latest.drawn]
    lines = sorted(lines, key=lambda p: -len(p.history))[:_PARTIES]
    lines.sort(key=lambda p: (_middle(p.latest), p.name))
    if len(lines) < 2:
        return None
    cells = tuple(tuple(_relation(a, b, folds) if a is not b else "" for b in lines) for a in lines)
    return MatrixView(parties=tuple(p.name for p in lines), figures=tuple(str(p.latest) for p in lines), cells=cells)


def _relation(one: PartyLine, other: PartyLine, folds: Folds) -> str:
    """In a word, how what `one` stands by is to what `other` does. A person's word goes before the figures."""
    a, b = one.latest, other.latest
    said = folds.rulings.at_odds(standing(one.history), standing(other.history))
    if a is None or b is None or (said.at_odds if said else not a.meets(b)):
        return "contradicts"
    if a == b:
        return "same"
    return "within" if a.within(b) else "holds" if b.within(a) else "compatible"


def _are_apart(assessment: Assessment, folds: Folds) -> bool:
    """Whether no number can be the latest figures of all parties, unless persons say that these do not contradict one another."""
    if not assessment.everyone or (assessment.agreed and assessment.agreed.drawn):
        return False
    lines = [line for line in assessment.parties if line.latest and line.latest.drawn]
    said = any(folds.rulings.at_odds(standing(a.history), standing(b.history)) for a, b in combinations(lines, 2))
    return not said or any(_relation(a, b, folds) == "contradicts" for a, b in combinations(lines, 2))


def _middle(interval: Interval | None) -> float:
    bounds = [] if interval is None else [b for b in (interval.low, interval.high) if b is not None]
    return sum(bounds) / len(bounds) if bounds else 0.0


def _origins(support: Support, folds: Folds, documents: Mapping[str, int]) -> tuple[OriginView, ...]:
    by_id: dict[str, Document] = {id: folds.document(id) for origin in support.origins for id in origin.documents}
    found = []
    for origin in support.origins:
        rows = origin_rows(origin, support.steps, by_id, {id: folds.claim(id) for id in origin.claims})
        reports = tuple(
            ReportView(
                depth=int(row["depth"] or 0),
                name=str(row["report"]),
                published=by_id[str(row["document_id"])].published,
                number=documents[str(row["document_id"])],
                how=None if row["how"] is None else f"{row['how']}: {row['from']}",
                why=None if row["why"] is None else str(row["why"]),
            )
            for row in rows
        )
        found.append(
            OriginView(
                name=origin.name,
                reliability=folds.reliability(origin.source),
                known=origin.lineage == "known",
                reasons=origin.reasons,
                reports=reports,
            )
        )
    return tuple(found)


def _drift(drift: Drift, numbers: Mapping[str, int]) -> DriftView:
    tellings = []
    for telling in drift.retellings:
        changed = [f"{c.what}: {c.before or 'none'} → {c.after or 'none'}" for c in drift.changes if c.later == telling.claim]
        tellings.append(
            ChangeView(
                day=day(telling.day) if telling.day else None,
                teller=telling.teller,
                words=telling.words,
                changed=tuple(dict.fromkeys(changed)),
                claim=numbers[telling.claim],
            )
        )
    return DriftView(name=drift.name, tellings=tuple(tellings))


def _reports(n: int) -> str:
    return f"{n:,} report{'' if n == 1 else 's'}"
