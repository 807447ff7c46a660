"""Which of the places that bear a name is meant: names of one document vote for one another.

Every distinct name starts with a prior over its bearers: the logarithm of the population, the kind of place, and how the
name belongs to it. Then, in a few rounds, each name gives its chances to what its bearers share with others: country,
first- and second-level region, and a cell of one degree of the map; and each bearer is scored anew by what the *other*
names gave to its own country, regions and cells around it. So small towns of one county find each other, and "Paris" in a text
about Texas is not the one in France. "City, State" counts most. The same name is one place in one document, unless it is
qualified twice in different ways. It is linear in the number of names, as no two bearers are ever compared.

The weights are round numbers; halving or doubling one moves LGL and GeoVirus by about a point. What it gets wrong: a text whose
only cue is that its readers know where they live ("Paris", in a county paper that names nothing else) gets the largest bearer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, floor, log, log10

from reportedly.gazetteer import Bearer, Mark, Place

#: How far the words around a name let it be a place.
FIRM, DOUBTFUL, PERSON = 1.0, 0.5, 0.2

#: Bearers of one name that are weighed, the likeliest first.
_BEARERS = 40

#: Priors, in natural logarithms: a country is as likely as a city of 10,000 times its population.
_KIND = {"country": 6.0, "capital": 4.0, "region1": 4.0, "region2": 0.0, "city": 0.0}
#: Continents, seas and the like: we list only those that are what their name means first.
_AREA = 15.0
_MARK = {"": 0.0, "a": -1.0, "b": -4.0, "q": 0.0, "d": 0.0}
_PER_TENFOLD = 1.5
#: What a bearer gains inside what is named after it, or around what is named before it: "Paris, Texas".
_QUALIFIED = 10.0
#: What a region loses to its seat of the same name.
_SEAT = 6.0

#: Votes through a shared country, first-level region, second-level region; and through the cells around.
_SHARED = (1.5, 2.5, 2.5)
_NEAR = 2.5
#: Heat of each round: how much the rounds before the last even out the chances.
_HEAT = (2.0, 1.0, 1.0)

#: A name that may be no place is one with this much support from others near it ...
_SUPPORT = 0.5
#: ... or, if nothing speaks for a person, an area of ours or so large; to the large the country's support counts half.
_LARGE = 100_000


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A name in the text, tokens `[first, last)`, and the places that bear it, none if the gazetteer does not have it.

    `trust`: how far the words around let it be a place. `within`: the candidate after it that qualifies it; `around`: the
    one before it that it qualifies. `unlisted`: it is a place by the text's own use, whatever the gazetteer has.
    """

    first: int
    last: int
    key: str
    bearers: tuple[Bearer, ...]
    trust: float = FIRM
    within: Candidate | None = None
    around: Candidate | None = None
    unlisted: bool = False


@dataclass(slots=True, kw_only=True)
class _Name:
    """All candidates of one name with the chances of its bearers; `support` is what other names near gave to each."""

    bearers: tuple[Bearer, ...]
    priors: list[float]
    trust: float
    count: int = 1
    chances: list[float] = field(default_factory=list)
    support: list[float] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return self.trust * (1 + 0.5 * log(self.count))

    def weigh(self, scores: list[float], heat: float) -> None:
        """Chances from scores, the more alike the greater the heat."""
        top = max(scores)
        raw = [exp((score - top) / heat) for score in scores]
        total = sum(raw)
        self.chances = [r / total for r in raw]

    def best(self) -> Place | None:
        """The likeliest bearer, or `None` where the name is rather no place."""
        n = self.chances.index(max(self.chances))
        place, mark = self.bearers[n]
        known = self.trust == DOUBTFUL and (place.kind not in _KIND or (mark == "" and place.population >= _LARGE))
        return place if known or self.trust == FIRM or self.support[n] >= _SUPPORT else None


def resolve(candidates: Sequence[Candidate], cues: Mapping[str, int]) -> list[Place | None]:
    """The place that each candidate means; `None` where the gazetteer has none or it is rather no place.

    `cues`: ISO 3166-1 code of a country -> how often the text speaks of its people or affairs.
    """
    names: dict[tuple[str, str, str], _Name] = {}
    keys = []
    for c in candidates:
        key = (c.key, c.within.key if c.within else "", c.around.key if c.around else "")
        keys.append(key)
        if key in names:
            names[key].count += 1
            names[key].trust = max(names[key].trust, c.trust)
        elif c.bearers:
            names[key] = _name(c)
    for (word, within, _), name in names.items():
        plain = names.get((word, "", ""))
        if within and plain:
            plain.trust = max(plain.trust, name.trust)
            meant = name.bearers[0][0]
            plain.priors = [s + _QUALIFIED * (p == meant) for (p, _), s in zip(plain.bearers, plain.priors, strict=True)]
    for name in names.values():
        name.weigh(name.priors, _HEAT[0])
    for heat in _HEAT:
        _vote(list(names.values()), cues, heat)
    best = {key: name.best() for key, name in names.items()}
    return [best.get(key) for key in keys]


def inside(inner: Place, outer: Place) -> bool:
    """Whether `inner` is in `outer`, a country or region, as far as their codes tell."""
    if outer.kind not in ("country", "region1", "region2"):
        return False
    return inner.code.startswith(outer.code + ".") or (inner.code == outer.code and inner.kind in ("city", "capital"))


def any_inside(inner: Sequence[Bearer], outer: Sequence[Bearer]) -> bool:
    """Whether one of `inner` is in a country or region of `outer` that is so called in full, or by its usual abbreviation."""
    divisions = [q for q, mark in outer if mark in ("", "a", "q")]
    return any(inside(p, q) for q in divisions for p, _ in inner)


def _name(c: Candidate) -> _Name:
    scored = []
    for n, (place, mark) in enumerate(c.bearers):
        score = _prior(place, mark)
        if c.within and any(inside(place, q) for q, _ in c.within.bearers):
            score += _QUALIFIED
        if c.around and any(inside(q, place) for q, _ in c.around.bearers):
            score += _QUALIFIED
        elif place.kind in ("region1", "region2") and any(_is_seat(*other, place, mark) for other in c.bearers):
            score -= _SEAT
        scored.append((-score, n))
    scored = sorted(scored)[:_BEARERS]
    return _Name(bearers=tuple(c.bearers[n] for _, n in scored), priors=[-score for score, _ in scored], trust=c.trust)


@lru_cache(maxsize=65536)
def _prior(place: Place, mark: Mark) -> float:
    kind = _KIND.get(place.kind)
    return _MARK[mark] + (_AREA if kind is None else kind + _PER_TENFOLD * log10(place.population + 1000))


def _is_seat(city: Place, city_mark: Mark, region: Place, region_mark: Mark) -> bool:
    """Whether a name that both bear is, said alone, rather that of the city: one in the region, or the capital of the country.

    What is the region's own name must be the city's own too.
    """
    if city.kind not in ("city", "capital") or (city_mark and not region_mark):
        return False
    return inside(city, region) or (city.kind == "capital" and city.country == region.country)


#: What bearers can share: a code ("UA.21") or a cell of the map (whole degrees of its south-western corner).
_Share = str | tuple[int, int]


@lru_cache(maxsize=65536)
def _codes(place: Place) -> tuple[tuple[str, float], ...]:
    """The codes of what a place is in, the country first, each with its weight."""
    parts = place.code.split(".")[:3] if place.code else []
    return tuple((".".join(parts[: n + 1]), _SHARED[n]) for n in range(len(parts)))


@lru_cache(maxsize=65536)
def _cells(place: Place) -> tuple[tuple[int, int], ...]:
    """The cell a place is in and the eight around it; none for what is too large to be in one."""
    if place.kind not in ("city", "capital", "region2"):
        return ()
    y, x = floor(place.lat), floor(place.lon)
    return ((y, x), *((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx))


def _vote(names: list[_Name], cues: Mapping[str, int], heat: float) -> None:
    """One round: all names give, then all are weighed anew by what others gave."""
    given: dict[_Share, float] = defaultdict(float)
    for code, count in cues.items():
        given[code] += 0.5 + 0.5 * log(count)
    gifts = [_gift(name) for name in names]
    for gift in gifts:
        for share, mass in gift.items():
            given[share] += mass
    for name, own in zip(names, gifts, strict=True):
        scores, support = [], []
        for (place, _), prior in zip(name.bearers, name.priors, strict=True):
            score, local = prior, 0.0
            for code, weight in _codes(place):
                others = max(0.0, given.get(code, 0.0) - own.get(code, 0.0))
                score += weight * log(1 + others)
                if "." in code:
                    local += others
                elif place.population >= _LARGE:
                    local += others / 2
            around = max(0.0, sum(given[cell] - own.get(cell, 0.0) for cell in _cells(place) if cell in given))
            scores.append(score + _NEAR * log(1 + around))
            support.append(local + around)
        name.weigh(scores, heat)
        name.support = support


def _gift(name: _Name) -> dict[_Share, float]:
    """What one name gives to each share of its bearers."""
    gift: dict[_Share, float] = defaultdict(float)
    for (place, _), chance in zip(name.bearers, name.chances, strict=True):
        if chance > 0.001:
            for code, _ in _codes(place):
                gift[code] += name.weight * chance
            for cell in _cells(place)[:1]:
                gift[cell] += name.weight * chance
    return gift
