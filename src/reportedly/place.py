"""Place mentions, resolved against the gazetteer.

A run of capitalised words is a candidate where the gazetteer has its name, the longest first, and where neither the parser's
entities nor the words around speak for a person, a body or a street; the parser's own places are candidates even if the
gazetteer does not have them. `toponym.resolve` says which place each means. The precision is the where-precision of UCDP GED
(codebook, "where_prec"), from the kind of place and the words before it ("near", "eastern").

A name that is the subject of a verb of saying stands for a government, or is a person's: it is a source, and no mention.
Demonyms are cues for their country, and no mentions: "Russian troops" does not say where.

What it gets wrong: a small town that is also a surname, where the text has no other place near it; a surname that is also a
town near by; bodies named after a place ("the Kharkiv police") are read as mentions of it.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reportedly.gazetteer import Bearer, Place, bearers, division, fold, respelled
from reportedly.model import Entity, Parse, PlaceMention, Token, make_id
from reportedly.toponym import DOUBTFUL, FIRM, PERSON, Candidate, any_inside, inside, resolve

#: Longest name looked for, in tokens; hyphens count.
_LONGEST = 7

_PLACE_LABELS = ("GPE", "LOC", "FAC")
_TOWNS = ("city", "capital")
_REGIONS = ("region1", "region2")
_DIVISIONS = ("country", *_REGIONS)

#: What stands after the town at the start of a report: "BEIRUT -- ", "KYIV (AP)".
_DATELINE = ("-", "--", "–", "—", ":", "(", ",")
_LISTING = ("and", "or", ",")

_PRECISION = {"city": 1, "capital": 1, "region2": 3, "region1": 4, "country": 6}
_NEAR, _VAGUE = 2, 5

#: Before a name that no gazetteer has, a sign that something is there.
_AT = ("in", "at", "near", "outside", "around")

#: Of two changes of spelling, shorter names keep too little.
_LONG_ENOUGH = 5

#: A town of so many people is better known than a second-level region elsewhere of its name.
_LARGE = 100_000


def places(parse: Parse) -> tuple[PlaceMention, ...]:
    """All place mentions of the parse, in order of their place.

    A name that the gazetteer does not have has no coordinates and no precision, unless a country or region follows it
    ("Smallville, Kansas"): then it is as precise as that.
    """
    reader = _Reader(parse)
    candidates = list(reader.candidates())
    meant = dict(zip(map(id, candidates), resolve(candidates, reader.cues), strict=True))
    found = []
    for c in candidates:
        place = meant[id(c)]
        if place is None and c.trust < FIRM and not c.unlisted:
            continue
        if place is None and c.within:
            place = meant[id(c.within)]
        if not (place and reader.speaks(c, place)):
            found.append(reader.mention(c, place))
    return tuple(found)


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    text = (files("reportedly") / "data" / "place" / "words.toml").read_text("utf-8")
    lists = {name: frozenset(words) for name, words in tomllib.loads(text).items()}
    return lists | {"never": lists["common"] | lists["namesake"] | lists["direction"] | lists["title"]}


class _Reader:
    """What is read from the words of one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.words = _lexicon()
        #: ISO 3166-1 code of a country -> how often its demonym is in the text.
        self.cues: dict[str, int] = defaultdict(int)
        self.entity = {i: e for e in parse.entities for i in range(e.first, e.last)}
        people = [e for e in parse.entities if e.label == "PERSON"]
        full = [e for e in people if e.last > e.first + 1]
        #: Parts of full names, and what the parser takes for a person more than once and never for a place.
        self.people = {self.tokens[i].lower for e in full for i in range(e.first, e.last)}
        counted = Counter(self.tokens[e.first].lower for e in people if e not in full)
        places = {self.tokens[e.first].lower for e in parse.entities if e.label in _PLACE_LABELS}
        self.likely_people = {word for word, count in counted.items() if count > 1 and word not in places}
        self.lowered = {t.text for t in self.tokens if t.text.islower()}
        #: Names that the text itself uses for a place.
        self.set_in = self._set_in()

    def _set_in(self) -> frozenset[str]:
        """Names of one word that the text uses more than once, and once of where something is: "the school in Kerfi"."""
        used = Counter(t.text for t in self.tokens if _named(t))
        apart = self.people | self.words["never"] | self.words["ambiguous"] | self.words["institution"] | self.words["title"]
        found = set()
        for t in self.tokens[1:-1]:
            if not _named(t) or used[t.text] < 2 or t.lower in apart or t.text.isupper() or t.lower in self.lowered:
                continue
            before, after, entity = self.tokens[t.i - 1], self.tokens[t.i + 1], self.entity.get(t.i)
            alone = entity is None or (entity.last - entity.first == 1 and entity.label in ("ORG", "PERSON", *_PLACE_LABELS))
            goes_on = after.pos in ("NOUN", "PROPN", "NUM", "ADJ") or after.text in ("-", "'s", "’s", "/")
            if before.lower in _AT and alone and not goes_on and t.head == before.i:
                found.add(t.text)
        speaking = {
            t.text
            for t in self.tokens
            if t.dep == "nsubj" and self.tokens[t.head].lemma in self.words["saying"] and t.text in found
        }
        return frozenset(name for name in found - speaking if not bearers(fold(name)))

    def candidates(self) -> Iterator[Candidate]:
        """Names that are read as places, in order, those without a bearer among them."""
        i, before = 0, None
        while i < len(self.tokens):
            found = self._candidate(i, before) if _capital(self.tokens[i]) else None
            if found is None:
                i += 1
                continue
            if before:
                self._relate(before, found)
            yield found
            i, before = found.last, found

    def _relate(self, before: Candidate, found: Candidate) -> None:
        """Notes what two names in a row say about each other: "Paris, Texas", "Kharkiv and Sumy"."""
        if self._adjoin(before.last, found.first) and (
            any_inside(before.bearers, found.bearers) if before.bearers else before.last < found.first
        ):
            before.within = found
            if before.bearers:
                found.around = before
                found.bearers = tuple(b for b in found.bearers if b[0].kind in _DIVISIONS)
        elif self._owns(before, found) and (not found.bearers or any_inside(found.bearers, before.bearers)):
            found.within = before
        elif before.trust == FIRM and found.first == before.last + 1 and self.tokens[before.last].lower in _LISTING:
            found.trust = max(found.trust, DOUBTFUL)

    def _owns(self, before: Candidate, found: Candidate) -> bool:
        """ "Russia's Belgorod": whether the name before is that of a country or region of which the name is said to be a part."""
        if found.first != before.last + 1 or self.tokens[before.last].lower not in ("'s", "’s"):
            return False
        return any(place.kind in _DIVISIONS for place, _ in before.bearers)

    def _candidate(self, i: int, before: Candidate | None) -> Candidate | None:
        """The longest name that starts at token `i` and is a place."""
        qualifies = before is not None and self._adjoin(before.last, i)
        for last in self._ends(i):
            key = fold(self._text(i, last))
            known = bearers(key)
            demonym = [place for place, mark in known if mark == "d"]
            for place in demonym:
                self.cues[place.code] += 1
            if demonym:
                return None
            known = self._as_written(i, last, known, qualifies)
            if not known:
                continue
            candidate = self._of_kind(i, last, key, known)
            if candidate is None:
                candidate = Candidate(first=i, last=last, key=key, bearers=known)
                candidate.trust = self._trust(candidate, qualifies)
            if candidate.trust:
                return candidate
        last = self._unknown(i)
        if not last:
            found = self._respelled(i)
            if not self._is_set_in(i):
                return found
            found = found or Candidate(first=i, last=i + 1, key=fold(self._text(i, i + 1)), bearers=(), trust=PERSON)
            found.unlisted = True
            return found
        key = fold(self._text(i, last))
        changes = 2 if len(key) >= _LONG_ENOUGH else 1
        return Candidate(first=i, last=last, key=key, bearers=respelled(key, changes))

    def _respelled(self, i: int) -> Candidate | None:
        """A name that the parser takes for no place, where the words around do and one change of spelling makes it one."""
        before, entity = self.tokens[i - 1] if i else None, self.entity.get(i)
        if before is None or before.lower not in self.words["locative"] or self.tokens[i].pos != "PROPN":
            return None
        if (entity is not None and entity.label == "PERSON") or self.tokens[i].lower in self.people:
            return None
        last = i + 1
        while last < len(self.tokens) and _named(self.tokens[last]):
            last += 1
        key = fold(self._text(i, last))
        known = respelled(key, changes=1) if last - i <= 2 else ()
        return Candidate(first=i, last=last, key=key, bearers=known, trust=PERSON) if known else None

    def _is_set_in(self, i: int) -> bool:
        if not i or self.tokens[i].text not in self.set_in or self.tokens[i - 1].pos != "ADP":
            return False
        return i + 1 == len(self.tokens) or not _named(self.tokens[i + 1])

    def _text(self, first: int, last: int) -> str:
        return self.parse.text[self.tokens[first].start : self.tokens[last - 1].end]

    def _ends(self, i: int) -> list[int]:
        """Where a name that starts at token `i` may end, the longest first."""
        ends = []
        for j in range(i, min(i + _LONGEST, len(self.tokens))):
            t = self.tokens[j]
            if t.sentence != self.tokens[i].sentence:
                break
            if _capital(t):
                ends.append(j + 1)
            elif t.lower not in self.words["joining"]:
                break
        return ends[::-1]

    def _adjoin(self, last: int, first: int) -> bool:
        """Whether at most a comma, a bracket or "in" is between a name that ends and a name that starts here."""
        if first == last:
            return self.tokens[last - 1].sentence == self.tokens[first].sentence
        return first == last + 1 and self.tokens[last].text in (",", "(", "in")

    def _as_written(self, i: int, last: int, known: tuple[Bearer, ...], qualifies: bool) -> tuple[Bearer, ...]:
        """The bearers that a name so written can mean: "IN" is a state only after a town, "US" no village in France."""
        text, entity = self._text(i, last), self.entity.get(i)
        if (not text.isupper() or len(text) > 2) and text.lower().rstrip(".") in self.words["never"]:
            return ()
        geopolitical = entity is not None and entity.label == "GPE"
        short = (qualifies or (geopolitical and text.endswith("."))) and text.count(".") < 2
        if len(text) == 2 and not text.isupper() and self.tokens[i - 1].text != ",":
            short = False  # "in the Square In Hungary"
        marks = {"", "a", "b"}
        if len(text.replace(".", "")) < 4:
            marks = {"a"} if text.isupper() else {""} if geopolitical else set()
            if "." in text and text.isupper():
                marks.add("")
        if short:
            marks.add("q")
        return tuple(b for b in known if b[1] in marks)

    def _of_kind(self, i: int, last: int, key: str, known: tuple[Bearer, ...]) -> Candidate | None:
        """A name with a word beside it that says of what kind the place is: "Kursk region", "the city of Kursk"."""
        before = self.tokens[i - 2].lower if i > 1 and self.tokens[i - 1].lower == "of" else ""
        kinds, kind, end = _REGIONS, "region", last
        if before in self.words["settlement"]:
            kinds, kind = _TOWNS, "town"
        elif before not in self.words["division"]:
            end = self._division_after(last)
        if not end:
            return None
        of_kind = tuple(b for b in known if b[0].kind in kinds)
        if not of_kind or (kinds == _REGIONS and not _plausible(of_kind, known)):
            return None
        return Candidate(first=i, last=end, key=f"{key} {kind}", bearers=of_kind)

    def _division_after(self, last: int) -> int:
        """Where a name that ends at token `last` ends with the word for its kind: after "region"; at once, if it is one of
        "Kherson and Zaporizhzhia regions"; 0 if nothing makes it a division."""
        tokens, at = self.tokens, last
        if tokens[last - 1].lower in self.words["division"]:
            return 0
        if at < len(tokens) and tokens[at].lower in self.words["division"] | self.words["divisions"]:
            return last + 1
        if at < len(tokens) and tokens[at].lower in _LISTING:
            while at < min(len(tokens), last + 2 * _LONGEST) and (_capital(tokens[at]) or tokens[at].lower in _LISTING):
                at += 1
            if at < len(tokens) and tokens[at].lower in self.words["divisions"]:
                return last
        return 0

    def _trust(self, c: Candidate, qualifies: bool) -> float:
        """How far the words around allow a place; 0 where they speak for something else."""
        tokens, words = self.tokens, self.words
        sentence = tokens[c.first].sentence
        before = tokens[c.first - 1] if c.first and tokens[c.first - 1].sentence == sentence else None
        after = tokens[c.last] if c.last < len(tokens) and tokens[c.last].sentence == sentence else None
        single = c.last == c.first + 1
        word = tokens[c.last - 1].lower
        large = any(place.kind not in (*_TOWNS, "region2") and mark != "b" for place, mark in c.bearers)
        if after and after.lower in words["disease"]:
            return 0
        if before and after and before.text == "(" and after.text == ")" and self._is_dash(c.last + 1):
            return 0  # "MOSCOW, Dec 24 (Meridian) -": the agency
        if after and _capital(after) and after.lower.rstrip(".") in words["street"] | words["outlet"]:
            return 0
        if after and (after.lower in words["rule"] or (after.lower in ("'s", "’s") and c.key.startswith("saint "))):
            return 0
        if (qualifies and large) or self._qualified(c) or (not single and (large or word in words["division"])):
            return FIRM
        if before and _capital(before) and before.lower.rstrip(".") in words["title"]:
            return 0
        entity = self.entity.get(c.first) or self.entity.get(c.last - 1)
        if entity and entity.label in ("GPE", "LOC", "NORP"):
            return FIRM if self._covers(entity, c) else 0
        located = self._located(c, before, after)
        if single and not located and (word in self.people or (not large and word in self.likely_people)):
            return 0
        if not before and after and tokens[c.first].text.isupper() and after.text in _DATELINE:
            return FIRM
        if entity:
            return self._trust_despite(entity, c, large=large, located=located)
        hyphened = any(tokens[i].text == "-" for i in range(c.first, c.last))
        if not hyphened and any(tokens[i].pos != "PROPN" for i in range(c.first, c.last) if _capital(tokens[i])):
            return 0
        if single and word in words["ambiguous"] | self.lowered:
            return 0
        if before and _named(before) and before.lower not in words["direction"]:
            return 0
        if after and _named(after) and c.last not in self.entity:
            return DOUBTFUL
        return FIRM if large or located else DOUBTFUL

    def _is_dash(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].text in ("-", "--", "–", "—")

    def _located(self, c: Candidate, before: Token | None, after: Token | None) -> bool:
        """Whether the words around say that the name is one of a place: "in X", "the outskirts of X", "the X power plant"."""
        if before is None:
            return False
        behind = self.tokens[c.first - 2].lower if before.lower == "the" and c.first > 1 else before.lower
        if behind in self.words["locative"]:
            return True
        if before.lower == "of" and c.first > 1:
            return self.tokens[c.first - 2].lower in self.words["near_of"]
        return before.lower == "the" and after is not None and after.pos in ("NOUN", "ADJ") and after.text.islower()

    def _trust_despite(self, entity: Entity, c: Candidate, *, large: bool, located: bool) -> float:
        """How far to trust a name that the parser takes for, or for a part of, something other than a country or a town.

        It often does so with a foreign town that is all of the entity; a part of a body's name is the place it is in.
        """
        whole = c.first <= entity.first and entity.last <= c.last
        if not large and c.last == c.first + 1 and self.tokens[c.first].text.isupper():
            return 0
        if entity.label == "ORG" and not whole:
            start = entity.first + (self.tokens[entity.first].lower == "the")
            if c.first != start and self.tokens[c.first - 1].lower not in ("of", "in", "at", "for"):
                listed = self.tokens[c.first - 1].lower in _LISTING and c.last == entity.last
                return DOUBTFUL if listed and c.first == start + 2 else 0
            if large or c.last > c.first + 1:
                return FIRM
            return 0 if self.tokens[c.first].lower in self.words["ambiguous"] else DOUBTFUL
        if not whole:
            return 0
        if entity.label == "PERSON":
            towards = self.tokens[c.first - 1].lower in ("from", "to")
            return FIRM if located and not towards else PERSON
        if entity.label == "ORG":
            return FIRM if large or located else DOUBTFUL
        return FIRM if entity.label == "FAC" else DOUBTFUL if located or large else PERSON

    def _covers(self, entity: Entity, c: Candidate) -> bool:
        """Whether what `c` leaves of the entity is no part of the name: a direction before it, what a comma adds."""
        rest = self.tokens[c.last : entity.last]
        left = (t.lower for t in self.tokens[entity.first : c.first] if _capital(t))
        return all(word in self.words["direction"] | self.words["division"] for word in left) and (
            not any(map(_capital, rest)) or rest[0].text in (",", "(", "'s", "’s")
        )

    def _qualified(self, c: Candidate) -> bool:
        """Whether a comma and the name of a country or region that has such a place follow."""
        at = c.last + 1
        if at >= len(self.tokens) or self.tokens[c.last].text != "," or not _capital(self.tokens[at]):
            return False
        return any(any_inside(c.bearers, bearers(fold(self._text(at, last)))) for last in self._ends(at))

    def _unknown(self, i: int) -> int:
        """Where a place that starts at token `i` ends though the gazetteer does not have it; 0 if it is rather no place.

        It is one after "the village of", and where the parser sees a place and the words do not look like another thing.
        """
        tokens, words, entity = self.tokens, self.words, self.entity.get(i)
        if i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in words["settlement"]:
            last = i + 1
            while last < len(tokens) and _capital(tokens[last]) and tokens[last].sentence == tokens[i].sentence:
                last += 1
            return last
        if entity is None or entity.label not in _PLACE_LABELS or i != entity.first + (tokens[entity.first].lower == "the"):
            return 0
        name = [t.lower.rstrip(".") for t in tokens[i : entity.last]]
        if (len(name) == 1 and name[0] in words["common"]) or self._ends_a_name(i):
            return 0
        if any(c.isdigit() for word in name for c in word):
            return 0
        if tokens[entity.last - 1].pos != "PROPN" or name[-1] in words["outlet"] | words["institution"]:
            return 0
        if self._are_two(i, entity.last):
            return i + 1
        if len(name) > 1:
            rest = i
            while rest < entity.last - 1 and (
                tokens[rest].lower in words["direction"] or (rest > i and tokens[rest].text == "-")
            ):
                rest += 1
            known = rest > i and bearers(fold(self._text(rest, entity.last)))
            return 0 if known else entity.last
        before = tokens[i - 1].lower if i else ""
        expected = before in words["locative"] or before in ("of", ",", "the")
        return entity.last if expected and name[0] not in words["never"] | words["ambiguous"] | self.people else 0

    def _are_two(self, first: int, last: int) -> bool:
        """Whether the parser takes two places for one: "Mikenge and Minembwe"."""
        if last - first != 3 or self.tokens[first + 1].text not in ("and", "or", "to"):
            return False
        return all(_named(t) and t.lower not in self.lowered for t in (self.tokens[first], self.tokens[first + 2]))

    def _ends_a_name(self, i: int) -> bool:
        """ "Names at Sea", "Our Lady of the Rocks": whether a preposition makes what starts at token `i` a part of another name,
        which is no body of a place as "the Bank of Ghana" is."""
        at = i - 2 if i > 1 and self.tokens[i - 1].lower == "the" else i - 1
        if at < 1 or self.tokens[at].lower not in ("at", "of", "for") or not _capital(self.tokens[at - 1]):
            return False
        return self.tokens[at].lower != "of" or at != i - 1

    def speaks(self, c: Candidate, place: Place) -> bool:
        """Whether the name stands for a government or is a person's: subject of a verb of saying, or after "according to"."""
        entity = self.entity.get(c.first)
        if place.kind not in ("country", "capital", "area1") and (place.kind != "city" or (entity and entity.label == "GPE")):
            return False
        t = self.tokens[c.last - 1]
        while t.dep == "conj" and t.head != t.i:
            t = self.tokens[t.head]
        head = self.tokens[t.head]
        if t.dep in ("compound", "nmod") or (t.dep == "poss" and place.kind == "capital"):
            return head.i > t.i and head.lemma in self.words["state"]
        if t.dep == "pobj" and head.lower == "to":
            return self.tokens[head.head].lower == "according"
        if t.dep == "pobj" and head.dep == "agent":
            return True
        if t.dep == "pobj" and head.lower in ("with", "on"):
            return self.tokens[head.head].lemma in self.words["dealing"]
        if t.dep in ("dobj", "dative"):
            return head.lemma in self.words["addressing"]
        if t.dep != "nsubj" or head.pos != "VERB":
            return False
        return head.lemma in self.words["saying"] or (
            place.kind in ("capital", "area1") and head.lemma not in self.words["befalls"]
        )

    def mention(self, c: Candidate, place: Place | None) -> PlaceMention:
        """The mention of `place` by the words of `c`."""
        span = self.parse.span(c.first, c.last)
        number = make_id(self.parse.document, "place", span.start, span.end)
        if place is None:
            return PlaceMention(id=number, span=span, name=span.text)
        region = division(".".join(place.code.split(".")[:2])) if "." in place.code else None
        return PlaceMention(
            id=number,
            span=span,
            name=place.name,
            gazetteer_id=place.id or None,
            country=place.country,
            region=region.name if region else None,
            lat=place.lat,
            lon=place.lon,
            precision=self._precision(c, place),
        )

    def _precision(self, c: Candidate, place: Place) -> int:
        last_but_one, last = ("", "", *(t.lower for t in self.tokens[max(0, c.first - 2) : c.first]))[-2:]
        of = last_but_one if last in ("of", "from", "to") else ""
        if place.kind == "country" and (last in self.words["direction"] or of in self.words["direction"]):
            return _VAGUE
        if place.kind in _TOWNS and (last in self.words["near"] or of in self.words["near_of"]):
            return _NEAR
        return int(place.kind[4:]) if place.kind.startswith("area") else _PRECISION[place.kind]


def _capital(token: Token) -> bool:
    """Whether the word is written as a name: "Paris", "d'Ivoire"."""
    text = token.text
    return text[0].isupper() or (len(text) > 2 and text[1] in "'’" and text[2].isupper())


def _plausible(regions: tuple[Bearer, ...], known: tuple[Bearer, ...]) -> bool:
    """Whether a word of kind makes a name that of these regions: the Miami district is no county in Ohio."""
    towns = [place for place, _ in known if place.kind in _TOWNS]
    return any(r.kind == "region1" or any(inside(town, r) for town in towns) for r, _ in regions) or all(
        town.population < _LARGE for town in towns
    )


def _named(token: Token) -> bool:
    return token.pos == "PROPN" and _capital(token)
