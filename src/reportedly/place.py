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
from functools import cache
from importlib.resources import files
from math import exp, floor, log, log10

from reportedly.gazetteer import Mark, Place, bearers, fold
from reportedly.model import Parse, PlaceMention, Span, Token, make_id

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
    generic: bool = False
    within: _Candidate | None = None


@dataclass(slots=True, kw_only=True)
class _Name:
    """One name of the document with the scores of its bearers."""

    bearers: tuple[Bearer, ...]
    priors: list[float]
    weight: float = 1.0
    chances: list[float] = field(default_factory=list)


def places(parse: Parse) -> tuple[PlaceMention, ...]:
    """All place mentions of the parse, in order of their place."""
    reader = _Reader(parse)
    candidates = list(reader.candidates())
    chosen = _resolve(candidates, reader.cues)
    return tuple(reader.mention(c, p) for c, p in zip(candidates, chosen, strict=True) if not reader.speaks(c, p))


# --- recognise ---------------------------------------------------------------------------------------------------------

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_OTHER_LABELS = frozenset({"DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LANGUAGE", "MONEY", "QUANTITY"})


class _Reader:
    """What is read from the words of one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.entity = {i: e for e in parse.entities for i in range(e.first, e.last)}
        self.surnames = {
            self.tokens[i].lower
            for e in parse.entities
            if e.label == "PERSON"
            for i in range(e.first + 1, e.last)
            if self.tokens[i].text[0].isupper()
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
            if before and self._joined(before, found) and any(_inside(b, a) for b, _ in before.bearers for a, _ in found.bearers):
                before.within = found
            before = found
            yield found

    def _candidate(self, i: int, before: _Candidate | None) -> _Candidate | None:
        entity = self.entity.get(i)
        for last in self._ends(i):
            key = fold(self._text(i, last))
            borne = bearers(key)
            if not borne:
                continue
            if any(mark == "d" for _, mark in borne):
                for place, mark in borne:
                    if mark == "d":
                        self.cues[place.code] += 1
            qualifying = before is not None and self._gap(before.last, i)
            shouted = self.tokens[i].text.isupper() and len(key) < 5
            borne = tuple(
                (p, m)
                for p, m in borne
                if m != "d" and (m != "q" or qualifying) and not (len(key) < 4 and not (shouted and m in ("a", "q")))
            )
            if not borne:
                continue
            if last < len(self.tokens) and self.tokens[last].lower in _words("generic"):
                divisions = tuple((p, m) for p, m in borne if p.kind in ("region1", "region2"))
                if divisions:
                    return _Candidate(first=i, last=last + 1, key=key + " " + self.tokens[last].lower, bearers=divisions, generic=True)
            candidate = _Candidate(first=i, last=last, key=key, bearers=borne)
            if self._is_place(candidate, qualifying):
                return candidate
            if entity is None or entity.label not in _PLACE_LABELS:
                return None
            break
        if entity is not None and entity.label in _PLACE_LABELS and entity.first == i and self.tokens[i].pos == "PROPN":
            return _Candidate(first=i, last=entity.last, key=fold(self._text(i, entity.last)), bearers=())
        return None

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

    def _gap(self, last: int, first: int) -> bool:
        """Whether only a comma or a bracket, or nothing, is between two names."""
        return first == last or (first == last + 1 and self.tokens[last].text in (",", "("))

    def _joined(self, a: _Candidate, b: _Candidate) -> bool:
        return self._gap(a.last, b.first)

    def _is_place(self, c: _Candidate, qualifying: bool) -> bool:
        tokens, entity = self.tokens, self.entity.get(c.first) or self.entity.get(c.last - 1)
        before = tokens[c.first - 1] if c.first and tokens[c.first - 1].sentence == tokens[c.first].sentence else None
        after = tokens[c.last] if c.last < len(tokens) and tokens[c.last].sentence == tokens[c.first].sentence else None
        label = entity.label if entity else ""
        large = any(p.kind in ("country", "region1", "area4", "area5", "area7") and m != "b" for p, m in c.bearers)
        if after and after.text[0].isupper() and (after.lower.rstrip(".") in _words("street") or after.lower in _words("body")):
            return False
        if qualifying and large:
            return True
        if self._qualified(c):
            return True
        if before and before.lower.rstrip(".") in _words("title") and before.text[0].isupper():
            return False
        if entity and label in ("GPE", "LOC", "FAC", "NORP"):
            rest = [i for i in (*range(entity.first, c.first), *range(c.last, entity.last)) if _capital(tokens[i])]
            if label == "FAC" and rest:
                return False
            return all(tokens[i].lower in _words("direction") or tokens[i].lower in _words("generic") or i >= c.last for i in rest)
        located = bool(before and before.lower in _words("locative"))
        single = c.last == c.first + 1
        if single and tokens[c.first].lower in self.surnames and not located:
            return False
        if entity and label == "PERSON":
            return entity.first >= c.first and entity.last <= c.last and (large or located)
        if label in _OTHER_LABELS:
            return False
        if entity and label == "ORG":
            if entity.first >= c.first and entity.last <= c.last:
                return large or located
            return c.first == entity.first
        if any(tokens[i].pos != "PROPN" for i in range(c.first, c.last) if _capital(tokens[i])):
            return False
        if single and tokens[c.first].lower in _words("ambiguous") | self.lowered:
            return False
        if after and _capital(after) and after.pos == "PROPN" and c.last not in self.entity:
            return False
        if before and _capital(before) and before.pos == "PROPN" and before.lower not in _words("direction"):
            return False
        return True

    def _qualified(self, c: _Candidate) -> bool:
        """Whether a comma and the name of a country or region that has such a place follow."""
        at = c.last + 1
        if at >= len(self.tokens) or self.tokens[c.last].text != "," or not _capital(self.tokens[at]):
            return False
        for last in self._ends(at):
            outer = [p for p, m in bearers(fold(self._text(at, last))) if m in ("", "a", "q") and p.kind in ("country", "region1", "region2")]
            if outer:
                return any(_inside(p, q) for p, _ in c.bearers for q in outer)
        return False

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
        return PlaceMention(
            id=make_id(self.parse.document, "place", span.start, span.end),
            span=span,
            name=place.name,
            gazetteer_id=place.id or None,
            country=place.country,
            region=None,
            lat=place.lat,
            lon=place.lon,
            precision=self._precision(c, place),
        )

    def _precision(self, c: _Candidate, place: Place) -> int:
        return 1


def _capital(token: Token) -> bool:
    return token.text[0].isupper()


def _inside(inner: Place, outer: Place) -> bool:
    """Whether `inner` is in `outer`, as far as codes tell."""
    return inner.code.startswith(outer.code + ".") or (
        inner.kind in ("city", "capital") and outer.kind in ("country", "region1", "region2") and bool(outer.code) and inner.code == outer.code
    )


# --- resolve -----------------------------------------------------------------------------------------------------------

_KIND = {"country": 4.0, "capital": 3.0, "region1": 2.0, "region2": 0.0, "city": 0.0}
_MARK = {"": 0.0, "a": -1.0, "b": -2.5, "q": 0.0}
_SHARED = (1.0, 1.5, 1.5, 1.5)
_QUALIFIED = 6.0


def _prior(place: Place, mark: Mark) -> float:
    return 1.5 * log10(place.population + 1000) + _KIND.get(place.kind, 2.0) + _MARK[mark]


def _shares(place: Place) -> tuple[str, ...]:
    parts = place.code.split(".")
    shares = [".".join(parts[:n]) for n in range(1, len(parts) + 1) if parts[0]]
    return tuple(shares)


def _cell(place: Place) -> tuple[int, int] | None:
    return (floor(place.lat), floor(place.lon)) if place.kind in ("city", "capital", "region2") else None


def _resolve(candidates: list[_Candidate], cues: dict[str, int]) -> list[Place | None]:
    names: dict[tuple[str, str], _Name] = {}
    keys = []
    for c in candidates:
        key = (c.key, c.within.key if c.within else "")
        keys.append(key)
        if key in names:
            names[key].weight += 1
            continue
        borne = sorted(c.bearers, key=lambda b: -_prior(*b))[:BEARERS]
        priors = [_prior(p, m) for p, m in borne]
        if c.within:
            for n, (p, _) in enumerate(borne):
                if any(_inside(p, q) for q, _ in c.within.bearers):
                    priors[n] += _QUALIFIED
        for n, (p, _) in enumerate(borne):
            if p.kind == "region1" and any(q.kind in ("city", "capital") and _inside(q, p) for q, _ in borne):
                priors[n] -= 3
        names[key] = _Name(bearers=tuple(borne), priors=priors)
    for (key, within), name in names.items():
        if within and (key, "") in names:
            plain = names[key, ""]
            top = {p for (p, _), s in zip(name.bearers, name.priors, strict=True) if s == max(name.priors)}
            plain.priors = [s + _QUALIFIED * (p in top) for (p, _), s in zip(plain.bearers, plain.priors, strict=True)]
    for name in names.values():
        if name.bearers:
            name.chances = _chances(name.priors)
    for _ in range(ROUNDS):
        _vote([n for n in names.values() if n.bearers], cues)
    best = {
        key: max(zip(name.chances, range(0, -len(name.bearers), -1), name.bearers, strict=True), key=lambda x: x[:2])[2][0] if name.bearers else None
        for key, name in names.items()
    }
    return [best[key] for key in keys]


def _chances(scores: list[float]) -> list[float]:
    top = max(scores)
    raw = [exp(s - top) for s in scores]
    total = sum(raw)
    return [r / total for r in raw]


def _vote(names: list[_Name], cues: dict[str, int]) -> None:
    mass: dict[object, float] = defaultdict(float)
    for code, count in cues.items():
        mass[code] += 0.5 + 0.5 * log(count)
    for name in names:
        weight = 1 + 0.5 * log(name.weight)
        for (place, _), chance in zip(name.bearers, name.chances, strict=True):
            for share in _shares(place):
                mass[share] += weight * chance
            if cell := _cell(place):
                mass[cell] += weight * chance
    for name in names:
        weight = 1 + 0.5 * log(name.weight)
        own: dict[object, float] = defaultdict(float)
        for (place, _), chance in zip(name.bearers, name.chances, strict=True):
            for share in _shares(place):
                own[share] += weight * chance
            if cell := _cell(place):
                own[cell] += weight * chance
        scores = []
        for (place, _), prior in zip(name.bearers, name.priors, strict=True):
            score = prior
            for level, share in enumerate(_shares(place)):
                score += _SHARED[min(level, 2)] * log(1 + max(0.0, mass[share] - own[share]))
            if cell := _cell(place):
                around = 0.0
                for y in (-1, 0, 1):
                    for x in (-1, 0, 1):
                        other = (cell[0] + y, cell[1] + x)
                        if other in mass:
                            around += mass[other] - own.get(other, 0.0)
                score += _SHARED[3] * log(1 + max(0.0, around))
            scores.append(score)
        name.chances = _chances(scores)
