"""How answers to one question stand to one another, and questions of which one holds the other.

Figures are intervals: they are compatible if they meet and contradict if they do not and hold as of the same day. A party that
gives another figure later supersedes its own. Killed is inside casualties, a day inside a war, a village inside its region.
Every relation says in words why.

What this gets wrong: a total that was corrected downwards reads as a contradiction between two parties, because a toll does
not fall; two figures more than a day apart are taken for two states of one toll, even where one party was only slow to speak.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, combinations
from typing import NamedTuple

from reportedly.comparison import Answer, Link, Question, Relation
from reportedly.facet import day_in_words, days_in_words
from reportedly.interval import Interval, numbers_of
from reportedly.population import EVERYONE, population

__all__ = ["Related", "links", "order_of", "order_of_links", "relate", "tellings"]

#: Up to this many, a figure that is far below another may count the cases that one report tells of.
_FEW = 10

#: Up to this many statements on one question, each is compared with each.
_MANY = 200

_DAY = timedelta(days=1)

_Days = tuple[date, date]
#: Outcome and those counted.
_Counted = tuple[str | None, str | None]
_Found = tuple[Relation, float, tuple[str, ...]]


def links(question: Question, wider: Sequence[Question] = ()) -> tuple[Link, ...]:
    """The relations among the answers of a question, and to those of the questions in `wider` that hold it or are in it.

    A party that says a thing again is linked to its first saying; statements are linked to one another by their first saying.
    Where there are more than `_MANY` statements, each is linked only to what every party stood by when it was said.
    """
    firsts, found = _statements(question)
    found += [link for one, other in _pairs(firsts) if (link := relate(question, one, other))]
    for holding in wider:
        if (step := _part_of(question, holding)) is not None:
            others = _latest(_statements(holding)[0])
            found += [link for one in _latest(firsts) for other in others if (link := _across(one, other, step, question.id))]
    return tuple(sorted(set(found), key=order_of_links))


def order_of_links(link: Link) -> tuple[str, ...]:
    """By the claims and figures that it joins."""
    return link.left, link.left_figure or "", link.right, link.right_figure or "", link.relation, *link.reasons


def _pairs(statements: list[Answer]) -> Iterator[tuple[Answer, Answer]]:
    """The pairs of statements to be compared, the earlier first."""
    if len(statements) <= _MANY:
        yield from combinations(statements, 2)
        return
    standing: dict[object, Answer] = {}
    for statement in statements:
        yield from ((earlier, statement) for earlier in standing.values())
        standing[_party(statement)] = statement


def _latest(statements: list[Answer]) -> list[Answer]:
    """All statements, or, of very many, the last of each party."""
    return statements if len(statements) <= _MANY else list({_party(one): one for one in statements}.values())


def _party(answer: Answer) -> object:
    """Whose answer it is: the source's, or the outlet's own."""
    return answer.party or ("outlet", answer.outlet)


def _statements(question: Question) -> tuple[list[Answer], list[Link]]:
    """The first saying of each statement of each party, and the links of later ones to it."""
    first: dict[tuple[object, ...], Answer] = {}
    repeats: list[Link] = []
    for answer in sorted(question.answers, key=order_of):
        key = _statement(answer)
        if first.setdefault(key, answer) is not answer and (link := relate(question, first[key], answer)):
            repeats.append(link)
    return list(first.values()), repeats


def _statement(answer: Answer) -> tuple[object, ...]:
    """What makes answers to one question one statement: the party and what it says."""
    return _party(answer), answer.interval, answer.vague, answer.stance, answer.polarity


def tellings(question: Question) -> dict[tuple[str, str | None], frozenset[str]]:
    """For each answer, by its claim and figure, the claims that tell its statement."""
    told: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for answer in question.answers:
        told[_statement(answer)].add(answer.claim)
    return {(answer.claim, answer.quantity): frozenset(told[_statement(answer)]) for answer in question.answers}


def order_of(answer: Answer) -> tuple[date, str, str]:
    """By day, then by claim; what has no day comes last."""
    return answer.said or date.max, answer.claim, answer.quantity or ""


def relate(question: Question, one: Answer, other: Answer) -> Link | None:
    """How two answers to a question stand to one another, whichever is given first.

    `None` where nothing can be said of it, as of a silence or a doubt, of the denial of another figure, and of two answers in
    one claim.
    """
    left, right = sorted((one, other), key=order_of)
    yes, also = _sign(left), _sign(right)
    if yes is None or also is None or left.claim == right.claim:
        return None
    unordered = left.said is None or right.said is None or left.said == right.said
    same = _party(left) == _party(right)
    found: _Found
    if yes != also:
        if (
            left.interval
            and right.interval
            and left.interval.drawn
            and right.interval.drawn
            and not left.interval.meets(right.interval)
        ):
            return None
        if unordered and also:
            left, right, yes = right, left, True
        found = (
            ("denies", 1.0, ("it denies what the other says",)) if yes else ("contradicts", 0.9, ("the other denied it before",))
        )
    elif left.interval is None or right.interval is None or not yes:
        if left.interval != right.interval:
            return None
        does = "says" if yes else "denies"
        found = ("repeats", 1.0, (f"the same party {does} it again",)) if same else ("same", 1.0, (f"each {does} it",))
    else:
        if unordered and _tighter(left.interval, right.interval):
            left, right = right, left
        found = _compared(left, right, same and not unordered, same, question)
    return _link(left, right, found, question.id)


def _link(left: Answer, right: Answer, found: _Found, question: str) -> Link:
    relation, score, reasons = found
    return Link(
        left=left.claim,
        left_figure=left.quantity,
        right=right.claim,
        right_figure=right.quantity,
        relation=relation,
        score=score,
        reasons=reasons,
        question=question,
    )


def _tighter(a: Interval, b: Interval) -> bool:
    """Whether `a` lies within `b` and `b` not within `a`."""
    return a.drawn and b.drawn and a.meets(b) and a.within(b) and not b.within(a)


def _compared(left: Answer, right: Answer, later: bool, same: bool, question: Question) -> _Found:
    """The relation of two figures. `same`: one party gives both; `later`: it gives `right` on a later day."""
    a, b = _interval(left), _interval(right)
    was, now = _figure_of(left), _figure_of(right)
    if not (a.drawn and b.drawn):
        if same and left.vague is not None and left.vague == right.vague:
            return "repeats", 0.9, ("the same party says the same words",)
        if later and b.drawn:
            return "narrows", 0.7, (f"the same party puts a figure to {was}: {now}",)
        return "compatible", 0.5, (f"{was} and {now}: a vague word has no bounds",)
    if _equal(a, b):
        about = "; one is approximate" if a.approximate != b.approximate else ""
        score = 0.9 if about else 1.0
        if same:
            return "repeats", score, (f"the same party gives {now}{about}",)
        return "same", score, (f"both give {now}{about}",)
    if same and len(numbers_of(a)) == 1 and numbers_of(a) == numbers_of(b) and _closed_ends(a).meets(_closed_ends(b)):
        return "repeats", 0.7, (f"the same party's {was}, told as {now}",)
    tighter = _tighter(b, a)
    # "About 40" has no width of its own, which 43 could be within.
    ranged = tighter and a.low is not None and a.high is not None and a.low < a.high
    if later and not ranged:
        return "supersedes", 1.0, (f"the same party gives {now} after {was}",)
    if tighter:
        return "narrows", 0.9, (f"{now} lies within {was}",)
    if a.meets(b):
        return "compatible", 0.9, (f"{was} and {now} can both be true",)
    if _closed_ends(a).meets(_closed_ends(b)):
        return "compatible", 0.5, (f"{was} and {now} differ in no more than the bound itself",)
    return _apart(left, right, question)


def _apart(left: Answer, right: Answer, question: Question) -> _Found:
    """The relation of two figures that cannot both be true of one day."""
    outcome = question.outcome or ""
    figures = f"{_figure_of(left)} and {_figure_of(right)} cannot both be true"
    if any(one.scope == "total" and one.earliest and other.scope == "incident" for one, other in ((left, right), (right, left))):
        return "different scope", 0.9, (figures, "one is a running total, the other of one incident")
    if outcome in _lists().at_once or (outcome in _lists().at_once_in_a_day and _is_of_a_day(question)):
        return "contradicts", 1.0, (figures, "both are counts of one event")
    a, b = _interval(left), _interval(right)
    small, large = sorted((a, b), key=lambda i: i.low if i.low is not None else i.high or 0)
    of_war = (population(question.population) or EVERYONE).country
    few = of_war and small.high is not None and small.high <= _FEW and (large.low or 0) >= 10 * small.high
    if few and "total" not in (left.scope, right.scope):
        return "different scope", 0.5, (figures, "the few may be those that one report shows, not all")
    before, after = _as_of(left), _as_of(right)
    if before is None or after is None:
        if left.document == right.document:
            return "contradicts", 0.8, (figures, "both are given in one report")
        return "contradicts", 0.5, (figures, "the day of one is not known")
    if abs(after - before) <= _DAY:
        return "contradicts", 1.0, (figures, f"both hold as of {day_in_words(max(before, after))}")
    low, high = (a, b) if before < after else (b, a)
    falls = low.low is not None and high.high is not None and (low.widened.low or 0) >= (high.widened.high or 0)
    if falls and outcome not in _lists().may_fall:
        return "contradicts", 0.8, (figures, "the later one is lower, and a toll does not fall")
    grown = f"as of {day_in_words(before)} and of {day_in_words(after)}: it may have {'fallen' if falls else 'grown'}"
    return "different scope", 0.9, (f"{figures} of one day", grown)


def _is_of_a_day(question: Question) -> bool:
    """Whether the figures that give days are all for one, or for the night between two."""
    days = [(a.earliest, a.latest) for a in question.answers if a.quantity and _closed(a)]
    return bool(days) and max(d for _, d in days if d) - min(e for e, _ in days if e) <= _DAY


def _as_of(answer: Answer) -> date | None:
    return answer.latest if answer.latest and not _closed(answer) else answer.said


def _closed(answer: Answer) -> bool:
    """Whether the figure is for days that are over, so that a later look changes what is known and not what happened."""
    return answer.scope != "total" and answer.earliest is not None and answer.latest is not None


def _sign(answer: Answer) -> bool | None:
    """Whether the answer is yes; `None` where it takes no side."""
    if answer.stance not in ("asserts", "denies"):
        return None
    return (answer.stance == "asserts") == (answer.polarity == "+")


def _equal(a: Interval, b: Interval) -> bool:
    return (a.low, a.high, a.low_exclusive, a.high_exclusive) == (b.low, b.high, b.low_exclusive, b.high_exclusive)


def _interval(answer: Answer) -> Interval:
    return answer.interval or Interval(low=None, high=None)


def _closed_ends(interval: Interval) -> Interval:
    """ "More than 80,000" with 80,000 itself, which many retellings make of it."""
    return replace(interval, low_exclusive=False, high_exclusive=False)


def _figure_of(answer: Answer) -> str:
    return answer.vague or str(answer.interval or "")


class Related:
    """Which questions are part of one another, among many, without comparing each with each.

    They are looked up by outcome and those counted, and there by their place and by each place that holds it; and by figures
    that a report calls some of another.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        self._order: dict[str, int] = {}
        self._told: dict[str, set[str]] = defaultdict(set)
        self._by_id = {question.id: question for question in questions}
        holding = {a.quantity: q.id for q in questions for a in q.answers if a.quantity}
        self._within: dict[_Counted, dict[str | None, list[Question]]] = defaultdict(lambda: defaultdict(list))
        for i, question in enumerate(questions):
            self._order[question.id] = i
            for whole in {a.whole for a in question.answers} & holding.keys():
                if whole is not None and holding[whole] != question.id:
                    self._told[question.id].add(holding[whole])
                    self._told[holding[whole]].add(question.id)
            if question.kind == "figure":
                for place in _holding(question.place):
                    self._within[question.outcome, question.population][place].append(question)

    def of(self, question: Question) -> tuple[Question, ...]:
        """The questions that `question` is part of, or that are part of it, in the order given."""
        found = {id: self._by_id[id] for id in self._told.get(question.id, ())}
        for (outcome, counted), places in self._within.items():
            if _step(question.outcome, outcome, _outcome_in, "") and _step(question.population, counted, _population_in, ""):
                wider = [q for place in _holding(question.place) for q in places.get(place, ()) if q.place == place]
                for other in chain(wider, places.get(question.place, ())):
                    if other.id != question.id and other.id not in found and _part_of(question, other) is not None:
                        found[other.id] = other
        return tuple(sorted(found.values(), key=lambda q: self._order[q.id]))


def _holding(place: str | None) -> list[str | None]:
    """A place and each that holds it, from its own full name; `None`, everywhere, is the last."""
    parts = place.split(", ") if place else []
    return [*(", ".join(parts[i:]) for i in range(len(parts))), None]


class _Part(NamedTuple):
    """Of two questions: whether the first is the part, why in words, and whether the part can never be more than the whole."""

    first: bool
    why: str
    sure: bool


def _part_of(one: Question, other: Question) -> _Part | None:
    """Which of two questions is part of the other; `None` where neither is."""
    for part, whole in ((one, other), (other, one)):
        if {a.whole for a in part.answers if a.whole} & {a.quantity for a in whole.answers}:
            return _Part(part is one, f"some of {whole.text}", True)
    if one.kind != "figure" or other.kind != "figure" or _is_open(one) or _is_open(other):
        return None
    steps = [
        _step(one.outcome, other.outcome, _outcome_in, "outcome"),
        _step(one.population, other.population, _population_in, "those counted"),
        _step(one.place, other.place, _place_in, "place"),
    ]
    if None in steps:
        return None
    steps.append(_days_step(_days_of(one), _days_of(other)))
    found = [step for step in steps if step is not None and step[0]]
    # A place that no text gives is no wider place: it counts only where nothing else differs.
    if len(found) > 1 and (one.place is None or other.place is None):
        found = [step for step in found if step != steps[2]]
    if None in steps or len({way for way, _ in found}) != 1:
        return None
    first = found[0][0] > 0
    part, whole = (one, other) if first else (other, one)
    return _Part(first, "; ".join(reason for _, reason in found), part.place is not None or whole.place is None)


def _is_open(question: Question) -> bool:
    """Whether nothing but one report tells where and of which country those are that it counts."""
    if question.place is not None or (population(question.population) or EVERYONE).country:
        return False
    return len({answer.document for answer in question.answers}) == 1


def _step(
    one: str | None, other: str | None, inside: Callable[[str | None, str | None], bool], what: str
) -> tuple[int, str] | None:
    """1 where `one` is inside `other`, -1 the other way, 0 where they are equal, `None` where neither holds the other."""
    if one == other:
        return 0, ""
    if inside(one, other):
        return 1, f"{what}: {one or 'not given'} within {other or 'all'}"
    if inside(other, one):
        return -1, f"{what}: {other or 'not given'} within {one or 'all'}"
    return None


def _days_of(question: Question) -> _Days | None:
    """The days that the figures of a question are for, where all give days."""
    days = [(a.earliest, a.latest) for a in question.answers if a.quantity and _closed(a)]
    if not days or len(days) < sum(a.quantity is not None for a in question.answers):
        return None
    return min(e for e, _ in days if e), max(d for _, d in days if d)


def _days_step(one: _Days | None, other: _Days | None) -> tuple[int, str] | None:
    """As `_step`, for days; what gives no days is taken for the longer."""
    if one == other:
        return 0, ""
    if one and (other is None or (other[0] <= one[0] and one[1] <= other[1])):
        return 1, f"period: {days_in_words(*one)} within {days_in_words(*other) if other else 'all'}"
    if other and (one is None or (one[0] <= other[0] and other[1] <= one[1])):
        return -1, f"period: {days_in_words(*other)} within {days_in_words(*one) if one else 'all'}"
    return None


@dataclass(frozen=True, slots=True)
class _Lists:
    parts: dict[str, frozenset[str]]
    at_once: frozenset[str]
    at_once_in_a_day: frozenset[str]
    may_fall: frozenset[str]


@cache
def _lists() -> _Lists:
    data = tomllib.loads(files("reportedly").joinpath("data/match/outcomes.toml").read_text("utf-8"))
    parts = {whole: frozenset(parts) for whole, parts in data["parts"].items()}
    return _Lists(
        parts=parts,
        at_once=frozenset(data["at_once"]),
        at_once_in_a_day=frozenset(data["at_once_in_a_day"]),
        may_fall=frozenset(data["may_fall"]),
    )


@lru_cache(maxsize=4096)
def _outcome_in(part: str | None, whole: str | None) -> bool:
    parts = _lists().parts.get(whole or "", frozenset())
    return part in parts or any(_outcome_in(part, other) for other in parts)


@lru_cache(maxsize=65536)
def _population_in(part: str | None, whole: str | None) -> bool:
    a, b = population(part) or EVERYONE, population(whole) or EVERYONE
    return b in a.wider


def _place_in(part: str | None, whole: str | None) -> bool:
    return part is not None and (whole is None or part.endswith(f", {whole}"))


def _across(one: Answer, other: Answer, step: _Part, question: str) -> Link | None:
    """The link between answers to two questions of which one holds the other; `one` answers the first of `step`."""
    part, whole = (one, other) if step.first else (other, one)
    if not (_sign(one) and _sign(other) and one.interval and other.interval):
        return None
    if one.claim == other.claim and part.whole != whole.quantity:
        return None
    left, right = sorted((one, other), key=order_of)
    found: _Found = ("different scope", 0.9, (step.why,))
    low, high = _interval(part).widened.low, _interval(whole).widened.high
    if step.sure and low is not None and high is not None and low > high and _of_its_time(part, whole):
        found = "contradicts", 0.7, (step.why, f"{_figure_of(part)} cannot be part of {_figure_of(whole)}")
    return _link(left, right, found, question)


def _of_its_time(part: Answer, whole: Answer) -> bool:
    """Whether those of the part were counted on the day of the whole or the day before, so that the whole should hold them."""
    counted, by = _as_of(part), _as_of(whole)
    return counted is not None and by is not None and -_DAY <= counted - by <= timedelta(0)
