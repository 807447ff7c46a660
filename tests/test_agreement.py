"""Agreement between reviewers, worked out by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from reportedly.agreement import agreements
from reportedly.decision import Decision, DecisionKind

WORDS = "forty sailors were killed"


def made(by: str, kind: DecisionKind, target: str, start: int | None = None, end: int = 0) -> Decision:
    """A decision about a claim on `WORDS` at 100; with `start` an edit or addition that gives it other ends."""
    anchor = {"document": "d", "exact": WORDS, "prefix": "", "suffix": "", "start": 100}
    value = {"anchor": anchor, "fields": {"content": [[start, end]]} if start is not None else {}}
    return Decision(
        id=0,
        at=datetime(2025, 1, 1, tzinfo=UTC),
        by=by,
        why=None,
        kind=kind,
        target=target,
        value=json.dumps(value),
        document="d",
    )


def test_verdicts_and_kappa() -> None:
    # Osra keeps 1, 2, 3, 4, 5 of six; Sapt 1, 2, 3, 4: they agree on 1-4 and 6. Chance: 5/6 * 4/6 + 1/6 * 2/6 = 22/36.
    log = [made("Osra", "reject" if n == 6 else "accept", f"c{n}") for n in range(1, 7)]
    log += [made("Sapt", "reject" if n > 4 else "accept", f"c{n}") for n in range(1, 7)]
    (found,) = agreements(log)
    assert (found.left, found.right, found.judged, found.agreed) == ("Osra", "Sapt", 6, 5)
    assert found.kappa == pytest.approx((5 / 6 - 22 / 36) / (1 - 22 / 36))
    assert (found.worded, found.alike, found.exact) == (4, 4, 4)


def test_where_chance_explains_everything_there_is_no_kappa() -> None:
    (found,) = agreements([made("Osra", "accept", "c"), made("Sapt", "accept", "c")])
    assert found.kappa is None


def test_the_last_decision_of_each_counts() -> None:
    (found,) = agreements([made("Osra", "reject", "c"), made("Sapt", "accept", "c"), made("Osra", "accept", "c")])
    assert found.agreed == 1


def test_ends_that_differ_a_little_are_alike() -> None:
    # 25 code points at 100; without the first 6 words are alike (19 of 25), of the last 10 they are not (10 of 25).
    for start, alike in ((106, 1), (115, 0)):
        (found,) = agreements([made("Osra", "accept", "c"), made("Sapt", "edit", "c", start, 125)])
        assert (found.worded, found.alike, found.exact) == (1, alike, 0)


def test_what_one_added_and_the_other_did_not_is_no_agreement() -> None:
    common = [made("Osra", "accept", "c"), made("Sapt", "accept", "c")]
    (found,) = agreements([*common, made("Osra", "add", "n1", 300, 320)])
    assert (found.worded, found.alike) == (2, 1)
    (found,) = agreements([*common, made("Osra", "add", "n1", 300, 320), made("Sapt", "add", "n2", 302, 320)])
    assert (found.worded, found.alike) == (3, 3)


def test_who_judged_nothing_in_common_is_not_compared() -> None:
    assert agreements([made("Osra", "accept", "c"), made("Sapt", "accept", "other")]) == ()
    assert agreements([]) == ()
