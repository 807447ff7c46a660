"""Whether anything that was acknowledged is lost when processes are killed.

    python benchmarks/kill.py [--processes N] [--ledger URL]

Again and again two processes work on one ledger: one adds readings and says of each when it is kept; the other is the review
app as a reviewer runs it, to which decisions and undoings are sent as forms. Both are killed with SIGKILL at a random moment,
which may be while they still start. Then the ledger must open, hold every document and decision that was acknowledged, each as
it was told, and no decision twice. At the end its rows must be those that follow from what is kept, and a database in a file
must be sound. Ends with 1 when anything is lost.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

import sqlalchemy as sa
from pages import report

from reportedly.ledger import Ledger
from reportedly.store.tables import METADATA

#: The most seconds that two processes are left to work once both are at it.
LONGEST = 1.0
#: How often they are killed while they still start.
EARLY = 0.2

READER = """
import random, sys
sys.path.insert(0, sys.argv[3])
from pages import report
from reportedly.ledger import Ledger
chosen = random.Random(int(sys.argv[2]))
with Ledger(sys.argv[1]) as ledger:
    print("open", flush=True)
    for number in range(100_000):
        reading = report(int(sys.argv[2]) * 100_000 + number, chosen.randrange(1, 60), chosen)
        ledger.add(reading)
        print(reading.document.id, flush=True)
"""


@dataclass
class Told:
    """What was acknowledged: documents, and the kind, author and target of each decision by its number."""

    documents: set[str] = field(default_factory=set)
    decisions: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    starts: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=200, help="how many are killed")
    parser.add_argument("--ledger", help="an empty database, instead of a temporary file")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chosen, told, killed, began = random.Random(given.seed), Told(), 0, time.perf_counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        where = given.ledger or f"{folder}/kill.db"
        with Ledger(where) as ledger:
            first = report(0, 200, chosen)
            ledger.add(first)
            claims = [claim.id for claim in first.claims]
        while killed < given.processes and not faults:
            killed += one_round(where, killed, claims, chosen, told)
            faults = lost(where, told)
            if killed % 20 == 0:
                print(f"{killed} killed, {len(told.documents)} documents and {len(told.decisions)} decisions kept", flush=True)
        faults += unsound(where)
    for fault in faults:
        print(fault)
    minutes = (time.perf_counter() - began) / 60
    print(
        f"{killed} processes killed in {minutes:.1f} minutes, {told.starts} of them before they had kept anything; "
        f"{len(told.documents)} documents and {len(told.decisions)} decisions acknowledged, {len(faults)} faults"
    )
    return 1 if faults else 0


def one_round(where: str, number: int, claims: list[str], chosen: random.Random, told: Told) -> int:
    """Let two processes work for a moment and kill them; how many were killed."""
    here = os.path.dirname(os.path.abspath(__file__))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, where, str(number + 1), here], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    command = "from reportedly.cli import app; app()"
    options = ["review", "--ledger", where, "--port", "0", "--user", f"reviewer {number}", "--no-browser"]
    app = subprocess.Popen(
        [sys.executable, "-c", command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    kept: list[str] = []
    made: dict[int, tuple[str, str, str]] = {}
    seed, begun = chosen.random(), threading.Semaphore(0)
    threads = [
        threading.Thread(target=_follow, args=(reader, kept, begun)),
        threading.Thread(target=_review, args=(app, claims, f"reviewer {number}", random.Random(seed), made, begun)),
    ]
    for thread in threads:
        thread.start()
    if chosen.random() > EARLY:
        for _ in threads:
            begun.acquire(timeout=60)
    time.sleep(chosen.uniform(0, LONGEST))
    for process in chosen.sample((reader, app), 2):
        os.kill(process.pid, signal.SIGKILL)
        time.sleep(chosen.uniform(0, 0.05))
    for process in (reader, app):
        process.wait()
    for thread in threads:
        thread.join()
    told.documents |= set(kept)
    told.decisions |= made
    told.starts += (not kept) + (not made)
    return 2


def _follow(process: subprocess.Popen[str], kept: list[str], begun: threading.Semaphore) -> None:
    """Note what the process says that it has kept; a line that broke off says nothing."""
    assert process.stdout
    for line in process.stdout:
        if line.endswith("\n") and line != "open\n":
            kept.append(line.strip())
            if len(kept) == 1:
                begun.release()


def _review(
    process: subprocess.Popen[str],
    claims: list[str],
    name: str,
    chosen: random.Random,
    made: dict[int, tuple[str, str, str]],
    begun: threading.Semaphore,
) -> None:
    """Send decisions until the app is gone; what it acknowledged."""
    assert process.stdout
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
    if not found:
        return
    connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)
    standing: dict[int, str] = {}
    try:
        while True:
            if standing and chosen.random() < 0.3:
                number = chosen.choice(sorted(standing))
                kind, target, path = "undo", standing.pop(number), f"/decisions/{number}/undo"
            else:
                kind, target = chosen.choice(("accept", "reject")), chosen.choice(claims)
                path = f"/claims/{target}/{kind}"
            body = urlencode({"expects": 10**12, "why": "as it is there"})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            done = re.search(r"done=(\d+)", answer.getheader("location") or "")
            if answer.status != 303 or not done:
                raise SystemExit(f"{path}: {answer.status}")
            made[int(done[1])] = (kind, name, target)
            if len(made) == 1:
                begun.release()
            if kind != "undo":
                standing[int(done[1])] = target
    except (OSError, http.client.HTTPException):
        return  # it was killed, and what it was about to say is not known


def lost(where: str, told: Told) -> list[str]:
    """What was acknowledged and is not there as it was told."""
    with Ledger(where, create=False) as ledger:
        with ledger.transaction() as connection:
            documents = set(connection.execute(sa.text("select id from documents")).scalars())
        decisions = {d.id: (d.kind, d.by, d.target) for d in ledger.decisions()}
        undone = Counter(d.undoes for d in ledger.decisions() if d.undoes is not None)
    faults = [f"document {id} is lost" for id in sorted(told.documents - documents)]
    faults += [
        f"decision {n}: told {what}, kept {decisions.get(n)}" for n, what in told.decisions.items() if decisions.get(n) != what
    ]
    return faults + [f"decision {n} is undone {times} times" for n, times in undone.items() if times > 1]


def unsound(where: str) -> list[str]:
    """Rows that do not follow from what is kept, and what the database finds wrong with its file."""
    with Ledger(where, create=False) as ledger:
        before = _rows(ledger)
        ledger.rebuild()
        faults = [
            f"the rows of {name} were not those that follow" for name, rows in _rows(ledger).items() if rows != before[name]
        ]
        with ledger.transaction() as connection:
            if connection.dialect.name == "sqlite":
                found = connection.exec_driver_sql("pragma integrity_check").scalar()
                faults += [] if found == "ok" else [str(found)]
    return faults


def _rows(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in METADATA.sorted_tables if table.name not in ("extractions", "decisions", "claims")]
    with ledger.transaction() as connection:
        found = {table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr) for table in tables}
        c = METADATA.tables["claims"].c
        # What is contested, the folds say; it is not made from one document alone.
        plain = [column for column in c if column.name not in ("contested", "rank")]
        found["claims"] = sorted((tuple(row) for row in connection.execute(sa.select(*plain))), key=repr)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
