"""What becomes of one statement in retellings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from reportedly.comparison import Change, Drift
from reportedly.drift import drifts
from reportedly.interval import Interval
from reportedly.model import Extraction, Hop
from tests.builders import claim, document, extraction, quantity, time
from tests.test_independence import DAY, MINISTRY, NURSE, SERVICE, ancestry, asked, behind, outlet


def told(
    paper: str,
    words: str,
    low: float | None,
    high: float | None,
    *chain: Hop,
    day: int = 0,
    said: int | None = None,
    **fields: Any,
) -> Extraction:
    """A report in which `words` people were hurt, said on day number `said` where it tells."""
    when = "" if said is None else f" on day {said}"
    made = document(f"{paper}: {words} people were hurt{when}.", published=DAY + timedelta(days=day), outlet=paper)
    bounds = {"low_exclusive": "more than" in words, "approximate": "about" in words}
    vague = words if low is None and high is None else None
    figure = quantity(made, words, low, high, outcome="wounded", vague=vague, **bounds)
    days = () if said is None else (time(made, f"day {said}", DAY + timedelta(days=said), role="said"),)
    return extraction(made, claim(made, f"{words} people were hurt", *chain, quantities=(figure,), times=days, **fields))


def found(*reports: Extraction) -> tuple[Drift, ...]:
    question, support = asked(*reports), behind(*reports)
    claims = {c.id: c for e in reports for c in e.claims}
    documents = {e.document.id: e.document for e in reports}
    return drifts(question, support, claims, documents, ancestry(reports).steps())


def shown(change: Change) -> tuple[str, str, str, str]:
    return change.what, change.before, change.after, change.at


def test_one_statement_in_three_wordings() -> None:
    (drift,) = found(
        told("Strelsau Courier", "about 40", 40, 40, MINISTRY),
        told("Zenda Post", "more than 40", 40, None, MINISTRY, outlet("Strelsau Courier"), day=1),
        told("Hentzau Herald", "dozens", None, None, MINISTRY, outlet("Zenda Post"), day=2),
    )
    assert [r.teller for r in drift.retellings] == ["Strelsau Courier", "Zenda Post", "Hentzau Herald"]
    assert [shown(c) for c in drift.changes] == [
        ("figure", "about 40", "more than 40", "Zenda Post"),
        ("figure", "more than 40", "dozens", "Hentzau Herald"),
    ]


def test_equal_tellings_are_no_drift() -> None:
    assert found(told("Strelsau Courier", "40", 40, 40, MINISTRY), told("Zenda Post", "40", 40, 40, MINISTRY)) == ()


def test_a_hedge_that_is_lost_and_a_ground_that_is_changed() -> None:
    (drift,) = found(
        told("Strelsau Courier", "40", 40, 40, NURSE, SERVICE, hedge="reportedly", basis="intercept"),
        told("Zenda Post", "40", 40, 40, NURSE, SERVICE, outlet("Strelsau Courier"), day=1, basis="testimony"),
    )
    assert [shown(c) for c in drift.changes] == [
        ("hedge", "reportedly", "", "Zenda Post"),
        ("ground", "intercept", "testimony", "Zenda Post"),
    ]


def test_a_ground_that_is_left_out_is_no_change() -> None:
    assert (
        found(
            told("Strelsau Courier", "40", 40, 40, MINISTRY, basis="official statement"),
            told("Zenda Post", "40", 40, 40, MINISTRY, outlet("Strelsau Courier"), day=1),
        )
        == ()
    )


def test_a_later_figure_of_the_party_itself_is_a_revision() -> None:
    reports = (
        told("Strelsau Courier", "40", 40, 40, MINISTRY, said=0),
        told("Zenda Post", "47", 47, 47, MINISTRY, outlet("Strelsau Courier"), day=1, said=1),
    )
    assert found(*reports) == ()
    assert found(told("Strelsau Courier", "40", 40, 40, MINISTRY), told("Zenda Post", "47", 47, 47, MINISTRY, day=1)) == ()


def test_what_one_report_gives_beside_each_other_are_several_statements() -> None:
    made = document("The ministry's count went from 3 hurt to 9.", published=DAY, outlet="Zenda Post")
    figures = tuple(quantity(made, words, n, n, outcome="wounded") for words, n in (("3", 3), ("9", 9)))
    history = extraction(made, claim(made, "3 hurt to 9", MINISTRY, quantities=figures))

    def changes(other: Extraction) -> list[tuple[str, str, str, str]]:
        question, support = asked(history, other), behind(history, other)
        own = next(a for a in question.answers if a.document == made.id)
        second = replace(own, quantity=figures[1].id, interval=Interval.of(figures[1]))
        question = replace(question, answers=(*question.answers, second))
        claims = {c.id: c for e in (history, other) for c in e.claims}
        documents = {e.document.id: e.document for e in (history, other)}
        found = drifts(question, support, claims, documents, ancestry((history, other)).steps())
        return [shown(c) for d in found for c in d.changes]

    assert changes(told("Hentzau Herald", "9", 9, 9, MINISTRY, day=1)) == []
    more = told("Hentzau Herald", "more than 9", 9, None, MINISTRY, day=1)
    assert changes(more) == [("figure", "9", "more than 9", "Hentzau Herald")]


def test_figures_of_two_origins_are_no_drift() -> None:
    other = MINISTRY.__class__(name="the harbour hospital", type="ngo")
    assert found(told("Strelsau Courier", "40", 40, 40, MINISTRY), told("Zenda Post", "47", 47, 47, other)) == ()


def test_each_telling_is_laid_beside_the_one_it_draws_on() -> None:
    (drift,) = found(
        told("Strelsau Courier", "40", 40, 40, MINISTRY),
        told("Zenda Post", "50", 50, 50, MINISTRY, outlet("Strelsau Courier"), day=1),
        told("Hentzau Herald", "60", 60, 60, MINISTRY, outlet("Strelsau Courier"), day=2),
    )
    assert [(c.before, c.after) for c in drift.changes] == [("40", "50"), ("40", "60")]


def test_it_does_not_depend_on_the_order_of_the_reports() -> None:
    reports = (
        told("Strelsau Courier", "about 40", 40, 40, MINISTRY),
        told("Zenda Post", "more than 40", 40, None, MINISTRY),
        told("Hentzau Herald", "dozens", None, None, MINISTRY, outlet("Zenda Post"), day=2),
    )
    assert found(*reports) == found(*reversed(reports)) != ()


def test_a_party_that_is_told_to_have_given_one_number_otherwise_drifts_without_a_trace_of_copying() -> None:
    (drift,) = found(
        told("Strelsau Courier", "about 40", 40, 40, MINISTRY),
        told("Zenda Post", "more than 40", 40, None, MINISTRY, day=3),
        told("Hentzau Herald", "dozens", None, None, MINISTRY, day=4),
        told("Tarlenheim Times", "600", 600, 600, MINISTRY, day=5),
    )
    assert [r.teller for r in drift.retellings] == ["Strelsau Courier", "Zenda Post", "Hentzau Herald"]
    assert not found(told("Zenda Post", "40", 40, 40, MINISTRY), told("Hentzau Herald", "60", 60, 60, MINISTRY, day=3))


def test_what_was_overheard_once_drifts_to_other_numbers() -> None:
    (drift,) = found(
        told("Strelsau Courier", "120", 120, 120, NURSE, SERVICE), told("Zenda Post", "200", 200, 200, NURSE, SERVICE, day=2)
    )
    assert [shown(c) for c in drift.changes] == [("figure", "120", "200", "Zenda Post")]


def test_a_telling_names_what_else_in_its_report_tells_it_so() -> None:
    first = told("Strelsau Courier", "120", 120, 120, NURSE, SERVICE)
    again = replace(first.claims[0], id="again", quantities=tuple(replace(q, id="again") for q in first.claims[0].quantities))
    twice = replace(first, claims=(*first.claims, again))
    (drift,) = found(twice, told("Zenda Post", "200", 200, 200, NURSE, SERVICE, day=2))
    assert [(r.claim, r.also) for r in drift.retellings] == [
        (min(first.claims[0].id, "again"), (max(first.claims[0].id, "again"),)),
        (drift.retellings[1].claim, ()),
    ]


def test_parts_of_one_figure_are_told_of_one_statement() -> None:
    def parts(paper: str, words: str, low: float, whole: float, day: int) -> Extraction:
        made = told(paper, words, low, low, MINISTRY, day=day)
        part = made.claims[0].quantities[0]
        total = replace(part, id="whole", low=whole, high=whole, outcome="killed")
        return replace(made, claims=(replace(made.claims[0], quantities=(replace(part, part_of="whole"), total)),))

    first = parts("Strelsau Courier", "7", 7, 34, 0)
    (drift,) = found(first, parts("Zenda Post", "17", 17, 34, 1))
    assert [shown(c) for c in drift.changes] == [("figure", "7", "17", "Zenda Post")]
    assert found(first, parts("Zenda Post", "17", 17, 61, 1)) == ()
