"""What nobody says: for each outcome, what is missing from all that was read about it.

Every line is a count over the claims that assert a figure for the outcome; none is an opinion on what ought to be known. It
gets wrong what the extraction got wrong: a place or a ground that the program overlooked is reported as not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly.comparison import Source
from reportedly.interval import number
from reportedly.model import Basis, Claim

__all__ = ["CASUALTIES", "Gap", "gaps"]

#: The outcomes that a casualty record asks for (Every Casualty, Standards for Casualty Recording, 2016, 3.1).
CASUALTIES = ("killed", "wounded", "missing", "captured")

_SEEN: tuple[Basis, ...] = ("eyewitness", "participant")
_HELD: tuple[Basis, ...] = ("document", "image", "video", "audio", "records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is missing, in sentences; `about` is an outcome, "every outcome" or "other outcomes"."""

    about: str
    lines: tuple[str, ...]


def gaps(claims: Sequence[Claim], sources: Mapping[tuple[str, int], Source], order: Sequence[str]) -> tuple[Gap, ...]:
    """The gaps of each outcome in `order`. What is missing for all of them comes first and is said once."""
    by_outcome: dict[str, list[Claim]] = {outcome: [] for outcome in order}
    for claim in claims:
        for outcome in dict.fromkeys(q.outcome for q in claim.quantities if q.outcome):
            by_outcome[outcome].append(claim)
    lines = {outcome: _lines(outcome, found, sources) for outcome, found in by_outcome.items()}
    everywhere = [line for line in next(iter(lines.values()), []) if len(lines) > 1 and all(line in ls for ls in lines.values())]
    found = [Gap(about="every outcome", lines=tuple(everywhere))]
    found += [Gap(about=o, lines=tuple(line for line in ls if line not in everywhere)) for o, ls in lines.items()]
    without = [o for o in CASUALTIES if o not in by_outcome]
    if without and len(without) < len(CASUALTIES):
        line = f"Nobody gives a figure, or even a vague word, for: {', '.join(without)}."
        found.append(Gap(about="other outcomes", lines=(line,)))
    return tuple(gap for gap in found if gap.lines)


def _lines(outcome: str, claims: Sequence[Claim], sources: Mapping[tuple[str, int], Source]) -> list[str]:
    claims = [c for c in claims if c.stance == "asserts"]
    if not claims:
        return ["Nobody asserts a figure: there are only denials, doubts, demands or questions."]
    lines = []
    quantities = [q for c in claims for q in c.quantities if q.outcome == outcome]
    bounded = [q for q in quantities if q.low is not None or q.high is not None]
    if not bounded:
        words = ", ".join(f"“{w}”" for w in sorted({q.vague or q.span.text for q in quantities}))
        lines.append(f"Nobody gives a number, only words: {words}.")
    elif all(q.high is None for q in bounded):
        lines.append("Nobody gives an upper limit.")
    elif all(q.low is None for q in bounded):
        lines.append("Nobody gives a lower limit.")

    bases = Counter(c.basis for c in claims if c.basis != "unspecified")
    if not bases:
        lines.append("Nobody says how it is known.")
    else:
        given = ", ".join(f"{basis} ({number(n)})" for basis, n in sorted(bases.items(), key=lambda b: (-b[1], b[0])))
        silent = len(claims) - bases.total()
        rest = f"; {_of(silent, claims)} without a ground" if silent else ""
        lines.append(f"Nobody gives another ground than: {given}{rest}.")
        if not any(basis in bases for basis in _SEEN):
            lines.append("Nobody who gives a figure is said to have seen it or taken part in it.")
        if not any(basis in bases for basis in _HELD):
            lines.append("Nobody points to a document, a record, an image or a recording.")

    verified = sum(c.verification == "verified" for c in claims)
    unverified = sum(c.verification in ("not independently verified", "unconfirmed") for c in claims)
    if not verified:
        lines.append("Nobody says that it was verified.")
    if unverified:
        lines.append(f"Said to be unverified or unconfirmed: {_of(unverified, claims)}.")

    if not any(c.places for c in claims):
        lines.append("Nobody says where.")
    if not any(t.role in ("event", "as-of") for c in claims for t in c.times) and not any(q.since for q in quantities):
        lines.append("Nobody says for what period, or as of what day.")

    origins = {s.id: s for c in claims if c.chain and (s := sources.get((c.id, 0)))}
    countries = {s.country for s in origins.values()}
    if len(origins) > 1 and len(countries) == 1 and None not in countries:
        lines.append(f"All {number(len(origins))} sources of a figure belong to one country ({countries.pop()}).")
    if origins and all(s.named == "anonymous" for s in origins.values()):
        lines.append("Nobody gives it under a name.")
    return lines


def _of(n: int, claims: Sequence[Claim]) -> str:
    return f"{number(n)} of {number(len(claims))} {'claim' if len(claims) == 1 else 'claims'}"
