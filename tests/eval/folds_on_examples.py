"""Score the folds over the example dossiers against their hand-coded gold.

    python -m tests.eval.folds_on_examples [NAME ...] [--attribution rules|model] [--kept] [--floor FILE] [--show]

The reports of a dossier are read, extracted and folded as a user's are. A mention or a telling of the gold is *read* when a hop,
a figure of a claim, or (for a proposition) half of the content of a claim shares its words; everything else that the program
finds is left out of the count, for the gold does not speak of it. Every measure is precision, recall and their F1:

identity     pairs of mentions with one source. Of unnamed sources only pairs in one report are one.
relations    pairs of sayings of one question with their relation, any of those that the coder accepts; each further telling of a
             saying with the same figure, which repeats it; pairs of questions of which one is directly part of the other, told
             by at least one link "different scope". A second relation for a pair of sayings is a wrong one, and so is any
             relation between sayings of two questions that the gold does not have, but for "different scope", which holds of
             every two questions. A directed relation must have the gold's direction where the days differ. Only faithful
             tellings count, since one that has drifted can rightly stand otherwise; pairs that the coder did not judge do not.
             A claim that tells two propositions ("rebels kept arms there and its guns had not fired") stands to another by the
             one of which both speak, if there is one.
origins      pairs of tellings of one question, with one origin. Denials have none.
lineage      tellings that have an origin: known or unknown as the coder says. Precision is over those that the program judges,
             recall over all.
drift        pairs of tellings of one saying with unlike figures.

Recall and F1 are over all the gold: what was not extracted is missed. `*_of_read` is F1 with only those units in the
denominator whose mentions and tellings are read: how well the folds do with what they are given. How much that is say
`mentions_read` and `tellings_read`; `tellings_asked` is the share of tellings that answer any question of the program, so what
lies between the two was read without an outcome. `same_wrong` is the number of pairs of sayings that are called the same and
are not, `joined_wrong` that of pairs of mentions, `unknown_as_known` that of tellings of unknown lineage taken for known.
The last line adds up the counts of the dossiers.

With `--kept` the dossiers that are kept aside are scored, all together and without a word of what was missed, so that nothing can
be fitted to them. With `--floor` the run fails when a measure over all is more than half a point below what the file holds for
these dossiers, or one of these three numbers above it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from pathlib import Path
from typing import TypeVar, get_args

from reportedly.comparison import Answer, Relation, Retelling
from reportedly.folds import Folds
from reportedly.model import Span
from reportedly.pipeline import Extractor, Method
from tests.eval.gold import KEPT, NAMES, Anchor, Gold, Key, Pair, Saying, documents, load

#: A claim and its figure; no figure where the whole claim is meant.
Cell = tuple[str, str | None]

#: A question, one of its sayings, and which of its tellings.
Telling = tuple[str, str, int]

_AT_MOST = ("same_wrong", "joined_wrong", "unknown_as_known")
_DIRECTED = ("narrows", "supersedes", "denies")

_T = TypeVar("_T")


def main(arguments: list[str] | None = None) -> int:
    """Print the measures, one line a dossier; 1 when one has sunk below the floor."""
    options = _options().parse_args(arguments)
    extractor = Extractor(attribution=options.attribution)
    total: Counter[str] = Counter()
    for name in KEPT if options.kept else options.names:
        counts, wrong = score(Found.of(load(name), extractor))
        total += counts
        if options.kept:
            continue
        print(json.dumps({"dossier": name, "attribution": options.attribution, **figures_of(counts)}))
        if options.show:
            print(*wrong, sep="\n")
    figures = figures_of(total)
    whole = "kept" if options.kept else "examples" if tuple(options.names) == NAMES else " ".join(options.names)
    print(json.dumps({"dossier": whole, "attribution": options.attribution, **figures}))
    if options.floor:
        floor = json.loads(Path(options.floor).read_text("utf8"))[f"{whole} {options.attribution}"]
        sunk = {k: v for k, v in floor.items() if not _stands(k, figures[k], v)}
        for measure, then in sunk.items():
            print(f"{measure} has sunk from {then} to {figures[measure]}", file=sys.stderr)
        return int(bool(sunk))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(NAMES), metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--kept", action="store_true", help="score the dossiers that are kept aside, all in one line")
    parser.add_argument("--attribution", choices=get_args(Method), default="model")
    parser.add_argument("--floor")
    parser.add_argument("--show", action="store_true", help="print what is missed and what is wrong")
    return parser


def _stands(measure: str, now: float | None, then: float) -> bool:
    return now is not None and (now <= then if measure in _AT_MOST else now >= then - 0.5)


def score(found: Found) -> tuple[Counter[str], list[str]]:
    """The counts of one dossier, and in words what was missed or wrong."""
    scored = _Scored(found)
    for measure in (scored.identity, scored.relations, scored.origins, scored.drift):
        measure()
    return scored.counts, scored.wrong


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the program found, laid on the gold.

    `mentions`: the hops of each mention. `cells`: the claims and figures of each telling. Both by position, empty when not read.
    """

    gold: Gold
    folds: Folds
    mentions: Mapping[tuple[str, int], tuple[tuple[str, int], ...]]
    cells: Mapping[Telling, tuple[Cell, ...]]

    @classmethod
    def of(cls, gold: Gold, extractor: Extractor) -> Found:
        """Read, extract, fold and align one dossier."""
        reports, _ = documents(gold.name)
        extractions = [extractor(document) for document in reports.values()]
        claims = {extraction.document.name: extraction.claims for extraction in extractions}

        def hops(anchor: Anchor) -> tuple[tuple[str, int], ...]:
            span = anchor.find(reports[anchor.report].text)
            return tuple(
                (claim.id, i)
                for claim in claims[anchor.report]
                for i, hop in enumerate(claim.chain)
                if hop.mention is not None and hop.mention.overlaps(span)
            )

        def figures(anchor: Anchor) -> tuple[Cell, ...]:
            span = anchor.find(reports[anchor.report].text)
            return tuple((c.id, q.id) for c in claims[anchor.report] for q in c.quantities if q.span.overlaps(span))

        def statements(anchor: Anchor) -> tuple[Cell, ...]:
            span = anchor.find(reports[anchor.report].text)
            return tuple((c.id, None) for c in claims[anchor.report] if 2 * _shared(span, c.content) >= span.end - span.start)

        return cls(
            gold=gold,
            folds=Folds(extractions),
            mentions={(s.name, i): hops(anchor) for s in gold.sources for i, anchor in enumerate(s.mentions)},
            cells={
                (question.name, saying.name, i): figures(anchor) if question.kind == "figure" else statements(anchor)
                for question in gold.questions
                for saying in question.sayings
                for i, anchor in enumerate(saying.told)
            },
        )

    @cached_property
    def tellings(self) -> Mapping[Cell, tuple[Telling, ...]]:
        """The tellings that each claim and figure is."""
        found: dict[Cell, list[Telling]] = defaultdict(list)
        for telling, cells in self.cells.items():
            for cell in cells:
                found[cell].append(telling)
        return {cell: tuple(tellings) for cell, tellings in found.items()}

    @cached_property
    def sayings(self) -> Mapping[Key, Saying]:
        """The sayings by their question and name."""
        return {(question.name, saying.name): saying for question in self.gold.questions for saying in question.sayings}

    def is_faithful(self, telling: Telling) -> bool:
        """Whether a telling gives the figure that its saying had."""
        return telling[2] in self.sayings[telling[:2]].drift[0]

    def group(self, telling: Telling) -> int:
        """The index of the group of tellings with its figure."""
        return next(i for i, group in enumerate(self.sayings[telling[:2]].drift) if telling[2] in group)

    def linked(self) -> Iterator[tuple[Telling, Telling, Relation]]:
        """Every link whose ends the gold speaks of, the earlier end first."""
        for question in self.folds.questions:
            for link in self.folds.links(question):
                left, right = (link.left, link.left_figure), (link.right, link.right_figure)
                pairs = list(product(self.tellings.get(left, ()), self.tellings.get(right, ())))
                shared = [(one, other) for one, other in pairs if one[0] == other[0]]
                for one, other in shared if shared and link.left_figure is None else pairs:
                    if one != other:
                        yield one, other, link.relation


class _Scored:
    """The counts of one dossier: `<measure> right`, `wanted`, `found`, and `wanted read`."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def identity(self) -> None:
        """Pairs of mentions with one source."""
        folds, mentions = self.found.folds, self.found.mentions
        of = {(claim, hop): source.id for source in folds.sources for claim, hop in source.mentions}
        who = {mention: frozenset(of[at] for at in hops) for mention, hops in mentions.items()}
        anchors = {(s.name, i): anchor for s in self.found.gold.sources for i, anchor in enumerate(s.mentions)}
        unnamed = {source.name for source in self.found.gold.sources if source.anonymous}
        self.counts.update({"mentions": len(who), "mentions read": sum(map(bool, who.values()))})

        def one(a: tuple[str, int], b: tuple[str, int]) -> bool:
            return a[0] == b[0] and (a[0] not in unnamed or anchors[a].report == anchors[b].report)

        pairs = list(combinations(who, 2))
        wanted = {pair for pair in pairs if one(*pair)}
        joined = {(a, b) for a, b in pairs if who[a] & who[b]}
        self.counts["joined wrong"] += len(joined - wanted)
        self._count("identity", wanted, joined, lambda pair: bool(who[pair[0]] and who[pair[1]]), lambda m: _shown(anchors[m]))

    def relations(self) -> None:
        """Pairs of sayings with their relations, and tellings that repeat others."""
        between: dict[tuple[Key, Key], set[str]] = defaultdict(set)
        repeated: dict[Telling, set[tuple[Telling, Telling]]] = defaultdict(set)
        odd: set[tuple[Telling, Telling, Relation]] = set()
        apart: set[tuple[str, str]] = set()
        for one, other, relation in self.found.linked():
            if one[0] != other[0] and relation == "different scope":
                apart |= {(one[0], other[0]), (other[0], one[0])}
            elif one[:2] != other[:2]:
                if self.found.is_faithful(one) and self.found.is_faithful(other):
                    self._lay(between, one[:2], other[:2], relation)
            elif self.found.group(one) == self.found.group(other):
                if relation == "repeats" or (relation == "same" and self.found.sayings[one[:2]].party is None):
                    repeated[(*one[:2], self.found.group(one))].add((one, other))
                else:
                    odd.add((min(one, other), max(one, other), relation))
        self._count_pairs(between)
        self._count_repeats(repeated)
        holding = {(question.name, whole) for question in self.found.gold.questions for whole in question.within}
        read = {telling[0] for telling, cells in self.found.cells.items() if cells}
        self._count("relations", holding, apart & holding, lambda pair: set(pair) <= read, str)
        self.counts["relations found"] += len(odd)
        self.wrong += [f"relations wrong: {_name(a)} {relation} {_name(b)}, one saying" for a, b, relation in sorted(odd)]

    def origins(self) -> None:
        """Pairs of tellings with one origin, and whether its lineage is known."""
        at: dict[Telling, set[str]] = defaultdict(set)
        lineage: dict[Telling, set[str]] = defaultdict(set)
        for question in self.found.folds.questions:
            cells = _cells_of(question.answers)
            for origin in self.found.folds.support(question).origins:
                for telling in {t for claim in origin.claims for cell in cells[claim] for t in self.found.tellings.get(cell, ())}:
                    at[telling].add(origin.id)
                    lineage[telling].add(origin.lineage)
        asked = {t: self.found.sayings[t[:2]] for t in self.found.cells if not self.found.sayings[t[:2]].denies}
        pairs = [(a, b) for a, b in combinations(asked, 2) if a[0] == b[0]]
        wanted = {(a, b) for a, b in pairs if asked[a].origin is not None and asked[a].origin == asked[b].origin}
        joined = {(a, b) for a, b in pairs if at[a] & at[b]}
        self._count("origins", wanted, joined, lambda p: bool(self.found.cells[p[0]] and self.found.cells[p[1]]), _name)
        for telling, saying in asked.items():
            right = lineage[telling] == {saying.lineage}
            self.counts.update({
                "lineage wanted": 1,
                "lineage wanted read": bool(self.found.cells[telling]),
                "lineage found": bool(lineage[telling]),
                "lineage right": right,
                "unknown as known": saying.lineage == "unknown" and "known" in lineage[telling],
            })  # fmt: skip
            if lineage[telling] and not right:
                self.wrong.append(f"lineage wrong: {_name(telling)} is {saying.lineage}")

    def drift(self) -> None:
        """Pairs of tellings of one saying with unlike figures."""
        sayings = self.found.sayings.items()
        wanted = {
            ((*key, i), (*key, j))
            for key, s in sayings
            for a, b in combinations(s.drift, 2)
            for i, j in map(sorted, product(a, b))
        }
        told = set()
        for question in self.found.folds.questions:
            cells = _cells_of(question.answers)
            for drift in self.found.folds.drifts(question):
                for one, other in combinations(drift.retellings, 2):
                    if _figure(one) != _figure(other):
                        told_in = ([cell for claim in (r.claim, *r.also) for cell in cells[claim]] for r in (one, other))
                        ends = [{t for cell in found for t in self.found.tellings.get(cell, ())} for found in told_in]
                        told |= {(min(p), max(p)) for p in product(*ends) if p[0] != p[1]}
        self.counts["tellings"] += len(self.found.cells)
        self.counts["tellings read"] += sum(map(bool, self.found.cells.values()))
        asked = {cell for q in self.found.folds.questions for cells in _cells_of(q.answers).values() for cell in cells}
        self.counts["tellings asked"] += sum(bool(asked & set(cells)) for cells in self.found.cells.values())
        self._count("drift", wanted, told, lambda p: bool(self.found.cells[p[0]] and self.found.cells[p[1]]), _name)

    def _lay(self, between: dict[tuple[Key, Key], set[str]], one: Key, other: Key, relation: Relation) -> None:
        """Lay a relation between two sayings, in the order of the gold; against it where the direction says otherwise."""
        pair, turned = ((other, one), True) if (other, one) in self._pairs else ((one, other), False)
        days = {self.found.sayings[key].said for key in pair}
        backwards = turned and relation in _DIRECTED and len(days - {None}) == 2
        between[pair].add(f"{relation}, the other way round" if backwards else relation)

    @cached_property
    def _pairs(self) -> Mapping[tuple[Key, Key], Pair]:
        return {(pair.earlier, pair.later): pair for question in self.found.gold.questions for pair in question.pairs}

    def _count_pairs(self, between: Mapping[tuple[Key, Key], set[str]]) -> None:
        read = {t[:2] for t, cells in self.found.cells.items() if cells and self.found.is_faithful(t)}
        for pair in sorted({*self._pairs, *between}):
            accepted = self._pairs[pair].accepted if pair in self._pairs else frozenset()
            if accepted is None:
                continue
            found = between.get(pair, set())
            right = found & accepted
            bad = found - accepted
            self.counts.update({
                "relations wanted": bool(accepted),
                "relations wanted read": bool(accepted) and set(pair) <= read,
                "relations right": bool(right),
                "relations found": bool(right) + len(bad),
                "same wrong": "same" in bad,
            })  # fmt: skip
            title = f"{'.'.join(pair[1])} to {'.'.join(pair[0])}, {'/'.join(sorted(accepted)) or 'no relation'}"
            if bad:
                self.wrong.append(f"relations wrong: {title}: {', '.join(sorted(bad))}")
            elif accepted and not right:
                self.wrong.append(f"relations missed{'' if set(pair) <= read else ' (not read)'}: {title}")

    def _count_repeats(self, repeated: Mapping[Telling, set[tuple[Telling, Telling]]]) -> None:
        for key, saying in self.found.sayings.items():
            for number, group in enumerate(saying.drift):
                tellings: list[Telling] = [(*key, i) for i in group]
                read = [telling for telling in tellings if self.found.cells[telling]]
                parts = _parts(tellings, repeated.get((*key, number), ()))
                right = len(tellings) - parts
                self.counts.update({
                    "relations wanted": len(tellings) - 1,
                    "relations wanted read": max(0, len(read) - 1),
                    "relations right": right,
                    "relations found": right,
                })  # fmt: skip
                if right < len(read) - 1:
                    missed = len(read) - 1 - right
                    self.wrong.append(f"relations missed: {'.'.join(key)} is repeated {missed} times more than was found")

    def _count(
        self,
        measure: str,
        wanted: set[tuple[_T, _T]],
        found: set[tuple[_T, _T]],
        is_read: Callable[[tuple[_T, _T]], bool],
        name: Callable[[_T], str],
    ) -> None:
        self.counts.update({
            f"{measure} wanted": len(wanted),
            f"{measure} wanted read": sum(map(is_read, wanted)),
            f"{measure} found": len(found),
            f"{measure} right": len(wanted & found),
        })  # fmt: skip
        for what, pairs in (("missed", wanted - found), ("wrong", found - wanted)):
            for pair in sorted(pairs, key=str):
                note = "" if is_read(pair) else " (not read)"
                self.wrong.append(f"{measure} {what}{note}: {name(pair[0])} | {name(pair[1])}")


def figures_of(c: Counter[str]) -> dict[str, float | None]:
    """The measures in per cent, `None` where there is nothing to divide by, and the numbers."""

    def share(part: int, whole: int) -> float | None:
        return round(100 * part / whole, 1) if whole else None

    figures: dict[str, float | None] = {}
    for measure in ("identity", "relations", "origins", "lineage", "drift"):
        right, wanted, found, read = (c[f"{measure} {what}"] for what in ("right", "wanted", "found", "wanted read"))
        figures |= {
            f"{measure}_precision": share(right, found),
            f"{measure}_recall": share(right, wanted),
            measure: share(2 * right, wanted + found),
            f"{measure}_of_read": share(2 * right, read + found),
            f"{measure}_units": wanted,
        }
    return {
        **figures,
        "mentions_read": share(c["mentions read"], c["mentions"]),
        "tellings_read": share(c["tellings read"], c["tellings"]),
        "tellings_asked": share(c["tellings asked"], c["tellings"]),
        **{name: c[name.replace("_", " ")] for name in _AT_MOST},
    }


def _cells_of(answers: Iterable[Answer]) -> defaultdict[str, set[Cell]]:
    """The answers by their claim, as claims and figures."""
    found: defaultdict[str, set[Cell]] = defaultdict(set)
    for answer in answers:
        found[answer.claim].add((answer.claim, answer.quantity))
    return found


def _shared(span: Span, content: Iterable[Span]) -> int:
    """How many code points of `span` are in `content`."""
    return sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for part in content)


def _parts(tellings: Iterable[Telling], linked: Iterable[tuple[Telling, Telling]]) -> int:
    """Into how many parts the tellings fall that no link connects."""
    parts = [{telling} for telling in tellings]
    for one, other in linked:
        touched = [part for part in parts if part & {one, other}]
        parts = [part for part in parts if not part & {one, other}] + [set().union(*touched)]
    return len(parts)


def _figure(retelling: Retelling) -> object:
    """What decides whether two tellings give one figure: its bounds, or the words where it has none."""
    interval = retelling.interval
    return interval if interval is not None and interval.drawn else retelling.words.casefold()


def _name(telling: Telling) -> str:
    return "{}.{} {}".format(*telling)


def _shown(anchor: Anchor) -> str:
    return f"{anchor.report} {anchor.words!r}"


if __name__ == "__main__":
    sys.exit(main())
