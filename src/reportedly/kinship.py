"""Which keys of one block are one source: the rules that join what single documents cannot.

A block is a small set of keys that might belong together: the persons with one family or given name, the bodies of one name,
the bodies introduced with one acronym, the holders of one office in one season. Each rule sees one block at a time, whole,
and says what it joins (`same`), what it would ask a person (`undecided`), and which keys are ambiguous: a short name that
two could bear stands for neither, not even for itself in another document. Types and countries must not conflict.

What this gets wrong: of two companies, organisers or mayors of one place and season, the one that nobody names with its noun
is taken for the other.

A verdict on a block depends on the keys in it and on nothing else, so arrival does not matter and a new document costs only
the blocks it touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from reportedly.designation import Key
from reportedly.office import local_office
from reportedly.spelling import consonants, family_names, likeness, romanised, short_for, solid, whole_name
from reportedly.state import common, companies, local_body, state_body, states, without_level

__all__ = ["SCENE", "SEASON", "Block", "Edge", "Finding", "Holder", "Pair", "blocks_of", "fold", "land_of"]

#: A kind of block, then what its keys share.
Block = tuple[str, ...]
Pair = tuple[Key, Key]
#: The days on which a person is called the holder of an office, and a key that is the same for all keys of that person.
Holder = tuple[Collection[int], Key]

#: Days around a mention of an office within which a document must name its holder, and the length of its blocks.
SEASON = 45

#: Before what stands for the scene that reports share, among the places in which they are set.
SCENE = "scene "

#: What is alike, from here on, is put before a person. A slip in one letter of an average name scores about 0.95.
_ALIKE = 0.88

#: Among more persons than this that a name may be short for, none is looked for that the others are short for.
_CROWD = 12

#: In more places and seasons than this, somebody is at home in none of them.
_PLACES = 30

#: Words of the longest name for which one of them may stand.
_LONG = 4

#: Letters with which the given names of one person begin, however they are translated.
_BEGINNING = 4

#: In more documents than this, a name that many states have a body of is not proposed: nobody could go through them.
_MANY = 20

#: Of an ambiguous name no more than so many owners are proposed: beyond that nobody could choose from a list.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """What a rule says of two keys."""

    verdict: Literal["same", "undecided"]
    score: float
    reason: str


@dataclass(slots=True)
class Finding:
    """What a block says: edges by pair (the smaller key first), and the keys that could be two."""

    edges: dict[Pair, Edge] = field(default_factory=dict)
    ambiguous: set[Key] = field(default_factory=set)

    def join(self, left: Key, right: Key, verdict: Literal["same", "undecided"], score: float, reason: str) -> None:
        """Add an edge; of two between the same keys the higher verdict stays."""
        pair = (left, right) if left < right else (right, left)
        edge = Edge(verdict, round(score, 2), reason)
        old = self.edges.get(pair)
        if left != right and (old is None or (edge.verdict == "same", edge.score) > (old.verdict == "same", old.score)):
            self.edges[pair] = edge


def function_of(key: Key) -> tuple[str, str] | None:
    """What a key is filed under as a body of which every region or state has one, and its level; else `None`."""
    if key[0] == "local":
        return key[1], key[2]
    if key[0] != "body":
        return None
    return local_body(key[3]) or ((key[3], "state") if key[1] == "state" and state_body(None, key[3]) == key[3] else None)


def blocks_of(
    key: Key,
    acronyms: Collection[str],
    types: Collection[str],
    offices: Iterable[tuple[str, str, int]],
    scenes: Collection[tuple[str, int]] = (),
    epithets: Iterable[str] = (),
    pairs: Collection[tuple[str, int]] = (),
) -> set[Block]:
    """The blocks that a key belongs to.

    `acronyms` that it is introduced with, `offices` held (code, office, day number), `scenes` of the documents in which a body of
    which every region has one is spoken of (place, season), `pairs` the same by two names that they share; `epithets`: nouns that
    stand beside a name ("the company", "the mayor").
    """
    kind = key[0]
    function = function_of(key)
    # Who is spoken of in so many places is of none of them, and known by no noun there.
    near = (*(scenes if len(scenes) <= _PLACES else ()), *pairs)
    nouns = set(epithets)
    if kind == "body" and " " in key[3]:
        # "The seamen's union", "the mining authority", of a body of that name.
        bare = key[3].split(" in ")[0]
        if bare != key[3] and " " in bare:
            nouns.add(bare)  # "the Regional Relief Office in Velmar"
        last = key[3].rsplit(" ", 1)[-1]
        if key[3].count(" ") > 1:
            nouns.add(" ".join(key[3].rsplit(" ", 2)[-2:]))  # "the doctors' committee", of a place's
        nouns |= {key[3], without_level(key[3])} | (set() if common(last) else {last})
    if kind == "person":
        nouns |= {f"the {held}" for role in epithets if (held := local_office(role))}
    if kind == "body" and not companies().isdisjoint(epithets):
        nouns |= {"company", "firm"}
    here = _there("local", {function[0]} if function else (), (*scenes, *pairs)) | _there("local", nouns, near)
    if kind == "person":
        words = key[2].split()
        # Of two family names either may stand for the person.
        telling = {*words[:1], *words[-2:], *(part for word in words[-1:] for part in word.split("-"))} - {""}
        blocks: set[Block] = {("name", romanised(word)) for word in telling}
        blocks |= {("office", code, office, str(day // SEASON + d)) for code, office, day in offices for d in (-1, 0, 1)}
        if len(words) > 1:
            blocks |= {("body", solid(key[2])), ("slip", "person", consonants(whole_name(key[2])))}
            blocks |= {("role", *block[1:]) for block in here}
        blocks |= {block for block in here if block[1].startswith("the ")}
        return blocks
    if kind == "body":
        words = key[3].split()
        blocks = {("many", solid(key[3]))} | {("acronym", a) for a in acronyms} | here
        if key[1] in ("", "ngo") and len(words) <= _LONG:
            blocks |= _there("short", {words[0], words[-1]}, near)
        if not _is_tied_body(key):
            blocks |= {("body", solid(key[3])), ("slip", key[2], consonants(key[3]))}
        if key[2] and "intelligence agency" in types:
            blocks.add(("described", key[2]))
        return blocks
    if kind == "acronym":
        return {("acronym", key[3])}
    if kind == "described":
        return {("described", key[1])}
    if kind == "local":
        return here
    if kind == "office" and (day := day_of(key)) is not None:
        return {("office", key[1], key[2], str(day // SEASON))}
    return set()


def _there(kind: str, nouns: Iterable[str], scenes: Iterable[tuple[str, int]]) -> set[Block]:
    """The blocks of what goes by one of the nouns in one of the scenes; two seasons that follow one another share one."""
    return {(kind, noun, place, str(season + d)) for noun in nouns for place, season in scenes for d in (0, 1)}


def day_of(key: Key) -> int | None:
    """The day of an office's key as a number, `None` when its document has none."""
    try:
        return date.fromisoformat(key[3]).toordinal()
    except ValueError:
        return None


def fold(block: Block, keys: Collection[Key], holders: Mapping[Key, Holder]) -> Finding:
    """What the rules say of one block; `holders` are the persons of a block of an office, and empty for any other."""
    found = Finding()
    if block[0] == "many" and len(keys) > _MANY:
        return found
    ordered = sorted(keys)
    match block[0]:
        case "name":
            _persons(ordered, found)
        case "role":
            _of_one_role(block[1], ordered, found)
        case "body":
            _bodies(ordered, found)
        case "many":
            _tied_bodies(ordered, found)
        case "acronym":
            _acronyms(block[1], ordered, found)
        case "described":
            _described(ordered, found)
        case "local":
            _locals(block[1], ordered, found, told=" " in block[1] and block[2].startswith(SCENE))
        case "short":
            _short_names(block[1], ordered, found)
        case "slip":
            _slips(ordered, found)
        case "office":
            _offices(ordered, holders, found)
    return found


def _persons(keys: list[Key], found: Finding) -> None:
    """Persons' names that share a word: spellings of one name, names that are short for one."""
    spellings: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        spellings[whole_name(key[2])].append(key)
    people: list[list[Key]] = []
    for alike in spellings.values():
        # A lone name that is tied to its document is not that of another document for being the same word.
        people += [[key] for key in alike if len(key) > 3]
        free: list[Key] = [key for key in alike if len(key) == 3]
        people += _by_country(free, found) if free else []
    full = [group for group in people if " " in group[0][2]]
    longest = _attach([group for group in full if _may_be_short(group[0][2])], full, found, 0.85)
    _attach([group for group in people if " " not in group[0][2]], longest, found, 0.8)


def _by_country(keys: list[Key], found: Finding) -> list[list[Key]]:
    """Join spellings of one name, and return the groups; with two countries, who is without one is ambiguous."""
    if len(keys) == 1:
        return [keys]
    countries: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        countries[key[1]].append(key)
    stated = sorted(c for c in countries if c)
    if len(stated) < 2:
        groups = [keys]
    else:
        groups = [countries[c] for c in stated] + [[key] for key in countries[""]]
        found.ambiguous |= set(countries[""])
        for a, b in pairwise(stated):
            found.join(countries[a][0], countries[b][0], "undecided", 0.4, f"one name, but of two countries, {a} and {b}")
    for first, *others in groups:
        for other in others:
            if first[2] == other[2]:
                found.join(
                    first, other, "same", 0.95, f"one name, {other[2]!r}; one document gives the country, another does not"
                )
            else:
                score = 0.8 + 0.15 * likeness(first[2], other[2])
                found.join(first, other, "same", score, f"spellings of one name, {first[2]!r} and {other[2]!r}")
    return groups


def _of_one_role(role: str, keys: list[Key], found: Finding) -> None:
    """Persons of one role in one place and season, with a family name in common and given names of one beginning, as they come
    out of a translation: the mayors "Emil Rassendyll" and "Emilio Rassendyll Frey". Not where one is like two who differ."""
    alike: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in keys:
        given, *family = map(romanised, key[2].replace("-", " ").split())
        for word in {*family} if len(given) >= _BEGINNING else ():
            alike[given[:_BEGINNING], word].append(key)
    near: dict[Key, set[Key]] = defaultdict(set)
    for group in alike.values():
        for key in group if len(group) <= _CROWD else ():
            near[key] |= {other for other in group if other != key and _alike(key, other)}
    clear = {key for key, others in near.items() if all(_alike(a, b) for a in others for b in others if a < b)}
    for key in sorted(clear):
        for other in sorted(near[key] & clear):
            if key < other and _countries_agree([key], [other]):
                found.join(key, other, "same", 0.75, f"each is called the {role} of one place, in one season, by a like name")


def _alike(left: Key, right: Key) -> bool:
    """Whether the given name of one of two persons begins that of the other."""
    short, long = sorted((romanised(key[2].replace("-", " ").split()[0]) for key in (left, right)), key=len)
    return long.startswith(short)


def _may_be_short(words: str) -> bool:
    parts = words.split()
    return len(parts) == 2 or _lone_or_initial(words)


def _attach(short: list[list[Key]], people: list[list[Key]], found: Finding, score: float) -> list[list[Key]]:
    """Join each short name to the one person it can be short for; return the persons that are short for no other.

    What fits two is ambiguous, unless it is a full name itself; then nothing is joined.
    """
    near: dict[tuple[str, ...], list[list[Key]]] = {_place(group[0][2]): [] for group in short}
    for person in people:
        for place in _places(person[0][2]) & near.keys():
            near[place].append(person)
    fitting: dict[tuple[str, str], list[list[Key]]] = {}
    absorbed: set[Key] = set()
    for group in short:
        name = group[0][2]
        asked = (name, max(key[1] for key in group))
        if asked not in fitting:
            fits = [p for p in near[_place(name)] if p is not group and _countries_agree(group, p) and _any_short(group, p)]
            if 1 < len(fits) <= _CROWD:
                fits = [p for p in fits if not any(_any_short(p, other) for other in fits if other is not p)]
            fitting[asked] = fits
        fits = fitting[asked]
        if len(fits) == 1:
            absorbed.add(group[0])
            for own in group:
                for key in fits[0][:8]:
                    found.join(own, key, "same", score, f"{own[2]!r} is short for {key[2]!r}, the only person of that name")
        elif fits:
            if _lone_or_initial(name):
                found.ambiguous |= set(group)
            for person in fits if len(fits) <= _FEW else ():
                found.join(group[0], person[0], "undecided", 0.5, f"{name!r} could be short for {len(fits)} persons")
    return [p for p in people if p[0] not in absorbed]


@lru_cache(maxsize=65536)
def _place(short: str) -> tuple[str, ...]:
    """Where to look for what a short name is short for: first name or initial, and family name."""
    first, *_, last = (short if " " in short else f" {short}").split(" ")
    return (romanised(first.strip(".")), romanised(last)) if first else (romanised(last),)


@lru_cache(maxsize=65536)
def _places(full: str) -> frozenset[tuple[str, ...]]:
    """Where a full name is to be found."""
    first, *middle, last = full.replace("-", " ").split() if full.count(" ") < 2 else full.split()
    both = {(romanised(first)[0], romanised(last)), (romanised(first), romanised(last))}
    if middle:
        # With two family names, both of them, or the given name with the first.
        both |= {(romanised(middle[-1]), romanised(last)), (romanised(first), romanised(middle[-1]))}
    return frozenset(both | {(family,) for family in family_names(full)})


def _lone_or_initial(name: str) -> bool:
    return " " not in name or any(len(part.strip(".")) == 1 for part in name.split())


def _any_short(short: list[Key], full: list[Key]) -> bool:
    """Whether a name of the first can be short for one of the second; across documents, a lone name only for a family name."""
    if " " not in short[0][2]:
        return any(romanised(a[2]) in family_names(b[2]) for a in short[:8] for b in full[:8])
    return any(short_for(a[2], b[2]) for a in short[:8] for b in full[:8])


def _countries_agree(left: list[Key], right: list[Key]) -> bool:
    a, b = {k[1] for k in left if k[1]}, {k[1] for k in right if k[1]}
    return not a or not b or a == b


def _bodies(keys: list[Key], found: Finding) -> None:
    """Bodies, and persons, of one name: one where type or country is missing, unless there are two that it could be."""
    words = {key: _words(key) for key in keys}
    nodes: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in keys:
        nodes[_type_and_country(key)].append(key)
    for (family, _), first_and_others in nodes.items():
        first, *others = first_and_others
        for other in others if family != "person" else ():
            found.join(first, other, "same", 0.97, f"{words[first]!r} and {words[other]!r} differ in spaces and hyphens only")
    for node in sorted(nodes):
        if all(node) or node[0] == "person":
            continue
        near = [n for n in sorted(nodes) if n != node and _fit(node, n) and sum(map(bool, n)) >= sum(map(bool, node))]
        clear = all(_fit(a, b) for i, a in enumerate(near) for b in near[i + 1 :])
        for other in near:
            first, second = nodes[node][0], nodes[other][0]
            if not clear:
                found.ambiguous |= set(nodes[node])
                if len(near) <= _FEW:
                    found.join(first, second, "undecided", 0.4, f"the name {words[first]!r} is that of {len(near)} in the ledger")
            else:
                reason = f"one name, {words[first]!r}; one document gives the {'type' if node[1] or not other[1] else 'country'}"
                found.join(first, second, "same", 0.9 if node[1] or not other[1] else 0.85, reason)


def _is_function(key: Key) -> bool:
    """Whether it is called by nothing but what it is to its state, whichever that is: "the Foreign Ministry"."""
    return not key[2] and state_body(None, key[3]) is not None


def _is_tied_body(key: Key) -> bool:
    return key[0] == "body" and len(key) > 4


def _tied_bodies(keys: list[Key], found: Finding) -> None:
    """Names that many states have a body of, each in its document: proposed as one, or as the only one with a country."""
    tied, others = [key for key in keys if _is_tied_body(key)], [key for key in keys if not _is_tied_body(key)]
    for i, key in enumerate(tied):
        known = [other for other in others if _fit(_type_and_country(key), _type_and_country(other))]
        if len(known) == 1:
            found.join(key, known[0], "undecided", 0.5, f"{key[3]!r} has no country here, and many countries have one")
        elif i and not known and _fit(_type_and_country(key), _type_and_country(tied[0])):
            found.join(key, tied[0], "undecided", 0.4, f"{key[3]!r} has no country in either, and many countries have one")


def _fit(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """Whether family and country agree as far as both are known. A group's name may be taken for a person's."""
    return all(not a or not b or a == b or {a, b} == {"person", "ngo"} for a, b in zip(left, right, strict=True))


def _acronyms(letters: str, keys: list[Key], found: Finding) -> None:
    """An acronym and the one body that any document introduces with it; what is introduced for two stands for neither."""
    longs = [key for key in keys if key[0] == "body"]
    shorts = [key for key in keys if key[0] == "acronym"]
    for key in shorts:
        node = (key[1], key[2])
        spelt = [other for other in longs if _fit(node, (other[1], other[2]))]
        if spelt:
            clear = all(_short_for(a, b) or _short_for(b, a) for i, a in enumerate(spelt) for b in spelt[i + 1 :]) and not (
                spelt[1:] and any(map(_is_tied_body, spelt))
            )
            clear = clear and not any(map(_is_function, spelt))
            clear = clear and all(_fit((a[1], a[2]), (b[1], b[2])) for i, a in enumerate(spelt) for b in spelt[i + 1 :])
            for other in spelt[:8] if clear else spelt if len(spelt) <= _FEW else ():
                if clear:
                    found.join(key, other, "same", 0.9, f"{letters.upper()} is introduced for {other[3]!r}")
                else:
                    reason = f"{letters.upper()} is introduced for {len(spelt)} bodies, among them {other[3]!r}"
                    found.join(key, other, "undecided", 0.5, reason)
            if not clear:
                found.ambiguous.add(key)
        elif not all(node):
            near = [o for o in shorts if o != key and _fit(node, (o[1], o[2]))]
            clear = all(_fit((a[1], a[2]), (b[1], b[2])) for i, a in enumerate(near) for b in near[i + 1 :])
            if not clear:
                found.ambiguous.add(key)
            for other in near if clear else ():
                if not any(_fit((other[1], other[2]), (o[1], o[2])) for o in longs):
                    found.join(key, other, "same", 0.9, f"one acronym, {letters.upper()}; type or country is not always given")


def _described(keys: list[Key], found: Finding) -> None:
    """A country's secret service by description and the one that the ledger names, where the list knows none."""
    bodies = [key for key in keys if key[0] == "body"]
    for key in keys:
        if key[0] != "described" or not bodies:
            continue
        one = len({body[3] for body in bodies}) == 1 and key[2] == "intelligence"
        for body in bodies if one or len(bodies) <= _FEW else ():
            reason = f"{body[3]!r} is {'the only' if one else 'an'} intelligence agency of {key[1]} in the ledger"
            found.join(key, body, "same" if one else "undecided", 0.8 if one else 0.5, reason)


def _locals(function: str, keys: list[Key], found: Finding, *, told: bool = False) -> None:
    """Bodies of which a region has one, called so in reports from one place in one season; and what else goes by one noun.
    `told`: whether two words in reports of one scene tell by themselves which it is, "the camp committee".

    Those of one level are one; one without a level is that of the only level there. So are bodies of the function by name,
    unless there are two that are not short for one another. "The company" is the one that any of the reports names with it.
    """
    if len({key[3] for key in keys if key[0] == "local" and key[3]}) > 1:
        return  # a name that reports from two regions share tells no place
    levels: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        levels[(function_of(key) or ("", ""))[1]].append(key)
    stated = sorted(level for level in levels if level)
    groups = [levels[level] for level in stated] if len(stated) > 1 else [keys]
    holder = function.startswith("the ")
    every_region = holder or local_body(function) is not None or state_body(None, function) is not None
    for group in groups:
        named = [key for key in group if key[0] == ("person" if holder else "body")]
        # "The army", in reports from Congo, is not the one that is called by its country's name if that is another's.
        if not holder and (lands := {land for key in group if key[0] == "local" and (land := land_of(key))}):
            named = [key for key in named if land_of(key) is None or land_of(key) in lands]
        if holder and any(not _alike_names(named[0], key) for key in named):
            continue
        if not holder and any(not _short_for(a, b) and not _short_for(b, a) for i, a in enumerate(named) for b in named[i + 1 :]):
            continue
        if not named and not every_region and not told:
            continue
        members = [*(named[:1] if holder else named), *(key for key in group if key[0] == "local")]
        for first, key in zip(members[:1] * len(members), members[1:], strict=False):
            found.join(first, key, "same", 0.75, f"the {function} of one place, in one season")
    if len(stated) > 1:
        found.ambiguous |= {key for key in levels[""] if key[0] == "local"}


def land_of(key: Key) -> str | None:
    """The country whose a body of the state is, by its name or by the region that its report is set in; else `None`."""
    function = function_of(key)
    if function is None or state_body(None, function[0]) is None:
        return None
    country = key[3].split(", ")[0] if key[0] == "local" else key[2]
    return country if country in states() else None


def _alike_names(left: Key, right: Key) -> bool:
    """Whether two names of holders of an office may be of one person: one is short for the other, or spelt otherwise."""
    a, b = left[2], right[2]
    return whole_name(a) == whole_name(b) or short_for(a, b) or short_for(b, a)


def _short_names(word: str, keys: list[Key], found: Finding) -> None:
    """A name of one word and the one longer name that begins or ends with it, in reports from one place and season:
    "Altmine" and "Altmine Shipping". Not a word that many bodies have in their names."""
    short = [key for key in keys if key[3] == word]
    longer = [key for key in keys if " " in key[3]]
    if not short or not longer or len(longer) > _CROWD:
        return
    one = all(_short_for(a, b) or _short_for(b, a) for i, a in enumerate(longer) for b in longer[i + 1 :])
    for key in short if one and not common(word) else ():
        for other in longer[:_FEW]:
            if _fit(_type_and_country(key), _type_and_country(other)):
                found.join(
                    key, other, "same", 0.75, f"{word!r} is short for {other[3]!r}, the only such name of one place and season"
                )


def _short_for(short: Key, full: Key) -> bool:
    """Whether one body's name has no word that another's has not, and their countries do not differ."""
    return set(short[3].split()) <= set(full[3].split()) and _fit(_type_and_country(short), _type_and_country(full))


def _slips(keys: list[Key], found: Finding) -> None:
    """Names that differ in a vowel or a doubled letter: proposed, never joined. Only neighbours in the order of spelling are
    compared, so that a crowded block stays linear."""
    names = {key: whole_name(key[2]) if key[0] == "person" else solid(key[3]) for key in keys}
    order = sorted(keys, key=lambda k: (names[k], k))
    for i, a in enumerate(order):
        for b in order[i + 1 : i + 6]:
            if a[0] == b[0] and names[a] != names[b] and _fit(_type_and_country(a), _type_and_country(b)):
                score = likeness(_words(a), _words(b))
                if score >= _ALIKE:
                    found.join(a, b, "undecided", score - 0.3, f"{_words(a)!r} and {_words(b)!r} differ in few letters")


def _words(key: Key) -> str:
    return key[2] if key[0] == "person" else key[3]


def _type_and_country(key: Key) -> tuple[str, str]:
    return ("person", key[1]) if key[0] == "person" else (key[1], key[2])


def _offices(keys: list[Key], holders: Mapping[Key, Holder], found: Finding) -> None:
    """An office on a day and the one person that documents of about that date call its holder; two are proposed.

    Where nobody is named, the office of one season is one source. This is wrong when it changes hands and no document says so.
    """
    nameless: Key | None = None
    for key in keys:
        day = day_of(key) if key[0] == "office" else None
        if day is None:
            continue
        named = sorted(person for person, (days, _) in holders.items() if any(abs(d - day) <= SEASON for d in days))
        if not named:
            nameless = nameless or key
            found.join(nameless, key, "same", 0.7, f"the {key[2]} of {key[1]}, in one season; nobody is named")
        elif len({holders[person][1] for person in named}) == 1:
            for person in named[:8]:
                found.join(key, person, "same", 0.75, _called(person, key, holders[person][0], day))
        elif len(named) <= _FEW:
            for person in named:
                reason = f"{_called(person, key, holders[person][0], day)}, and so is another"
                found.join(key, person, "undecided", 0.5, reason)


def _called(person: Key, office: Key, days: Iterable[int], day: int) -> str:
    apart = min(abs(d - day) for d in days)
    return f"{person[2]!r} is called {office[2]} of {office[1]} {f'{apart} days apart' if apart else 'on that day'}"
