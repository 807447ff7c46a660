"""Hand-coded gold for dossiers: who is who, how sayings stand to one another, where they start, how they drift.

`load` reads one file of this folder; README.md beside it says what the fields mean and by which rules they were coded. All is
anchored by report and words, so it depends on nothing that extraction finds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from reportedly.comparison import Relation
from reportedly.model import Document, Problem, Span
from reportedly.read import read_all

__all__ = [
    "EXAMPLES",
    "KEPT",
    "NAMES",
    "Anchor",
    "Gold",
    "Pair",
    "Question",
    "Saying",
    "Source",
    "documents",
    "load",
    "overlapping",
]

#: Dossiers in examples/, which users read too, with their gold beside this file.
NAMES = (
    "kursk",
    "protest",
    "disaster",
    "ferry",
    "depot",
    "school",
    "market",
    "convoy",
    "prison",
    "garrison",
    "crackdown",
    "camp",
)
#: Dossiers kept aside with their gold, which nobody looks at while the program is changed.
KEPT = ("mine",)
EXAMPLES = Path(__file__).parents[3] / "examples"
_ASIDE = Path(__file__).parents[1] / "kept"

_RELATIONS: dict[str, Relation] = {
    "=": "same",
    "~": "compatible",
    "X": "contradicts",
    "N": "narrows",
    "S": "supersedes",
    "D": "different scope",
    "R": "repeats",
    "Y": "denies",
}

#: A question and one of its sayings.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Words in a report: `before` + `words` + `after` stands in it exactly once. `report` is the name of its document."""

    report: str
    before: str
    words: str
    after: str

    def find(self, text: str) -> Span:
        """The span of the words. Raises ValueError when the passage is not there, or not just once."""
        passage = self.before + self.words + self.after
        if (found := text.count(passage)) != 1:
            raise ValueError(f"{self.report}: {passage!r} stands in it {found} times; an anchor needs exactly one")
        start = text.index(passage) + len(self.before)
        return Span.cut(text, start, start + len(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of the real world (of the examples) and where reports mention it as one who speaks, answers or keeps silent."""

    name: str
    anonymous: bool
    mentions: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that one party once said to a question, and all who tell it.

    `origin`: the name of the line it belongs to, `None` where each telling stands alone. `drift`: the tellings in groups, by
    their index; those of one group give one figure, the first group is faithful.
    """

    name: str
    origin: str | None
    lineage: Literal["known", "unknown"]
    party: str | None
    denies: bool
    said: date | None
    told: tuple[Anchor, ...]
    drift: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How `later` stands to `earlier`: any of `accepted`; none when empty; not judged when `None`."""

    earlier: Key
    later: Key
    accepted: frozenset[Relation] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What sayings answer when they can be compared. `within`: the questions that this one is directly a part of."""

    name: str
    text: str
    kind: Literal["figure", "proposition"]
    within: tuple[str, ...]
    sayings: tuple[Saying, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The gold of one dossier. `reports` are the names of its documents."""

    name: str
    reports: tuple[str, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]

    def anchors(self) -> Iterator[Anchor]:
        """Every anchor."""
        for source in self.sources:
            yield from source.mentions
        for question in self.questions:
            for saying in question.sayings:
                yield from saying.told


def documents(name: str) -> tuple[dict[str, Document], tuple[Problem, ...]]:
    """The reports of a dossier by the names of their documents, and what could not be read."""
    found = list(read_all([(_ASIDE if name in KEPT else EXAMPLES) / name]))
    return (
        {item.name: item for item in found if isinstance(item, Document)},
        tuple(item for item in found if isinstance(item, Problem)),
    )


def load(name: str) -> Gold:
    """The gold of a dossier. Raises ValueError, with the place, when it is not well-formed."""
    table = tomllib.loads(((_ASIDE if name in KEPT else Path(__file__).parent) / f"{name}.toml").read_text("utf8"))
    reports: dict[str, str] = table["reports"]
    sources = tuple(
        Source(name=who, anonymous=entry.get("anonymous", False), mentions=_anchors(entry["mentions"], reports))
        for who, entry in table["sources"].items()
    )
    parties = {source.name for source in sources}
    questions = tuple(_question(question, entry, reports, parties) for question, entry in table["questions"].items())
    known = {(question.name, saying.name) for question in questions for saying in question.sayings}
    for question in questions:
        if missing := set(question.within) - {other.name for other in questions}:
            raise ValueError(f"{name}: {question.name} is within {sorted(missing)}, which are no questions")
        for pair in question.pairs:
            if not {pair.earlier, pair.later} <= known:
                raise ValueError(f"{name}: {pair.earlier} and {pair.later} are related, but one is no saying")
    return Gold(name=name, reports=tuple(reports.values()), sources=sources, questions=questions)


def _question(name: str, entry: Mapping[str, Any], reports: Mapping[str, str], parties: set[str]) -> Question:
    sayings = tuple(_saying(name, saying, fields, reports, parties) for saying, fields in entry["sayings"].items())
    names = [saying.name for saying in sayings]
    pairs = [*_matrix(name, names, entry.get("relations", "")), *_across(name, entry.get("across", ()))]
    return Question(
        name=name,
        text=entry["text"],
        kind=entry.get("kind", "figure"),
        within=tuple(entry.get("within", ())),
        sayings=sayings,
        pairs=tuple(pairs),
    )


def _saying(question: str, name: str, entry: Mapping[str, Any], reports: Mapping[str, str], parties: set[str]) -> Saying:
    party = entry.get("party")
    if party is not None and party not in parties:
        raise ValueError(f"{question}.{name}: the party {party!r} is not among the sources")
    told = _anchors(entry["told"], reports)
    drift = tuple(
        tuple(i for i, anchor in enumerate(told) if anchor.report in {reports[short] for short in group})
        for group in entry.get("drift", ())
    )
    if drift and sorted(i for group in drift for i in group) != list(range(len(told))):
        raise ValueError(f"{question}.{name}: the groups of its drift do not name each telling once")
    return Saying(
        name=name,
        origin=entry.get("origin", party),
        lineage=entry.get("lineage", "known"),
        party=party,
        denies=entry.get("denies", False),
        said=entry.get("said"),
        told=told,
        drift=drift or (tuple(range(len(told))),),
    )


def _matrix(question: str, names: list[str], rows: str) -> Iterator[Pair]:
    """The lower triangle: a row for each saying but the first, a column for each but the last, in the order of the sayings."""
    header, *lines = [line.split() for line in rows.splitlines() if line.strip()] or [[]]
    if header != names[:-1] or [line[0] for line in lines] != names[1:]:
        raise ValueError(f"{question}: the relations do not name its sayings in their order, {names}")
    for i, (later, *codes) in enumerate(lines, start=1):
        if len(codes) != i:
            raise ValueError(f"{question}: {later} has {len(codes)} relations to {i} earlier sayings")
        for earlier, code in zip(names[:i], codes, strict=True):
            yield Pair(earlier=(question, earlier), later=(question, later), accepted=_accepted(code))


def _across(question: str, lines: Iterable[str]) -> Iterator[Pair]:
    for line in lines:
        own, other, code = line.split()
        whole, _, saying = other.partition(".")
        yield Pair(earlier=(whole, saying), later=(question, own), accepted=_accepted(code))


def _accepted(code: str) -> frozenset[Relation] | None:
    return None if code == "?" else frozenset() if code == "-" else frozenset(_RELATIONS[one] for one in code.split("/"))


def _anchors(lines: Iterable[str], reports: Mapping[str, str]) -> tuple[Anchor, ...]:
    return tuple(_anchor(line, reports) for line in lines)


def _anchor(line: str, reports: Mapping[str, str]) -> Anchor:
    short, _, passage = line.partition(": ")
    before, opening, rest = passage.partition("[")
    words, closing, after = rest.partition("]")
    if short not in reports or not (opening and words and closing) or "[" in after or "]" in after:
        raise ValueError(f"{line!r} is no anchor: it needs 'report: before [words] after', the report one of {sorted(reports)}")
    return Anchor(report=reports[short], before=before, words=words, after=after)


def overlapping(gold: Gold) -> list[tuple[Anchor, Anchor]]:
    """Anchors of one kind that share words in one report, which would be scored twice."""
    found = []
    texts = {name: document.text for name, document in documents(gold.name)[0].items()}
    mentions = [anchor for source in gold.sources for anchor in source.mentions]
    tellings = {
        kind: [a for question in gold.questions if question.kind == kind for saying in question.sayings for a in saying.told]
        for kind in ("figure", "proposition")
    }
    for anchors in (mentions, *tellings.values()):
        spans = [(anchor, anchor.find(texts[anchor.report])) for anchor in anchors]
        found += [(a, b) for (a, x), (b, y) in combinations(spans, 2) if a.report == b.report and x.overlaps(y)]
    return found
