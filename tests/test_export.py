"""Rows and the formats they are written in."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.metadata import entry_points

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import UsageError
from reportedly.export import claim_row, exporter, exporters, figures, problem_row, rows, source_row
from reportedly.export.formats import write_csv, write_jsonl, write_markdown
from reportedly.export.rows import figure, via, who
from reportedly.source import identify
from tests.builders import document, harbour, hop, quantity


def test_one_row_a_claim_with_the_same_columns() -> None:
    made = rows(harbour())
    assert [row["passage"] for row in made] == ["more than 40 sailors were killed", "dozens of wounded", "it", "its account"]
    assert len({tuple(row) for row in made}) == 1
    first, second, *_ = made
    assert (first["who"], first["via"], first["figures"], first["said"]) == (
        "Ruritania's Ministry of Defence",
        None,
        ">40 killed",
        "2024-03-04",
    )
    assert (second["who"], second["via"], second["figures"], second["said"]) == (
        "A nurse",
        "the Strelsau Security Service",
        "dozens wounded",
        "2024-03-06",
    )


def test_one_row_a_figure() -> None:
    first, second = figures(harbour())
    assert (first["low"], first["high"], first["low_exclusive"], first["outcome"], first["words"]) == (
        40.0,
        None,
        True,
        "killed",
        "more than 40",
    )
    assert (second["low"], second["vague"]) == (None, "dozens")
    assert list(first) == list(second)


def test_rows_of_sources_and_problems() -> None:
    made = harbour()
    service = next(source_row(s) for s in identify(made) if "SSS" in s.aliases)
    assert (service["name"], service["claims"], service["as_origin"]) == ("Strelsau Security Service", 2, 1)
    row = problem_row(made[0].problems[0], made[0].document)
    assert (row["document"], row["code"], row["words"]) == ("first.txt", "furniture", None)


@pytest.mark.parametrize(
    ("low", "high", "fields", "shown"),
    [
        (20, 20, {}, "20 killed"),
        (1000, None, {"low_exclusive": True}, ">1,000 killed"),
        (1000, None, {}, "≥1,000 killed"),
        (None, 12000, {}, "≤12,000 killed"),
        (None, 12000, {"high_exclusive": True}, "<12,000 killed"),
        (100, 200, {}, "100–200 killed"),
        (20, 20, {"approximate": True}, "≈20 killed"),
        (2.5, 2.5, {}, "2.5 killed"),
        (3_000_000_000, 3_000_000_000, {}, "3,000,000,000 killed"),
        (None, None, {"vague": "dozens", "approximate": True}, "dozens killed"),
        (None, None, {}, "Most killed"),
        (20, 20, {"outcome": None, "unit": "dollar"}, "20 dollar"),
        (20, 20, {"outcome": None, "counted": "the boats"}, "20 the boats"),
        (20, 20, {"outcome": None}, "20"),
    ],
)
def test_figures_in_a_few_characters(low: float | None, high: float | None, fields: dict[str, object], shown: str) -> None:
    made = quantity(document("Most died."), "Most", low, high, **{"outcome": "killed", **fields})
    assert figure(made) == shown


def test_who_and_via() -> None:
    seoul, kyiv, outlet = hop("Seoul"), hop("Kyiv", joint=True), hop("The\nCourier")
    assert (who((seoul, kyiv, outlet)), via((seoul, kyiv, outlet))) == ("Seoul and Kyiv", "The Courier")
    assert (who(()), via(())) == (None, None)


def test_the_built_in_formats_are_found_like_any_other() -> None:
    assert {"csv", "jsonl", "markdown"} <= set(exporters())
    assert [exporter(name) for name in ("csv", "jsonl", "markdown")] == [write_csv, write_jsonl, write_markdown]
    assert all(point.load() for point in entry_points(group="reportedly.exporters"))
    with pytest.raises(UsageError, match="there is no format 'xml'; it is one of: table, csv, jsonl, markdown"):
        exporter("xml")


CELLS = st.none() | st.text(max_size=12) | st.integers() | st.booleans()
ROWS = st.lists(st.builds(lambda a, b: {"a": a, "b|": b}, CELLS, CELLS), min_size=1, max_size=4)


def sound(value: object) -> str:
    return "" if value is None else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in str(value))


@given(ROWS)
def test_csv_reads_back(made: list[dict[str, object]]) -> None:
    out = io.StringIO(newline="")
    write_csv(made, out)
    head, *lines = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert head == ["a", "b|"]
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
        [re.sub("\r\n?", "\n", sound(value)).removeprefix("'") for value in row.values()] for row in made
    ]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+49 people", "-x", "\t=1", "=\n1"])
def test_csv_holds_no_formula(cell: str) -> None:
    out = io.StringIO()
    write_csv([{"a": cell}], out)
    assert next(csv.reader(io.StringIO(out.getvalue().split("\n", 1)[1]))) == ["'" + cell]


@pytest.mark.parametrize("cell", ["+", "-", -5])
def test_what_is_no_formula_stays(cell: object) -> None:
    out = io.StringIO()
    write_csv([{"a": cell}], out)
    assert out.getvalue() == f"a\n{cell}\n"


@given(ROWS)
def test_jsonl_reads_back(made: list[dict[str, object]]) -> None:
    out = io.StringIO()
    write_jsonl(made, out)
    out.getvalue().encode()
    assert [json.loads(line) for line in out.getvalue().split("\n") if line] == made


@given(ROWS)
def test_markdown_keeps_its_cells(made: list[dict[str, object]]) -> None:
    out = io.StringIO()
    write_markdown(made, out)
    out.getvalue().encode()
    lines = out.getvalue().splitlines()
    assert len(lines) == len(made) + 2
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines} == {3}


def test_markdown_from_a_hostile_document() -> None:
    out = io.StringIO()
    write_markdown([{"a": "<script>x</script> [a](http://b) `c` *d*\n| e"}], out)
    assert out.getvalue().splitlines()[-1] == ("| &lt;script&gt;x&lt;/script&gt; \\[a\\](http://b) \\`c\\` \\*d\\* \\| e |")


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_markdown])
def test_no_rows_write_nothing(write: object) -> None:
    out = io.StringIO()
    write([], out)  # type: ignore[operator]
    assert out.getvalue() == ""


def test_claim_rows_say_none_where_the_document_does() -> None:
    made = harbour()[1]
    row = claim_row(made.claims[0], document("Kyiv denied it.", published=None))
    assert (row["published"], row["said"], row["hedge"], row["figures"]) == (None, None, None, None)
