"""How long the pages of the review app take over a big ledger.

    python benchmarks/pages.py [--claims N] [--ledger URL] [--json FILE]

A ledger is generated in a temporary file, or in the database of `--ledger` unless it holds one from before: reports of twenty
claims each, one of 500,000 characters with 5,000 claims, and decisions about one claim in twenty. The app then runs as it does
for a reviewer, in a process of its own, and is asked over loopback. Prints the median and the 95th percentile of each page in
milliseconds and ends with 1 when a median is above 100. Asks nothing of any other machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from reportedly.ledger import Ledger
from reportedly.model import Claim, Document, Extraction, Hop, Quantity, SourceType, Span, Stance, make_id

LIMIT = 100.0
BIG = 5_000
PER_REPORT = 20
OUTCOMES = ("killed", "wounded", "captured", "missing", "displaced")
STANCES: tuple[Stance, ...] = ("asserts", "asserts", "asserts", "asserts", "denies", "doubts", "declines", "orders")
PLACES = ("Strelsau", "Zenda", "Hentzau", "Tarlenheim", "Modenstein", "Festenburg")
OFFICES = ("Ministry of Defence", "Border Guard", "Health Service", "General Staff", "Red Cross Society", "Harbour Council")
FIRST = ("Rudolf", "Flavia", "Antoinette", "Michael", "Rupert", "Fritz", "Rose", "Osra", "Sapt", "Elphberg")
LAST = ("Rassendyll", "Strofzin", "Tarlen", "Bersonin", "Detchard", "Lauengram", "Krafstein", "Holf", "Helga", "Burlesdon")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--ledger", help="a database to fill, or one that was filled before, instead of a temporary file")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--no-folds", action="store_true", help="do not wait until the reports are laid side by side")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = given.ledger or f"{folder}/pages.db"
        chosen = random.Random(1)
        began = time.perf_counter()
        with Ledger(where) as ledger:
            if not ledger.list_documents(limit=1):
                fill(ledger, given.claims, chosen)
                print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
            rows = sorted(ledger.list_documents(limit=10**6), key=lambda row: -row.claims)
            print(f"{sum(row.claims for row in rows):,} claims in {ledger.url}", flush=True)
            documents = [row.id for row in chosen.sample(rows[1:], min(50, len(rows) - 1))]
            ids = [claim.id for document in (rows[0].id, *documents) for claim in ledger.reviewed(document).claims]
        figures = measure(where, ids, rows[0].claims, documents, chosen, given.rounds, wait=not given.no_folds)
    print(f"{'page':<34}{'median ms':>10}{'p95 ms':>10}{'bytes':>10}")
    for row in figures:
        print(f"{row['page']:<34}{row['median']:>10.1f}{row['p95']:>10.1f}{row['bytes']:>10,}")
    if given.json:
        given.json.write_text(json.dumps({"claims": given.claims, "pages": figures}, indent=1) + "\n")
    slow = [row["page"] for row in figures if row["median"] > LIMIT]
    print(f"above {LIMIT:.0f} ms: {', '.join(slow)}" if slow else f"all medians under {LIMIT:.0f} ms")
    return 1 if slow else 0


def fill(ledger: Ledger, claims: int, chosen: random.Random) -> None:
    """Fill the ledger, the big report first."""
    ids: list[str] = []
    big = report(0, min(BIG, claims), chosen)
    for reading in chain([big], reports(claims - len(big.claims), chosen)):
        ledger.add(reading)
        ids += [claim.id for claim in reading.claims]
    for claim in chosen.sample(ids, len(ids) // 20):
        ledger.decide(chosen.choice(("accept", "accept", "reject")), claim, by=chosen.choice(("Osra", "Sapt")))


def reports(claims: int, chosen: random.Random) -> Iterator[Extraction]:
    """Reports that hold so many claims."""
    for number in range(1, (claims + PER_REPORT - 1) // PER_REPORT + 1):
        yield report(number, min(PER_REPORT, claims - (number - 1) * PER_REPORT), chosen)


def report(number: int, claims: int, chosen: random.Random) -> Extraction:
    """One invented report: a sentence of about 100 characters a claim, a paragraph every four."""
    text: list[str] = []
    made: list[tuple[int, int, int, int, str, int, str, Stance]] = []
    length = 0
    for k in range(claims):
        who = chosen.choice(
            (
                f"{chosen.choice(FIRST)} {chosen.choice(LAST)}",
                f"the {chosen.choice(OFFICES)} of {chosen.choice(PLACES)}",
                f"the {chosen.choice(OFFICES)} of {chosen.choice(PLACES)}",
            )
        )
        figure, outcome = chosen.randrange(2, 4000), chosen.choice(OUTCOMES)
        head, words = (
            f"According to {who}, ",
            f"{figure:,} soldiers were {outcome} near {chosen.choice(PLACES)} in the {k + 2}th week",
        )
        start = length + len(head)
        made.append((start, start + len(words), start, start + len(f"{figure:,}"), who, figure, outcome, chosen.choice(STANCES)))
        sentence = head + words + (".\n\n" if k % 4 == 3 else ". ")
        text.append(sentence)
        length += len(sentence)
    whole = "".join(text)
    document = Document(
        id=make_id("report", number),
        name=f"report-{number}.txt",
        title=f"Report {number} from {chosen.choice(PLACES)}",
        text=whole,
        outlet=f"The {chosen.choice(PLACES)} Courier",
        published=date(2024, 1, 1) + timedelta(days=number % 300),
        language="en",
    )
    return Extraction(
        document=document, versions=(("reportedly", "generated"),), claims=tuple(_claim(document, *one) for one in made)
    )


def _claim(
    document: Document, start: int, end: int, first: int, last: int, who: str, figure: int, outcome: str, stance: Stance
) -> Claim:
    text = document.text
    quantity = Quantity(
        id=make_id(document.id, "quantity", first),
        span=Span.cut(text, first, last),
        low=float(figure),
        high=float(figure),
        counted="soldiers",
        unit="soldier",
        outcome=outcome,
    )
    name = text.rindex(who, 0, start)
    kind: SourceType = "government" if who.startswith("the ") else "person"
    hop = Hop(name=who, type=kind, mention=Span.cut(text, name, name + len(who)))
    return Claim(
        id=make_id(document.id, start, end),
        document=document.id,
        kind="indirect",
        content=(Span.cut(text, start, end),),
        chain=(hop,),
        stance=stance,
        polarity="+",
        basis="unspecified",
        quantities=(quantity,),
        confidence=round(0.5 + (start % 50) / 100, 2),
    )


def measure(
    where: str, ids: list[str], big: int, documents: list[str], chosen: random.Random, rounds: int, *, wait: bool
) -> list[dict[str, Any]]:
    """The times of each page, asked of an app in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from reportedly.cli import app; app()",
        "review",
        "--ledger",
        where,
        "--port",
        "0",
        "--user",
        "bench",
        "--no-browser",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
            assert found, "the app did not say where it listens"
            connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=120)
            source = "x"
            if wait:
                source = _laid(connection)
            pages: list[tuple[str, Callable[[], str]]] = [
                ("/", lambda: "/"),
                ("/queue", lambda: "/queue"),
                ("/queue?status=suggested&outcome=", lambda: f"/queue?status=suggested&outcome={chosen.choice(OUTCOMES)}"),
                ("/queue?stance=", lambda: f"/queue?stance={chosen.choice(('denies', 'doubts', 'asserts'))}"),
                ("/queue?source=", lambda: f"/queue?source={chosen.choice(LAST)}"),
                ("/queue?text=", lambda: f"/queue?text={chosen.choice(PLACES)}"),
                ("/queue?document=", lambda: f"/queue?document={chosen.choice(documents)}&order=document"),
                ("/claims/ID", lambda: f"/claims/{chosen.choice(ids[big:] or ids)}"),
                ("/claims/ID?status=suggested", lambda: f"/claims/{chosen.choice(ids[big:] or ids)}?status=suggested"),
                ("/claims/ID of 5,000", lambda: f"/claims/{chosen.choice(ids[:big])}"),
                ("/documents", lambda: "/documents"),
                ("/documents/ID", lambda: f"/documents/{chosen.choice(documents)}"),
                ("/sources", lambda: "/sources"),
                ("/sources?text=", lambda: f"/sources?text={chosen.choice(LAST)}"),
                ("/sources/ID", lambda: f"/sources/{source}"),
                ("/questions", lambda: "/questions"),
                ("/history", lambda: "/history"),
                ("/history?by=&in_force=", lambda: "/history?by=Osra&in_force=yes"),
            ]
            return [timed(connection, name, path, rounds) for name, path in pages if wait or "/sources/ID" not in name]
        finally:
            server.terminate()


def _laid(connection: http.client.HTTPConnection) -> str:
    """Wait until the reports are laid side by side; the id of the first source."""
    began = time.perf_counter()
    while True:
        connection.close()  # one that is not used for long is closed from the other side
        connection.request("GET", "/sources.json")
        data = json.loads(connection.getresponse().read())
        if data["ready"]:
            print(f"laid side by side in {time.perf_counter() - began:.0f} s", flush=True)
            return str(data["rows"][0]["id"])
        if time.perf_counter() - began > 1800:
            raise SystemExit("the reports were not laid side by side within half an hour")
        time.sleep(1)


def timed(connection: http.client.HTTPConnection, name: str, path: Callable[[], str], rounds: int) -> dict[str, Any]:
    """The median and the 95th percentile of so many requests, after one that does not count."""
    times = []
    size = 0
    for k in range(rounds + 1):
        began = time.perf_counter()
        connection.request("GET", path())
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{name}: {answer.status} {body[:300]!r}")
        if k:
            times.append((time.perf_counter() - began) * 1000)
        size = max(size, len(body))
    return {
        "page": name,
        "median": round(statistics.median(times), 2),
        "p95": round(statistics.quantiles(times, n=20)[-1], 2),
        "bytes": size,
    }


if __name__ == "__main__":
    raise SystemExit(main())
