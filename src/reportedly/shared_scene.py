"""What reports of one event lend one another: the place, the region, the day and the country of those counted.

Reports are of one scene that share a region, a place that no gazetteer has, or two names, directly or through others. The place
of the scene is, of those that its figures are put in, the one that most of its reports name. A place that no gazetteer has lies
in the region that most of them are set in.

What it gets wrong: two events in one region are one scene; where the dead were brought is the place of the scene if more reports
put a count there, and name it, than the place where they died.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from reportedly.facet import Figure, Place, parted, short_name
from reportedly.graph import components
from reportedly.interval import telling_numbers
from reportedly.population import Population
from reportedly.reading import Reading
from reportedly.scene import beginnings
from reportedly.spelling import plain
from reportedly.state import is_seat

__all__ = ["NO_SCENE", "Scenes", "SharedScene", "may_be_where", "placed", "shared_scenes"]

#: A name is of one region when so large a part of the reports that have it are.
_MOST = 0.8

#: One report in more than so many tells nothing of where the others are set.
_FEW = 4

#: So many names, each of which so many have at most, show that two reports from within so many days are about one matter.
_SHARED, _EVERYWHERE, _THREE_WEEKS = 3, 80, timedelta(days=21)

#: Where nobody has reported from a region for so long, the next report is of another matter.
_SEASON = timedelta(days=45)

#: Of so many names that few other documents have, each two are a mark.
_RAREST = 8


class SharedScene(NamedTuple):
    """`main`: the place of the scene. `usual`: the region that its reports are set in, `region`: that of the one report, else the
    same. `counted`: for each number that nobody arrives at by himself the places it is given for. `day`: that of which most
    speak. `countries`: of those counted. `parted`: of those who are counted as a part of others: "40 soldiers, among them 28
    Burundians"."""

    main: Place | None
    usual: Place | None
    region: Place | None
    counted: Mapping[float, set[Place]]
    day: date | None
    countries: Set[str]
    parted: Set[str]


NO_SCENE = SharedScene(None, None, None, {}, None, frozenset(), frozenset())


def placed(stated: Place | None, region: Place | None) -> Place | None:
    """A place that a report states; one that no gazetteer has lies in the region of its scene."""
    if stated is None or stated[0] or region is None:
        return stated
    return region[0], region[1], stated[2]


def may_be_where(f: Figure, main: Place, readings: Mapping[str, Reading]) -> bool:
    """Whether a figure that states no place of a gazetteer can be where most of its scene are: its report names that place, or
    no other that a gazetteer has, or the scene is in one that none has and the report names only others of these."""
    reading = readings[f.document]
    if f.where is not None or main in reading.located or short_name(main) in reading.names:
        return True
    return not (reading.located if main[0] else [place for place in reading.located if place[0]])


def shared_scenes(
    figures: Sequence[Figure], readings: Mapping[str, Reading], scene_of_all: Mapping[str, str]
) -> dict[str, SharedScene]:
    """The scene of the document of each of these figures, which are those of one outcome. `scene_of_all`: what stands for the
    scene of each document."""
    of = {f.document: readings[f.document] for f in figures}
    scene_of = {document: scene_of_all[document] for document in of}
    regions = _regions(of, scene_of)
    mains = _places(figures[0].outcome if figures else "", of, scene_of, regions)
    days: dict[str, Counter[date]] = defaultdict(Counter)
    countries: dict[str, set[str]] = defaultdict(set)
    apart: dict[str, set[Population]] = defaultdict(set)
    counted: dict[str, dict[float, set[Place]]] = defaultdict(lambda: defaultdict(set))
    for document, here in scene_of.items():
        days[here].update(of[document].days)
        apart[here or document] |= parted(of[document].figures)
    for f in figures:
        here = scene_of[f.document]
        place = placed(f.where, regions.get(here)) or mains.get(here)
        if here and f.who.country:
            countries[here].add(f.who.country)
        elif here and place and f.quantity and (f.where or may_be_where(f, place, readings)):
            for number in telling_numbers(f.quantity):
                counted[here][number].add(place)
    return {
        document: SharedScene(
            main=mains.get(here),
            usual=regions.get(here),
            region=_own_region(of[document], regions.get(here)),
            counted=counted.get(here, {}),
            day=_event(days[here]) if here else None,
            countries=countries[here],
            parted=frozenset(who.country for who in apart[here or document]),
        )
        for document, here in scene_of.items()
    }


# --- which documents are of one scene ------------------------------------------------------------------------------------


#: A document with its day.
_Dated = tuple[str, date | None]


class Scenes:
    """Which documents are of one scene. Incremental; order of arrival never changes the result."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._having: dict[str, dict[str, date | None]] = defaultdict(dict)
        self._shared: Counter[tuple[str, str]] = Counter()
        self._found: dict[str, str] | None = None

    def add(self, document: str, reading: Reading) -> None:
        """Take in a document."""
        self._readings[document] = reading
        self._found = None
        for name in reading.rare:
            having = self._having[name]
            if len(having) < _EVERYWHERE:
                self._count(((document, reading.scene.day), other) for other in having.items())
            elif len(having) == _EVERYWHERE:  # what so many have tells nothing
                self._count(combinations(having.items(), 2), -1)
            having[document] = reading.scene.day

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        reading = self._readings.pop(document)
        self._found = None
        for name in reading.rare:
            having = self._having[name]
            day = having.pop(document)
            if len(having) < _EVERYWHERE:
                self._count((((document, day), other) for other in having.items()), -1)
            elif len(having) == _EVERYWHERE:
                self._count(combinations(having.items(), 2))

    def of_documents(self) -> Mapping[str, str]:
        """Each document with what stands for its scene, "" where it has none."""
        if self._found is None:
            alike = [pair for pair, n in self._shared.items() if n >= _SHARED]
            self._found = _joined(self._readings, alike)
        return self._found

    def with_regions(self) -> Mapping[str, tuple[str, Place | None]]:
        """The same with the region that most reports of a scene are set in."""
        scenes = self.of_documents()
        regions = _regions(self._readings, scenes)
        return {document: (here, regions.get(here) if here else None) for document, here in scenes.items()}

    def _count(self, pairs: Iterable[tuple[_Dated, _Dated]], by: int = 1) -> None:
        """Count what these pairs of documents share for one name more, or less, where they were published near each other."""
        for (one, first), (other, second) in pairs:
            if first is None or second is None or abs(first - second) <= _THREE_WEEKS:
                pair = (one, other) if one < other else (other, one)
                self._shared[pair] += by
                if not self._shared[pair]:
                    del self._shared[pair]


def _joined(readings: Mapping[str, Reading], alike: Collection[tuple[str, str]]) -> dict[str, str]:
    """Each document with what stands for its scene. `alike`: the pairs that are about one matter, wherever their regions are."""
    marks = _marks(readings)
    for document in {document for pair in alike for document in pair}:
        marks[document] = marks[document] or [document]
    edges = [(found[0], mark) for found in marks.values() for mark in found[1:]]
    edges += [(marks[one][0], marks[other][0]) for one, other in alike]
    stands_for = {}
    for joined in components(list({mark for found in marks.values() for mark in found}), edges):
        # What stands for a scene is rather a mark than a document.
        stands_for.update(dict.fromkeys(joined, min(joined, key=lambda mark: (mark in readings, mark))))
    scene_of = {document: stands_for[found[0]] if found else "" for document, found in marks.items()}
    # A report of no region is of the only scene of one with which it shares a name.
    set_in = {here for document, here in scene_of.items() if here and _is_set(readings[document])}
    named: dict[str, set[str]] = defaultdict(set)
    for document, here in scene_of.items():
        for name in readings[document].scene.called if here in set_in else ():
            named[name].add(here)
    found_for = dict(scene_of)
    reports = Counter(scene_of.values())
    for document, here in scene_of.items():
        others = {there for name in readings[document].scene.called for there in named[name]}
        if len(others) == 1 and here not in set_in and (not here or reports[here] == 1):
            found_for[document] = others.pop()
    return _by_season(found_for, readings)


def _by_season(scene_of: Mapping[str, str], readings: Mapping[str, Reading]) -> dict[str, str]:
    """The scenes parted where no report was published for a season. A report without a day is of the part with whose reports it
    shares most rare names, of none where that is no single one."""
    days: dict[str, set[date]] = defaultdict(set)
    for document, here in scene_of.items():
        if here and (day := readings[document].scene.day) is not None:
            days[here].add(day)
    firsts = {here: beginnings(found, _SEASON) for here, found in days.items()}
    parted = {}
    names: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    lost = []
    for document, here in scene_of.items():
        begun = firsts.get(here, [])
        if len(begun) < 2:
            parted[document] = here
        elif (day := readings[document].scene.day) is None:
            lost.append(document)
        else:
            first = begun[bisect_right(begun, day) - 1]
            names[here][first] |= readings[document].rare
            parted[document] = f"{here} from {first}"
    for document in lost:
        here = scene_of[document]
        ranked_parts = sorted((-len(rare & readings[document].rare), first) for first, rare in names[here].items())
        parted[document] = f"{here} from {ranked_parts[0][1]}" if ranked_parts[0][0] < ranked_parts[1][0] else ""
    return parted


def _is_set(reading: Reading) -> bool:
    """Whether a report has a region of its own: a capital may only stand for its government."""
    return reading.scene.region is not None and not reading.scene.seat


def _marks(readings: Mapping[str, Reading]) -> dict[str, list[str]]:
    """What each document must share with another to be of one scene: its region, a place that no gazetteer has, two names.

    A name that reports from several regions share tells nothing; of other names only those that reports from one region have.
    """
    unlisted = _unlisted(readings.values())
    places = {document: {*reading.scene.names, *map(plain, reading.names & unlisted)} for document, reading in readings.items()}
    regions: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    met: Counter[str] = Counter()
    for document, reading in readings.items():
        for name in {*reading.scene.marks, *reading.scene.called, *places[document]}:
            met[name] += 1
            if reading.scene.region and _is_set(reading):
                regions[name][reading.scene.region] += 1
    local = {name for name, found in regions.items() if max(found.values()) >= _MOST * found.total()}
    one_place = {
        name for name, n in met.items() if n - regions[name].total() + max(regions[name].values(), default=0) >= _MOST * n
    }
    marks = {}
    for document, reading in readings.items():
        own = places[document] | (frozenset() if reading.scene.seat else reading.scene.marks)
        called = sorted((met[name], name) for name in reading.scene.called & local if met[name] > 1)[:_RAREST]
        pairs = (f"{a}, {b}" for (_, a), (_, b) in combinations(called, 2))
        marks[document] = sorted((*(own & one_place), *pairs))
    return marks


def _unlisted(readings: Iterable[Reading]) -> frozenset[str]:
    """Names of places that no gazetteer has, as the text of one of these documents tells."""
    return frozenset(place[2] for reading in readings for place in reading.located if not place[0])


# --- what they lend one another ------------------------------------------------------------------------------------------


def _regions(readings: Mapping[str, Reading], scene_of: Mapping[str, str]) -> dict[str, Place]:
    """The region that most reports of a scene are set in, if it is not that of one in many."""
    regions: dict[str, Counter[Place]] = defaultdict(Counter)
    for document, here in scene_of.items():
        if here and (own := readings[document].scene.region) and _is_set(readings[document]):
            regions[here][*own, ""] += 1
    reports = Counter(scene_of.values())
    usual = {here: min(found, key=lambda place: (-found[place], place)) for here, found in regions.items()}
    return {here: place for here, place in usual.items() if regions[here][place] * _FEW >= reports[here]}


def _own_region(reading: Reading, usual: Place | None) -> Place | None:
    """The region of one report, else that of its scene."""
    own = reading.scene.region
    return (*own, "") if own and (_is_set(reading) or usual is None) else usual


def _places(
    outcome: str, readings: Mapping[str, Reading], scene_of: Mapping[str, str], regions: Mapping[str, Place]
) -> dict[str, Place]:
    """The place of each scene: that of its figures of this outcome, else that of all. Where the wounded were brought is not where
    they were killed."""
    unlisted = _unlisted(readings.values())
    stated: dict[str, dict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    told: dict[str, dict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    named: dict[str, Counter[Place]] = defaultdict(Counter)
    for document, here in scene_of.items():
        if not here:
            continue
        reading = readings[document]
        located = {place for place in reading.located if place[0]} | {("", "", name) for name in reading.names & unlisted}
        named[here].update({at for place in located if (at := placed(place, regions.get(here)))})
        for f in reading.figures:
            place = placed(f.where, regions.get(here))
            if place and (place[1] or place[2]):
                for places in (told, stated) if f.outcome == outcome else (told,):
                    places[here][place].add(document)
    mains = {here: _main(stated.get(here) or places, named[here]) for here, places in told.items()}
    return {here: place for here, place in mains.items() if place is not None}


def _main(told: Mapping[Place, Set[str]], named: Mapping[Place, int]) -> Place | None:
    """Of the places that reports put their figures in, the one that most reports name."""
    # A seat of government is named by many reports from elsewhere.
    seats = {place for place in told if is_seat(plain(short_name(place)))}
    ranked = sorted((len(found) if place in seats else named[place], len(found), place) for place, found in told.items())
    return ranked[-1][2] if len(ranked) == 1 or (ranked and ranked[-1][:2] > ranked[-2][:2]) else None


def _event(days: Mapping[date, int]) -> date | None:
    """The day of which most reports speak; of several, the first, for reports come after what they report."""
    most = max(days.values(), default=0)
    return min(day for day, n in days.items() if n == most) if most > 1 or len(days) == 1 else None
