"""The folds beside the pages: they follow the ledger, and what they find is what folding everything anew would find."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reportedly.comparison import Question
from reportedly.folds import Folds
from reportedly.ledger import Ledger
from reportedly.model import Extraction
from reportedly.review.laid import Laid, SideBySide, contested
from tests.builders import claim, document, extraction, harbour, hop, quantity


def report(number: int, who: str, figure: int, outcome: str = "killed") -> Extraction:
    """A report of one figure by one source, in an outlet of its own."""
    of = document(
        f"{who} said that {figure} sailors were {outcome}. Number {number}.", f"{number}.txt", outlet=f"Courier {number}"
    )
    said = quantity(of, str(figure), float(figure), float(figure), outcome=outcome, counted="sailors", unit="sailor")
    return extraction(of, claim(of, f"{figure} sailors were {outcome}", hop(who, of.text, type="person"), quantities=(said,)))


REPORTS = (
    report(1, "Flavia Elphberg", 40),
    report(2, "Rupert Hentzau", 60),
    report(3, "Flavia Elphberg", 40),
    report(4, "Zenda Harbour Council", 40),
    report(5, "Nurse", 12, "wounded"),
    report(6, "Nurse", 14, "wounded"),
    *harbour(),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "laid.db") as opened:
        for reading in REPORTS:
            opened.add(reading)
        yield opened


@pytest.fixture
def beside(ledger: Ledger) -> Iterator[SideBySide]:
    made = SideBySide(ledger)
    yield made
    made.close()


def waited(beside: SideBySide) -> Laid:
    laid = beside.wait()
    assert laid, beside.error
    assert beside.state == "ready", beside.error
    return laid


def test_nothing_is_begun_until_it_is_asked_for(beside: SideBySide) -> None:
    beside.follow()
    assert (beside.seen, beside.state) == (None, "not begun")
    assert beside.now is None or beside.now
    assert waited(beside).sources


def test_whatever_is_decided_is_as_if_all_were_folded_anew(ledger: Ledger, beside: SideBySide) -> None:
    random, laid = Random(3), waited(beside)
    claims = [c for reading in REPORTS for c in reading.claims]
    for step in range(70):
        match random.randrange(10):
            case 0:
                ledger.decide(random.choice(("accept", "reject")), random.choice(claims).id, by="Osra")
            case 1:
                one, other = random.sample([s.id for s in laid.sources], 2)
                ledger.decide(random.choice(("merge", "split")), one, value=other, by="Osra")
            case 2:
                target = random.choice(claims)
                ledger.decide("edit", target.id, value=json.dumps({"fields": {"hedge": str(step)}}), by="Osra")
            case 3:
                ledger.decide("date", random.choice(claims).document, value=f"2024-04-{step % 28 + 1:02}", by="Osra")
            case 6:
                pair = " ".join(claim.id for claim in random.sample(claims, 2))
                word = random.choice(("contradicts", "same", "different scope"))
                ledger.decide(random.choice(("confirm", "refuse")), pair, value=word, by="Osra")
            case 7:
                ledger.decide("type", random.choice(laid.sources).id, value=random.choice(("ngo", "outlet")), by="Osra")
                ledger.decide("grade", random.choice(laid.sources).id, value=random.choice("BD"), by="Osra")
            case 8:
                child, parent = (reading.document.id for reading in random.sample(REPORTS, 2))
                ledger.decide("reprint", child, value=random.choice((parent, None)), by="Osra")
            case 4 if step % 2:
                ledger.add(report(100 + step, "Flavia Elphberg", 30 + step))
            case _:
                if kept := ledger.decisions(in_force=True):
                    ledger.undo(random.choice(kept).id, by="Sapt")
        laid = waited(beside)
        anew = Laid.of(Folds(ledger.extractions(), ledger.decided()))
        assert (laid.sources, laid.questions, laid.proposals) == (anew.sources, anew.questions, anew.proposals), step
        assert laid.summaries == anew.summaries
        for question in laid.questions:
            for asked in (Folds.links, Folds.support, Folds.assess, Folds.drifts):
                assert asked(laid.folds, question) == asked(anew.folds, question), step


def test_what_changes_no_reading_is_not_folded(ledger: Ledger, beside: SideBySide) -> None:
    laid = waited(beside)
    ledger.decide("accept", REPORTS[0].claims[0].id, by="Osra")
    ledger.decide("sensitivity", laid.sources[0].id, value="medic", by="Osra")
    assert waited(beside) is laid
    ledger.decide("grade", laid.sources[0].id, value="B", by="Osra")
    assert waited(beside).sources[0].reliability == "B, by Osra"
    assert all(question is before for question, before in zip(waited(beside).questions, laid.questions, strict=True))
    ledger.decide("reject", REPORTS[0].claims[0].id, by="Osra")
    assert waited(beside) is not laid


def test_contested_claims_are_marked_in_the_queue(ledger: Ledger, beside: SideBySide) -> None:
    waited(beside)
    marked = {item.claim for item in ledger.queue().items if "contested" in item.reasons}
    assert {r.claims[0].id for r in REPORTS[:4]} <= marked
    ledger.decide("reject", REPORTS[1].claims[0].id, by="Osra")
    waited(beside)
    marked = {item.claim for item in ledger.queue().items if "contested" in item.reasons}
    assert not {r.claims[0].id for r in REPORTS[:4]} & marked


def test_what_people_say_of_a_contradiction_goes_before_the_figures_in_the_queue(ledger: Ledger, beside: SideBySide) -> None:
    waited(beside)

    def marked() -> set[str]:
        return {item.claim for item in ledger.queue().items if "contested" in item.reasons}

    forty, sixty, same, council = (r.claims[0].id for r in REPORTS[:4])
    others = marked() - {forty, sixty, same, council}
    first = ledger.decide("refuse", f"{forty} {sixty}", value="contradicts", by="Osra")
    waited(beside)
    assert marked() >= {sixty, council}, "the council's figure is still another"
    assert not marked() & {forty, same}, "both tell what one party says"
    second = ledger.decide("refuse", f"{council} {sixty}", value="contradicts", by="Osra")
    waited(beside)
    assert not marked() & {forty, sixty, same, council}
    ledger.decide("confirm", f"{council} {forty}", value="contradicts", by="Osra")
    waited(beside)
    assert marked() == {forty, same, council} | others
    ledger.undo(first.id, by="Osra")
    ledger.undo(second.id, by="Osra")
    waited(beside)
    assert marked() >= {forty, sixty, same, council}


def test_one_against_all_others_is_contested_like_each_pair(beside: SideBySide) -> None:
    for question in waited(beside).questions:
        figures = [a for a in question.answers if a.interval and a.interval.drawn and a.stance == "asserts" and a.polarity == "+"]
        clash = {a.claim for a in figures for b in figures if a.interval and b.interval and not a.interval.meets(b.interval)}
        denied = any(a.stance in ("denies", "doubts") for a in question.answers)
        assert denied or contested([question]) == clash


def test_a_denial_contests(beside: SideBySide) -> None:
    question: Question = next(q for q in waited(beside).questions if q.kind == "figure" and len(q.answers) > 1)
    first, *others = question.answers
    denied = dataclasses.replace(question, answers=(dataclasses.replace(first, stance="denies"), *others))
    assert contested([denied]) == {a.claim for a in denied.answers}


def test_a_fault_is_told_and_mended(ledger: Ledger, beside: SideBySide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Folds, "add", lambda self, extraction: 1 / 0)
    beside.wait()
    assert beside.state == "failed"
    assert beside.error == "ZeroDivisionError: division by zero; please report this"
    monkeypatch.undo()
    assert waited(beside).sources
    assert beside.error is None


def test_how_a_source_is_to_be_handled(beside: SideBySide) -> None:
    laid = waited(beside)
    kinds = {source.name.casefold(): laid.sensitivity(source)[0] for source in laid.sources}
    assert kinds["nurse"] == "medic"
    assert kinds["rupert hentzau"] == "none"


def test_ends_while_it_works(tmp_path: Path) -> None:
    with Ledger(tmp_path / "many.db") as ledger:
        for number in range(30):
            ledger.add(report(number, "Flavia Elphberg", 10 + number))
        made = SideBySide(ledger)
        made.again()
        made.close()
        made.again()
        assert made.state in ("working", "failed", "ready")


def test_what_was_found_stays_while_a_report_is_laid_anew() -> None:
    folds = Folds(REPORTS)
    laid = Laid.of(folds)
    nurse = next(source for source in laid.sources if source.name == "Nurse")
    before = laid.sensitivity(nurse)
    for reading in REPORTS:
        folds.remove(reading.document.id)
    claim, _ = nurse.mentions[0]
    assert laid.sensitivity(nurse) == before
    assert laid.report(laid.claim(claim).document).startswith("Courier")
