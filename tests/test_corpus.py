"""The committed corpus is what its authored form gives, and every row keeps to the model's vocabulary."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportedly.model import Basis, ClaimKind, Polarity, SourceType, Span, Stance, TimeRole, Verification, words_of

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
REPORTS = sorted(path.stem for path in (CORPUS / "authored").glob("*.txt"))


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_corpus", ROOT / "scripts" / "build_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(name: str) -> tuple[str, list[dict[str, Any]]]:
    text = (CORPUS / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (CORPUS / "reports" / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return text, [json.loads(line) for line in lines]


def test_committed_files_are_what_the_authored_reports_give(builder: ModuleType) -> None:
    made = builder.all_files()
    assert {path: path.read_text(encoding="utf-8") for path in made if path.is_file()} == made
    assert set((CORPUS / "reports").iterdir()) == {path for path in made if path.parent.name == "reports"}


def test_index_lists_every_report_and_keeps_some_for_testing() -> None:
    index = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["id"] for entry in index] == REPORTS
    for entry in index:
        date.fromisoformat(entry["published"])
        assert entry["split"] in ("train", "test")
        assert entry["batch"] in (1, 2)
    held_out = sum(entry["split"] == "test" for entry in index)
    assert 0.15 <= held_out / len(index) <= 0.3


@pytest.mark.parametrize("name", REPORTS)
def test_every_span_is_its_text(name: str) -> None:
    text, rows = read_rows(name)
    for row in rows:
        assert text[row["start"] : row["end"]] == row["passage"]
        for part in (*row["chain"], *row["quantities"], *row["dates"]):
            assert text[slice(*part["span"])] == part.get("mention", part.get("text"))
        for role in ("source", "cue", "content", "hedge_span", "verification_span", "anonymity_span"):
            for start, end in row.get(role, []):
                assert Span.trimmed(text, start, end) == Span.cut(text, start, end)
        assert row["content"]
        assert not {"{", "}"} & set(text)


@pytest.mark.parametrize("path", sorted((CORPUS / "second").glob("*.txt")), ids=lambda path: path.stem)
def test_second_codings_are_of_the_same_text(path: Path, builder: ModuleType) -> None:
    _, text, rows = builder.build(path)
    assert text == read_rows(path.stem)[0]
    assert rows


@pytest.mark.parametrize("name", REPORTS)
def test_every_word_is_in_the_vocabulary(name: str, builder: ModuleType) -> None:
    _, rows = read_rows(name)
    assert [row["row"] for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row["kind"] in words_of(ClaimKind)
        assert (row["kind"] == "unattributed") == (not row["chain"])
        assert row["stance"] in words_of(Stance)
        assert row["polarity"] in words_of(Polarity)
        assert row["basis"] in words_of(Basis)
        assert row["verification"] is None or row["verification"] in words_of(Verification)
        assert all(hop["type"] in words_of(SourceType) for hop in row["chain"])
        assert all(figure["outcome"] in builder.OUTCOMES for figure in row["quantities"])
        assert all(
            figure["low"] is None or figure["high"] is None or figure["low"] <= figure["high"] for figure in row["quantities"]
        )
        for day in row["dates"]:
            assert day["role"] in words_of(TimeRole)
            assert day["earliest"] is None or day["latest"] is None or day["earliest"] <= day["latest"]


def test_the_builder_refuses_what_does_not_fit(builder: ModuleType, tmp_path: Path) -> None:
    head = "published: 2024-05-16\ngenre: wire\n~~~\n"
    for body, complaint in (
        ("{1|Two men {q1|2} died}.\n~~~\n1 -; q=3/killed/men\n", "is not what"),
        ("{1|Two men died}, {s2|he} said.\n~~~\n1 -\n", "marks without a row"),
        ("Two men died.\n~~~\n1 -\n", "no content"),
        ("{1|Two men died.\n~~~\n1 -\n", "not closed"),
        ("{1|Two men died}.\n~~~\n1 he\n", "not declared"),
        ("{1|Two men died}.\n~~~\n1 -; surely\n", "what is 'surely'"),
        ("{1|Two men died }.\n~~~\n1 -\n", "white space"),
    ):
        path = tmp_path / "999-bad.txt"
        path.write_text(head + body, encoding="utf-8")
        with pytest.raises(builder.BadReport, match=complaint):
            builder.build(path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sat", ("2024-12-28", "2024-12-28")),
        ("Mon", ("2024-12-23", "2024-12-23")),
        ("lWed", ("2024-12-18", "2024-12-18")),
        ("lwk", ("2024-12-16", "2024-12-22")),
        ("Mon..", ("2024-12-23", None)),
        ("lmo", ("2024-11-01", "2024-11-30")),
        ("d-1", ("2024-12-27", "2024-12-27")),
        ("2024-10-01..", ("2024-10-01", None)),
    ],
)
def test_periods_resolve_against_the_day_of_publication(
    builder: ModuleType, words: str, expected: tuple[str | None, str | None]
) -> None:
    assert builder.period(words, date(2024, 12, 28)) == expected
