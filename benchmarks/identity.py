"""What identifying sources costs: a generated ledger, the time for all its mentions, and for one document more.

    python benchmarks/identity.py [--mentions N] [--documents N] [--added N] [--seconds S] [--milliseconds MS] [--seed N]

The ledger mixes what a real one holds: governments by capital and adjective, listed bodies by name, acronym and description,
invented bodies with and without country and acronym, persons in full, with titles, by surname and in other spellings, offices
whose holder is or is not named, unnamed sources that a service passed on. Names are drawn with a long tail (Pareto), so that
some are in a tenth of all documents and most in one or two. After the bulk, `--added` documents are added one by one, and the
sources are asked for after each. Times are CPU time of the one thread, so that what else runs hardly counts. Prints one JSON
line; exits 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from reportedly.model import Claim, Document, Extraction, Hop, Span, make_id
from reportedly.source import Sources

_T = TypeVar("_T")

START = date(2023, 1, 1)
ADJECTIVES = ["Ukrainian", "Russian", "South Korean", "French", "Kenyan", "Turkish", "Greek", "Polish", "Chilean", "Indian"]
CAPITALS = ["Kyiv", "Moscow", "Seoul", "Paris", "Nairobi", "Ankara", "Athens", "Warsaw", "Santiago", "New Delhi"]
LISTED = ["the SBU", "South Korea's spy agency", "the National Intelligence Service", "HUR", "the Pentagon", "the White House"]
SYLLABLES = ["ka", "ro", "vel", "sk", "ma", "ri", "ten", "dor", "ov", "lin", "ba", "shi", "gu", "nor", "pet", "ya", "zel", "em"]


def main() -> int:
    """Measure, print, and tell by the exit code whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--added", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--milliseconds", type=float, default=50.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    world = World(random.Random(options.seed))
    each = max(1, options.mentions // options.documents)
    documents = [world.document(k, each) for k in range(options.documents + options.added)]
    sources = Sources()
    start = time.process_time()
    for extraction in documents[: options.documents]:
        sources.add(extraction)
    found = sources.sources()
    bulk = time.process_time() - start
    start = time.process_time()
    proposals = sources.proposals()
    asked = time.process_time() - start
    times = []
    for extraction in documents[options.documents :]:
        start = time.process_time()
        sources.add(extraction)
        sources.of(extraction.claims[0].id, 0)
        sources.sources()
        times.append((time.process_time() - start) * 1000)
    times.sort()
    mean = sum(times) / max(1, len(times))
    figures = {
        "documents": options.documents,
        "mentions": sum(len(c.chain) for e in documents[: options.documents] for c in e.claims),
        "sources": len(found),
        "proposals": len(proposals),
        "seconds": round(bulk, 2),
        "proposals_seconds": round(asked, 2),
        "added_ms_mean": round(mean, 2),
        "added_ms_worst": round(times[-1], 2) if times else None,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))
    return 0 if bulk <= options.seconds and mean <= options.milliseconds else 1


class World:
    """Invented persons and bodies, and documents that speak of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        surnames = [self.word(3) for _ in range(4000)]
        given = [self.word(2) for _ in range(300)]
        self.persons = [(self.one(given), self.one(surnames), self.one(ADJECTIVES)) for _ in range(12_000)]
        self.bodies = [(f"{self.word(3)} {self.one(['Bureau', 'Watch', 'Union', 'Front'])}", self.word(1)) for _ in range(4000)]
        self.kinds: list[tuple[Callable[[], Hop], float]] = [
            (self.government, 0.2),
            (self.listed, 0.12),
            (self.body, 0.2),
            (self.person, 0.28),
            (self.office, 0.05),
            (self.unnamed, 0.15),
        ]

    def document(self, number: int, mentions: int) -> Extraction:
        """A document in which each claim has one hop, or two when a service passed it on."""
        of = Document(
            id=make_id("document", number),
            name=f"{number}.txt",
            text=f"{self.one(ADJECTIVES)} and {self.one(ADJECTIVES)} reports, number {number}.",
            published=START + timedelta(days=self.chance.randrange(700)),
        )
        claims: list[Claim] = []
        left = mentions
        while left > 0:
            make = self.chance.choices([k for k, _ in self.kinds], [w for _, w in self.kinds])[0]
            chain: tuple[Hop, ...] = (make(),)
            if chain[0].named == "anonymous" and left > 1 and self.chance.random() < 0.3:
                chain = (*chain, self.listed())
            left -= len(chain)
            claims.append(
                Claim(
                    id=make_id(of.id, len(claims)),
                    document=of.id,
                    kind="indirect",
                    content=(Span(0, 1, of.text[0]),),
                    chain=chain,
                    stance="asserts",
                    polarity="+",
                    basis="unspecified",
                )
            )
        return Extraction(document=of, claims=tuple(claims))

    def government(self) -> Hop:
        """A government by one of its names."""
        return self.hop(self.one([self.one(CAPITALS), f"the {self.one(ADJECTIVES)} government"]), "government")

    def listed(self) -> Hop:
        """A body of the program's list."""
        name = self.one(LISTED)
        return self.hop(
            name, "government" if name in LISTED[-2:] else "intelligence agency", "by role" if "spy" in name else "named"
        )

    def body(self) -> Hop:
        """An invented body, in full, with acronym, by acronym, or with a country before it."""
        name, letters = self.tail(self.bodies)
        letters = letters.upper() + name[0] + name.split()[1][0]
        return self.hop(self.one([f"the {name}", f"{name} ({letters})", letters, f"Greek {name}"]), self.one(["ngo", "group"]))

    def person(self) -> Hop:
        """A person in full, with a title, by surname, or spelt otherwise."""
        given, family, adjective = self.tail(self.persons)
        other = family.replace("y", "iy").replace("ss", "s")
        names = [f"{given} {family}", f"{adjective} President {given} {family}", f"Mr. {family}", f"{given} {other}"]
        return self.hop(self.chance.choices(names, [6, 0.2, 2, 1])[0], "person")

    def office(self) -> Hop:
        """An office, its holder not named."""
        return self.hop(f"the {self.one(ADJECTIVES)} {self.one(['president', 'foreign minister'])}", "person", "by role")

    def unnamed(self) -> Hop:
        """Somebody whom the text does not name."""
        return self.hop(self.one(["a nurse", "an official", "a Russian soldier", "residents"]), "person", "anonymous")

    def hop(self, name: str, kind: str, named: str = "named") -> Hop:
        """A hop that stands somewhere."""
        return Hop(name=name, type=kind, named=named, mention=Span(0, len(name), name))  # type: ignore[arg-type]

    def word(self, syllables: int) -> str:
        """A made-up word with a capital."""
        return "".join(self.one(SYLLABLES) for _ in range(syllables)).capitalize()

    def one(self, things: list[_T]) -> _T:
        """One of them."""
        return self.chance.choice(things)

    def tail(self, things: list[_T]) -> _T:
        """One of them, the first far more often than the last."""
        return things[min(len(things) - 1, int(self.chance.paretovariate(0.35)) - 1)]


if __name__ == "__main__":
    sys.exit(main())
