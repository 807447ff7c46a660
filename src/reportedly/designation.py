"""What the words of a mention designate, as far as its own document says: the key under which mentions are one source.

A key is a kind and what it says:

    government  code                        "Kyiv", "the Ukrainian government"
    body        family, country, words      "South Korea's Joint Chiefs of Staff", "the Pentagon", "Reuters"; with the document
                                            for "the Foreign Ministry", which many states have
    acronym     family, country, letters    "the SSS", where nothing in its document or in the list spells it out
    person      country, words              "President Rudolf Flavia", "President Flavia"; with the document for "Flavia", "Olga"
    office      code, office, day           "the Ukrainian president", where its document does not name the holder
    described   country, kind, document     "Ruritania's spy agency", of a country whose bodies the list does not have
    local       function, level, region,    "county police", "the ambulance service", "the company", "the seamen's union"; the
                document                    region is that in which its document is set, the level of a town's is its name
    unnamed     words, document             "a nurse", "the husband"
    unknown     claim, hop                  a hop that the text leaves open

A key depends on nothing but the mention and its document, so it is the same whatever else is in the ledger; what other
documents add (an acronym's expansion, a surname's owner) joins keys and is for `source`. The family is the part of the type
that must agree: the state in all its arms, outlets, organisations, documents; empty where the type does not tell.

What this gets wrong: namesakes of one country have one key; a name whose country one document gives wrongly stays apart; a
description without a country is known only in its own document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from reportedly.model import Document, Hop, SourceType
from reportedly.naming import (
    called_by,
    epithets,
    introduced,
    is_name,
    name_within,
    role_beside,
    spelt_out,
    spoken_for,
    whose_organ,
)
from reportedly.office import Office, is_calling, is_role, local_office, name_alone, office, office_held, titled
from reportedly.scene import NOWHERE, Scene
from reportedly.spelling import plain, short_for, solid
from reportedly.state import (
    body_words,
    code_of,
    common,
    companies,
    country_first,
    country_last,
    government,
    listed,
    local_body,
    seat_first,
    service,
    service_kind,
    spoken_of,
    state_body,
    states,
    type_of,
    without_kind,
)

__all__ = ["Designation", "Key", "designate"]

#: What makes mentions one source: a kind, then what it says.
Key = tuple[str, ...]

_FAMILIES: dict[SourceType, str] = {
    "government": "state",
    "armed force": "state",
    "intelligence agency": "state",
    "outlet": "outlet",
    "ngo": "ngo",
    "document": "document",
}

_ACRONYM = r"([A-Z][A-Za-z.&-]{0,8}[A-Z]\.?)"
#: "In Seoul, the intelligence service ..."
_SEAT = re.compile(r"\b[Ii]n ([A-Z][\w-]+(?: [A-Z][\w-]+)?), $")
#: A sentence of a name alone, before another, and the code points of a paragraph in which it is looked for.
_RUN_IN = re.compile(r"(?:^|(?<=[.!?] )|(?<=\n))([A-Z]\w+(?: (?:of |the )?[A-Z]\w+){0,3})[.:] (?=[A-Z“\"]|$)")
_PARAGRAPH = 2000
#: "Owner", "owner of the mine", "ferry operator".
_COMPANY = re.compile(r"(?:\w+ )?(\w+)(?: of (?:the )?\w+)?")
#: What makes a description one of somewhere or of something.
_AT_SOMETHING = re.compile(r"\b(?:of|in|at|from|near|on|with|by|to|for|and|or|as|who|that|which|whose)\b|(?:\w+ ){3}\w+")
_OF_A_TOWN = re.compile(r"(?:[Tt]he )?(?P<town>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:['’]s)? (?P<what>[a-z][a-z ]+)$")
_IN_A_TOWN = re.compile(
    r"(?:[Tt]he )?(?P<what>[A-Za-z][a-z ]+?) (?:in|of) (?:the )?(?:[A-Z]\w+['’]s )?"
    r"(?P<town>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: (?:region|province|county|district|state))?$"
)
_LAND = r"(?P<land>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
_LANDS = (
    re.compile(rf"(?:[Tt]he )?{_LAND}['’]s? (?P<body>.+)"),
    re.compile(rf"(?:[Tt]he )?(?P<body>.+?)(?:,| of| in) (?:the )?{_LAND}"),
)
#: "The ABC rebels", who speak as the ABC.
_MEMBERS = re.compile(
    r"^((?:[Tt]he )?[A-Z][A-Z0-9]{1,7}) (?:rebels|fighters|militants|insurgents|guerrillas|forces|group|movement|militia)$"
)
_INDEFINITE = re.compile(r"(?:an?|one|another|some|several|many|two|three|other|both|its|his|her|their)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """One mention read. `said` is how it is shown, `name` the same without titles; `naming` whether that is a name.

    `definite`: whether an unnamed one is a certain one, "the mayor", and `body` whether it is no person. `voice`: the body for
    which a person speaks. `epithets`: the nouns beside a name, "company" of "Altmine, the company", "mayor" of "the mayor, Zora
    Kell". `acronym`: the letters that
    the text gives beside the name. `office`: what a person is called the holder of, and for an office itself which it is.
    """

    key: Key
    said: str
    name: str
    naming: bool = True
    definite: bool = False
    body: bool = False
    voice: Designation | None = None
    epithets: tuple[str, ...] = ()
    acronym: str | None = None
    office: Office | None = None


def designate(document: Document, hops: Sequence[tuple[str, int, Hop]], scene: Scene = NOWHERE) -> list[Designation]:
    """What the hops of a document's chains designate, each given as claim id, index and hop, in their order.

    Where the document speaks of one state only, "the Interior Ministry" is that state's own.
    """
    text, region = document.text, ", ".join(scene.region or ())
    full = dict(spelt_out(text))
    hops = [(at, i, _body_of(hop, full.get(body, body)) if (body := whose_organ(hop.name)) else hop) for at, i, hop in hops]
    spoken = {i: words for i, (_, _, hop) in enumerate(hops) if (words := spoken_for(hop.name))}
    bodies = [_body_of(hops[i][2], words) for i, words in spoken.items()]
    every = [*hops, *((at, i, body) for (at, i, _), body in zip((hops[i] for i in spoken), bodies, strict=True))]
    found = [_alone(_Words.of(hop, text, scene), document.id, at, i, region) for at, i, hop in every]
    found = _with_what_is_said_elsewhere(found)
    found = _with_acronyms(found, document)
    found = _with_longer_names(_with_short_forms(_with_surnames(found)))
    found = [_known_by_noun(d, region, document.id) for d in _with_roles(found)]
    found = _with_holders([_tied(d, document.id) for d in found], scene.day, document.id)
    voices = dict(zip(spoken, found[len(hops) :], strict=True))
    return [replace(d, voice=voices[i]) if i in voices else d for i, d in enumerate(found[: len(hops)])]


def _body_of(spokesperson: Hop, words: str) -> Hop:
    """The body that somebody speaks for, as if it were mentioned itself."""
    by_name = words[:1].isupper()
    return Hop(name=words, type="unspecified", country=spokesperson.country, named="named" if by_name else "by role")


@dataclass(frozen=True, slots=True)
class _Words:
    """What of a hop tells who it is; hashable and small, for most mentions repeat."""

    name: str
    type: SourceType
    country: str | None
    named: str
    lost: bool
    acronym: str | None
    home: str | None
    town: str | None

    @classmethod
    def of(cls, hop: Hop, text: str, scene: Scene) -> _Words:
        home = scene.home
        found = re.search(rf"\({_ACRONYM}\)", hop.name)
        if not found and hop.mention:
            found = re.search(rf"\({_ACRONYM}\)", hop.mention.text)
            found = found or re.compile(rf"\s?\({_ACRONYM}\)").match(text, hop.mention.end)
        named = "anonymous" if hop.anonymous else hop.named
        country = hop.country
        if not country and hop.mention and (heading := _heading(text, hop.mention.start)):
            home = heading
            country = heading if hop.type == "person" and hop.named == "by role" else None
        if not country and hop.mention and (place := _SEAT.search(text, max(0, hop.mention.start - 40), hop.mention.start)):
            country = government(plain(place[1]))
        lost = hop.mention is None and hop.named == "anonymous"
        name, letters = introduced(hop.name) or (hop.name, found[1] if found else None)
        town = _town(name, scene) if hop.named == "by role" else None
        return cls(name, hop.type, country, named, lost, _letters(letters) if letters else None, home, town)


def _town(name: str, scene: Scene) -> str | None:
    """The place of the scene that a description begins or ends with, "region" where that is the whole of it: "Velmar police",
    "the hospital in Velmar", "the health authority in Zenda's Upper Velmar region"."""
    found = _OF_A_TOWN.match(name) or _IN_A_TOWN.match(name)
    if not found:
        return None
    place = plain(found["town"])
    return "region" if place in scene.itself else place if place in scene.towns else None


def _heading(text: str, at: int) -> str | None:
    """The code of the country that the last run-in heading of the paragraph names: "Ruritania. The army said ..."."""
    start = max(text.rfind("\n", 0, at) + 1, at - _PARAGRAPH)
    headings = [government(plain(found[1])) for found in _RUN_IN.finditer(text, start, at)]
    return next((code for code in reversed(headings) if code), None)


def _alone(words: _Words, document: str, claim: str, hop: int, region: str) -> Designation:
    """The designation of one mention by itself."""
    read = _read(words)
    if words.lost:
        return replace(read, key=("unknown", claim, str(hop)))
    if read.key[0] == "local":
        return replace(read, key=(*read.key, region, document))
    if read.key[0] in ("unnamed", "described"):
        return replace(read, key=(*read.key, document))
    return read


@lru_cache(maxsize=65536)
def _read(words: _Words) -> Designation:
    """The designation without what ties it to its document: the last part of "unnamed" and "described" is missing."""
    said = _shown(re.sub(r"\s*\([^)]*\)", "", words.name) or words.name)
    said = _MEMBERS.sub(r"\1", said)
    country = code_of(words.country)
    unnamed = Designation(key=("unnamed", plain(said)), said=said, name=said, naming=False, acronym=words.acronym)
    definite = not _INDEFINITE.match(words.name.strip())
    called = companies() if re.match(r"the\b", words.name, re.IGNORECASE) else frozenset()
    of_something = _COMPANY.fullmatch(plain(said))
    company = of_something is not None and of_something[1] in called
    certain = definite and (words.named == "by role" or company)
    unnamed = replace(unnamed, definite=certain, body=company or words.type != "person")
    if words.named == "anonymous" and not (definite and not words.lost and _is_named(said, words.type)):
        # People in the plural are not named one by one, but may speak as their body: "the disaster people in Lima".
        people = words.type == "group" and not words.lost
        return (_local(said, country, definite, unnamed) if people else None) or unnamed
    role = words.named == "by role"
    within = name_within(said, people=definite or not role)
    if words.type == "person":
        if (not role or within) and _has_capital(said) and not is_role(said):
            return _person(said, country, words.acronym, words.home)
        if definite and local_office(said) is not None:
            return unnamed
        return _local(said, country, definite, unnamed, words.town) or _office(words, country, unnamed)
    family = _FAMILIES.get(words.type, "")
    if words.type not in ("outlet", "document"):
        if (not role or definite) and _has_capital(said) and (code := government(plain(said))):
            return Designation(key=("government", code), said=said, name=said, acronym=words.acronym)
        if (found := _office(words, country, unnamed)) is not unnamed:
            return found
        if (key := _one_of_the_state(said, country, words.home, family, definite=definite)) is not None:
            naming = said.split()[-1][0].isupper()
            return Designation(key=key, said=said, name=said, naming=naming, acronym=words.acronym)
        if (
            (role or not _has_capital(said))
            and not within
            and (local := _local(said, country, definite, unnamed, words.town)) is not None
        ):
            return local
    if (role and not within) or not _has_capital(said):
        if words.acronym and definite:
            return replace(unnamed, key=_short(family, country, words.acronym))
        return unnamed
    name = within or without_kind(said)
    key = _body(name, country, family, words.home)
    return Designation(key=key, said=said, name=name, acronym=words.acronym, epithets=epithets(said, name))


def _is_named(said: str, kind: SourceType) -> bool:
    """Whether it is a name, with what it is beside it where that is no person: "Upper Zenda Alliance, the group behind it"."""
    if is_calling(said.split()[0]) and called_by(said) is None:
        return False  # "Doctors in Zenda"
    return is_name(said) or (kind != "person" and (is_name(said.split(",")[0]) or called_by(said) is not None))


def _local(said: str, country: str | None, definite: bool, otherwise: Designation, town: str | None = None) -> Designation | None:
    """A body of which every region has one, by description; which one is for the places of its document to tell.

    `town`: the place in it whose it is. It stands for a level of its own, for another town has another.
    """
    if town and (of_town := _OF_A_TOWN.match(said) or _IN_A_TOWN.match(said)):
        said = of_town["what"]
    code, words = _split(said.split(), country, "state")
    found = local_body(words) if definite else None
    level = found[1] or town or ("state" if code else "") if found else ""
    return replace(otherwise, key=("local", found[0], level)) if found else None


def _person(said: str, country: str | None, acronym: str | None, home: str | None) -> Designation:
    name = name_alone(said)
    held = office_held(said, country)
    if held is None and home and (of_home := office_held(said, home)) and of_home[1].endswith("minister"):
        # Of the only state that is spoken of; a president may be a company's.
        return Designation(
            key=("person", "", plain(name)),
            said=said,
            name=name,
            acronym=acronym,
            office=of_home,
            epithets=_role(said, name),
        )
    # The office of a town tells no country.
    key = ("person", country or (held[0] if held and held[0] in states() else ""), plain(name))
    return Designation(key=key, said=said, name=name, acronym=acronym, office=held, epithets=_role(said, name))


def _role(said: str, name: str) -> tuple[str, ...]:
    role = role_beside(said, name)
    return (role,) if role else ()


def _office(words: _Words, country: str | None, otherwise: Designation) -> Designation:
    """An office that one person holds; its day is added when the document is known."""
    if words.type in ("person", "unspecified", "government", "group"):
        held = office(words.name, country)
        if held is None and words.home and (of_home := office(words.name, words.home)) and of_home[1].endswith("minister"):
            held = of_home
        if held is not None:
            return replace(otherwise, key=("office", *held), office=held)
    return otherwise


def _one_of_the_state(said: str, country: str | None, home: str | None, family: str, *, definite: bool) -> Key | None:
    """The key of a body that a definite description of a country's body stands for: "Seoul's spy agency", "Russian army"."""
    if family not in ("", "state") or not definite:
        return None
    if _has_capital(said) and (filed := listed("-", body_words(plain(said).split()))) and " " in said:
        return ("body", _listed_family(*filed[0], family), *filed[0])
    code, words = _split(said.split(), country, family)
    code = code or home
    if not code:
        return None
    if state := state_body(code, words):
        return ("body", "state", code, state)
    if kind := service_kind(words):
        one, known = service(code, words)
        if one:
            return ("body", "state", code, one)
        if not known and not any(c.isupper() for c in said.split()[-1]):
            return ("described", code, kind)
    return None


def _body(said: str, country: str | None, family: str, home: str | None) -> Key:
    """The key of a named body: the list's where the list has it, else its country and words."""
    code, words = _split(said.split(), country, family)
    if code:
        for filed_under, filed in listed(code, words) or (() if _is_acronym(said) else listed("-", words)):
            return ("body", _listed_family(filed_under, filed, family), filed_under, filed)
        if family in ("", "state") and (state := state_body(code, words)):
            return ("body", "state", code, state)
    elif (found := listed(None, words)) and len(found) == 1 and (found[0][0] == "-" or not common(words)):
        # Without its country, a name is taken for the list's only when it is unmistakable; acronyms wait for their document.
        filed_under, filed = found[0]
        its_family = _listed_family(filed_under, filed, family)
        spelt_out = filed_under == "-" and " " in words and not _is_acronym(said)
        if (family in (its_family, "") or spelt_out) and not (_is_acronym(said) and (filed_under != "-" or family != its_family)):
            return ("body", its_family, filed_under, filed)
    if _is_acronym(said):
        return _short(family, code, _letters(said))
    if not code and family in ("", "state") and (state := state_body(None, words)):
        return ("body", "state", home or "", state)
    return ("body", family, code or "", words)


def _short(family: str, country: str | None, letters: str) -> Key:
    for filed_under, filed in listed(country, letters) if country else ():
        return ("body", _listed_family(filed_under, filed, family), filed_under, filed)
    return ("acronym", family, country or "", letters)


def _split(words: list[str], country: str | None, family: str) -> tuple[str | None, str]:
    """The country that a body's name begins or ends with, else the one given, and the other words."""
    code, rest = country_first(words)
    if not code:
        code, rest = seat_first(words)
    if not code:
        code, rest = country_last(words)
        short = body_words(plain(" ".join(rest)).split())
        whole = family == "ngo" and len(rest) > 1
        if code and not (family == "state" or whole or listed(code, short) or state_body(code, short)):
            code, rest = None, words
    if not code and country and len(words) > 1 and plain(words[0]) == plain(country):
        rest = words[1:]
    if len(rest) > 2 and plain(rest[-2]) == "in" and (seat := government(plain(rest[-1]))) and (code or country or seat) == seat:
        # "The Health Ministry in Lima"
        code, rest = seat, rest[:-2]
    if not (code or country) and family in ("", "state") and (owned := _of_a_land(" ".join(words))):
        return owned
    return code or country, body_words(plain(" ".join(rest)).split())


def _of_a_land(said: str) -> tuple[str, str] | None:
    """Whose a state's body is that no list of states has, a land or an unrecognised state, and the words for the body:
    "Gaza's health ministry", "Ministry of the Interior of Abkhazia", "Interior Ministry, Puntland"."""
    if state_body(None, body_words(plain(said).split())):
        return None  # "Joint Chiefs of Staff"
    for form in _LANDS:
        if (found := form.fullmatch(said)) and state_body(None, words := body_words(plain(found["body"]).split())):
            return plain(found["land"]), words
    return None


def _with_what_is_said_elsewhere(found: list[Designation]) -> list[Designation]:
    """A name without a country or family gets the one that the document gives to it elsewhere, when it is one."""
    for part, kinds in ((-2, ("body", "acronym", "person")), (1, ("body", "acronym"))):
        given: dict[Key, set[str]] = defaultdict(set)
        for d in found:
            if d.key[0] in kinds and d.key[part]:
                given[_without(d.key, part)].add(d.key[part])
        found = [
            replace(d, key=_put(d.key, part, *one))
            if d.key[0] in kinds and not d.key[part] and len(one := given.get(_without(d.key, part), set())) == 1
            else d
            for d in found
        ]
    return found


def _with_acronyms(found: list[Designation], document: Document) -> list[Designation]:
    """Acronyms spelt out by what the document introduces them for, else by the list, for countries the document speaks of.

    So are names of secret services and joint chiefs without their country.
    """
    introduced: dict[str, set[Key]] = defaultdict(set)
    for d in found:
        if d.acronym and d.key[0] == "body":
            introduced[d.acronym].add(d.key)
    by_initials: dict[str, set[Key]] = defaultdict(set)
    for key in {d.key for d in found if d.key[0] == "body" and d.naming}:
        by_initials[_initials(key[3])].add(key)
    spelt = []
    for d in found:
        kind, *_ = d.key
        if kind == "acronym":
            known = introduced.get(d.key[3], set()) or (by_initials.get(d.key[3], set()) if len(d.key[3]) > 2 else set())
            of_it = {k for k in known if _agree(k[1], d.key[1]) and _agree(k[2], d.key[2])}
            if len(of_it) == 1:
                d = replace(d, key=of_it.pop())
            elif not of_it:
                d = replace(d, key=_by_context(d.key, document.text) or d.key)
        elif kind == "body" and not d.key[2] and d.key[1] in ("", "state"):
            d = replace(d, key=_by_context(d.key, document.text) or d.key)
        spelt.append(d)
    return spelt


def _initials(words: str) -> str:
    """The first letters of a body's plain name, without its small words."""
    return "".join(word[0] for word in words.split() if word not in ("of", "for", "the", "and", "in", "on"))


def _by_context(key: Key, text: str) -> Key | None:
    """The body of the list that this is, when the text speaks of the country of exactly one that bears its name."""
    _, family, _, words = key
    if not (candidates := listed(None, words)):
        return None
    if key[0] == "body" and not (
        words == "joint chiefs" or service_kind(words) or "intelligence" in words or "security" in words
    ):
        return None
    spoken = spoken_of(text)
    here = [(code, filed) for code, filed in candidates if code in spoken]
    if len(here) != 1:
        return None
    its = _listed_family(*here[0], family)
    if family != its and (family or key[0] == "acronym"):
        return None
    return ("body", its, *here[0])


def _with_surnames(found: list[Designation]) -> list[Designation]:
    """Names that are short for the one person whom the document names in full with them."""
    full = {d.key for d in found if d.key[0] == "person" and " " in d.key[2]}
    if not full:
        return found
    settled = []
    for d in found:
        name = d.key[2] if d.key[0] == "person" else d.key[3] if _may_be_a_surname(d) else None
        if name and (d.key not in full or "." in name):
            country = d.key[1] if d.key[0] == "person" else d.key[2]
            longer = {k for k in full if short_for(name, k[2]) and _agree(k[1], country)}
            longest = {k for k in longer if not any(short_for(k[2], other[2]) for other in longer)}
            if len(longest) == 1:
                d = replace(d, key=longest.pop())
        settled.append(d)
    return settled


def _may_be_a_surname(designation: Designation) -> bool:
    """Whether the reading may have taken a person's family name for a body of no known kind."""
    key = designation.key
    return key[0] == "body" and not key[1] and " " not in key[3] and designation.naming


def _tied(designation: Designation, document: str) -> Designation:
    """A designation that is many's, tied to its document: a lone first name (or a changed one), "the Foreign Ministry".

    With the title of an office a lone name is a family name and tells who it is; with its country, so does a body's.
    """
    key = designation.key
    if key[0] == "person" and " " not in key[2] and not titled(designation.said):
        return replace(designation, key=(*key, document))
    if key[0] == "body" and not key[2] and common(key[3]):
        return replace(designation, key=(*key, document))
    return designation


def _with_short_forms(found: list[Designation]) -> list[Designation]:
    """Single words that end the name of exactly one body of the document ("the Chiefs" of the Joint Chiefs of Staff)."""
    said: dict[str, set[Key]] = defaultdict(set)
    for d in found:
        if d.key[0] == "body" and d.naming:
            for word in plain(d.said).split():
                said[word].add(d.key)
    return [
        replace(d, key=min(said[d.key[3]] - {d.key}), naming=False)
        if d.key[0] == "body"
        and " " not in d.key[3]
        and not d.key[2]
        and d.key[3] == plain(d.said)
        and (
            (d.key[1] in ("", "state") and _stands_for_more(d.key[3]))
            or all(key[3].endswith(f" {d.key[3]}") for key in said[d.key[3]] - {d.key})
        )
        and len(said[d.key[3]] - {d.key}) == 1
        and _agree(min(said[d.key[3]] - {d.key})[1], d.key[1])
        else d
        for d in found
    ]


def _with_longer_names(found: list[Designation]) -> list[Designation]:
    """Names of three words or more that end the longer name of exactly one body of the document, which begins with whose it is:
    "Office for the Coordination of Relief" of the "UN Office for the Coordination of Relief"."""
    bodies = {d.key for d in found if d.key[0] == "body"}
    settled = []
    for d in found:
        if d.key in bodies and d.key[3].count(" ") > 1:
            longer = {k for k in bodies if k[3].endswith(f" {d.key[3]}") and _agree(k[1], d.key[1]) and _agree(k[2], d.key[2])}
            if len(longer) == 1:
                d = replace(d, key=longer.pop())
        settled.append(d)
    return settled


def _with_holders(found: list[Designation], day: date | None, document: str) -> list[Designation]:
    """Offices as the one person whom the document calls their holder, else tied to the day, or to an undated document."""
    holders: dict[Office, set[Key]] = defaultdict(set)
    for d in found:
        if d.key[0] == "person" and d.office:
            holders[d.office].add(d.key)
    settled = []
    for d in found:
        if d.key[0] == "office" and d.office:
            named = holders.get(d.office, set())
            key = next(iter(named)) if len(named) == 1 else (*d.key, day.isoformat() if day and not named else document)
            d = replace(d, key=key, office=None if len(named) == 1 else d.office)
        settled.append(d)
    return settled


def _with_roles(found: list[Designation]) -> list[Designation]:
    """ "The mayor", "the director", as the one person whom the document names with that word; "the agency", as the one body."""
    called: dict[str, set[Key]] = defaultdict(set)
    for d in found:
        if d.key[0] in ("body", "acronym"):
            for word in plain(d.said).split():
                called[word].add(d.key)
        elif d.key[0] == "person":
            for role in d.epithets:
                called[role].add(d.key)
    settled = []
    for d in found:
        if d.key[0] == "unnamed" and " " not in d.key[1] and d.definite:
            fits = called.get(d.key[1], set())
            if not fits and d.key[1] in _AGENCIES:
                fits = {
                    key for keys in called.values() for key in keys if key[0] in ("body", "acronym") and key[1] in ("", "state")
                }
            if len(fits) == 1:
                d = replace(d, key=next(iter(fits)))
        settled.append(d)
    return settled


def _known_by_noun(designation: Designation, region: str, document: str) -> Designation:
    """ "The company", which another report may name, as it may "the seamen's union"; "the organisers" of whatever it is about."""
    key = designation.key
    if key[0] == "unnamed" and designation.definite and not designation.body and (held := local_office(key[1])):
        return replace(designation, key=("local", f"the {held}", "", region, document))
    if key[0] == "unnamed" and designation.definite and designation.body:
        if _is_of_its_place(designation.said):
            return replace(designation, key=("body", "", "", key[1]))
        noun = re.sub(r"^(?:\w+ )?organi[sz]ers(?: (?:of|behind) .+)?$", "organisers", key[1])
        noun = re.sub(r"^(\w+) of (?:the )?(\w+)$", r"\2 \1", noun)
        noun = re.sub(rf"^({'|'.join(sorted(companies()))}) of an? .+", r"\1", noun)
        code, rest = country_first(noun.split())
        noun, level = " ".join(rest), "state" if code else ""
        noun = state_body(None, noun) or noun
        if not _AT_SOMETHING.search(noun):
            return replace(designation, key=("local", noun, level, region, document))
    return designation


def _is_of_its_place(said: str) -> bool:
    """Whether a description is as good as a name, for whose or where it is: "the Velmar fishermen's cooperative"."""
    words = said.split()
    if not words:
        return False
    last = words[-1].casefold()
    proper = words[0][0].isupper() and words[0][-1].islower() and not country_first(words)[0] and not seat_first(words)[0]
    plain_noun = len(words) > 1 and all(word.islower() for word in words[1:]) and not _AT_SOMETHING.search(said)
    return proper and plain_noun and last not in companies() and not common(last) and last not in ("group", "team", "family")


#: Nouns that news uses for one another when it speaks of a body again.
_AGENCIES = ("agency", "directorate", "authority", "service", "office")


def _stands_for_more(word: str) -> bool:
    """Whether a word may stand for a whole name that it is part of: "the Chiefs", "the Ministry", "the Service"."""
    return state_body(None, word) is None and (common(word) or common(word.removesuffix("s")))


def _listed_family(country: str, filed: str, otherwise: str) -> str:
    kind = type_of(country, filed)
    return _FAMILIES.get(kind, otherwise) if kind else otherwise


def _agree(left: str, right: str) -> bool:
    return not left or not right or left == right


def _without(key: Key, part: int) -> Key:
    return _put(key, part, "")


def _put(key: Key, part: int, value: str) -> Key:
    parts = list(key)
    parts[part] = value
    return tuple(parts)


def _has_capital(name: str) -> bool:
    return any(c.isupper() for c in name)


def _is_acronym(name: str) -> bool:
    return re.fullmatch(_ACRONYM, name) is not None and sum(c.isupper() for c in name) > 1


def _letters(acronym: str) -> str:
    return solid(plain(acronym))


def _shown(name: str) -> str:
    """`name` as it is shown: white space made single, no article before it, no possessive or punctuation at its ends."""
    name = re.sub(r"\s+", " ", name).strip(" ,;:.'’\"“”-–—") or name
    return re.sub(r"^(?:the|an?)\s+(?=\S)|['’]s?$", "", name, flags=re.IGNORECASE)
