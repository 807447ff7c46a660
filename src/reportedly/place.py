"""Place mentions, resolved against the gazetteer.

Three steps. *Recognise*: a run of capitalised words is a candidate where the gazetteer has its name and the parser's
entities and the words around do not speak for a person, a body or a street. *Resolve*: every distinct name starts with a
prior over its bearers (population, kind, how the name belongs to it); then names vote for one another through what their
bearers share: country, first- and second-level region, and a cell of the map. A few rounds of that settle the document: small
towns of one county find each other, and "Paris" in a text about Texas is not the one in France. "City, State" is a strong vote. The same
name is one place in one document unless it is qualified twice in different ways. *Grade*: the precision is that of UCDP GED
(codebook 24.1, `where_prec`), from the kind of place and the words before it ("near", "eastern").

A country or capital that is the subject of a verb of saying stands for its government: a source, and no mention. Demonyms
are cues for their country, and no mentions.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, floor, log, log10

from reportedly.gazetteer import Mark, Place, bearers, division, fold
from reportedly.model import Entity, Parse, PlaceMention, Span, Token, make_id

#: Longest name looked for, in tokens; hyphens count.
LONGEST = 7

#: Bearers of one name that are weighed, most populous first.
BEARERS = 40

ROUNDS = 3


@cache
def _words(name: str) -> frozenset[str]:
    with (files("reportedly") / "data" / "place" / "words.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[name])


Bearer = tuple[Place, Mark]


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A name in the text, tokens `[first, last)`, and the places that bear it; `within` is the candidate that qualifies it."""

    first: int
    last: int
    key: str
    bearers: tuple[Bearer, ...]
    trust: float = 1.0
    around: str = ""
    within: _Candidate | None = None


@dataclass(slots=True, kw_only=True)
class _Name:
    """One name of the document with the chances of its bearers."""

    bearers: tuple[Bearer, ...]
    priors: list[float]
    trust: float
    count: int = 1
    chances: list[float] = field(default_factory=list)
    local: list[float] = field(default_factory=list)

    def weigh(self, scores: list[float], heat: float) -> None:
        """Chances from scores (natural logarithms up to a constant), the more alike the greater the heat."""
        top = max(scores)
        raw = [exp((s - top) / heat) for s in scores]
        total = sum(raw)
        self.chances = [r / total for r in raw]

    def best(self) -> Place | None:
        n = max(range(len(self.chances)), key=lambda n: (self.chances[n], -n))
        place, mark = self.bearers[n]
        sure = self.trust == _FIRM or self.local[n] >= _LOCAL
        return place if sure or (self.trust == _DOUBTFUL and mark == "" and place.population >= _LARGE) else None


def places(parse: Parse) -> tuple[PlaceMention, ...]:
    """All place mentions of the parse, in order of their place."""
    reader = _Reader(parse)
    candidates = list(reader.candidates())
    chosen = _resolve(candidates, reader.cues)
    return tuple(
        reader.mention(c, p)
        for c, p in zip(candidates, chosen, strict=True)
        if not (c.trust < _FIRM and p is None) and not reader.speaks(c, p)
    )


# --- recognise ---------------------------------------------------------------------------------------------------------

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
#: How far a candidate is trusted to be a place, and so how much it says on where others are.
_FIRM, _DOUBTFUL, _PERSON, _NOT = 1.0, 0.5, 0.2, 0.0
_DATELINE = frozenset({"-", "--", "–", "—", ":", "(", ","})
#: Kind of place -> where-precision of UCDP GED.
_PRECISION = {"city": 1, "capital": 1, "region2": 3, "region1": 4, "country": 6, "area1": 1, "area3": 3, "area4": 4, "area5": 5, "area7": 7}
_DIVISIONS = ("country", "region1", "region2")
_OTHER_LABELS = frozenset({"DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LANGUAGE", "MONEY", "QUANTITY"})


class _Reader:
    """What is read from the words of one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.entity = {i: e for e in parse.entities for i in range(e.first, e.last)}
        self.people = {
            self.tokens[i].lower
            for e in parse.entities
            if e.label == "PERSON"
            for i in range(e.first, e.last)
            if e.last > e.first + 1 and self.tokens[i].text[0].isupper()
        }
        self.lowered = {t.text for t in self.tokens if t.text.islower()}
        #: ISO code of a country -> how often its demonym is in the text.
        self.cues: dict[str, int] = defaultdict(int)

    def candidates(self) -> Iterator[_Candidate]:
        """Names that are read as places, in order, those without a bearer among them."""
        i, before = 0, None
        while i < len(self.tokens):
            found = self._candidate(i, before) if _capital(self.tokens[i]) else None
            if found is None:
                i += 1
                continue
            i = found.last
            if before and self._adjoin(before.last, found.first) and _any_inside(before.bearers, found.bearers):
                before.within = found
                found.bearers = tuple((p, m) for p, m in found.bearers if p.kind in _DIVISIONS)
                found.around = before.key
            elif before and before.trust == _FIRM and found.first == before.last + 1 and self.tokens[before.last].lower in ("and", ",", "or"):
                found.trust = max(found.trust, _DOUBTFUL)
            if before and not before.bearers and self._adjoin(before.last, found.first):
                before.within = found
            before = found
            yield found

    def _candidate(self, i: int, before: _Candidate | None) -> _Candidate | None:
        """The longest name that starts at token `i` and is a place."""
        tokens, entity = self.tokens, self.entity.get(i)
        qualifying = before is not None and self._adjoin(before.last, i)
        settled = i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in _words("settlement")
        for last in self._ends(i):
            key = fold(self._text(i, last))
            known = bearers(key)
            if not known:
                continue
            demonym = [place for place, mark in known if mark == "d"]
            if demonym:
                for place in demonym:
                    self.cues[place.code] += 1
                return None
            if last == i + 1 and tokens[i].lower in _words("direction") | _words("common") | _words("title"):
                continue
            abbreviation = tokens[last - 1].text.endswith(".") and entity is not None and entity.label == "GPE"
            known = tuple((p, m) for p, m in known if m != "q" or qualifying or abbreviation)
            if len(key) < 4:
                marks = ("a", "q") if _initials(self._text(i, last)) else ("", "q") if entity and entity.label == "GPE" else ("q",)
                known = tuple((p, m) for p, m in known if m in marks)
            if not known:
                continue
            if last < len(tokens) and tokens[last].lower in _words("generic"):
                divisions = tuple((p, m) for p, m in known if p.kind in ("region1", "region2"))
                if divisions:
                    return _Candidate(first=i, last=last + 1, key=f"{key} {tokens[last].lower}", bearers=divisions)
            if settled and (towns := tuple((p, m) for p, m in known if p.kind in ("city", "capital"))):
                return _Candidate(first=i, last=last, key=f"{key} town", bearers=towns)
            if i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in _words("generic"):
                divisions = tuple((p, m) for p, m in known if p.kind in ("region1", "region2"))
                if divisions:
                    return _Candidate(first=i, last=last, key=f"{key} {tokens[i - 2].lower}", bearers=divisions)
            candidate = _Candidate(first=i, last=last, key=key, bearers=known)
            candidate.trust = self._trust(candidate, qualifying)
            if candidate.trust:
                return candidate
        if settled:
            last = i + 1
            while last < len(tokens) and _capital(tokens[last]) and tokens[last].sentence == tokens[i].sentence:
                last += 1
            return _Candidate(first=i, last=last, key=fold(self._text(i, last)), bearers=())
        if entity is not None and i == entity.first + (tokens[entity.first].lower == "the") and self._unknown_place(i, entity):
            return _Candidate(first=i, last=entity.last, key=fold(self._text(i, entity.last)), bearers=())
        return None

    def _unknown_place(self, i: int, entity: Entity) -> bool:
        """Whether the parser's word alone makes what is left of this entity a place that the gazetteer does not have."""
        tokens = self.tokens
        if entity.label not in _PLACE_LABELS or tokens[entity.last - 1].pos != "PROPN":
            return False
        words = [t.lower.rstrip(".") for t in tokens[i : entity.last]]
        if words[-1] in _words("body") | _words("institution"):
            return False
        if len(words) > 1:
            return not (words[0] in _words("direction") and bearers(fold(self._text(i + 1, entity.last))))
        before = tokens[i - 1].lower if i else ""
        return (before in _words("locative") or before in ("of", ",", "the")) and words[0] not in _words("ambiguous") | self.people

    def _text(self, first: int, last: int) -> str:
        return self.parse.text[self.tokens[first].start : self.tokens[last - 1].end]

    def _ends(self, i: int) -> list[int]:
        """Where a name that starts at token `i` may end, the longest first."""
        sentence = self.tokens[i].sentence
        ends = []
        for j in range(i, min(i + LONGEST, len(self.tokens))):
            t = self.tokens[j]
            if t.sentence != sentence:
                break
            if _capital(t):
                ends.append(j + 1)
            elif t.lower not in _words("joining"):
                break
        return ends[::-1]

    def _adjoin(self, last: int, first: int) -> bool:
        """Whether nothing but a comma or a bracket is between a name that ends and a name that starts here."""
        return first == last or (first == last + 1 and self.tokens[last].text in (",", "("))

    def _trust(self, c: _Candidate, qualifying: bool) -> float:
        """How far the words around allow a place; `_NOT` where they speak for something else."""
        tokens, entity = self.tokens, self.entity.get(c.first) or self.entity.get(c.last - 1)
        sentence = tokens[c.first].sentence
        before = tokens[c.first - 1] if c.first and tokens[c.first - 1].sentence == sentence else _NOT
        after = tokens[c.last] if c.last < len(tokens) and tokens[c.last].sentence == sentence else _NOT
        label = entity.label if entity else ""
        whole = entity is not None and c.first <= entity.first and entity.last <= c.last
        large = any(p.kind not in ("city", "capital", "region2") and m != "b" for p, m in c.bearers)
        single = c.last == c.first + 1
        word = tokens[c.last - 1].lower
        if after and _capital(after) and (after.lower.rstrip(".") in _words("street") or after.lower in _words("body")):
            return _NOT
        if after and after.lower in _words("disease"):
            return _NOT
        if (qualifying and large) or self._qualified(c) or (not single and (large or word in _words("generic"))):
            return _FIRM
        if before and _capital(before) and before.lower.rstrip(".") in _words("title"):
            return _NOT
        if label in ("GPE", "LOC", "NORP"):
            assert entity is not None
            return _FIRM if self._covers(entity, c) else _NOT
        located = bool(before and before.lower in _words("locative"))
        if label in _OTHER_LABELS:
            return _DOUBTFUL if whole and located else _NOT
        if label == "FAC" and not whole:
            return _NOT
        if single and word in self.people and not located:
            return _NOT
        if not before and after and tokens[c.first].text.isupper() and after.text in _DATELINE:
            return _FIRM
        if label == "PERSON":
            return (_FIRM if located or large and not single else _PERSON) if whole else _NOT
        if label == "ORG":
            assert entity is not None
            if whole:
                return _FIRM if large or located else _DOUBTFUL
            heads = c.first == entity.first + (tokens[entity.first].lower == "the") or tokens[c.first - 1].lower in ("of", "in", "at", "for")
            return (_FIRM if large or not single else _DOUBTFUL) if heads else _NOT
        if label == "FAC":
            return _FIRM
        if any(tokens[i].pos != "PROPN" for i in range(c.first, c.last) if _capital(tokens[i])):
            return _NOT
        if single and word in _words("ambiguous") | self.lowered:
            return _NOT
        if after and _capital(after) and after.pos == "PROPN" and c.last not in self.entity:
            return _DOUBTFUL
        if before and _capital(before) and before.pos == "PROPN" and before.lower not in _words("direction"):
            return _NOT
        return _FIRM if large or located else _DOUBTFUL

    def _covers(self, entity: Entity, c: _Candidate) -> bool:
        """Whether what `c` leaves of the entity is no part of the name: directions, kinds of division, what a comma adds."""
        tokens = self.tokens
        return all(
            tokens[i].lower in _words("direction") | _words("generic") for i in range(entity.first, c.first) if _capital(tokens[i])
        ) and (c.last >= entity.last or tokens[c.last].text in (",", "'s", "’s", "(") or not any(map(_capital, tokens[c.last : entity.last])))

    def _qualified(self, c: _Candidate) -> bool:
        """Whether a comma and the name of a country or region that has such a place follow."""
        at = c.last + 1
        if at >= len(self.tokens) or self.tokens[c.last].text != "," or not _capital(self.tokens[at]):
            return False
        return any(_any_inside(c.bearers, bearers(fold(self._text(at, last)))) for last in self._ends(at))

    # --- grade ---

    def speaks(self, c: _Candidate, place: Place | None) -> bool:
        """Whether the name stands for a government that speaks."""
        if place is None or place.kind not in ("country", "capital") or c.last != c.first + 1:
            return False
        t = self.tokens[c.first]
        while t.dep == "conj" and t.head != t.i:
            t = self.tokens[t.head]
        return t.dep == "nsubj" and self.tokens[t.head].lemma in _words("saying")

    def mention(self, c: _Candidate, place: Place | None) -> PlaceMention:
        """The mention of `place` by the words of `c`."""
        span = self.parse.span(c.first, c.last)
        if place is None:
            return PlaceMention(id=make_id(self.parse.document, "place", span.start, span.end), span=span, name=span.text)
        region = division(".".join(place.code.split(".")[:2])) if "." in place.code else None
        return PlaceMention(
            id=make_id(self.parse.document, "place", span.start, span.end),
            span=span,
            name=place.name,
            gazetteer_id=place.id or None,
            country=place.country,
            region=region.name if region else None,
            lat=place.lat,
            lon=place.lon,
            precision=self._precision(c, place),
        )

    def _precision(self, c: _Candidate, place: Place) -> int:
        before = [t.lower for t in self.tokens[max(0, c.first - 2) : c.first]]
        if place.kind == "country" and before and before[-1] in _words("direction"):
            return 5
        if place.kind in ("city", "capital") and before:
            if before[-1] in _words("near") or (before[-1] in ("of", "from", "to") and before[0] in _words("near_of")):
                return 2
        return _PRECISION[place.kind]


def _capital(token: Token) -> bool:
    """Whether the word is written as a name: "Paris", "d'Ivoire"."""
    text = token.text
    return text[0].isupper() or (len(text) > 2 and text[1] in "'’" and text[2].isupper())


def _initials(text: str) -> bool:
    """Whether a short name is written as one: "UK", "U.S.", "N.C."."""
    return text.isupper()


def _any_inside(inner: tuple[Bearer, ...], outer: tuple[Bearer, ...]) -> bool:
    divisions = [q for q, mark in outer if mark in ("", "a", "q") and q.kind in _DIVISIONS]
    return any(_inside(p, q) for q in divisions for p, _ in inner)


def _inside(inner: Place, outer: Place) -> bool:
    """Whether `inner` is in `outer`, as far as codes tell."""
    return inner.code.startswith(outer.code + ".") or (
        inner.kind in ("city", "capital") and outer.kind in ("country", "region1", "region2") and bool(outer.code) and inner.code == outer.code
    )


# --- resolve -----------------------------------------------------------------------------------------------------------

_KIND = {"country": 4.0, "capital": 3.0, "region1": 2.0, "region2": 0.0, "city": 0.0}
_AREA = 12.0
_MARK = {"": 0.0, "a": -1.0, "b": -2.5, "q": 0.0}
_SHARED = (2.0, 3.0, 3.0)
_NEAR = 3.0
_QUALIFIED = 6.0
_SEAT = 4.0
_HEAT = (2.0, 1.0, 1.0)
_LARGE = 100_000
_LOCAL = 0.5


def _prior(place: Place, mark: Mark) -> float:
    kind = _KIND.get(place.kind)
    return (_AREA if kind is None else kind + 1.5 * log10(place.population + 1000)) + _MARK[mark]


@lru_cache(maxsize=65536)
def _shares(place: Place) -> tuple[tuple[str, float], ...]:
    parts = place.code.split(".")[:3] if place.code else []
    return tuple((".".join(parts[: n + 1]), _SHARED[n]) for n in range(len(parts)))


def _cell(place: Place) -> tuple[int, int] | None:
    return (floor(place.lat), floor(place.lon)) if place.kind in ("city", "capital", "region2") else None


def _resolve(candidates: list[_Candidate], cues: dict[str, int]) -> list[Place | None]:
    names: dict[tuple[str, str], _Name] = {}
    keys = []
    for c in candidates:
        key = (c.key, c.within.key if c.within else f"around {c.around}" if c.around else "")
        keys.append(key)
        if key in names:
            names[key].count += 1
            names[key].trust = max(names[key].trust, c.trust)
        elif c.bearers:
            names[key] = _name(c)
    for (key, within), name in names.items():
        if within and (key, "") in names:
            plain = names[key, ""]
            plain.trust = max(plain.trust, name.trust)
            top = name.bearers[0][0]
            plain.priors = [s + _QUALIFIED * (p == top) for (p, _), s in zip(plain.bearers, plain.priors, strict=True)]
    listed = list(names.values())
    for name in listed:
        name.weigh(name.priors, _HEAT[0])
    for heat in _HEAT:
        _vote(listed, cues, heat)
    best = {key: name.best() for key, name in names.items() }
    return [best.get(key) for key in keys]


def _name(c: _Candidate) -> _Name:
    scored = []
    for place, mark in c.bearers:
        prior = _prior(place, mark)
        if c.within and any(_inside(place, q) for q, _ in c.within.bearers):
            prior += _QUALIFIED
        if c.around and any(_inside(q, place) for q, _ in bearers(c.around)):
            prior += _QUALIFIED
        if not c.around and place.kind in ("region1", "region2") and any(_seat(q, m, place) for q, m in c.bearers):
            prior -= _SEAT
        scored.append((prior, place, mark))
    scored.sort(key=lambda item: -item[0])
    return _Name(bearers=tuple((p, m) for _, p, m in scored[:BEARERS]), priors=[s for s, _, _ in scored[:BEARERS]], trust=c.trust)


def _seat(city: Place, mark: Mark, region: Place) -> bool:
    """Whether a name that is a region's is, said alone, rather that of a city in it, or of the capital of the country."""
    return (
        city.kind in ("city", "capital") and mark == "" and (_inside(city, region) or (city.kind == "capital" and city.country == region.country))
    )


def _vote(names: list[_Name], cues: dict[str, int], heat: float) -> None:
    mass: dict[object, float] = defaultdict(float)
    for code, count in cues.items():
        mass[code] += 0.5 + 0.5 * log(count)
    spread = []
    for name in names:
        weight = (1 + 0.5 * log(name.count)) * name.trust
        own: dict[object, float] = defaultdict(float)
        for (place, _), chance in zip(name.bearers, name.chances, strict=True):
            if chance < 0.001:
                continue
            for share, _ in _shares(place):
                own[share] += weight * chance
            if cell := _cell(place):
                own[cell] += weight * chance
        for share, m in own.items():
            mass[share] += m
        spread.append(own)
    for name, own in zip(names, spread, strict=True):
        scores = []
        local = []
        for (place, _), prior in zip(name.bearers, name.priors, strict=True):
            score = prior
            near = 0.0
            for share, w in _shares(place):
                others = mass.get(share, 0.0) - own.get(share, 0.0)
                if others > 0:
                    score += w * log(1 + others)
                    if len(share) > 2:
                        near += others
                    elif place.population >= _LARGE:
                        near += others / 2
            if cell := _cell(place):
                around = 0.0
                for y in (-1, 0, 1):
                    for x in (-1, 0, 1):
                        other = (cell[0] + y, cell[1] + x)
                        if other in mass:
                            around += mass[other] - own.get(other, 0.0)
                if around > 0:
                    score += _NEAR * log(1 + around)
                    near += around
            scores.append(score)
            local.append(near)
        name.local = local
        name.weigh(scores, heat)
