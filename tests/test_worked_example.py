"""The worked example of docs/assessment.md is true of the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from reportedly.folds import Folds
from reportedly.interval import Interval
from reportedly.model import Basis, Extraction, Hop
from tests.builders import claim, document, extraction, hop, quantity

DOCS = Path(__file__).parent.parent / "docs" / "assessment.md"
MINISTRY = hop("the Ministry of Labour", type="government")
UNION = hop("the Dockers' Union", type="ngo")
POST = hop("the Post", type="outlet", relation="cited")


def report(
    paper: str, day: int, words: str, figure: dict[str, Any], *chain: Hop, basis: Basis = "official statement"
) -> Extraction:
    of = document(f"{paper}: {words} dockers were killed.", name=paper, outlet=paper, published=date(2024, 5, day))
    q = quantity(of, words, **figure, outcome="killed", counted="dockers")
    return extraction(of, claim(of, f"{words} dockers were killed", *chain, quantities=(q,), basis=basis))


def test_the_worked_example() -> None:
    folds = Folds(
        [
            report("Courier", 1, "12", {"low": 12.0, "high": 12.0}, MINISTRY),
            report("Post", 2, "at least 60", {"low": 60.0, "high": None}, UNION, basis="records"),
            report(
                "Evening Sun", 2, "more than 60", {"low": 60.0, "high": None, "low_exclusive": True}, UNION, POST, basis="records"
            ),
            report("Courier", 3, "about 40", {"low": 40.0, "high": 40.0, "approximate": True}, MINISTRY),
        ]
    )
    (question,) = folds.questions
    assert question.text == "dockers killed"
    assert str(folds.support(question)) == "4 reports, 2 independent origins"
    (drift,) = folds.drifts(question)
    assert [(c.before, c.after) for c in drift.changes] == [("at least 60", "more than 60")]
    found = folds.assess(question)
    ministry, union = sorted(found.parties, key=lambda p: "Union" in p.name)
    assert (str(ministry.latest), ministry.revised) == ("about 40", True)
    assert str(union.latest) == "more than 60"
    assert found.everyone == found.independent == Interval(low=40, high=None, approximate=True)
    assert found.agreed is None
    assert found.grade == 4
    assert [f.weight for f in found.factors] == [1, -1, 1, 0, 0]
    first = folds.assess(question, date(2024, 5, 1))
    assert [(p.name, str(p.latest)) for p in first.parties] == [("Ministry of Labour", "12")]
    text = DOCS.read_text("utf-8")
    assert "4 reports, 2 independent origins" in text
    assert "begin at 4, and nothing raises or lowers it: **4**" in text
