"""`sources`, `questions`, `origins`, `drift`: what they print of a small ledger, and how people decide who is who."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from reportedly.cli import app
from reportedly.ledger import Ledger
from reportedly.model import Extraction
from tests.builders import claim, document, extraction, hop, quantity

Run = Callable[..., Result]


def report(paper: str, day: int, words: str, figure: str, n: float, *chain: Any, **fields: Any) -> Extraction:
    """A report in which one figure of sailors killed in Velmar is given."""
    of = document(f"{paper}: {words}", name=f"{paper}.txt", published=date(2024, 5, day), outlet=paper)
    figures = (quantity(of, figure, n, None if "least" in figure else n, outcome="killed", counted="sailors"),)
    return extraction(of, claim(of, words, *chain, quantities=figures, **fields))


PRESIDENT = hop("President Rudolf Flavia", type="person", country="Ruritania")
FLAVIA = hop("Rudolf Flavia", type="person")
NURSE = hop("a nurse", type="person", named="by role", anonymous=True)
SERVICE = hop("Strelsau Security Service", type="intelligence agency", relation="intercepted")
COURIER = hop("Strelsau Courier", type="outlet", relation="cited")

REPORTS = (
    report("Strelsau Courier", 1, "12 sailors were killed", "12", 12, PRESIDENT, basis="official statement"),
    report("Zenda Post", 2, "40 sailors were killed", "40", 40, FLAVIA, basis="official statement"),
    report("Hentzau Herald", 2, "60 sailors were killed", "60", 60, NURSE, SERVICE, basis="intercept"),
    report("Tarlenheim Times", 3, "at least 60 sailors were killed", "at least 60", 60, NURSE, SERVICE, basis="intercept"),
    report("Rupert's Blog", 3, "no 60 sailors were killed", "60", 60, hop("Kyiv", type="government"), stance="denies"),
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    monkeypatch.setenv("REPORTEDLY_USER", "osra")
    with Ledger("reportedly.db") as store:
        for one in REPORTS:
            store.add(one)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return invoke


def rows(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def names(run: Run) -> list[str]:
    return sorted(row["name"] for row in rows(run("sources", "--format", "jsonl")))


def test_the_questions_and_what_stands_behind_them(run: Run) -> None:
    (question,) = rows(run("questions", "--format", "jsonl"))
    assert (question["question"], question["reports"], question["origins"]) == ("sailors killed", 4, 2)
    assert (question["against"], question["range"]) == (1, "at least 12")
    table = run("questions").stdout.splitlines()
    assert table[0].split("\t")[0] == "id"
    assert len(table) == 2


def test_one_question_for_people(run: Run) -> None:
    said = run("questions", "sailors killed").stdout
    assert said.startswith("sailors killed\n4 reports, 2 independent origins\n")
    assert "nurse, through Strelsau Security Service" in said
    assert "all that is said: at least 40" in said
    assert "compatible with all: no figure" in said
    assert "information grade: 5" in said
    (party,) = rows(run("questions", "sailors killed", "--as-of", "2024-05-01", "--format", "jsonl"))
    assert (party["party"], party["latest"]) == ("Rudolf Flavia", "12")


def test_relations_say_why(run: Run) -> None:
    found = {row["relation"]: row for row in rows(run("questions", "sailors", "--relations", "--format", "jsonl"))}
    assert found["supersedes"]["why"] == "the same party gives 40 after 12"
    assert "cannot both be true" in found["contradicts"]["why"]
    assert found["denies"]["left_words"] in ("60", "at least 60")


def test_what_people_decided_in_the_review_is_shown(run: Run) -> None:
    question = rows(run("questions", "--format", "jsonl"))[0]["id"]
    before = rows(run("questions", question, "--relations", "--format", "jsonl"))
    refused, confirmed = [row for row in before if row["relation"] == "contradicts"][:2]
    (service,) = (r for r in rows(run("sources", "--format", "jsonl")) if r["name"] == "Strelsau Security Service")
    president = next(r for r in rows(run("sources", "--format", "jsonl")) if "Flavia" in r["name"])
    with Ledger("reportedly.db") as store:
        pair = f"{refused['left_claim']} {refused['right_claim']}"
        undo = store.decide("refuse", pair, by="osra", value="contradicts").id
        pair = f"{confirmed['left_claim']} {confirmed['right_claim']}"
        store.decide("confirm", pair, by="osra", value="contradicts", why="one blast")
        store.decide("grade", president["id"], by="sapt", value="D")
        store.decide("type", service["id"], by="sapt", value="armed force")
    after = rows(run("questions", question, "--relations", "--format", "jsonl"))
    assert [row for row in before if row not in after] == [refused, confirmed]
    (changed,) = (row for row in after if row not in before)
    assert changed["score"] is None
    assert changed["why"].startswith("confirmed by osra: one blast; ")
    assert {r["name"]: r["type"] for r in rows(run("sources", "--format", "jsonl"))}[service["name"]] == "armed force"
    parties = rows(run("questions", question, "--format", "jsonl"))
    assert [row["reliability"] for row in parties if "Flavia" in row["party"]] == ["D, by sapt"]
    assert run("dossier", "-o", "made.html").exit_code == 0
    assert "reliability <bdi>D, by sapt</bdi>" in Path("made.html").read_text("utf-8")
    assert run("sources", "--undo", str(undo)).exit_code == 0
    assert refused in rows(run("questions", question, "--relations", "--format", "jsonl"))


def test_the_dossier_has_a_contradiction_where_people_see_one(run: Run) -> None:
    def crosses() -> tuple[int, bool]:
        assert run("dossier", "-o", "made.html").exit_code == 0
        html = Path("made.html").read_text("utf-8")
        return html.count('<td class="contradicts"'), "The latest figures of the parties cannot all be true." in html

    assert crosses() == (2, True)
    with Ledger("reportedly.db") as store:
        forty, sixty, more = (report.claims[0].id for report in REPORTS[1:4])
        store.decide("refuse", f"{forty} {sixty}", by="osra", value="contradicts")
        store.decide("refuse", f"{forty} {more}", by="osra", value="contradicts")
    assert crosses() == (0, False)
    with Ledger("reportedly.db") as store:
        store.decide("confirm", f"{forty} {more}", by="osra", value="contradicts")
    assert crosses() == (2, True)


def test_a_relation_to_a_claim_of_another_question_is_told(run: Run) -> None:
    question = rows(run("questions", "--format", "jsonl"))[0]["id"]
    of = document("The pier is closed, said nobody at all.", name="other.txt", outlet="Other Post")
    alone = extraction(of, claim(of, "The pier is closed", hop("Pier Watch", type="ngo")))
    with Ledger("reportedly.db") as store:
        store.add(alone)
        store.decide("confirm", f"{REPORTS[0].claims[0].id} {alone.claims[0].id}", by="osra", value="compatible")
    told = rows(run("questions", question, "--relations", "--format", "jsonl"))
    (row,) = (row for row in told if row["why"] == "confirmed by osra")
    assert (row["right"], row["right_words"], row["relation"]) == ("Pier Watch", "The pier is closed", "compatible")


def test_origins_and_drift(run: Run) -> None:
    found = rows(run("origins", "sailors", "--format", "jsonl"))
    assert [(row["origin"], row["report"]) for row in found] == [
        ("Rudolf Flavia", "Strelsau Courier"),
        ("Rudolf Flavia", "Zenda Post"),
        ("a nurse, through Strelsau Security Service", "Hentzau Herald"),
        ("a nurse, through Strelsau Security Service", "Tarlenheim Times"),
    ]
    assert run("origins", "sailors").stdout.startswith("sailors killed: 4 reports, 2 independent origins\n")
    told = rows(run("drift", "--format", "jsonl"))
    assert [row["changed"] for row in told] == [None, "figure: 60 → at least 60"]


def test_two_are_parted_by_their_aliases_joined_again_and_all_of_it_is_undone(run: Run) -> None:
    before = names(run)
    assert before.count("Rudolf Flavia") == 1
    split = run("sources", "--split", "President Rudolf Flavia", "Rudolf Flavia", "--why", "father and son")
    assert split.exit_code == 2, "the name alone is both's"
    (flavia,) = [row for row in rows(run("sources", "--format", "jsonl")) if row["name"] == "Rudolf Flavia"]
    parts = flavia["parts"].split("; ")
    assert len(parts) == 2
    split = run("sources", "--split", *parts, "--why", "father and son")
    assert split.stdout.endswith("take it back with --undo 1\n"), split.output
    assert names(run).count("Rudolf Flavia") == 2
    (decision,) = rows(run("sources", "--decisions", "--format", "jsonl"))
    assert (decision["by"], decision["kind"], decision["why"], decision["in force"]) == ("osra", "split", "father and son", True)
    assert run("sources", "--undo", "1").exit_code == 0
    assert names(run) == before


def test_the_program_proposes_and_a_person_joins(run: Run) -> None:
    (proposed,) = rows(run("sources", "--proposals", "--format", "jsonl"))
    assert (proposed["left"], proposed["right"], proposed["verdict"]) == ("nurse", "nurse", "undecided")
    assert names(run).count("nurse") == 2
    done = run("sources", "--merge", proposed["left_id"], proposed["right_id"], "--by", "rassendyll")
    assert "nurse and nurse are one" in done.stdout
    assert names(run).count("nurse") == 1
    assert rows(run("sources", "--proposals", "--format", "jsonl")) == []
    again = run("sources", "--merge", proposed["left_id"], proposed["right_id"])
    assert (again.exit_code, "are one already" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sources", "--merge", "nurse", "Kyiv"), "'nurse' could be 2 sources; name one by its id: "),
        (("sources", "--merge", "nobody", "Kyiv"), "no source is called 'nobody'"),
        (("sources", "--undo", "9"), "there is no decision 9"),
        (("sources", "--undo", "1", "--merge", "a", "b"), "--merge, --split and --undo: one decision at a time"),
        (("origins", "ships"), "no question is called 'ships'; 'reportedly questions' lists them"),
        (("questions", "--relations"), "--as-of and --relations are about one question"),
        (("questions", "sailors", "--as-of", "soon"), "--as-of: 'soon' is no day"),
    ],
)
def test_mistakes(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {said}")
