"""A copy of readings that holds neither the names of sensitive sources nor places finer than a first-level region.

What is withheld goes by string. The names of a source are looked for in every string of a reading, in a folded form in which
case, accents, apostrophes, hyphenation, line breaks, invisible characters and the encodings of HTML, URLs, JSON and host names
are no difference. What is found becomes a bracketed role. Each text is cut anew once, and every span of the reading goes
through one map from old to new places, so that `text[start:end] == span.text` holds in the copy as in the original; a span
that touches what was replaced grows to hold the whole replacement.

Ids are hashes of content. Whoever had the copy and the hash of the original could try names until the hash fits; so whatever
has changed gets new ids, which are hashes of the copy. A reading in which nothing is withheld stays as it is, ids and all.

What this gets wrong: names that are common words are withheld with a capital letter wherever they stand ("May"), words of
grammar alone never ("He"); a misspelling that is no alias stays; a namesake is withheld too. docs/persons.md says more.
"""

from __future__ import annotations

import dataclasses
import html
import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints
from urllib.parse import unquote_to_bytes, urlsplit

from reportedly import gazetteer, model
from reportedly.comparison import Decided, Descent, Judgement, Regard, Ruling, Source
from reportedly.model import Document, Extraction, PlaceMention, Span, make_id
from reportedly.sensitivity import Sensitivity
from reportedly.source import identify

__all__ = ["Coarsen", "Withheld", "withhold", "withhold_words"]

#: Something that a person said, with who and why.
_Said = TypeVar("_Said", Ruling, Descent, Regard)

#: Which places are made coarse: all that are finer than a region, or those in claims of or through a sensitive source.
Coarsen = Literal["all", "sensitive"]

_PLURAL: Mapping[Sensitivity, str] = {
    "captive": "captives",
    "defector": "defectors",
    "wounded": "wounded persons",
    "medic": "medics",
    "minor": "minors",
    "anonymous": "anonymous sources",
}
_LABEL: Mapping[Sensitivity, tuple[str, str]] = {
    "captive": ("a captive", "captive"),
    "defector": ("a defector", "defector"),
    "wounded": ("a wounded person", "wounded person"),
    "medic": ("a medic", "medic"),
    "minor": ("a minor", "minor"),
    "anonymous": ("an anonymous source", "anonymous source"),
}

#: In place of what two sensitive sources share, and of a place of which not even the country is known.
_SOMEBODY, _SOMEWHERE = "[a person]", "[a place]"

#: UCDP's precision of a first-level region and of a country; anything below the first is finer than a region.
_REGION, _COUNTRY = 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The copies, in the order of the originals, and what was withheld by kind only: ("names of medics", 2).

    Sources must be identified from the copies anew, for ids of the original sources are hashes of their names. `decided` then
    stands in place of what persons decided: its judgements join what was one source before, and the rest is of the copies.
    """

    extractions: tuple[Extraction, ...]
    kinds: tuple[tuple[str, int], ...]
    decided: Decided = field(default_factory=Decided)


def withhold(
    extractions: Sequence[Extraction],
    sources: Sequence[Source],
    sensitivity: Mapping[str, Sensitivity],
    *,
    decided: Decided | None = None,
    coarsen: Coarsen = "all",
) -> Withheld:
    """Copies of `extractions` that may be made public.

    `sources`: those of these very extractions; `sensitivity`: by source id (an absorbed one will do), what is missing is
    "none". `decided`: what persons decided of these; of who is who and what it is only what `sources` have. `coarsen`: see
    `Coarsen`.
    """
    sensitive = {s.id: (s, kind) for s in sources if (kind := _kind(s, sensitivity)) != "none"}
    at = {place for source, _ in sensitive.values() for place in source.mentions}
    persons, found = _person_targets(extractions, sensitive), set[str]()
    fine = [_fine_places(extraction, at if coarsen == "sensitive" else None) for extraction in extractions]
    speaking = _speaking(extractions)
    called = [_place_targets(places, speaking) for places in fine]
    # A place that one report means without our having read it as one is called the same in another.
    elsewhere = {key: target for targets in reversed(called) for key, target in targets.items()} if coarsen == "all" else {}
    shared, ids = _Targets([*persons, *elsewhere.values()]), _Ids()
    copies, claims, documents = [], dict[str, list[str]](), dict[str, str]()
    for extraction, places, own in zip(extractions, fine, called, strict=True):
        places_here = elsewhere | own
        targets = shared if places_here == elsewhere else _Targets([*persons, *places_here.values()])
        copy = _Copy(extraction, targets, places, ids).made()
        copies.append(copy)
        documents[extraction.document.id] = copy.document.id
        for before, after in zip(extraction.claims, copy.claims, strict=True):
            claims.setdefault(before.id, []).append(after.id)
        found |= targets.found
    kinds = Counter(f"names of {_PLURAL[kind]}" for id, (_, kind) in sensitive.items() if id in found)
    coarse = {_place_key(mention) for places in fine for mention in places.values()}
    if coarse:
        kinds["places below region"] = len(coarse)
    words = _Targets([*persons, *(target for targets in called for target in targets.values())])
    return Withheld(
        extractions=tuple(copies),
        kinds=tuple(sorted(kinds.items())),
        decided=_of_copies(decided or Decided(), sources, claims, documents, copies, words),
    )


def _of_copies(
    decided: Decided,
    sources: Iterable[Source],
    claims: Mapping[str, Sequence[str]],
    documents: Mapping[str, str],
    copies: Sequence[Extraction],
    words: _Targets,
) -> Decided:
    """What was decided, of the copies. `claims`: the ids of the copies of a claim; `documents`: that of a document's.

    Sources of the copies are one which were one before: a bracketed role in two documents is nobody's name; without this one
    medic would be counted as two origins.
    """
    now = {at: source.id for source in identify(copies) for at in source.mentions}
    judgements, regards = [], []
    for source in sources:
        parts = sorted({now[id, i] for claim, i in source.mentions for id in claims.get(claim, ()) if (id, i) in now})
        for left, right in pairwise(parts):
            reasons = ("they were one source before names were withheld",)
            judgements.append(
                Judgement(left=left, right=right, verdict="same", score=None, reasons=reasons, by="reportedly", decision=0)
            )
        regards += [replace(regard, source=part) for regard in source.regards for part in parts[:1]]

    def said(one: _Said) -> _Said:
        """The same, with nothing in the person's words that is withheld elsewhere."""
        return replace(one, by=words.applied(one.by), why=one.why and words.applied(one.why))

    return Decided(
        judgements=tuple(sorted(judgements, key=lambda judgement: (judgement.left, judgement.right))),
        rulings=tuple(
            replace(said(ruling), left=left, right=right)
            for ruling in decided.rulings
            for left in claims.get(ruling.left, ())
            for right in claims.get(ruling.right, ())
        ),
        descents=tuple(
            replace(said(descent), document=documents[descent.document], of=documents.get(descent.of or ""))
            for descent in decided.descents
            if descent.document in documents
        ),
        regards=tuple(map(said, regards)),
    )


def withhold_words(
    words: str, extractions: Sequence[Extraction], sources: Sequence[Source], sensitivity: Mapping[str, Sensitivity]
) -> str:
    """`words` of a person about these readings (a title, a note, the reason of a decision) without what `withhold` withholds."""
    persons = _person_targets(extractions, {s.id: (s, kind) for s in sources if (kind := _kind(s, sensitivity)) != "none"})
    speaking = _speaking(extractions)
    places = [target for e in extractions for target in _place_targets(_fine_places(e, None), speaking).values()]
    return _Targets([*persons, *places]).applied(words)


def _speaking(extractions: Iterable[Extraction]) -> set[tuple[str, ...]]:
    """The names, folded, of all in the chains who are no persons."""
    return {_tokens(hop.name) for e in extractions for claim in e.claims for hop in claim.chain if hop.type != "person"}


def _kind(source: Source, sensitivity: Mapping[str, Sensitivity]) -> Sensitivity:
    """The sensitivity of a source; one that was decided for a source which it absorbed holds for it."""
    kinds: Iterator[Sensitivity] = (sensitivity.get(id, "none") for id in (source.id, *source.absorbed))
    return next((kind for kind in kinds if kind != "none"), "none")


# --- text, folded ------------------------------------------------------------------------------------------------------

_SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ħ": "h", "ŧ": "t"}
_APOSTROPHES = frozenset("'’‘ʼʹ`´′ʻ")
_HYPHENS = frozenset("-‐‑‒–—_")
#: What stands for other characters: entities, also escaped again; percent-encoding, likewise; JSON's escapes; host names.
_ENCODED = re.compile(
    r"&(?:amp;)*(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});?|(?:%(?:25)*[0-9a-f]{2})+|\\+u[0-9a-f]{4}|\bxn--[a-z0-9-]+",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def _fold(c: str) -> str:
    """A character as letters and digits in lower case without accents; " " or "\\n" (hyphen, line end) between words; "" for
    what is passed over: accents, apostrophes, invisible characters."""
    if c in _HYPHENS or c in "\n\r\v\f\u0085\u2028\u2029":
        return "\n"
    if c in _APOSTROPHES:
        return ""
    out = ""
    for d in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", c).casefold()):
        kind = unicodedata.category(d)
        if d.isalnum():
            out += _SPECIAL.get(d, d)
        elif kind in ("Mn", "Me", "Cf", "Cc", "Cs", "Lm", "Sk") and not d.isspace():
            continue
        else:
            out += " "
    return out.strip() or (" " if out else "")


def _decoded(code: str) -> str:
    """What an encoded piece stands for; itself where it stands for nothing."""
    low = code.lower()
    try:
        if low.startswith("&"):
            for _ in range(code.count("amp;") + 2):
                code = html.unescape(code)
            return code
        if low.startswith("%"):
            plain = re.sub("%(?:25)+", "%", code)
            if plain == "%":
                plain = code
            return unquote_to_bytes(plain).decode("utf-8", "replace")
        if low.startswith("xn--"):
            return code[4:].encode("ascii").decode("punycode")
        return chr(int(code[-4:], 16))
    except (UnicodeError, ValueError):
        return code


class _Folded:
    """A string in folded form: `text`, and for each of its characters where it comes from and whether it was a capital."""

    def __init__(self, original: str) -> None:
        self.original = original
        out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.capital: list[bool] = []
        for start, end, c in self._characters(original):
            letters = _fold(c)
            if letters in (" ", "\n"):
                if out and out[-1] in " \n":
                    out[-1] = min(out[-1], letters)  # "\n" sorts before " "
                    self.ends[-1] = end
                else:
                    self._put(out, letters, start, end, False)
                continue
            if not letters and out and end > self.ends[-1] and unicodedata.category(c)[0] == "M":
                self.ends[-1] = end  # an accent belongs to the letter before it
            for letter in letters:
                self._put(out, letter, start, end, c.isupper() or c.istitle())
        self.text = "".join(out)

    def _put(self, out: list[str], letter: str, start: int, end: int, capital: bool) -> None:
        out.append(letter)
        self.starts.append(start)
        self.ends.append(end)
        self.capital.append(capital)

    @staticmethod
    def _characters(original: str) -> Iterator[tuple[int, int, str]]:
        done = 0
        for code in _ENCODED.finditer(original):
            if (plain := _decoded(code[0])) != code[0]:
                yield from ((i, i + 1, original[i]) for i in range(done, code.start()))
                yield from ((*code.span(), c) for c in plain)
                done = code.end()
        yield from ((i, i + 1, original[i]) for i in range(done, len(original)))

    def joined(self, i: int) -> bool:
        """Whether the character at `i` is a letter that goes on from the letter before it, with nothing between."""
        return (
            0 < i < len(self.text)
            and self.text[i].isalpha()
            and self.text[i - 1].isalpha()
            and self.starts[i] <= self.ends[i - 1]
        )


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(_Folded(words).text.split())


# --- what is looked for ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Folded words, what is put in their place, and which sources (for a place, none) they are of."""

    tokens: tuple[str, ...]
    label: str
    sources: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        return "".join(self.tokens)


#: A replacement in a text: start, end, what is put there, and whether it is of a person.
_Cut = tuple[int, int, str, bool]


#: By how many letters targets are told apart before they are looked for.
_START = 3


class _Targets:
    """Finds targets in strings, and keeps the ids of the sources that were found."""

    def __init__(self, targets: Iterable[_Target]) -> None:
        # By their first letters, so that a string is only searched for what may be in it.
        self._by_start: dict[str, list[_Target]] = {}
        for target in targets:
            self._by_start.setdefault(target.letters[:_START], []).append(target)
        self.found: set[str] = set()
        self._done: dict[str, str] = {}

    def cuts(self, text: str) -> list[_Cut]:
        """Where something has to be replaced, in no order; cuts may overlap."""
        folded = _Folded(text)
        letters = re.sub(r"[ \n]", "", folded.text)
        starts = {letters[i : i + n] for n in range(1, _START + 1) for i in range(len(letters))}
        cuts: list[_Cut] = []
        for target in chain.from_iterable(self._by_start[start] for start in starts & self._by_start.keys()):
            if target.letters not in letters:
                continue
            for match in _pattern(target).finditer(folded.text):
                if (span := _whole(folded, target, *match.span())) is not None:
                    cuts.append((*span, target.label, bool(target.sources)))
                    self.found.update(target.sources)
        return cuts

    def applied(self, text: str) -> str:
        """`text` with everything replaced."""
        if text not in self._done:
            self._done[text] = _Edit(text, self.cuts(text)).text
        return self._done[text]


@lru_cache(maxsize=65536)
def _pattern(target: _Target) -> re.Pattern[str]:
    """A name of many letters may be run together or broken anywhere; a short one only where its words end."""
    letters = target.letters
    if len(target.tokens) > 1 and len(letters) >= 8:
        return re.compile("[ \n]?".join(map(re.escape, letters)))
    inner = "\n?" if len(letters) >= 5 else ""
    between = "[ \n]?" if len(letters) >= 7 else "[ \n]"
    return re.compile(between.join(inner.join(map(re.escape, token)) for token in target.tokens))


def _whole(folded: _Folded, target: _Target, start: int, end: int) -> tuple[int, int] | None:
    """The code points of a match, with the rest of the word it stands in; `None` when the match is another word."""
    letters = target.letters
    cased = letters.upper() != letters
    if cased:
        common = len(target.tokens) == 1 and (len(letters) <= 2 or letters in _words()["common"])
        if common and not folded.capital[start]:
            return None
        left, right = start, end
        while folded.joined(left):
            left -= 1
        while folded.joined(right):
            right += 1
        if (left, right) not in ((start, end), (start, end + 1)) or (right > end and folded.text[end] != "s"):
            if len(letters) < 5 or common or (len(target.tokens) == 1 and _other(folded.text[left:right], bool(target.sources))):
                return None
        start, end = left, right
    return folded.starts[start], folded.ends[end - 1]


def _other(word: str, person: bool) -> bool:
    """Whether a word that holds a name is another word: a country, a region, a people; for a place, any other place."""
    bearers = gazetteer.bearers(word)
    return any(not person or mark == "d" or place.kind in ("country", "region1") for place, mark in bearers)


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("reportedly") / "data" / "sensitivity" / "names.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in data.items() if name != "version"}


# --- names of persons --------------------------------------------------------------------------------------------------


def _person_targets(extractions: Iterable[Extraction], sensitive: Mapping[str, tuple[Source, Sensitivity]]) -> list[_Target]:
    claims = {claim.id: claim for extraction in extractions for claim in extraction.claims}
    numbers = Counter[Sensitivity]()
    labels: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for id, (source, kind) in sorted(sensitive.items()):
        said = {source.name, *source.aliases}
        for claim, i in source.mentions:
            if claim in claims and i < len(claims[claim].chain):
                hop = claims[claim].chain[i]
                said |= {hop.name, *((hop.mention.text,) if hop.mention else ())}
        whole = source.type not in ("person", "unspecified")
        called = {name for words in said for name in _names(words, source.named == "named")}
        keys = {key for name in called for key in _forms(name, whole=whole)}
        if not keys:
            continue
        numbers[kind] += 1
        first, more = _LABEL[kind]
        label = f"[{first}]" if numbers[kind] == 1 else f"[{more} {numbers[kind]}]"
        for key in keys:
            labels.setdefault(key, []).append((label, id))
    return [
        _Target(
            tokens=key,
            label=of[0][0] if len({label for label, _ in of}) == 1 else _SOMEBODY,
            sources=tuple(id for _, id in of),
        )
        for key, of in labels.items()
    ]


def _names(said: str, named: bool) -> Iterator[tuple[str, ...]]:
    """The names in a designation, each as its words: ("Zoë", "Čapková") in "Dr Zoë Čapková, a nurse of Zenda"."""
    lower = said == said.lower()
    pieces = re.split(r"([,;:()\[\]/«»“”\"]|(?<!\S)(?:of|at|from|in|with|for|near|by|who|and|or)(?!\S))", said)
    for before, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        # "A nurse near Zenda" is no name: what is a place there is coarsened, not withheld.
        maybe_place = not named or before.isalpha()
        words = [re.sub(r"^\W+|['’]s?\W*$|[^\w\u0300-\u036f]+$", "", word) for word in piece.split()]
        run: list[str] = []
        for word in [*filter(None, words), ""]:
            key = "".join(_tokens(word))
            name_like = _is_name(word) or (lower and named and key not in _words()["roles"])
            if key and (name_like or (run and key in _words()["particles"])):
                run.append(word)
            else:
                # What stands before "soldier" or "nurse" in lower case says of what kind they are.
                if key not in _words()["roles"] or not key:
                    yield from (name for name in _stripped(run) if not (maybe_place and _is_place(name)))
                run = []


def _is_place(name: Sequence[str]) -> bool:
    """Whether the gazetteer has these words, or one of them."""
    return any(gazetteer.bearers(gazetteer.fold(words)) for words in (" ".join(name), *name))


def _is_name(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return bool(first) and (first.isupper() or first.istitle() or first.lower() == first.upper() or any(map(str.isupper, word)))


def _stripped(run: list[str]) -> Iterator[tuple[str, ...]]:
    """A name without titles and peoples before it; nothing when there is nothing else."""
    keys = ["".join(_tokens(word)) for word in run]
    first = 0
    while first < len(run) and (
        (keys[first] in _words()["roles"] and (first + 1 < len(run) or first == 0))
        or any(mark == "d" for _, mark in gazetteer.bearers(gazetteer.fold(run[first])))
    ):
        first += 1
    last = len(run)
    while last > first and keys[last - 1] in _words()["particles"]:
        last -= 1
    if first < last:
        yield tuple(run[first:last])


#: How some write these letters without marks, and what is left of that without the second letter.
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_DIGRAPH = re.compile("(?<=[aou])e|(?<=a)a")


def _forms(name: Sequence[str], *, whole: bool) -> Iterator[tuple[str, ...]]:
    """The forms in which a name is looked for: in full, first and last word, last word first, each word alone; in all these
    with "ue" and the like for "ü", and the other way round."""
    plain = unicodedata.normalize("NFC", " ".join(name).casefold())
    tokens = _tokens(plain)
    written_out = _tokens("".join(_WRITTEN_OUT.get(c, c) for c in plain))
    drawn_in = tuple(short if len(short := _DIGRAPH.sub("", token)) >= 4 else token for token in tokens)
    for spelling in dict.fromkeys((tokens, written_out, drawn_in)):
        if len(spelling) > 1:
            yield spelling
            if not whole:
                yield (spelling[0], spelling[-1])
                yield (spelling[-1], spelling[0])
                yield (spelling[-1], *spelling[:-1])
        if len(spelling) == 1 or not whole:
            yield from ((token,) for token in spelling if _stands_alone(token, among=len(spelling)))


def _stands_alone(token: str, *, among: int) -> bool:
    """Whether one of so many words of a name tells the name: no number, initial, particle, word of grammar."""
    if token.isdigit() or token in _words()["grammar"] or (among > 1 and token in _words()["particles"]):
        return False
    return len(token) > 1 or token.upper() == token


# --- places ------------------------------------------------------------------------------------------------------------


def _fine_places(extraction: Extraction, only: set[tuple[str, int]] | None) -> dict[tuple[int, int], PlaceMention]:
    """The mentions of places finer than a region, by where they stand; with `only`, those of claims of or through these."""
    mentions = [] if only is not None else list(extraction.places)
    for claim in extraction.claims:
        if only is None or any((claim.id, i) in only for i in range(len(claim.chain))):
            mentions += claim.places
    fine = {(m.span.start, m.span.end): m for m in mentions if _is_fine(m)}
    if only is not None:
        same = {_place_key(m) for m in fine.values()}
        every = [*extraction.places, *(m for claim in extraction.claims for m in claim.places)]
        fine |= {(m.span.start, m.span.end): m for m in every if _place_key(m) in same}
    return fine


def _place_key(mention: PlaceMention) -> str:
    return mention.gazetteer_id or " ".join(_tokens(mention.span.text))


def _is_fine(mention: PlaceMention) -> bool:
    """Whether a place is finer than a region, or may be: one that the gazetteer does not know is taken to be."""
    if mention.precision is None or mention.precision < _REGION:
        return True
    if mention.span.text.casefold() == mention.name.casefold():
        return False
    # An unknown place that carries the region it lies in: its words are no name of that region.
    words, name = set(_tokens(mention.span.text)), set(_tokens(mention.name))
    if not words or words & name:
        return False
    keys = {gazetteer.fold(mention.span.text), *gazetteer.fold(mention.span.text).split()}
    return not any(p.kind != "city" for key in keys for p, _ in gazetteer.bearers(key))


def _coarse_name(mention: PlaceMention) -> str:
    """The name of the region, else of the country, that a place lies in."""
    if mention.region:
        return mention.region
    country = gazetteer.division(mention.country) if mention.country else None
    return country.name if country else mention.country or _SOMEWHERE


def _place_targets(
    fine: Mapping[tuple[int, int], PlaceMention], speaking: Set[tuple[str, ...]]
) -> dict[tuple[str, ...], _Target]:
    """What fine places are called, by its words, except what their region is called too, and capitals that speak.

    `speaking`: the names of sources; "London" among them is the government.
    """
    out: dict[tuple[str, ...], _Target] = {}
    for _, mention in sorted(fine.items()):
        label = _coarse_name(mention)
        for words in (mention.span.text, mention.name):
            tokens = _tokens(words)
            bare = tokens[:-1] if len(tokens) > 1 and tokens[-1] in _words()["kinds"] else tokens
            for key in {tokens, bare} - {()}:
                metonym = key in speaking and any(p.kind == "capital" for p, _ in gazetteer.bearers(" ".join(key)))
                plain = len(key) > 1 or (len(key[0]) > 1 and key[0] not in _words()["grammar"])
                if plain and not metonym and not set(key) <= set(_tokens(label)):
                    out.setdefault(key, _Target(tokens=key, label=label))
    return out


# --- the copy ----------------------------------------------------------------------------------------------------------


class _Edit:
    """A text after its cuts, and where each place of the old text is in the new one."""

    def __init__(self, old: str, cuts: Iterable[_Cut]) -> None:
        self._cuts: list[tuple[int, int, int, int]] = []
        out: list[str] = []
        done = length = 0
        for start, end, label, _ in _merged(old, cuts):
            out += [old[done:start], label]
            at = length + start - done
            self._cuts.append((start, end, at, at + len(label)))
            done, length = end, at + len(label)
        self.text = "".join(out) + old[done:]
        self._starts = [cut[0] for cut in self._cuts]

    def span(self, old: Span) -> Span:
        """Where `old` is now; it holds the whole of every replacement that it touches."""
        return Span.cut(self.text, self._place(old.start, end=False), self._place(old.end, end=True))

    def _place(self, offset: int, *, end: bool) -> int:
        k = bisect_right(self._starts, offset - end) - 1
        if k < 0:
            return offset
        _, last, new_first, new_last = self._cuts[k]
        if offset < last or (end and offset == last):
            return new_last if end else new_first
        return new_last + offset - last


def _merged(text: str, cuts: Iterable[_Cut]) -> list[_Cut]:
    """Cuts in order, those that overlap as one. Of a person's they swallow an initial before and pieces of the name beside."""
    out: list[_Cut] = []
    for start, end, label, person in sorted(cuts, key=lambda cut: (cut[0], -cut[1], *cut[2:])):
        if out and start < out[-1][1]:
            before = out[-1]
            if (person, end - start) > (before[3], before[1] - before[0]):
                before = (before[0], before[1], label, person)
            out[-1] = (before[0], max(before[1], end), *before[2:])
        elif out and person and out[-1][2] == label and re.fullmatch(r"[\s_+-]?(?:\w\.\s?)?", text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end, label, True)
        else:
            floor = max(start - 8, out[-1][1] if out else 0)
            initials = re.search(r"(?<!\w)(?:[^\W\d_]\.\s?)+$", text[floor:start]) if person else None
            if initials and initials[0].isupper():
                start -= len(initials[0])
            out.append((start, end, label, person))
    return out


class _Ids:
    """New ids for documents, the same for every reading of one."""

    def __init__(self) -> None:
        self._documents: dict[str, str] = {}
        self._used = Counter[str]()

    def document(self, old: Document, new: Document) -> str:
        if old.id not in self._documents:
            content = make_id("withheld", new.name, new.text)
            self._documents[old.id] = make_id(content, self._used[content])
            self._used[content] += 1
        return self._documents[old.id]


_ID_FIELDS = frozenset({"id", "document", "attribution", "part_of"})


class _Copy:
    """One reading with everything replaced."""

    def __init__(
        self, extraction: Extraction, targets: _Targets, fine: Mapping[tuple[int, int], PlaceMention], ids: _Ids
    ) -> None:
        self._extraction, self._targets, self._fine, self._ids = extraction, targets, fine, ids
        document = extraction.document
        coarse = [m.span for m in extraction.places if not _is_fine(m)]
        cuts = [
            cut for cut in targets.cuts(document.text) if cut[3] or not any(s.start < cut[1] and cut[0] < s.end for s in coarse)
        ]
        cuts += [(*at, _coarse_name(mention), False) for at, mention in fine.items()]
        self._edit = _Edit(document.text, cuts)
        self._new_id: Callable[[str], str] = lambda old: old

    def made(self) -> Extraction:
        """The copy, or the reading itself when nothing in it is withheld."""
        copy = cast(Extraction, self._rewritten(self._extraction))
        if copy == self._extraction:
            return self._extraction
        document = self._ids.document(self._extraction.document, copy.document)
        new = {self._extraction.document.id: document}
        self._new_id = lambda old: new.setdefault(old, make_id(document, len(new)))
        return cast(Extraction, self._rewritten(self._extraction))

    def _rewritten(self, value: Any) -> Any:
        if isinstance(value, Span):
            return self._edit.span(value)
        if isinstance(value, str):
            return self._targets.applied(value)
        if isinstance(value, tuple):
            return tuple(self._rewritten(item) for item in value)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        if isinstance(value, PlaceMention) and (value.span.start, value.span.end) in self._fine:
            value = self._coarse(value)
        fields = {name: self._field(name, getattr(value, name), closed) for name, closed in _fields(cast(Hashable, type(value)))}
        if isinstance(value, Document):
            fields["text"] = self._edit.text
        return replace(value, **fields)

    def _field(self, name: str, value: Any, closed: bool) -> Any:
        if closed or value is None:
            return value
        if isinstance(value, str):
            if name in _ID_FIELDS:
                return self._new_id(value)
            if name == "url":
                return self._address(value)
            if name == "path":
                return value if self._targets.applied(value) == value else None
            if name == "text":
                return value
        return self._rewritten(value)

    def _address(self, url: str) -> str | None:
        """A URL that holds something withheld leads no further than its host."""
        if self._targets.applied(url) == url:
            return url
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        host = f"{parts.scheme}://{parts.hostname}/"
        return host if parts.scheme and parts.hostname and self._targets.applied(host) == host else None

    def _coarse(self, mention: PlaceMention) -> PlaceMention:
        label = _coarse_name(mention)
        known = None if label == _SOMEWHERE else _REGION if mention.region else _COUNTRY
        return replace(mention, name=label, gazetteer_id=None, lat=None, lon=None, precision=known)


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a type, and of each whether its words are of a closed vocabulary, or of programs."""
    hints = get_type_hints(kind, vars(model))

    def closed(hint: Any) -> bool:
        return get_origin(hint) is Literal or any(map(closed, get_args(hint)))

    return tuple((f.name, closed(hints[f.name]) or f.name in ("versions", "published_from")) for f in dataclasses.fields(kind))
