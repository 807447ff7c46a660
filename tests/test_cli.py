"""The command line as a user meets it: what it prints where, how it ends, how fast it answers."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner, Result

from reportedly import pipeline
from reportedly.annotate import Annotator
from reportedly.cli import app
from reportedly.errors import EnvironmentFault
from reportedly.json_form import schema
from reportedly.model import Document, Extraction, Stance, words_of
from tests.builders import VERSIONS, claim, extraction, hop, quantity

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-c", "from reportedly.cli import app; app()"]
EXTRACTOR = pipeline.Extractor
COMMANDS = (
    "extract", "read", "claims", "documents", "problems", "sources", "questions", "origins", "drift", "dossier",
    "review", "users",
)  # fmt: skip


class QuickExtractor:
    """In place of the stages: one claim a document, by the words before "said", on what comes after."""

    versions = VERSIONS

    def __init__(self, attribution: str = "rules", dates: str = "auto") -> None:
        self.method = attribution

    def __call__(self, document: Document) -> Extraction:
        if "CRASH" in document.text:
            raise ZeroDivisionError("a fault of ours")
        who, said, what = document.text.strip().partition(" said ")
        if not said:
            return extraction(document, problems=document.problems)
        number = re.search(r"\d+", what)
        figures = (quantity(document, number[0], float(number[0]), float(number[0]), outcome="killed"),) if number else ()
        made = claim(
            document, what, hop(who, document.text), stance="denies" if what.startswith("no ") else "asserts", quantities=figures
        )
        return extraction(document, made, problems=document.problems)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "Extractor", QuickExtractor)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)


@pytest.fixture
def run() -> Callable[..., Result]:
    def invoke(*arguments: str | Path, **options: Any) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], **options)

    return invoke


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Kyiv said 40 sailors had died in the harbour on the second day of the siege.\n")
    (folder / "b.txt").write_text("The Harbour Office said no ship had been lost, and none of the sailors hurt.\n")
    return folder


@pytest.fixture
def ledger(run: Callable[..., Result], reports: Path) -> Path:
    assert run("read", reports, "--published", "2024-03-06").exit_code == 0
    return Path("reportedly.db")


# --- help


def test_version(run: Callable[..., Result]) -> None:
    assert re.fullmatch(r"reportedly \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command: str) -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert f"## `reportedly {command}" in text
    section = text.split(f"## `reportedly {command}")[1].split("\n## ")[0]
    assert f"\n    reportedly {command}" in section, "an example"
    for parameter in typer.main.get_command(app).commands[command].params:  # type: ignore[attr-defined]
        for option in parameter.opts:
            assert not option.startswith("--") or option in section
            assert parameter.param_type_name != "option" or parameter.help


def test_there_are_no_other_commands() -> None:
    assert set(typer.main.get_command(app).commands) == set(COMMANDS)  # type: ignore[attr-defined]


def test_the_help_lists_every_stance(run: Callable[..., Result]) -> None:
    said = run("claims", "--help").stdout
    assert all(stance in said for stance in words_of(Stance))


def test_help_needs_nothing_heavy() -> None:
    """Half a second is promised; what would break the promise is a large import, on any machine."""
    program = (
        "import sys\nfrom reportedly.cli import app\n"
        f"for command in ([], *([c] for c in {COMMANDS!r})):\n"
        "    try: app([*command, '--help'])\n"
        "    except SystemExit: pass\n"
        "heavy = {'spacy', 'numpy', 'sqlalchemy', 'alembic', 'trafilatura', 'lxml', 'rich', 'onnxruntime', 'jinja2', 'pypdf'}\n"
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Usage:") == len(COMMANDS) + 1


def test_help_answers_quickly() -> None:
    """In processor time, so that it does not depend on what else the machine is doing."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*PROGRAM, "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(once() for _ in range(3)) < 1


# --- extract


def test_extract_prints_one_object_a_document(run: Callable[..., Result], reports: Path) -> None:
    done = run("extract", reports, "--published", "2024-03-06")
    assert (done.exit_code, done.stderr) == (0, "")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in made] == ["a.txt", "b.txt"]
    assert made[0]["document"]["published"] == "2024-03-06"
    assert made[0]["claims"][0]["chain"][0]["name"] == "Kyiv"


def test_extract_as_a_table_in_a_pipe_is_tab_separated(run: Callable[..., Result], reports: Path) -> None:
    done = run("extract", reports, "--format", "table")
    head, first, second = (line.split("\t") for line in done.stdout.splitlines())
    assert head[0] == "who ← through"
    assert (first[0], second[0]) == ("Kyiv", "The Harbour Office")
    assert dict(zip(head, first, strict=True))["figures"] == "40 killed"


def test_extract_reads_standard_input(run: Callable[..., Result]) -> None:
    done = run("extract", "-", input="Kyiv said 40 sailors had died in the harbour that day.")
    assert json.loads(done.stdout)["claims"][0]["passage"].startswith("40 sailors")


@pytest.mark.parametrize("method", ["model", "rules"])
def test_the_ways_to_read_are_passed_on(
    run: Callable[..., Result], reports: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Seeing(QuickExtractor):
        def __init__(self, attribution: str = "rules", dates: str = "auto") -> None:
            seen.extend((attribution, dates))

    monkeypatch.setattr(pipeline, "Extractor", Seeing)
    run("extract", reports, "--attribution", method, "--dates", "narrative")
    assert seen == [method, "narrative"]


# --- read


def test_read_keeps_and_says_so_and_reading_again_adds_nothing(run: Callable[..., Result], reports: Path) -> None:
    first = run("read", reports, "--published", "2024-03-06")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "kept 2 documents with 2 claims in reportedly.db\n"
    again = run("read", reports, "--published", "2024-03-06")
    assert (again.exit_code, again.stdout) == (0, "already in the ledger: a.txt, b.txt\n")
    assert len(run("documents", "--format", "jsonl").stdout.splitlines()) == 2


def test_many_that_are_already_there_are_counted(run: Callable[..., Result], tmp_path: Path) -> None:
    for k in range(8):
        (tmp_path / f"{k}.txt").write_text(f"Kyiv said {k} of the sailors had died in the harbour.")
    texts = sorted(tmp_path.glob("*.txt"))
    run("read", *texts)
    assert run("read", *texts).stdout == "already in the ledger: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 3 more\n"


def test_a_missing_day_of_publication_is_told(run: Callable[..., Result], reports: Path) -> None:
    assert "2 documents without a day of publication" in run("read", reports).stderr
    assert "kept 2 documents" in run("read", reports, "--published", "2024-03-06").stdout


def test_one_bad_file_among_a_hundred(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for k in range(99):
        (folder / f"{k:02}.txt").write_text(f"Kyiv said {k} of the sailors had died in the harbour that day.")
    (folder / "50b.pdf").write_bytes(b"%PDF-1.4\nthis is no PDF")
    done = run("read", folder)
    assert done.exit_code == 1
    assert "kept 99 documents with 99 claims" in done.stdout
    assert "1 of 100 inputs could not be read; the others were:\n" in done.stderr
    assert str(folder / "50b.pdf") in done.stderr.splitlines()[-1]


def test_a_fault_of_ours_in_one_document_loses_only_that(run: Callable[..., Result], reports: Path) -> None:
    (reports / "aa.txt").write_text("Somebody said that this would CRASH the whole program.")
    done = run("read", reports)
    assert done.exit_code == 1
    assert "kept 2 documents" in done.stdout
    assert re.search(r"aa\.txt: ZeroDivisionError: a fault of ours; please report this", done.stderr)
    assert "Traceback" not in done.stderr


def test_when_nothing_can_be_read(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("read", tmp_path / "missing.txt")
    assert done.exit_code == 3
    assert done.stderr.startswith("error: ")
    assert "missing.txt" in done.stderr
    assert done.stdout == ""


def test_an_empty_folder(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("read", tmp_path / "empty")
    assert done.exit_code == 3
    assert "empty" in done.stderr


def test_the_ledger_can_be_named_by_option_or_environment(run: Callable[..., Result], reports: Path, tmp_path: Path) -> None:
    run("read", reports, "--ledger", tmp_path / "other.db")
    assert (tmp_path / "other.db").exists()
    assert not Path("reportedly.db").exists()
    done = run("documents", env={"REPORTEDLY_LEDGER": str(tmp_path / "other.db")})
    assert len(done.stdout.splitlines()) == 3


# --- what the ledger holds


def test_claims_in_every_format(run: Callable[..., Result], ledger: Path) -> None:
    (first, second) = csv.DictReader(io.StringIO(run("claims", "--format", "csv").stdout))
    assert (first["who"], first["figures"], first["said"]) == ("Kyiv", "40 killed", "2024-03-06")
    lines = run("claims", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["stance"] for line in lines] == ["asserts", "denies"]
    table = run("claims", "--format", "markdown").stdout.splitlines()
    assert len({line.count("|") for line in table}) == 1
    assert second["passage"] in table[-1]
    assert run("claims").stdout.splitlines()[0].split("\t")[-1] == "passage"


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (["--source", "kyiv"], 1),
        (["--source", "government of Ukraine"], 1),
        (["--outcome", "killed"], 1),
        (["--stance", "denies"], 1),
        (["--since", "2024-03-06"], 2),
        (["--since", "2024-03-07"], 0),
        (["--source", "office", "--stance", "denies"], 1),
    ],
)
def test_conditions(run: Callable[..., Result], ledger: Path, conditions: list[str], found: int) -> None:
    done = run("claims", *conditions, "--format", "jsonl")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, found)
    assert ("no claim meets these conditions" in done.stderr) is (found == 0)


def test_an_outcome_that_no_figure_has(run: Callable[..., Result], ledger: Path) -> None:
    assert "no figure has the outcome 'dead'; those in the ledger are: killed" in run("claims", "--outcome", "dead").stderr


def test_sources_documents_and_problems(run: Callable[..., Result], ledger: Path) -> None:
    sources = [json.loads(line) for line in run("sources", "--format", "jsonl").stdout.splitlines()]
    assert [source["name"] for source in sources] == ["government of Ukraine", "Harbour Office"]
    documents = [json.loads(line) for line in run("documents", "--format", "jsonl").stdout.splitlines()]
    assert [(d["document"], d["claims"]) for d in documents] == [("a.txt", 1), ("b.txt", 1)]
    assert run("problems", "--severity", "info").exit_code == 0


def test_a_dossier_from_the_ledger_and_from_files(
    run: Callable[..., Result], ledger: Path, reports: Path, tmp_path: Path
) -> None:
    done = run("dossier", "-o", tmp_path / "new" / "from-ledger.html")
    assert done.stdout == f"wrote {tmp_path / 'new' / 'from-ledger.html'}: 2 documents, 2 claims\n"
    run("dossier", reports, "--published", "2024-03-06", "-o", tmp_path / "from-files.html")
    first, second = (tmp_path / "new" / "from-ledger.html"), tmp_path / "from-files.html"
    assert first.read_text("utf-8") == second.read_text("utf-8")
    assert run("dossier", "-o", "-").stdout == first.read_text("utf-8")
    assert not list(tmp_path.glob(".*"))


# --- mistakes


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["claims"], 4, "there is no ledger at reportedly.db; make one with 'reportedly read PATH…'"),
        (["dossier"], 4, "there is no ledger at reportedly.db"),
        (["extract", "reports", "--published", "28.12.2024"], 2, "--published: '28.12.2024' is no day; write it as 2024-12-28"),
        (["extract", "reports", "--format", "xml"], 2, "--format: there is no format 'xml'; it is jsonl or table"),
        (["read", "reports", "--ledger", "reports"], 4, "reports is a folder; name a file in it"),
        (["dossier", "reports", "-o", "reports"], 2, "--output: reports cannot be written"),
    ],
)
def test_mistakes(run: Callable[..., Result], reports: Path, arguments: list[str], code: int, said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert done.stderr.startswith(f"error: {said}")
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "--since", "soon"], "--since: 'soon' is no day"),
        (["claims", "--stance", "sings"], "'sings' is no stance; it is one of: asserts"),
        (["claims", "--format", "xml"], "there is no format 'xml'; it is one of: table, csv, jsonl, markdown"),
        (["problems", "--severity", "grave"], "--severity: 'grave' is none; it is one of: info, warning, error"),
    ],
)
def test_mistakes_with_a_ledger(run: Callable[..., Result], ledger: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {said}")


@pytest.mark.parametrize("arguments", [[], ["read"], ["sing"], ["claims", "--sing"]])
def test_what_is_no_command(run: Callable[..., Result], arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_incomplete_installation(run: Callable[..., Result], reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing(QuickExtractor):
        def __call__(self, document: Document) -> Extraction:
            raise EnvironmentFault("no parser is installed: pip install it")

    monkeypatch.setattr(pipeline, "Extractor", Missing)
    done = run("extract", reports)
    assert (done.exit_code, done.stderr) == (5, "error: no parser is installed: pip install it\n")


def test_an_interrupted_run_keeps_what_it_has(run: Callable[..., Result], reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(QuickExtractor):
        def __call__(self, document: Document) -> Extraction:
            if document.name == "b.txt":
                raise KeyboardInterrupt
            return super().__call__(document)

    monkeypatch.setattr(pipeline, "Extractor", Interrupted)
    done = run("read", reports)
    assert done.exit_code == 130
    assert "kept 1 document with 1 claim" in done.stdout
    assert "interrupted" in done.stderr


# --- the real thing


def test_a_reader_that_goes_away_is_no_error(run: Callable[..., Result], reports: Path) -> None:
    for k in range(20):
        (reports / f"c{k}.txt").write_text(f"Kyiv said {k} of the sailors had died in the harbour. {'It rained. ' * 2000}")
    run("read", reports)
    with subprocess.Popen([*PROGRAM, "claims"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_from_report_to_claims(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, annotator: Annotator) -> None:
    monkeypatch.setattr(pipeline, "Extractor", EXTRACTOR)
    monkeypatch.setattr(pipeline, "Annotator", lambda: annotator)
    Path("report.txt").write_text(
        "The harbour master, Rudolf Rassendyll, said on Monday that at least 40 sailors were killed in the explosion.\n\n"
        "The Ministry of Shipping of Ruritania denied that any ship had been lost.\n"
    )
    kept = run("read", "report.txt", "--published", "2024-03-06")
    assert (kept.stderr, kept.stdout) == ("", "kept 1 document with 2 claims in reportedly.db\n")
    table = run("claims").stdout
    assert "≥40 killed" in table
    assert "denies" in table
    assert not re.search("[\x1b│─━]", table)
    with_all = run("extract", "report.txt", "--published", "2024-03-06").stdout
    jsonschema.validate(json.loads(with_all), schema())
