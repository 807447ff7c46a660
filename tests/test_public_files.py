"""What is finished with `--public` holds no withheld string: not in its words, its attributes, its JSON, nor its file's name.

Invented reports are read by the commands themselves, sources are decided about, and everything that the commands write is
searched for the names in every form that a reader or a machine could turn back into them.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.ledger import Ledger
from reportedly.source import plain

FORMATS = ("table", "csv", "jsonl", "markdown")

#: Named in the reports: a nurse whom the text shows to be one, a soldier who was captured, and a man about whom a person decides.
NURSE, CAPTIVE, DECIDED = "Zoë Müller-Żak", "Pavel Oshirin", "Rupert Hentzau"

#: What must not be found of them, plain and without accents; single words where they are of nobody else.
WITHHELD = (
    *("zoe muller zak", "zoe mueller zak", "muller zak", "mueller zak", "pavel oshirin", "oshirin", "rupert hentzau"),
    *("hentzau", "mueller", "muller"),
)
#: A town below the first-level region, and how it is written elsewhere.
PLACES = ("bakhmut", "artemivsk")

REPORTS = {
    "zoe-mueller-zak.md": f"""---
title: {NURSE} speaks of the night in Bakhmut
outlet: The Zenda Post
author: Petra Example
published: 2024-03-06
url: https://zenda-post.example/2024/{quote("zoë-müller-żak")}?q={quote(NURSE)}
language: en
---

{NURSE}, a nurse at the hospital in Bakhmut, said on Monday that 40 soldiers had been killed. "They came in all night," Zoë
Müller-Żak said. ZOË MÜLLER-ŻAK told the Zenda Post that more than 200 soldiers were wounded. The defence ministry denied that
40 soldiers had been killed. Mueller-Zak's colleagues declined to comment.
""",
    "second.html": f"""<html><head><title>What {CAPTIVE} saw</title>
<meta property="article:published_time" content="2024-03-08"><meta property="og:site_name" content="Strelsau Courier">
<meta name="author" content="{CAPTIVE}"><link rel="canonical" href="https://courier.example/{quote(CAPTIVE)}/oshirin.html"></head>
<body><article><h1>What {CAPTIVE} saw</h1>
<p>{CAPTIVE}, who was captured near Bakhmut, said that 40 soldiers had been killed on 4 March. His officers, Oshirin said, knew
nothing of it.</p>
<p>Colonel {DECIDED} told the Strelsau Courier that 60 soldiers had been killed. Hentzau said on Thursday that the ministry
was lying. The defence ministry said on Friday that 10 soldiers had been killed.</p></article></body></html>
""",
}


def run(*command: str) -> str:
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    path = folder / "public.db"
    run("read", str(folder), "--ledger", str(path), "--attribution", "rules")
    with Ledger(path) as opened:
        of = {plain(name): s for s in opened.sources() for name in (s.name, *s.aliases)}
        opened.decide("sensitivity", of["rupert hentzau"].id, by="Osra", value="anonymous", why="he asked for it")
    return path


def finished(ledger: Path, folder: Path, *options: str) -> Iterator[tuple[str, str]]:
    """All that the commands write about the ledger, each with what wrote it."""
    at = ("--ledger", str(ledger), *options)
    for command in ("claims", "documents", "problems", "sources", "questions", "drift"):
        for format in FORMATS:
            yield f"{command} {format}", run(command, *at, "--format", format)
    for proposals in FORMATS:
        yield f"sources --proposals {proposals}", run("sources", "--proposals", *at, "--format", proposals)
    for line in run("questions", *at, "--format", "jsonl").splitlines():
        if line.startswith("{"):
            question = json.loads(line)["id"]
            for format in FORMATS:
                yield f"origins {format}", run("origins", question, *at, "--format", format)
                yield f"question {format}", run("questions", question, *at, "--format", format)
                yield f"relations {format}", run("questions", question, "--relations", *at, "--format", format)
    out = folder / "dossier.html"
    yield "dossier, told", run("dossier", *at, "-o", str(out), "--title", f"What {NURSE} and {CAPTIVE} say")
    yield "dossier", out.read_text("utf-8")
    for file in folder.iterdir():
        yield "the name of a file", file.name


def forms(text: str) -> Iterator[str]:
    """The text as it stands, and as a browser, a JSON reader or an address bar would turn it back; plain, and run together."""
    seen = [text, html.unescape(html.unescape(text)), unquote(text.replace("+", " ")), unquote(html.unescape(text))]
    seen.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
    seen.append(re.sub(r"<[^>]*>", "", html.unescape(text)))
    for one in seen:
        folded = unicodedata.normalize("NFKD", one.casefold()).replace("\u0142", "l")
        folded = "".join(c for c in folded if not unicodedata.combining(c) and c not in "\u00ad\u200b\u200c\u200d\u2060\ufeff")
        yield " ".join(re.sub(r"[\W_]+", " ", folded).split())
        yield re.sub(r"[\W_]+", "", folded)


def found(text: str, words: tuple[str, ...]) -> set[str]:
    """Those of the words that can be found in any form of the text."""
    hits = set()
    for one in forms(text):
        hits |= {word for word in words if word in one or word.replace(" ", "") in one}
    return hits


def test_the_search_sees_what_it_should() -> None:
    for text in (
        NURSE,
        NURSE.upper(),
        quote(NURSE),
        html.escape(NURSE),
        json.dumps(NURSE),
        "zoe_mueller-zak",
        "Mu\u00adller-Z\u0307ak",
    ):
        assert found(text, WITHHELD), text
    assert not found("[a medic] said so in Strelsau", WITHHELD + PLACES)


def test_without_public_the_names_are_there(ledger: Path, tmp_path: Path) -> None:
    everything = " ".join(text for _, text in finished(ledger, tmp_path))
    assert found(everything, WITHHELD) == set(WITHHELD)
    assert found(everything, PLACES) == {"bakhmut"}


def test_with_public_nothing_withheld_is_found_anywhere(ledger: Path, tmp_path: Path) -> None:
    whole = dict(finished(ledger, tmp_path, "--public"))
    assert {name: hits for name, text in whole.items() if (hits := found(text, WITHHELD + PLACES))} == {}
    assert "40 soldiers" in whole["dossier"], "or nothing was written"
    assert "[a medic]" in whole["claims csv"]
    assert "withheld: " in whole["dossier, told"]
    assert re.search(r"names of anonymous sources \(\d+\)", whole["dossier, told"])
    assert re.search(r"names of medics \(\d+\)", whole["dossier, told"])


def test_extract_withholds_what_the_texts_suggest(tmp_path: Path) -> None:
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    suggested = tuple(word for word in WITHHELD if "hentzau" not in word)
    for format in ("jsonl", "table"):
        command = ("extract", str(tmp_path), "--format", format, "--attribution", "rules")
        assert found(run(*command), suggested)
        assert not found(run(*command, "--public"), suggested + PLACES)


def test_a_decision_that_nothing_is_to_be_withheld_holds(ledger: Path, tmp_path: Path) -> None:
    with Ledger(ledger) as opened:
        of = {plain(name): s for s in opened.sources() for name in (s.name, *s.aliases)}
        made = opened.decide("sensitivity", of[plain(CAPTIVE)].id, by="Osra", value="none", why="he wants to be named")
    try:
        assert found(run("claims", "--ledger", str(ledger), "--public", "--format", "csv"), ("oshirin",))
    finally:
        with Ledger(ledger) as opened:
            opened.undo(made.id, by="Osra")
