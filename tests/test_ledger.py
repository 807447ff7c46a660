"""The store: what is kept, what is found again, what cannot be opened."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly.migrations
from reportedly.comparison import Judgement
from reportedly.errors import ConflictError, LedgerError, UsageError
from reportedly.json_form import to_json
from reportedly.ledger import Ledger
from reportedly.model import Extraction, Problem, Span, Stance, words_of
from reportedly.review.accounts import TABLES
from reportedly.store.tables import HEAD, METADATA, VERSION_TABLE
from tests.builders import VERSIONS, claim, document, extraction, find, harbour, hop, quantity

LATER = (("reportedly", "0.2.0"), ("parser", "test 1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reportedly.db"


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger(where) as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for one in harbour():
        assert ledger.add(one)
    return ledger


# --- readings


def test_what_is_added_is_found_when_opened_again(where: str) -> None:
    first, second = harbour()
    with Ledger(where) as ledger:
        ledger.add(second)
        ledger.add(first)
    with Ledger(where, create=False) as ledger:
        assert tuple(ledger.extractions()) == (first, second)
        assert ledger.documents() == (first.document, second.document)
        assert ledger.claims() == first.claims + second.claims
        assert ledger.problems() == first.problems + second.problems


def test_adding_again_adds_nothing(filled: Ledger) -> None:
    first, second = harbour()
    assert not filled.add(first)
    assert filled.holds(first.document, VERSIONS)
    assert tuple(filled.extractions()) == (first, second)


def test_the_same_bytes_under_another_name_are_the_same_document(filled: Ledger) -> None:
    first, _ = harbour()
    assert not filled.add(dataclasses.replace(first, document=dataclasses.replace(first.document, name="copy.txt")))


def test_a_later_reading_is_the_present_one_and_the_earlier_is_kept(filled: Ledger) -> None:
    first, second = harbour()
    later = dataclasses.replace(first, versions=LATER, claims=first.claims[:1])
    assert not filled.holds(later.document, LATER)
    assert filled.add(later)
    assert tuple(filled.extractions()) == (later, second)
    assert filled.claims(outcome="wounded") == ()
    with filled.transaction() as connection:
        assert connection.exec_driver_sql("select count(*) from extractions").scalar() == 3


def test_a_day_of_publication_given_later_is_a_new_reading_and_is_not_lost_again(ledger: Ledger) -> None:
    first, _ = harbour()
    undated = dataclasses.replace(first, document=dataclasses.replace(first.document, published=None))
    assert ledger.add(undated)
    assert not ledger.holds(first.document, VERSIONS)
    assert ledger.add(first)
    assert ledger.holds(undated.document, VERSIONS)
    assert not ledger.add(undated)
    assert ledger.documents() == (first.document,)


def test_documents_without_a_day_come_last(filled: Ledger) -> None:
    undated = extraction(document("Nobody knows when.", name="a.txt", published=None))
    filled.add(undated)
    assert [d.name for d in filled.documents()] == ["first.txt", "second.txt", "a.txt"]


@pytest.mark.parametrize(
    ("conditions", "passages"),
    [
        ({}, ["more than 40 sailors were killed", "dozens of wounded", "it", "its account"]),
        ({"outcome": "killed"}, ["more than 40 sailors were killed"]),
        ({"stance": "denies"}, ["it"]),
        ({"since": date(2024, 3, 4)}, ["more than 40 sailors were killed", "dozens of wounded", "it", "its account"]),
        ({"since": date(2024, 3, 5)}, ["dozens of wounded", "it", "its account"]),
        ({"since": date(2024, 3, 9)}, []),
        ({"source": "ukraine"}, ["it"]),
        ({"source": "Kyiv", "stance": "asserts"}, []),
        ({"source": "strelsau security service"}, ["dozens of wounded", "its account"]),
        ({"source": "sss"}, ["dozens of wounded", "its account"]),
        ({"source": "security"}, ["dozens of wounded", "its account"]),
        ({"source": "secur"}, []),
        ({"source": "nurse", "outcome": "wounded"}, ["dozens of wounded"]),
    ],
)
def test_conditions_on_claims(filled: Ledger, conditions: dict[str, Any], passages: list[str]) -> None:
    assert [found.passage for found in filled.claims(**conditions)] == passages


def test_claims_by_the_id_of_a_source(filled: Ledger) -> None:
    for source in filled.sources():
        assert {found.id for found in filled.claims(source=source.id)} == {claim for claim, _ in source.mentions}


def test_a_claim_without_any_day_does_not_meet_since(ledger: Ledger) -> None:
    of = document("Boats burned.", published=None)
    ledger.add(extraction(of, claim(of, "Boats burned")))
    assert ledger.claims(since=date(1, 1, 1)) == ()


def test_a_stance_that_is_none(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="'denied' is no stance; it is one of: asserts, denies"):
        filled.claims(stance="denied")  # type: ignore[arg-type]


def test_outcomes(filled: Ledger) -> None:
    assert filled.outcomes() == ("killed", "wounded")


# --- properties

TEXTS = st.text(min_size=1, max_size=30) | st.sampled_from(["Kyiv said 40 died.\x00", "a\ud800b", "é\u202eč"])
OPTIONAL = st.none() | st.text(max_size=5)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """A reading of any text, with claims on any parts of it."""
    of = document(
        draw(TEXTS),
        name=draw(st.text(max_size=3)),
        published=draw(st.none() | st.dates()),
        title=draw(OPTIONAL),
        outlet=draw(OPTIONAL),
    )
    cuts = st.integers(0, len(of.text))
    spans = st.tuples(cuts, cuts).filter(lambda p: p[0] != p[1]).map(lambda p: of.span(min(p), max(p)))
    found = []
    for k, content in enumerate(draw(st.lists(spans, max_size=3))):
        chain = [
            hop(draw(st.text(min_size=1, max_size=4)), mention=draw(st.none() | spans), joint=draw(st.booleans()))
            for _ in range(draw(st.integers(0, 2)))
        ]
        figure = quantity(
            of, content.text, draw(st.none() | st.floats(0, 1e9)), None, outcome=draw(st.sampled_from([None, "killed"]))
        )
        made = claim(of, content.text, *chain, stance=draw(st.sampled_from(words_of(Stance))), quantities=(figure,))
        found.append(dataclasses.replace(made, id=f"{made.id}{k}", content=(content,), hedge=draw(OPTIONAL)))
    span: Span | None = draw(st.none() | spans)
    problem = Problem(code="odd", severity="info", message=draw(st.text(max_size=4)), document=of.id, span=span)
    return extraction(of, *found, problems=(problem,))


SETS = st.lists(extractions(), max_size=4, unique_by=lambda e: e.document.id)


def folds(made: list[Extraction], times: int = 1) -> tuple[Any, ...]:
    with Ledger("sqlite://") as ledger:
        for _ in range(times):
            for one in made:
                ledger.add(one)
        return ledger.documents(), ledger.claims(), ledger.sources(), ledger.problems(), tuple(ledger.extractions())


@settings(deadline=None, max_examples=10)
@given(SETS, st.randoms(use_true_random=False))
def test_order_of_arrival_and_adding_twice_change_nothing(made: list[Extraction], random: Any) -> None:
    first = folds(made)
    assert set(first[-1]) == set(made)
    random.shuffle(made)
    assert folds(made, times=2) == first


# --- decisions


def test_decisions_are_appended_and_can_be_undone_and_redone(where: str) -> None:
    before = datetime.now(UTC)
    with Ledger(where) as ledger:
        merge = ledger.decide("merge", "s1", by="Editor", why="one service", value="s2")
        reject = ledger.decide("reject", "c1", by="Editor")
        undo = ledger.undo(merge.id, by="Reviewer", why="two services")
        assert ledger.decisions(in_force=True) == (reject,)
        redo = ledger.undo(undo.id, by="Editor")
    with Ledger(where) as ledger:
        assert ledger.decisions() == (merge, reject, undo, redo)
        assert ledger.decisions(in_force=True) == (merge, reject)
    assert (undo.kind, undo.target, undo.undoes, undo.why) == ("undo", "s1", merge.id, "two services")
    assert before <= merge.at <= redo.at


def test_what_cannot_be_decided(ledger: Ledger) -> None:
    once = ledger.decide("accept", "c1", by="Editor")
    ledger.undo(once.id, by="Editor")
    with pytest.raises(UsageError, match="undone already"):
        ledger.undo(once.id, by="Editor")
    with pytest.raises(UsageError, match="no decision 99"):
        ledger.undo(99, by="Editor")
    for kind in ("undo", "praise"):
        with pytest.raises(UsageError, match="one of: accept, reject"):
            ledger.decide(kind, "c1", by="Editor")  # type: ignore[arg-type]


@settings(deadline=None, max_examples=10)
@given(st.lists(st.none() | st.integers(1, 12), max_size=12))
def test_the_fold_of_decisions(steps: list[int | None]) -> None:
    """Undoing, and undoing that, against a model: a decision is in force unless one in force undoes it."""
    with Ledger("sqlite://") as ledger:
        undone_by: dict[int, int] = {}

        def in_force(number: int) -> bool:
            return number not in undone_by or not in_force(undone_by[number])

        plain = []
        for step in steps:
            if step is None:
                plain.append(ledger.decide("accept", "c", by="x").id)
            elif step <= len(ledger.decisions()) and in_force(step):
                undone_by[step] = ledger.undo(step, by="x").id
        assert [d.id for d in ledger.decisions(in_force=True)] == [number for number in plain if in_force(number)]


def test_a_reading_is_given_back_as_it_stands(filled: Ledger) -> None:
    first, _ = harbour()
    kept, gone = first.claims
    filled.decide("edit", kept.id, by="Osra", value=json.dumps({"fields": {"stance": "doubts"}}))
    filled.decide("reject", gone.id, by="Osra")
    assert [(c.id, c.stance) for c in filled.claims() if c.document == first.document.id] == [(kept.id, "doubts")]
    assert filled.claims(outcome="wounded") == ()
    assert [c.id for c in filled.claims(stance="doubts")] == [kept.id]
    stands = filled.reviewed(first.document.id)
    assert [c.id for c in stands.claims] == [kept.id, gone.id]
    assert (stands.status, stands.reading) == ({kept.id: "edited", gone.id: "rejected"}, first)
    assert {source.name for source in filled.sources()}.isdisjoint({"A nurse"})
    with pytest.raises(KeyError):
        filled.reviewed("none")


def test_a_day_that_a_person_gives_counts_everywhere(filled: Ledger) -> None:
    first, second = harbour()
    given = filled.decide("date", first.document.id, by="Osra", value="2025-01-02")
    assert [d.published for d in filled.documents()] == [second.document.published, date(2025, 1, 2)]
    assert [c.passage for c in filled.claims(since=date(2025, 1, 1))] == ["dozens of wounded"]
    assert [row.name for row in filled.list_documents()] == ["second.txt", "first.txt"]
    filled.undo(given.id, by="Osra")
    assert filled.documents() == (first.document, second.document)
    with pytest.raises(UsageError, match="there is no document 'none'"):
        filled.decide("date", "none", by="Osra", value="2025-01-02")


def test_decisions_hold_for_a_later_reading_in_which_claims_have_other_ids(filled: Ledger) -> None:
    first, _ = harbour()
    kept, gone = first.claims
    filled.decide("accept", kept.id, by="Osra")
    filled.decide("reject", gone.id, by="Osra", why="not said")
    anew = dataclasses.replace(kept, id="anew", content=(find(first.document.text, "more than 40 sailors were killed. "),))
    assert filled.add(dataclasses.replace(first, versions=LATER, claims=(anew,)))
    stands = filled.reviewed(first.document.id)
    assert stands.status == {"anew": "accepted"}
    assert [d.why for d in stands.unfitting] == ["not said"]
    assert filled.unfitting() == stands.unfitting
    filled.undo(stands.unfitting[0].id, by="Osra")
    assert filled.unfitting() == ()


def test_whoever_decides_on_what_has_changed_is_told(filled: Ledger) -> None:
    claim_id = harbour()[0].claims[0].id
    first = filled.decide("reject", claim_id, by="Sapt", expects=0)
    with pytest.raises(ConflictError, match=r"Sapt has decided about .* meanwhile") as told:
        filled.decide("accept", claim_id, by="Osra", expects=0)
    assert told.value.latest == first
    undo = filled.undo(first.id, by="Sapt")
    with pytest.raises(ConflictError):
        filled.decide("accept", claim_id, by="Osra", expects=first.id)
    filled.decide("accept", claim_id, by="Osra", expects=undo.id)
    assert [d.kind for d in filled.decisions(target=claim_id)] == ["reject", "undo", "accept"]


def test_of_two_who_decide_at_once_one_is_told(where: str) -> None:
    claim_id = harbour()[0].claims[0].id
    with Ledger(where) as ledger:
        ledger.add(harbour()[0])

        def decide(by: str) -> str:
            try:
                return ledger.decide("accept", claim_id, by=by, expects=0).by
            except ConflictError:
                return ""

        with ThreadPoolExecutor(4) as threads:
            names = list(threads.map(decide, ["Osra", "Sapt", "Fritz", "Rupert"]))
        assert len(list(filter(None, names))) == len(ledger.decisions()) == 1


def test_decisions_are_found_by_what_is_asked(filled: Ledger) -> None:
    one, other = harbour()[0].claims
    made = [
        filled.decide("accept", one.id, by="Osra"),
        filled.decide("reject", other.id, by="Sapt"),
        filled.decide("merge", "s1", by="Osra", value="s2", why="an alias"),
    ]
    assert filled.decisions(by="Osra") == (made[0], made[2])
    assert filled.decisions(kind="reject") == (made[1],)
    assert filled.decisions(target=(one.id, other.id)) == tuple(made[:2])
    assert filled.decisions(limit=2) == tuple(made[1:])
    assert filled.decisions(limit=1, before=made[2].id) == (made[1],)
    assert filled.decisions(since=made[0].at.date()) == tuple(made)
    assert filled.decisions(since=date.max) == ()
    merge = Judgement(left="s1", right="s2", verdict="same", score=None, reasons=("an alias",), by="Osra", decision=made[2].id)
    assert filled.decided().judgements == (merge,)
    undo = filled.undo(made[2].id, by="Osra")
    assert filled.decided().judgements == ()
    assert filled.undone([d.id for d in (*made, undo)]) == {made[2].id}


def test_what_has_changed_is_told_since_a_moment(filled: Ledger) -> None:
    first, second = harbour()
    start = filled.changes()
    assert (sorted(start.documents), start.judged) == (sorted([first.document.id, second.document.id]), False)
    assert filled.changes(start.moment).documents == frozenset()
    filled.decide("reject", first.claims[0].id, by="Osra")
    changed = filled.changes(start.moment)
    assert (tuple(changed.documents), changed.judged) == ((first.document.id,), False)
    merge = filled.decide("merge", "s1", by="Osra", value="s2")
    judged = filled.changes(changed.moment)
    assert (tuple(judged.documents), judged.judged) == ((), True)
    filled.undo(merge.id, by="Osra")
    assert filled.changes(judged.moment).judged


def test_the_queue_has_what_matters_first_and_goes_on_where_it_ended(filled: Ledger) -> None:
    every = filled.queue()
    assert [item.passage for item in every.items[:2]] == ["more than 40 sailors were killed", "dozens of wounded"]
    assert every.items[0].reasons == ("unseen", "a figure")
    assert (every.total, every.after) == (4, None)
    for order in ("weight", "document"):
        whole = [item.claim for item in filled.queue(order=order).items]
        seen, after = [], None
        while True:
            page = filled.queue(order=order, limit=1, after=after)
            seen += [item.claim for item in page.items]
            if (after := page.after) is None:
                break
        assert seen == whole
        places = [filled.beside(id, order=order) for id in whole]
        assert places == list(zip([None, *whole[:-1]], [*whole[1:], None], strict=True))
    with pytest.raises(UsageError, match="'nowhere' is no place in the queue"):
        filled.queue(after="nowhere")


@pytest.mark.parametrize(
    ("filters", "passages"),
    [
        ({"source": "strelsau SECURITY"}, ["dozens of wounded"]),
        ({"text": "SAILORS"}, ["more than 40 sailors were killed"]),
        ({"text": "100%"}, []),
        ({"outcome": "wounded"}, ["dozens of wounded"]),
        ({"stance": "denies"}, ["it"]),
        ({"status": "accepted"}, ["its account"]),
    ],
)
def test_the_queue_is_filtered(filled: Ledger, filters: dict[str, Any], passages: list[str]) -> None:
    filled.decide("accept", harbour()[1].claims[1].id, by="Osra")
    found = filled.queue(**filters)
    assert [item.passage for item in found.items] == passages
    assert found.total == len(passages)


def test_contested_claims_come_sooner(filled: Ledger) -> None:
    last = filled.queue().items[-1].claim
    assert filled.mark_contested([last, "none"]) == 1
    assert filled.queue().items[0].claim == last
    assert "contested" in filled.queue().items[0].reasons
    filled.decide("edit", last, by="Osra", value=json.dumps({"fields": {"stance": "doubts"}}))
    assert next(i for i in filled.queue().items if i.claim == last).reasons == ("contested", "it doubts")
    assert filled.mark_contested([]) == 1


def everything(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that follow from what is kept, which `rebuild` makes anew."""
    with ledger.transaction() as connection:
        tables = [table for table in METADATA.sorted_tables if table.name not in ("extractions", "decisions")]
        return {table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr) for table in tables}


def test_rows_are_those_that_would_be_made_anew(filled: Ledger) -> None:
    random = Random(5)
    first, second = harbour()
    claims = [*first.claims, *second.claims]
    for step in range(60):
        kept = filled.decisions(in_force=True)
        target = random.choice(claims)
        match random.randrange(6):
            case 0:
                filled.decide("edit", target.id, by="Osra", value=json.dumps({"fields": {"hedge": str(step)}}))
            case 1:
                filled.decide("date", target.document, by="Sapt", value=f"2024-03-{step % 28 + 1:02}")
            case 2 if kept:
                undo = filled.undo(random.choice(kept).id, by="Sapt")
                if step % 2:
                    filled.undo(undo.id, by="Osra")
            case 3:
                words = random.choice(["Defence said", "spoke of dozens"])
                start = first.document.text.index(words)
                fields = to_json(claim(first.document, words)) | {"content": [[start, start + len(words)]]}
                value = {
                    "document": first.document.id,
                    "fields": {k: v for k, v in fields.items() if k not in ("id", "document")},
                }
                filled.decide("add", f"new{step % 3}", by="Osra", value=json.dumps(value))
            case 4:
                filled.add(dataclasses.replace(first, versions=(("reportedly", str(step)),), claims=first.claims[: step % 3]))
            case _:
                filled.decide(random.choice(("accept", "reject")), target.id, by="Sapt")
    rows = everything(filled)
    assert rows["undone"]
    filled.rebuild()
    assert everything(filled) == rows


# --- the form of the tables


def test_an_older_ledger_is_brought_to_the_present_form(path: Path) -> None:
    first, second = harbour()
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(reportedly.migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for number, reading in enumerate((first, second), 1):
            cells = (
                number,
                reading.id,
                reading.document.id,
                reading.document.published,
                "2024-01-01",
                json.dumps(to_json(reading)),
            )
            connection.exec_driver_sql("insert into extractions values (?, ?, ?, ?, ?, ?)", tuple(map(str, cells)))
            connection.exec_driver_sql(
                'insert into claims (extraction, position, id, kind, stance, polarity, basis, start, "end", passage)'
                " values (?, 0, ?, '', '', '', '', 0, 1, '')",
                (number, reading.claims[0].id),
            )
        connection.exec_driver_sql(
            "insert into decisions (at, \"by\", kind, target) values ('2024-01-02T00:00:00+00:00', 'Osra', 'reject', ?)",
            (first.claims[0].id,),
        )
    engine.dispose()
    with Ledger(path) as ledger:
        assert ledger.claims() == (first.claims[1], *second.claims)
        assert ledger.decisions()[0].document == first.document.id
        rows = everything(ledger)
        ledger.rebuild()
        assert everything(ledger) == rows


def test_the_migrations_make_the_tables_that_are_queried(ledger: Ledger) -> None:
    def ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
        return name != VERSION_TABLE

    with ledger._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, [METADATA, TABLES]) == []  # type: ignore[arg-type]  # several are allowed


def test_the_last_migration_is_the_one_that_is_looked_for() -> None:
    assert ScriptDirectory(str(Path(reportedly.migrations.__file__).parent)).get_heads() == [HEAD]


def test_the_file_is_kept_safely(path: Path) -> None:
    with Ledger(path) as ledger, ledger._database.engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert pragmas == ["wal", 1, 2]


# --- what cannot be opened


def test_no_ledger_there(path: Path) -> None:
    with pytest.raises(LedgerError, match=r"there is no ledger at .*reportedly.db; make one with 'reportedly read"):
        Ledger(path, create=False)
    assert not path.exists()


def test_no_folder_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"the folder .*missing does not exist; make it first"):
        Ledger(tmp_path / "missing" / "reportedly.db")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder; name a file in it"):
        Ledger(tmp_path)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("Dear diary, " * 100)
    with pytest.raises(LedgerError, match=r"reportedly.db: this file is not a ledger; name another with --ledger"):
        Ledger(path)
    assert path.read_text().startswith("Dear diary")


def test_the_database_of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (name text)")
    connection.close()
    with pytest.raises(LedgerError, match=r"a database, but not a ledger \(it holds recipes\)"):
        Ledger(path)


def test_a_ledger_of_a_later_version(path: Path) -> None:
    Ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"update {VERSION_TABLE} set version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerError, match=r"the form 9999, which is later .* pip install --upgrade reportedly"):
        Ledger(path)


def test_a_ledger_that_another_process_is_writing(path: Path) -> None:
    first, _ = harbour()
    with Ledger(path, timeout=0.1) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        assert ledger.documents() == ()
        with pytest.raises(LedgerError, match="another process is writing to it; try again"):
            ledger.add(first)
        other.execute("rollback")
        other.close()
        assert ledger.add(first)


def test_a_ledger_that_cannot_be_written(path: Path) -> None:
    Ledger(path).close()
    with (
        Ledger(f"sqlite:///file:{path}?mode=ro&uri=true") as ledger,
        pytest.raises(LedgerError, match="make it and its folder writable"),
    ):
        ledger.add(harbour()[0])


def test_a_reading_in_a_form_that_is_not_known(filled: Ledger) -> None:
    with filled._database.engine.begin() as connection:
        connection.execute(sa.text("update extractions set json = replace(json, '\"asserts\"', '\"sings\"')"))
    with pytest.raises(LedgerError, match=r"reading 1 has a form that this version does not know \('sings' is not one of"):
        filled.claims()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://user:secret@host/name", r"mysql://user:\*\*\*@host/name: a ledger is kept in SQLite or PostgreSQL"),
        ("what://", "is no database URL|is kept in SQLite or PostgreSQL"),
        ("://", "is no database URL; write it as postgresql://user@host/name"),
    ],
)
def test_urls_that_name_no_ledger(url: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        Ledger(url)


# --- death

WRITER = """
import sys
from reportedly.json_form import to_json
from reportedly.ledger import Ledger
from tests.builders import claim, document, extraction
with Ledger(sys.argv[1]) as ledger:
    for k in range(10_000):
        of = document(f"Boat {k} burned.", name=str(k))
        ledger.add(extraction(of, claim(of, "burned")))
        print(k, flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_was_told_is_kept(where: str) -> None:
    for after in (0, 25):
        root = Path(__file__).parent.parent
        with subprocess.Popen([sys.executable, "-c", WRITER, where], stdout=subprocess.PIPE, text=True, cwd=root) as process:
            assert process.stdout is not None
            told = [line.strip() for line in itertools.islice(process.stdout, after + 1)]
            os.kill(process.pid, signal.SIGKILL)
            told += [line.strip() for line in process.stdout if line.endswith("\n")]
        with Ledger(where) as ledger:
            assert {d.name for d in ledger.documents()} >= set(told)
            assert len(ledger.claims()) == len(ledger.documents())


def test_two_processes_may_make_and_fill_the_same_ledger(where: str) -> None:
    few = WRITER.replace("10_000", "5")
    root = Path(__file__).parent.parent
    writers = [subprocess.Popen([sys.executable, "-c", few, where], stdout=subprocess.DEVNULL, cwd=root) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    with Ledger(where) as ledger:
        assert len(ledger.documents()) == len(ledger.claims()) == 5
