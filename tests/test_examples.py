"""The example dossiers can be read, say what they are, and their gold stands on their words."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest

from reportedly.comparison import Relation
from tests.eval.folds_on_examples import Found, figures_of, main, score
from tests.eval.gold import EXAMPLES, KEPT, NAMES, Anchor, Gold, Key, Question, documents, load, overlapping

HEAD = "Example report written for the reportedly repository"


def test_every_folder_has_gold() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) == sorted(NAMES)


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_every_report_is_read_without_fault_and_is_in_the_gold(name: str) -> None:
    found, problems = documents(name)
    assert not problems
    assert not [p for document in found.values() for p in document.problems if p.severity == "error"]
    assert set(found) == set(load(name).reports)


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_every_report_says_in_its_text_that_it_is_an_example(name: str) -> None:
    for document in documents(name)[0].values():
        assert document.text.count(HEAD) == 1, document.name


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_every_anchor_is_found_exactly_where_it_says(name: str) -> None:
    found, _ = documents(name)
    for anchor in load(name).anchors():
        text = found[anchor.report].text
        span = anchor.find(text)
        assert text[span.start : span.end] == span.text == anchor.words
        assert text[: span.start].endswith(anchor.before)
        assert text[span.end :].startswith(anchor.after)


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_no_words_are_anchored_twice(name: str) -> None:
    assert overlapping(load(name)) == []


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_sayings_come_in_the_order_of_their_days_where_one_supersedes_another(name: str) -> None:
    said = {(q.name, s.name): s for q in load(name).questions for s in q.sayings}
    for question in load(name).questions:
        for pair in question.pairs:
            if pair.accepted and "supersedes" in pair.accepted:
                earlier, later = said[pair.earlier], said[pair.later]
                assert earlier.party == later.party, pair
                assert earlier.said is not None, pair
                assert later.said is not None, pair
                assert earlier.said < later.said, pair


@pytest.mark.parametrize(("passage", "times"), [("here is it", 0), ("it is", 2)])
def test_an_anchor_that_is_not_found_once_is_an_error(passage: str, times: int) -> None:
    with pytest.raises(ValueError, match=f"stands in it {times} times"):
        Anchor(report="a.txt", before="", words=passage, after="").find("it is here, and it is there")


@pytest.mark.parametrize(("floor", "failed"), [({"identity": 0.0}, 0), ({"identity": 100.6}, 1), ({"same_wrong": -1}, 1)])
def test_the_scorer_fails_when_a_measure_sinks(
    floor: dict[str, float], failed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "floor.json"
    path.write_text(json.dumps({"kursk model": floor}), encoding="utf-8")
    assert main(["kursk", "--floor", str(path)]) == failed
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[0])["dossier"] == "kursk"
    assert bool(printed.err) == bool(failed)


class Tie(NamedTuple):
    """A link."""

    left: str
    right: str
    relation: Relation
    left_figure: str = "q"
    right_figure: str = "q"


class Oracle:
    """Folds that find what the gold says, every claim one telling."""

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.questions = [SimpleNamespace(gold=q, answers=[self.answer(c) for c in self.claims(q)]) for q in gold.questions]
        mentions = defaultdict(list)
        for source in gold.sources:
            for i, anchor in enumerate(source.mentions):
                mentions[source.name + anchor.report * source.anonymous].append((f"{source.name} {i}", 0))
        self.sources = [SimpleNamespace(id=name, mentions=at) for name, at in mentions.items()]

    @staticmethod
    def claims(question: Question) -> list[str]:
        return [f"{question.name} {saying.name} {i}" for saying in question.sayings for i in range(len(saying.told))]

    @staticmethod
    def answer(claim: str) -> SimpleNamespace:
        return SimpleNamespace(claim=claim, quantity="q")

    def found(self) -> Found:
        mentions = {(s.name, i): ((f"{s.name} {i}", 0),) for s in self.gold.sources for i in range(len(s.mentions))}
        cells = {
            (q.name, s.name, i): ((f"{q.name} {s.name} {i}", "q"),)
            for q in self.gold.questions
            for s in q.sayings
            for i in range(len(s.told))
        }
        return Found(gold=self.gold, folds=cast(Any, self), mentions=mentions, cells=cells)

    @staticmethod
    def link(left: Key, i: int, right: Key, j: int, relation: Relation) -> Tie:
        return Tie(f"{left[0]} {left[1]} {i}", f"{right[0]} {right[1]} {j}", relation)

    def within(self, question: SimpleNamespace) -> list[Tie]:
        made = [
            self.link(pair.earlier, 0, pair.later, 0, min(pair.accepted))
            for pair in question.gold.pairs
            if pair.accepted and pair.earlier[0] == pair.later[0]
        ]
        for saying in question.gold.sayings:
            key = (question.gold.name, saying.name)
            made += [self.link(key, group[0], key, i, "repeats") for group in saying.drift for i in group[1:]]
        return made

    def links(self, question: SimpleNamespace) -> list[Tie]:
        own = self.claims(question.gold)[0]
        wider = {q.name: self.claims(q)[0] for q in self.gold.questions}
        made = [Tie(own, wider[whole], "different scope") for whole in question.gold.within]
        made += [
            self.link(pair.earlier, 0, pair.later, 0, min(pair.accepted))
            for pair in question.gold.pairs
            if pair.accepted and pair.earlier[0] != pair.later[0]
        ]
        return self.within(question) + made

    def related(self, question: SimpleNamespace) -> list[SimpleNamespace]:
        return [other for other in self.questions if other is not question]

    def support(self, question: SimpleNamespace) -> SimpleNamespace:
        lines = defaultdict(list)
        for saying in question.gold.sayings:
            for i in range(0 if saying.denies else len(saying.told)):
                lines[saying.origin or f"{saying.name} {i}", saying.lineage].append(f"{question.gold.name} {saying.name} {i}")
        return SimpleNamespace(origins=[SimpleNamespace(id=name, lineage=how, claims=c) for (name, how), c in lines.items()])

    def drifts(self, question: SimpleNamespace) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(
                retellings=[
                    SimpleNamespace(claim=f"{question.gold.name} {saying.name} {i}", also=(), interval=None, words=str(group))
                    for group in saying.drift
                    for i in group
                ]
            )
            for saying in question.gold.sayings
        ]


@pytest.mark.parametrize("name", [*NAMES, *KEPT])
def test_folds_that_find_what_the_gold_says_score_full_marks(name: str) -> None:
    oracle = Oracle(load(name))
    counts, wrong = score(oracle.found())
    figures = figures_of(counts)
    assert wrong == []
    for measure in ("identity", "relations", "origins", "lineage", "drift"):
        assert figures[measure] == figures[f"{measure}_of_read"] == 100.0, measure
    assert (figures["same_wrong"], figures["joined_wrong"], figures["unknown_as_known"]) == (0, 0, 0)


def test_folds_that_call_all_the_same_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = Oracle(load("disaster"))
    for source in oracle.sources[1:]:
        oracle.sources[0].mentions.extend(source.mentions)
    del oracle.sources[1:]

    def links(question: SimpleNamespace) -> list[Tie]:
        claims = oracle.claims(question.gold)
        return [Tie(claims[0], other, "same") for other in claims[1:]]

    monkeypatch.setattr(oracle, "links", links)
    figures = figures_of(score(oracle.found())[0])
    assert figures["joined_wrong"]
    assert figures["same_wrong"]
    assert cast(float, figures["relations_precision"]) < 10
