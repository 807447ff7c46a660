"""Assessment: parties over time, ranges of all and of independent origins, the grade and its factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.assess import assess, grade
from reportedly.comparison import Answer, Assessment, Factor, Origin, Question, Support
from reportedly.interval import Interval
from reportedly.model import Claim, Hop, Span
from reportedly.vague import Profile, profiles

READERS = {name: Profile.load(name).read for name in profiles()}


def exactly(n: float) -> Interval:
    return Interval(low=n, high=n)


def at_least(n: float) -> Interval:
    return Interval(low=n, high=None)


def answer(claim: str, party: str | None, interval: Interval | None, day: int | None, **fields: Any) -> Answer:
    plain = {
        "document": f"d-{claim}",
        "outlet": "The Zenda Post",
        "stance": "asserts",
        "polarity": "+",
        "basis": "official statement",
        "hedge": None,
        "words": str(interval),
        "said": date(2024, 5, day) if day else None,
    }
    return Answer(**{**plain, "claim": claim, "party": party, "interval": interval, **fields})


def claim(of: Answer, **fields: Any) -> Claim:
    plain = {"document": of.document, "kind": "indirect", "content": (Span(0, 1, "x"),), "chain": ()}
    return Claim(**{**plain, "id": of.claim, "stance": of.stance, "polarity": of.polarity, "basis": of.basis, **fields})


def run(
    *answers: Answer,
    lines: Mapping[str, tuple[str, ...]],
    as_of: date | None = None,
    checks: dict[str, str] | None = None,
    chains: Mapping[str, tuple[Hop, ...]] | None = None,
) -> Assessment:
    question = Question(
        id="q", kind="figure", text="dockers killed", population="docker", outcome="killed", place=None, answers=answers
    )
    origins = tuple(
        Origin(id=name, source=name, name=name, lineage="known", claims=claims, documents=tuple(f"d-{c}" for c in claims))
        for name, claims in lines.items()
    )
    support = Support(documents=len(answers), independent=len(origins), unknown=0, origins=origins, steps=(), circles=())
    claims = {a.claim: claim(a, verification=(checks or {}).get(a.claim), chain=(chains or {}).get(a.claim, ())) for a in answers}
    return assess(question, support, name=lambda a: a.party or a.outlet, claims=claims, profiles=READERS, as_of=as_of)


def test_each_party_stands_by_its_latest_figure() -> None:
    found = run(
        answer("1", "ministry", exactly(12), 1),
        answer("2", "ministry", exactly(40), 3),
        answer("3", "union", at_least(60), 2),
        lines={"ministry": ("1", "2"), "union": ("3",)},
    )
    ministry, union = found.parties
    assert ministry.latest == exactly(40)
    assert ministry.revised
    assert [a.claim for a in ministry.history] == ["1", "2"]
    assert not union.revised
    assert found.everyone == Interval(low=40, high=None)
    assert found.agreed is None


def test_as_of_a_day_what_was_said_later_or_on_an_unknown_day_is_left_out() -> None:
    answers = (
        answer("1", "ministry", exactly(12), 1),
        answer("2", "ministry", exactly(40), 3),
        answer("3", "union", exactly(50), None),
    )
    found = run(*answers, lines={"ministry": ("1", "2")}, as_of=date(2024, 5, 2))
    assert [p.name for p in found.parties] == ["ministry"]
    assert found.everyone == exactly(12)
    assert run(*answers, lines={"ministry": ("1", "2")}).everyone == Interval(low=40, high=50)


def test_copies_do_not_widen_or_strengthen_what_independent_origins_give() -> None:
    copies = [answer(str(n), f"outlet {n}", exactly(500), 2) for n in range(20)]
    found = run(answer("a", "ministry", exactly(12), 1), *copies, lines={"ministry": ("a",)})
    assert found.independent == exactly(12)
    assert found.everyone == Interval(low=12, high=500)


def test_what_somebody_unnamed_said_is_one_partys_in_all_reports_that_retell_it() -> None:
    nurse = (Hop(name="a nurse", type="person", named="by role", anonymous=True),)
    told = [answer(n, f"a nurse in {n}", exactly(40), 2) for n in ("a", "b", "c")]
    found = run(*told, lines={"the call": ("a", "b")}, chains=dict.fromkeys("abc", nurse))
    assert sorted(len(p.history) for p in found.parties) == [1, 2]
    named = (Hop(name="the ministry", type="government"),)
    assert len(run(*told, lines={"the call": ("a", "b")}, chains=dict.fromkeys("abc", named)).parties) == 3


def test_several_figures_of_one_day_are_read_together() -> None:
    found = run(
        answer("1", "ministry", at_least(40), 1), answer("1b", "ministry", exactly(42), 1), lines={"ministry": ("1", "1b")}
    )
    assert found.parties[0].latest == exactly(42)
    assert not found.parties[0].revised


def test_vague_words_count_only_by_a_profile() -> None:
    found = run(answer("1", "nurse", None, 1, vague="dozens"), lines={"nurse": ("1",)})
    assert found.everyone is None
    assert found.parties[0].vague == "dozens"
    by_name = dict(found.profiles)
    assert set(by_name) == set(profiles())
    assert any(by_name.values())


def test_who_only_denies_has_no_figure() -> None:
    found = run(
        answer("1", "union", exactly(60), 1), answer("2", "ministry", exactly(60), 2, stance="denies"), lines={"union": ("1",)}
    )
    ministry = found.parties[0]
    assert ministry.denies
    assert ministry.latest is None
    assert {f.name: f.weight for f in found.factors}["denial"] == -1


@pytest.mark.parametrize(
    ("answers", "lines", "checks", "expected"),
    [
        ([("1", "a", exactly(9))], {}, {}, None),
        ([("1", "a", exactly(9))], {"a": ("1",)}, {}, 3),
        ([("1", "a", exactly(9))], {"a": ("1",)}, {"1": "verified"}, 2),
        ([("1", "a", exactly(9))], {"a": ("1",)}, {"1": "retracted"}, 4),
        ([("1", "a", exactly(9)), ("2", "b", exactly(9))], {"a": ("1",), "b": ("2",)}, {}, 2),
        ([("1", "a", exactly(9)), ("2", "b", exactly(9))], {"a": ("1",), "b": ("2",)}, {"1": "verified"}, 1),
        ([("1", "a", exactly(9)), ("2", "b", exactly(90))], {"a": ("1",), "b": ("2",)}, {"1": "verified"}, 4),
        ([("1", "a", exactly(9)), ("2", "b", exactly(90))], {"a": ("1",), "b": ("2",)}, {"1": "disputed"}, 5),
    ],
)
def test_grade(
    answers: list[tuple[str, str, Interval]], lines: dict[str, tuple[str, ...]], checks: dict[str, str], expected: int | None
) -> None:
    found = run(*(answer(claim, party, interval, 1) for claim, party, interval in answers), lines=lines, checks=checks)
    assert found.grade == expected


FACTORS = {
    "independent origins": st.sampled_from([-1, 0, 1]),
    "agreement of origins": st.sampled_from([-1, 0, 1]),
    "ground": st.sampled_from([-1, 0, 1]),
    "verification": st.sampled_from([-1, 0, 1]),
    "denial": st.sampled_from([-1, 0]),
}


@given(st.tuples(*FACTORS.values()))
def test_a_better_factor_never_gives_a_worse_grade(weights: tuple[Literal[-1, 0, 1], ...]) -> None:
    factors = [Factor(name=n, found="", weight=w) for n, w in zip(FACTORS, weights, strict=True)]
    if weights[0] < 1 and weights[1] != 0:
        return  # one origin has nothing to agree with
    found = grade(factors)
    assert found is None or 1 <= found <= 5
    for k in (2, 3, 4):
        more: Literal[0, 1] = 0 if weights[k] < 0 else 1
        if found is not None and more <= (0 if k == 4 else 1):
            better = [replace(f, weight=more) if i == k else f for i, f in enumerate(factors)]
            assert (grade(better) or 6) <= found


@given(st.permutations(range(6)))
def test_the_order_of_answers_does_not_matter(order: list[int]) -> None:
    answers = [answer(str(n), f"p{n % 3}", exactly(10 * n), n % 4 + 1) for n in range(6)]
    lines = {"p0": ("0", "3"), "p1": ("1", "4")}
    assert run(*(answers[n] for n in order), lines=lines).parties == run(*answers, lines=lines).parties
