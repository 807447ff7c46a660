"""What stands about one question as of one day: each party's figure and its history, the range of all, and on what it rests.

The arithmetic is interval arithmetic, explained with a worked example in docs/assessment.md. Lines of retelling are collapsed
to their origins before anything is counted (`independence`), because a figure that is copied often is not better known. There
is no verdict of truth: the grade says how well the reports that were read support one another, from factors that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from reportedly.comparison import Answer, Assessment, Factor, Origin, PartyLine, Question, Ruling, Support, claimant, unnamed
from reportedly.interval import Interval, hull, intersection
from reportedly.model import Basis, Claim

__all__ = ["assess", "grade", "standing"]

#: How somebody reads vague words: "dozens" -> its lowest and highest number, or `None` where there is no opinion.
Reader = Callable[[str], tuple[float, float] | None]

#: The word of a person on whether what some claims say and what others say can both be true; `None` where nobody says.
AtOdds = Callable[[Collection[str], Collection[str]], Ruling | None]

_SEEN: tuple[Basis, ...] = ("eyewitness", "participant")
_HELD: tuple[Basis, ...] = ("document", "image", "video", "audio", "records", "intercept")
_HEARD: tuple[Basis, ...] = ("rumour", "media report", "unspecified")


def assess(
    question: Question,
    support: Support,
    *,
    name: Callable[[Answer], str],
    claims: Mapping[str, Claim],
    profiles: Mapping[str, Reader],
    as_of: date | None = None,
    at_odds: AtOdds = lambda some, others: None,
) -> Assessment:
    """The assessment of `question` by what was said up to and on `as_of`; by all that was said when it is `None`.

    With `as_of`, an answer whose day is not known is left out. `support`: what stands behind the answers; `name`: what the
    party of an answer is called; `claims` by id; `profiles` of vague words by name; `at_odds`: what people say of contradictions.
    """
    answers = [a for a in question.answers if as_of is None or (a.said is not None and a.said <= as_of)]
    told = {claim: origin for origin in support.origins if len(origin.claims) > 1 for claim in origin.claims}
    lines: dict[tuple[str, str], list[Answer]] = {}
    for answer in sorted(answers, key=_order):
        lines.setdefault(_speaker(answer, claims[answer.claim], told), []).append(answer)
    parties = tuple(sorted((_party(group, name) for group in lines.values()), key=lambda p: (p.name, p.party or "")))
    by_claim: dict[str, list[Answer]] = {}
    for answer in answers:
        by_claim.setdefault(answer.claim, []).append(answer)
    known = [(o, line) for o in support.origins if o.lineage == "known" and (line := _line(o, by_claim))]
    latest = [p.latest for p in parties if p.latest]
    figures = [figure for _, line in known if (figure := _latest(line))]
    factors = _factors(parties, known, figures, claims, at_odds)
    return Assessment(
        question=question.id,
        as_of=as_of,
        parties=parties,
        everyone=hull(latest),
        independent=hull(figures),
        agreed=intersection(latest) if latest else None,
        grade=grade(factors),
        factors=factors,
        profiles=tuple((profile, hull(_read(parties, reader))) for profile, reader in sorted(profiles.items())),
    )


def _speaker(answer: Answer, claim: Claim, origins: Mapping[str, Origin]) -> tuple[str, str]:
    """Whose answer it is. What somebody unnamed said, or a body that is only described, is one party's in all reports that
    retell it, as origins show."""
    if answer.party is None:
        return "outlet", answer.outlet
    origin = origins.get(answer.claim)
    if origin and claim.chain:
        hop = claim.chain[claimant(claim)]
        if unnamed(hop) or (hop.named == "by role" and origin.source is None):
            return "origin", origin.id
    return "source", answer.party


def _order(answer: Answer) -> tuple[date, str, str]:
    return answer.said or date.min, answer.claim, answer.quantity or ""


def _asserted(answer: Answer) -> bool:
    return answer.stance == "asserts" and answer.polarity == "+"


def _latest(answers: Iterable[Answer]) -> Interval | None:
    """The figure that stands after these answers: that of the last day which has one.

    Several of one day are read together: what they have in common, or their hull when they have nothing in common.
    """
    days: dict[date, list[Interval]] = {}
    for answer in answers:
        if _asserted(answer) and answer.interval and answer.interval.drawn:
            days.setdefault(answer.said or date.min, []).append(answer.interval)
    if not days:
        return None
    last = list(dict.fromkeys(days[max(days)]))
    if len(last) == 1:
        return last[0]
    narrowest = [i for i in last if all(i.within(other) for other in last)]
    return narrowest[0] if narrowest else intersection(last) or hull(last)


def standing(history: Sequence[Answer]) -> frozenset[str]:
    """The claims that tell the figure which stands after these answers, whenever they do; without a figure all."""
    figures = [a for a in history if _asserted(a) and a.interval and a.interval.drawn]
    last = max((a.said or date.min for a in figures), default=None)
    stands = {a.interval for a in figures if (a.said or date.min) == last}
    return frozenset(a.claim for a in (figures or history) if not figures or a.interval in stands)


def _party(history: Sequence[Answer], name: Callable[[Answer], str]) -> PartyLine:
    figures = list(dict.fromkeys(a.interval for a in history if _asserted(a) and a.interval and a.interval.drawn))
    vague = [a.vague for a in history if _asserted(a) and a.vague]
    latest = _latest(history)
    return PartyLine(
        party=history[-1].party,
        name=name(history[-1]),
        latest=latest,
        vague=vague[-1] if vague and latest is None else None,
        history=tuple(history),
        revised=len(figures) > 1 and len({a.said for a in history}) > 1,
        denies=not any(map(_asserted, history)) and any(a.stance in ("denies", "doubts") or a.polarity == "-" for a in history),
    )


def _line(origin: Origin, answers: Mapping[str, Sequence[Answer]]) -> list[Answer]:
    """The answers of one line of retelling in the order of telling."""
    return sorted((a for claim in origin.claims for a in answers.get(claim, ()) if _asserted(a)), key=_order)


def _read(parties: Iterable[PartyLine], reader: Reader) -> list[Interval]:
    """The latest figures, vague words read by one profile."""
    found = []
    for party in parties:
        if party.latest:
            found.append(party.latest)
        elif party.vague and (bounds := reader(party.vague)):
            found.append(Interval(low=bounds[0], high=bounds[1]))
    return found


def _factors(
    parties: Sequence[PartyLine],
    known: Sequence[tuple[Origin, Sequence[Answer]]],
    figures: Sequence[Interval],
    claims: Mapping[str, Claim],
    at_odds: AtOdds,
) -> tuple[Factor, ...]:
    against = [p for p in parties if p.denies and _is_denial(p, parties, at_odds)]
    answers = [a for _, line in known for a in line]
    bases = sorted({a.basis for a in answers} - set(_HEARD))
    first_hand = [b for b in bases if b in (*_SEEN, *_HELD)]
    checks = sorted({check for a in answers if (check := claims[a.claim].verification)})
    doubtful = [c for c in checks if c in ("disputed", "retracted")]
    return (
        Factor(
            name="independent origins",
            found=", ".join(o.name for o, _ in known) or "none is known",
            weight=1 if len(known) > 1 else 0 if known else -1,
        ),
        _agreement(known, figures, at_odds),
        Factor(
            name="ground",
            found=", ".join(bases) or "no ground is given",
            weight=1 if first_hand else 0 if bases else -1,
        ),
        Factor(
            name="verification",
            found=", ".join(checks) or "nobody speaks of having checked",
            weight=-1 if doubtful else 1 if "verified" in checks else 0,
        ),
        Factor(
            name="denial",
            found=", ".join(sorted({p.name for p in against})) or "nobody denies it",
            weight=-1 if against else 0,
        ),
    )


def _agreement(known: Sequence[tuple[Origin, Sequence[Answer]]], figures: Sequence[Interval], at_odds: AtOdds) -> Factor:
    """Whether the figures of the origins can all be true, by themselves and by what people say of them."""
    name = "agreement of origins"
    if len(figures) < 2:
        return Factor(name=name, found="there are not two figures to compare", weight=0)
    told = [(standing(line), figure) for _, line in known if (figure := _latest(line))]
    pairs = [(one.meets(other), at_odds(ours, theirs)) for (ours, one), (theirs, other) in combinations(told, 2)]
    if against := sorted({word.by for _, word in pairs if word and word.at_odds}):
        return Factor(name=name, found=f"they contradict one another, by the word of {', '.join(against)}", weight=-1)
    if intersection(figures) is not None:
        return Factor(name=name, found="their figures can all be true", weight=1)
    settled = sorted({word.by for meet, word in pairs if word and not meet})
    if not settled or any(word is None and not meet for meet, word in pairs):
        return Factor(name=name, found="their figures cannot all be true", weight=-1)
    found = f"no number can be all their figures; that they do not contradict one another is the word of {', '.join(settled)}"
    return Factor(name=name, found=found, weight=0)


def _is_denial(party: PartyLine, parties: Sequence[PartyLine], at_odds: AtOdds) -> bool:
    """Whether a party that denies or doubts denies what any other says, by the word of persons."""
    own = {answer.claim for answer in party.history}
    words = [at_odds({a.claim for a in other.history}, own) for other in parties if not other.denies]
    return not words or any(word is None or word.at_odds for word in words)


def grade(factors: Sequence[Factor]) -> int | None:
    """The information grade from the weights of the five factors (after AJP-2.1's scale of credibility, 1 to 5).

    `None` without an origin of known lineage: six, "cannot be judged". Two or more origins that agree begin at 2, one at 3,
    origins that contradict one another at 4. A first-hand ground or a verification of what is agreed or uncontested raises by
    one; a denial lowers by one, and so does a dispute or a retraction. Nothing with one origin is better than 2.
    """
    weights = {factor.name: factor.weight for factor in factors}
    if weights["independent origins"] < 0:
        return None
    several, agreement = weights["independent origins"] > 0, weights["agreement of origins"]
    found = 4 if agreement < 0 else 2 if several and agreement > 0 else 3
    if agreement >= 0 and weights["denial"] == 0 and (weights["verification"] > 0 or (agreement > 0 and weights["ground"] > 0)):
        found -= 1
    found += (weights["denial"] < 0) + (weights["verification"] < 0)
    return min(5, found)
