"""What follows from decisions: the pure fold, without a ledger."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reportedly.decision import Decision, DecisionKind, checked, decided, disputes, in_force, reviewed
from reportedly.errors import UsageError
from reportedly.model import Claim, Extraction
from tests.builders import find, harbour

FIRST = harbour()[0]
ONE, OTHER = FIRST.claims


class Log:
    """Decisions numbered in the order in which they are made, with values as the ledger keeps them."""

    def __init__(self, reading: Extraction = FIRST) -> None:
        self.all: list[Decision] = []
        self.reading = reading

    def __call__(
        self, kind: DecisionKind, target: str, by: str = "Osra", value: str | None = None, undoes: int | None = None
    ) -> Decision:
        number = len(self.all) + 1
        if kind != "undo":
            meant = next((c for c in self.reading.claims if c.id == target), None)
            value = checked(kind, target, value, meant, self.reading.document.id, self.reading.document.text)
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        made = Decision(id=number, at=at, by=by, why=None, kind=kind, target=target, value=value, undoes=undoes)
        self.all.append(made)
        return made


def fields(**changed: Any) -> str:
    return json.dumps({"fields": changed})


def test_without_decisions_a_reading_is_as_it_was() -> None:
    stands = reviewed(FIRST, ())
    assert stands.extraction is FIRST
    assert (stands.claims, stands.status, stands.unfitting, stands.reprint_of) == (FIRST.claims, {}, (), None)


def test_the_last_decision_about_a_claim_holds() -> None:
    log = Log()
    log("reject", ONE.id)
    log("accept", ONE.id, "Sapt")
    log("accept", OTHER.id)
    log("reject", OTHER.id, "Sapt")
    stands = reviewed(FIRST, log.all)
    assert stands.status == {ONE.id: "accepted", OTHER.id: "rejected"}
    assert stands.by == {ONE.id: "Sapt", OTHER.id: "Sapt"}
    assert stands.extraction.claims == (ONE,)
    assert stands.claims == (ONE, OTHER)


def test_edits_of_several_fields_add_up_and_an_acceptance_keeps_them() -> None:
    log = Log()
    log("edit", ONE.id, value=fields(stance="doubts"))
    log("edit", ONE.id, value=fields(hedge="perhaps"))
    log("accept", ONE.id, "Sapt")
    stands = reviewed(FIRST, log.all)
    edited = stands.extraction.claims[0]
    assert edited == dataclasses.replace(ONE, stance="doubts", hedge="perhaps")
    assert stands.status[ONE.id] == "edited"


def test_a_claim_is_added_in_its_place_and_can_be_edited() -> None:
    text = FIRST.document.text
    start = text.index("A nurse")
    log = Log()
    made = {"kind": "unattributed", "content": [[start, start + 7]], "chain": [], "stance": "asserts", "polarity": "+"}
    log("add", "new", value=json.dumps({"document": FIRST.document.id, "fields": {**made, "basis": "unspecified"}}))
    log("edit", "new", value=fields(stance="denies"))
    stands = reviewed(FIRST, log.all)
    assert [c.id for c in stands.extraction.claims] == [ONE.id, "new", OTHER.id]
    assert stands.extraction.claims[1].passage == "A nurse"
    assert (stands.extraction.claims[1].stance, stands.status["new"]) == ("denies", "added")


def anew(*claims: Claim) -> Extraction:
    return dataclasses.replace(FIRST, versions=(("reportedly", "2"),), claims=claims)


def test_a_decision_goes_to_the_claim_whose_words_overlap_most() -> None:
    log = Log()
    log("reject", ONE.id)
    text = FIRST.document.text
    near = dataclasses.replace(ONE, id="near", content=(find(text, "40 sailors were killed"),))
    far = dataclasses.replace(ONE, id="far", content=(find(text, "killed. A nurse, in a call intercepted"),))
    assert reviewed(anew(near, far), log.all).status == {"near": "rejected"}
    assert [d.id for d in reviewed(anew(far), log.all).unfitting] == [1]


def test_an_edit_that_no_longer_makes_a_claim_is_listed() -> None:
    log = Log()
    made = log("edit", ONE.id, value=fields(stance="doubts"))
    broken = dataclasses.replace(made, value=(made.value or "").replace("doubts", "sings"))
    assert reviewed(FIRST, [broken]).unfitting == (broken,)


def test_the_day_and_what_it_reprints() -> None:
    log = Log()
    log("date", FIRST.document.id, value="2025-02-03")
    log("reprint", FIRST.document.id, value="other")
    stands = reviewed(FIRST, log.all)
    assert (stands.extraction.document.published, stands.reprint_of) == (date(2025, 2, 3), "other")
    assert stands.extraction.document.published_from == "a decision by Osra"
    log("date", FIRST.document.id)
    assert reviewed(FIRST, log.all).extraction.document.published is None


def test_an_undoing_can_be_undone() -> None:
    log = Log()
    made = log("reject", ONE.id)
    undo = log("undo", ONE.id, undoes=made.id)
    assert in_force(log.all) == (undo,)
    redo = log("undo", ONE.id, undoes=undo.id)
    assert in_force(log.all) == (made, redo)


def test_the_last_word_on_each_relation_reprint_and_regard_is_what_folds_follow() -> None:
    log = Log()
    log("confirm", "b a", value="contradicts")
    log("confirm", "a b", value="denies")
    log("refuse", "a b", "Sapt", "contradicts")
    log("reprint", "one", value="two")
    log("reprint", "one", "Sapt")
    log("grade", "s", value="B")
    log("type", "s", value="ngo")
    undone = log("type", "s", "Sapt", "outlet")
    log("undo", "s", undoes=undone.id)
    found = decided(in_force(log.all))
    assert [(r.left, r.right, r.relation, r.holds, r.by, r.decision) for r in found.rulings] == [
        ("a", "b", "denies", True, "Osra", 2),
        ("a", "b", "contradicts", False, "Sapt", 3),
    ]
    assert [(d.document, d.of, d.by) for d in found.descents] == [("one", None, "Sapt")]
    assert [(r.kind, r.value) for r in found.regards] == [("grade", "B"), ("type", "ngo")]
    log("refuse", "b a")
    log("grade", "s")
    found = decided(in_force(log.all))
    assert [(r.relation, r.holds) for r in found.rulings] == [(None, False)]
    assert [r.kind for r in found.regards] == ["type"]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("praise", None, "'praise' is no kind of decision; it is one of: accept"),
        ("edit", None, "no field is changed; accept it instead"),
        ("edit", fields(id="x", song=1), "id, song cannot be edited; what can is anonymous|id, song cannot be edited"),
        ("edit", fields(stance="sings"), "the fields make no claim"),
        ("edit", fields(content=[]), "it has no words"),
        ("edit", "no json", "the value is no JSON: 'no json'"),
        ("edit", "[]", "must be an object with 'fields'"),
        ("add", json.dumps({"fields": {}}), "the fields make no claim"),
        ("date", "then", "'then' is no day of publication; write it as 2024-12-28"),
        ("sensitivity", "shy", "'shy': it is one of: captive"),
        ("sensitivity", None, "say with what, or as what"),
        ("grade", "G", "'G': it is one of: A, B"),
        ("confirm", "likes", "'likes': it is one of: same"),
        ("confirm", "same", "name the two claims by their ids with a space between"),
        ("type", "songbird", "'songbird': it is one of: person"),
        ("reprint", ONE.id, "does not reprint itself; name another"),
        ("merge", None, "say with what"),
    ],
)
def test_what_cannot_be_decided(kind: Any, value: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Log()(kind, ONE.id, value=value)


def test_an_addition_needs_its_document() -> None:
    with pytest.raises(UsageError, match="name its document as 'document' in the value"):
        checked("add", "new", fields(stance="asserts"), None, None, "")


# --- disagreement


def test_who_decided_otherwise_is_listed_and_a_third_settles_it() -> None:
    log = Log()
    log("accept", ONE.id, "Osra")
    assert disputes(log.all) == ()
    log("reject", ONE.id, "Sapt")
    log("grade", "s1", "Osra", "B")
    log("grade", "s1", "Sapt", "B")
    log("sensitivity", "s1", "Sapt", "medic")
    found = disputes(log.all)
    assert [(d.target, [one.by for one in d.decisions]) for d in found] == [(ONE.id, ["Osra", "Sapt"])]
    log("accept", ONE.id, "Fritz")
    assert disputes(log.all) == ()
    log("reject", ONE.id, "Sapt")
    assert [one.by for one in disputes(log.all)[0].decisions] == ["Fritz", "Sapt"]
    log("accept", ONE.id, "Sapt")
    assert disputes(log.all) == ()


def test_the_same_edit_is_no_disagreement_wherever_the_words_stood() -> None:
    log = Log()
    log("edit", ONE.id, "Osra", fields(stance="doubts"))
    log("edit", ONE.id, "Sapt", fields(stance="doubts"))
    assert disputes(log.all) == ()
    log("edit", ONE.id, "Sapt", fields(stance="denies"))
    assert len(disputes(log.all)) == 1
