"""How one statement of one origin changed on the way: other figures, hedges or grounds in other retellings.

Tellings of one origin are of one statement when they give one figure, or parts of one, or when texts say that they were said on
one day, or when the later report has its words from the earlier, or when the origin is not one that speaks again by itself, as a
voice in an intercepted call, and no text gives two days. A party that itself gives another figure on a later day has revised it;
that is no drift. Each telling is laid beside the one it draws on, else beside the one before.

What it gets wrong: two figures that one party itself gave on one day, in the morning and at night, look like drift when no
text tells the hours; a ground that a retelling leaves out is not counted as changed, for leaving out is not saying otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from reportedly.comparison import Answer, Change, Drift, Origin, Question, Retelling, Step, StepKind, Support
from reportedly.interval import Interval, numbers_of
from reportedly.model import Claim, Document, make_id
from reportedly.vague import Profile

__all__ = ["drifts"]


def drifts(
    question: Question,
    support: Support,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    steps: Sequence[Step],
    one_statement: Callable[[str, str], bool | None] = lambda one, other: None,
) -> tuple[Drift, ...]:
    """The statements behind the answers to `question` that did not stay the same, by the day they were first told.

    `support`: what stands behind the answers; `steps`: who draws on whom; `one_statement`: whether a person says that two claims
    tell one statement, `None` where nobody says. Raises KeyError when a claim or document is not given.
    """
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in question.answers:
        answers[answer.claim].append(answer)
    parents: dict[str, set[str]] = defaultdict(set)
    drawn_from: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for step in steps:
        if step.parent is not None:
            parents[step.child].add(step.parent)
            if step.kind in _WORDS or step.kind == "cites":
                drawn_from[step.child].add((step.parent, step.cited if step.kind == "cites" else None))
    found = []
    for origin in support.origins:
        if len(origin.documents) < 2:
            continue
        told = sorted((a for c in origin.claims for a in answers.get(c, ())), key=lambda a: _order(a, documents, parents))
        for group in _statements(told, claims, drawn_from, one_statement):
            if drift := _drift(question, origin, group, claims, documents, parents):
                found.append(drift)
    return tuple(sorted(found, key=lambda d: (d.retellings[0].day or date.max, d.name, d.id)))


def _order(answer: Answer, documents: Mapping[str, Document], parents: Mapping[str, set[str]]) -> tuple[date, int, str, str]:
    """By day of publication, then those that others draw on first."""
    return documents[answer.document].published or date.max, _depth(answer.document, parents), answer.document, answer.claim


def _depth(document: str, parents: Mapping[str, set[str]]) -> int:
    """How many steps lie above a document at most, as far as each document is met once."""
    seen, level, depth = {document}, {document}, 0
    while level := {p for d in level for p in parents.get(d, ())} - seen:
        seen |= level
        depth += 1
    return depth


#: How far a round number lies at most from what it stands for.
_ROUND = 0.1

#: Steps by which a report has its very words from another.
_WORDS: tuple[StepKind, ...] = ("reprint", "rewrite", "translation")


def _statements(
    told: Sequence[Answer],
    claims: Mapping[str, Claim],
    drawn_from: Mapping[str, set[tuple[str, str | None]]],
    one_statement: Callable[[str, str], bool | None],
) -> list[list[Answer]]:
    """The tellings of one origin, parted into statements.

    A person's word goes before all else. `drawn_from`: of which reports a report is a reprint, a rewrite or a translation, and
    which it cites by which name.
    """
    groups: list[list[Answer]] = []
    known: dict[tuple[object, ...], list[Answer]] = {}
    of_document: dict[str, list[list[Answer]]] = defaultdict(list)
    for answer in told:
        claim = claims[answer.claim]
        said = _said(claim)
        keys: list[tuple[object, ...]] = [("said", said)] if said else []
        if not _speaks_again(claim):
            keys += [("event", answer.earliest, answer.latest)] if answer.earliest else []
            keys += [("once",)]
        # "Its toll went from three to nine and 17": what one claim gives beside each other are several statements.
        free = [group for group in groups if all(one.claim != answer.claim for one in group)]
        fits = [(_distance(one, answer), -i) for i, group in enumerate(free) for one in group if _tells(one, answer, claims)]
        home = free[-min(fits)[1]] if fits else None
        if home is None and said is not None and known.get(("said", said)) in free:
            home = known[("said", said)]
        if home is None:
            names = {None, *(hop.name for hop in claim.chain)}
            above = sorted({parent for parent, name in drawn_from.get(answer.document, ()) if name in names})
            drawn_on = [group for parent in above for group in of_document[parent]]
            days = {_said(claims[one.claim]) for group in drawn_on for one in group}
            if len(drawn_on) == 1 and drawn_on[0] in free and (said is None or days <= {None, said}):
                home = drawn_on[0]
        if home is None and said is None:
            home = next((known[key] for key in keys if known.get(key) in free), None)
        words = [(one_statement(one.claim, answer.claim), group) for group in free for one in group]
        if any(word is False and group is home for word, group in words):
            home = None
        home = next((group for word, group in words if word), home)
        if home is None:
            home = []
            groups.append(home)
        home.append(answer)
        if home not in of_document[answer.document]:
            of_document[answer.document].append(home)
        for key in keys:
            known.setdefault(key, home)
    return groups


def _tells(one: Answer, other: Answer, claims: Mapping[str, Claim]) -> bool:
    """Whether two tellings are of one statement by their figures: they are the same, or, where no text gives two days for them,
    of one number with another bound, or one is a vague word for the other, or they are parts of one figure."""
    if one.interval == other.interval and one.interval is not None and one.interval.drawn:
        return True
    first, second = _said(claims[one.claim]), _said(claims[other.claim])
    if first is not None and second is not None and first != second:
        return False
    return _one_number(one, other) or _are_of_one_whole(one, other, claims)


def _are_of_one_whole(one: Answer, other: Answer, claims: Mapping[str, Claim]) -> bool:
    """Whether both give a part of one figure: "34 bodies, seven of them children", "34 dead, among them seventeen children"."""
    wholes = [_whole(answer, claims[answer.claim]) for answer in (one, other)]
    return wholes[0] is not None and wholes[1] is not None and wholes[0].has_number_of(wholes[1])


def _whole(answer: Answer, claim: Claim) -> Interval | None:
    """The figure of which an answer is a part, where its claim gives it."""
    part = next((q.part_of for q in claim.quantities if q.id == answer.quantity), None)
    return next((Interval.of(q) for q in claim.quantities if q.id == part), None) if part is not None else None


def _one_number(one: Answer, other: Answer) -> bool:
    """Whether two answers give one number, or one gives a vague word or a round number for what the other gives."""
    if one.vague or other.vague:
        vague, exact = (one.vague or "", other.interval) if one.vague else (other.vague or "", one.interval)
        bounds = Profile.load("reportedly").read(vague)
        number = None if exact is None else exact.low if exact.low is not None else exact.high
        return one.vague == other.vague or (bounds is not None and number is not None and bounds[0] <= number <= bounds[1])
    if one.interval is None or other.interval is None:
        return False
    return (
        one.interval.has_number_of(other.interval)
        or _rounds(one.interval, other.interval)
        or _rounds(other.interval, one.interval)
    )


def _rounds(one: Interval, exact: Interval) -> bool:
    """Whether a figure with a bound or "about" has a rounder number for that of another: "more than 60" for 64."""
    number, value = _number(one), _number(exact)
    if not number or not value or _zeros(number) <= _zeros(value) or not one.meets(exact):
        return False
    most = _ROUND if one.low is not None and one.high is None else _ROUND / 2
    return (one.approximate or one.low is None or one.high is None) and abs(number - value) <= most * value


def _number(interval: Interval) -> float | None:
    """The one number that a figure is worded around, `None` where there are two."""
    found = numbers_of(interval)
    return next(iter(found)) if len(found) == 1 else None


def _zeros(number: float) -> int:
    """How many noughts a whole number ends with."""
    digits = str(int(number))
    return len(digits) - len(digits.rstrip("0"))


def _distance(one: Answer, other: Answer) -> float:
    """How far apart the numbers of two tellings are, as a part of the second."""
    a, b = (_number(x.interval) if x.interval else None for x in (one, other))
    return abs(a - b) / b if a is not None and b else 0.0


def _speaks_again(claim: Claim) -> bool:
    """Whether it begins with somebody who can give a new figure tomorrow; what was overheard once was said once."""
    return not claim.chain or not (claim.chain[0].anonymous or claim.chain[0].named == "anonymous")


def _said(claim: Claim) -> date | None:
    """The day on which it was said, where the text gives one; "earlier" gives none."""
    return max((t.latest for t in claim.times if t.role == "said" and t.earliest and t.latest), default=None)


def _drift(
    question: Question,
    origin: Origin,
    told: Sequence[Answer],
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    parents: Mapping[str, set[str]],
) -> Drift | None:
    by_document: dict[str, list[Answer]] = defaultdict(list)
    for answer in told:
        by_document[answer.document].append(answer)
    if len(by_document) < 2:
        return None
    retellings = [_retelling(found, claims, documents[document]) for document, found in by_document.items()]
    last: dict[str, Retelling] = {}
    changes: list[Change] = []
    for i, retelling in enumerate(retellings):
        above = [last[p] for p in sorted(parents.get(retelling.document, ())) if p in last]
        if i:
            changes += _changes(above[0] if above else retellings[i - 1], retelling)
        last[retelling.document] = retelling
    if not changes:
        return None
    return Drift(
        id=make_id("drift", question.id, origin.id, retellings[0].claim),
        origin=origin.id,
        name=origin.name,
        question=question.id,
        retellings=tuple(retellings),
        changes=tuple(changes),
    )


def _retelling(told: Sequence[Answer], claims: Mapping[str, Claim], document: Document) -> Retelling:
    """How one document tells a statement: as it does first."""
    answer, *later = told
    claim = claims[answer.claim]
    figure = next((q.span.text for q in claim.quantities if q.id == answer.quantity), None)
    also = {other.claim for other in later if (other.interval, other.vague) == (answer.interval, answer.vague)}
    return Retelling(
        claim=answer.claim,
        document=answer.document,
        day=document.published or answer.said,
        teller=document.report_name,
        interval=answer.interval,
        words=figure or answer.vague or answer.words,
        hedge=answer.hedge,
        basis=answer.basis,
        also=tuple(sorted(also - {answer.claim})),
    )


def _changes(before: Retelling, after: Retelling) -> Iterator[Change]:
    """What is otherwise in the later telling. Other words for one figure are no change; a vague word has only its word."""
    bounded = before.interval is not None and before.interval.drawn, after.interval is not None and after.interval.drawn
    if before.interval is None and after.interval is None:
        figures = False
    else:
        figures = before.interval != after.interval if any(bounded) else before.words.casefold() != after.words.casefold()
    if figures:
        yield Change(
            earlier=before.claim, later=after.claim, what="figure", before=before.words, after=after.words, at=after.teller
        )
    if (before.hedge or "").casefold() != (after.hedge or "").casefold():
        yield Change(
            earlier=before.claim,
            later=after.claim,
            what="hedge",
            before=before.hedge or "",
            after=after.hedge or "",
            at=after.teller,
        )
    if before.basis != after.basis and "unspecified" not in (before.basis, after.basis):
        yield Change(
            earlier=before.claim, later=after.claim, what="ground", before=before.basis, after=after.basis, at=after.teller
        )
