"""How the folds scale: a generated ledger of 20,000 documents with 100,000 claims, laid side by side and asked.

    python benchmarks/folds.py [--documents 20000] [--json FILE]

The documents are written here: events in invented towns, parties with two spellings, chains of one to three hops, a tenth
reprints, a tenth that cite another outlet. Measured, in CPU seconds of the one thread (beside them seconds by the clock, which
tell what else the machine did): adding all of them; building all sources and questions; then support, links, drift and
assessment of the 100 questions with the most reports; then adding ten documents, one by one, and after each asking for all
questions and for what stands about the first. The run is repeated with a quarter of the documents to see the growth.

Fails (exit 1) when all of it takes longer than five CPU minutes or 2 GB; when four times the documents cost more than
4 x (log n / log (n/4)) times plus a quarter; when one document more costs more than a tenth of all; or when it makes more
than a thousandth of the questions anew, that is: when it re-folds what it does not touch.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reportedly.folds import Folds
from reportedly.model import Claim, Document, Extraction, Hop, PlaceMention, Quantity, Span, TimeMention, make_id

SYLLABLES = ("ba", "dor", "kel", "mi", "ras", "tov", "lun", "ger", "pa", "shi", "wen", "zul")
PEOPLE = ("soldiers", "civilians", "miners", "dockers", "students", "fishermen", "refugees", "sailors")
OUTCOMES = ("killed", "wounded", "missing", "displaced", "detained")
KINDS = ("ministry", "governor's office", "security service", "hospital", "relief committee", "trade union")
COUNTRIES = ("FR", "PE", "KE", "JP", "CL", "FI")
DAY = date(2024, 1, 1)
ADDED = 10


def town(rng: random.Random) -> str:
    """An invented name."""
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()


def documents(n: int, seed: int = 1) -> Iterator[Extraction]:
    """`n` readings with five claims each."""
    rng = random.Random(seed)
    towns = [(town(rng), rng.choice(COUNTRIES)) for _ in range(max(50, n // 40))]
    outlets = [f"The {town(rng)} {rng.choice(('Post', 'Courier', 'Herald', 'Times'))}" for _ in range(400)]
    recent: list[tuple[str, list[dict[str, Any]], str]] = []
    for k in range(n):
        day, outlet = DAY + timedelta(days=k * 365 // n), rng.choice(outlets)
        if recent and rng.random() < 0.1:
            text, rows, _ = rng.choice(recent)
            yield reading(f"r{k}", text + f"\n\nFirst published elsewhere, number {k}.", rows, day, outlet)
            continue
        rows, sentences = [], []
        place, country = rng.choice(towns)
        cited = rng.choice(recent)[2] if recent and rng.random() < 0.1 else None
        for _ in range(5):
            people, outcome, number = rng.choice(PEOPLE), rng.choice(OUTCOMES), rng.randrange(3, 900)
            body = f"the {place} {rng.choice(KINDS)}"
            words = rng.choice((f"{number}", f"more than {number}", f"about {number}"))
            content = f"{words} {people} were {outcome} near {place}"
            nurse = rng.random() < 0.2
            who = f"a nurse told {body}" if nurse else f"{body} said"
            sentences.append(f"{(who[0].upper() + who[1:])} that {content}{f', according to {cited}' if cited else ''}.")
            rows.append(
                {
                    "content": content,
                    "words": words,
                    "number": number,
                    "people": people,
                    "outcome": outcome,
                    "place": place,
                    "country": country,
                    "body": body,
                    "nurse": nurse,
                    "cited": cited,
                }
            )
        filler = " ".join(f"{town(rng)} {rng.choice(KINDS)} {rng.randrange(9999)}." for _ in range(40))
        text = f"{place}: report {k}.\n\n" + " ".join(sentences) + "\n\n" + filler
        recent.append((text, rows, outlet))
        del recent[:-200]
        yield reading(f"d{k}", text, rows, day, outlet)


def reading(name: str, text: str, rows: list[dict[str, Any]], day: date, outlet: str) -> Extraction:
    """An extraction of `text` that holds the claims of `rows`."""
    id = make_id(text.encode())
    document = Document(id=id, name=f"{name}.txt", text=text, published=day, outlet=outlet, language="en")
    claims, at = [], 0
    for row in rows:
        at = text.index(row["content"], at)
        span = Span.cut(text, at, at + len(row["content"]))
        figure = Span.cut(text, at, at + len(row["words"]))
        chain = (Hop(name=row["body"], type="government", mention=None, country=row["country"]),)
        if row["nurse"]:
            chain = (Hop(name="a nurse", type="person", mention=None, named="by role", anonymous=True), *chain)
        if row["cited"]:
            chain = (*chain, Hop(name=row["cited"], type="outlet", mention=None, relation="cited"))
        number, more = float(row["number"]), row["words"].startswith("more")
        quantity = Quantity(
            id=make_id(id, "quantity", at),
            span=figure,
            low=number,
            high=None if more else number,
            low_exclusive=more,
            approximate=row["words"].startswith("about"),
            outcome=row["outcome"],
            counted=row["people"],
        )
        when = {"type": "DATE", "value": str(day), "earliest": day, "latest": day, "role": "said"}
        town_at = text.index(row["place"], at)
        where = PlaceMention(
            id=make_id(id, "place", at),
            span=Span.cut(text, town_at, town_at + len(row["place"])),
            name=row["place"],
            gazetteer_id=row["place"],
            country=row["country"],
            region=f"{row['place']} Province",
            precision=1,
        )
        claims.append(
            Claim(
                id=make_id(id, "claim", at),
                document=id,
                content=(span,),
                chain=chain,
                kind="indirect",
                stance="asserts",
                polarity="+",
                basis="official statement",
                quantities=(quantity,),
                times=(TimeMention(id=make_id(id, "time", at), span=figure, **when),),
                places=(where,),
            )
        )
    return Extraction(document=document, versions=(("generated", "1"),), claims=tuple(claims))


def run(n: int) -> dict[str, float]:
    """CPU seconds of each part for `n` documents, and of one document more in the mean."""
    made = list(documents(n + ADDED))
    seconds: dict[str, float] = {"documents": n, "claims": sum(len(e.claims) for e in made[:n])}
    clock, began = time.perf_counter(), time.process_time()

    def lap(name: str) -> None:
        nonlocal began
        now = time.process_time()
        seconds[name] = round(now - began, 3)
        began = now

    folds = Folds()
    for extraction in made[:n]:
        folds.add(extraction)
    lap("add")
    folds.sources  # noqa: B018
    lap("sources")
    questions = folds.questions
    lap("questions")
    for question in questions[:100]:
        folds.support(question)
        folds.links(question)
        folds.drifts(question)
        folds.assess(question)
    lap("100 questions asked")
    seconds["all"] = round(sum(seconds[k] for k in ("add", "sources", "questions", "100 questions asked")), 3)
    seconds["all by the clock"] = round(time.perf_counter() - clock, 3)
    anew = 0
    began = time.process_time()
    for extraction in made[n:]:
        before = {id(question) for question in folds.questions}
        folds.add(extraction)
        anew += sum(id(question) not in before for question in folds.questions)
        folds.assess(folds.questions[0])
    lap("one more added and asked")
    seconds["one more added and asked"] = round(seconds["one more added and asked"] / ADDED, 3)
    seconds["questions found"] = len(questions)
    seconds["questions made anew by one more"] = anew / ADDED
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    n = options.documents
    quarter, whole = run(n // 4), run(n)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    growth = whole["all"] / quarter["all"]
    allowed = 4 * math.log(n) / math.log(n / 4) * 1.25
    result = {
        "quarter": quarter,
        "whole": whole,
        "growth": round(growth, 2),
        "allowed": round(allowed, 2),
        "GB": round(memory, 2),
    }
    faults = [
        *(["longer than five minutes"] if whole["all"] > 300 else []),
        *(["more than 2 GB"] if memory > 2 else []),
        *([f"grows {growth:.1f} times where {allowed:.1f} is n log n"] if growth > allowed else []),
        *(["one more document costs too much"] if whole["one more added and asked"] > whole["all"] / 10 else []),
        *(
            ["one more document re-folds what it does not touch"]
            if whole["questions made anew by one more"] > whole["questions found"] / 1000
            else []
        ),
    ]
    result["faults"] = faults
    print(json.dumps(result, indent=1))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
