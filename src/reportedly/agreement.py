"""How far reviewers agree with one another: on verdicts, and on where the words of a claim begin and end.

Verdicts: keep or reject, over the claims that both have judged, by their last decision in force; the share on which they agree
and Cohen's kappa (Educational and Psychological Measurement 20, 1960), which takes off what chance alone would bring. Words: over
the claims that both keep and those that either added, the share of which the words are alike, that is, at least half of the code
points in either reviewer's words are in both (Jaccard); ends that differ by an article or a mark do not count as disagreement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from reportedly.decision import CLAIM_KINDS, Decision

__all__ = ["ALIKE", "Agreement", "agreements"]

#: The least share of code points in both that makes words alike.
ALIKE = 0.5

_Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two reviewers, by name. `judged`: claims that both judged, `agreed` of them alike. `kappa`: `None` if chance explains all.

    `worded`: claims that both keep or either added; `alike` of them with words that are alike, and `exact` with the very same.
    """

    left: str
    right: str
    judged: int
    agreed: int
    kappa: float | None
    worded: int
    alike: int
    exact: int


@dataclass(frozen=True, slots=True)
class _Verdict:
    kept: bool
    document: str | None
    spans: _Spans
    added: bool


def agreements(decisions: Iterable[Decision]) -> tuple[Agreement, ...]:
    """The agreement of each two reviewers who judged a claim in common. `decisions`: those in force, in their order."""
    of_person: dict[str, dict[str, _Verdict]] = {}
    for decision in decisions:
        if decision.kind in CLAIM_KINDS:
            verdicts = of_person.setdefault(decision.by, {})
            verdicts[decision.target] = _verdict(decision, verdicts.get(decision.target))
    found = (_between(*pair, of_person[pair[0]], of_person[pair[1]]) for pair in combinations(sorted(of_person), 2))
    return tuple(agreement for agreement in found if agreement.judged or agreement.alike)


def _verdict(decision: Decision, before: _Verdict | None) -> _Verdict:
    value: dict[str, Any] = json.loads(decision.value) if decision.value else {}
    content, anchor = value.get("fields", {}).get("content"), value.get("anchor")
    spans: _Spans = before.spans if before else ()
    if content:
        spans = tuple((start, end) for start, end in content)
    elif anchor and not spans:
        spans = ((anchor["start"], anchor["start"] + len(anchor["exact"])),)
    added = decision.kind == "add" or (before.added if before else False)
    return _Verdict(kept=decision.kind != "reject", document=decision.document, spans=spans, added=added)


def _between(left: str, right: str, ours: dict[str, _Verdict], theirs: dict[str, _Verdict]) -> Agreement:
    common = sorted(ours.keys() & theirs.keys())
    pairs = [(ours[id], theirs[id]) for id in common]
    agreed = sum(a.kept == b.kept for a, b in pairs)
    worded = [_overlap(a.spans, b.spans) for a, b in pairs if a.kept and b.kept]
    for one, other in ((ours, theirs), (theirs, ours)):
        documents = {verdict.document for verdict in other.values()}
        for id in sorted(one.keys() - other.keys()):
            if one[id].added and one[id].kept and one[id].document in documents:
                near = [v for v in other.values() if v.kept and v.document == one[id].document]
                worded.append(max((_overlap(one[id].spans, v.spans) for v in near), default=0.0))
    return Agreement(
        left=left,
        right=right,
        judged=len(pairs),
        agreed=agreed,
        kappa=_kappa(pairs, agreed),
        worded=len(worded),
        alike=sum(share >= ALIKE for share in worded),
        exact=sum(share == 1 for share in worded),
    )


def _kappa(pairs: Sequence[tuple[_Verdict, _Verdict]], agreed: int) -> float | None:
    if not pairs:
        return None
    n = len(pairs)
    a, b = sum(one.kept for one, _ in pairs) / n, sum(other.kept for _, other in pairs) / n
    chance = a * b + (1 - a) * (1 - b)
    return (agreed / n - chance) / (1 - chance) if chance < 1 else None


def _overlap(left: _Spans, right: _Spans) -> float:
    """The share of code points in both, of those in either (Jaccard)."""
    ours = {i for start, end in left for i in range(start, end)}
    theirs = {i for start, end in right for i in range(start, end)}
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0
