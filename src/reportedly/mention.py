"""Who a source span speaks of, as far as its own document says: antecedent, name, type, country, named or not.

A pronoun goes back to the source that spoke last, else to the nearest person before it; a description ("the nurse", "the
agency") to the nearest earlier phrase with the same head, or of the same kind; a surname or an acronym to the full name; the
observers of a body, to that body.
The order of looking is that of Hobbs's observation that the nearest suitable subject is nearly always meant. Things that
can say something (reports, footage, figures) are listed; any other common noun that speaks is taken for a person, or a
group when it is plural.

What it gets wrong: it knows no gender but that of pronouns and a few nouns, so of two people who speak in turn it takes
the last; a plural pronoun takes the nearest body or group; "the miner" is the one company that was named before, though a
miner may be meant whom the text never introduces.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from reportedly.appellation import bodies_of_common_words, is_for_something, persons
from reportedly.located import Located
from reportedly.model import Attribution, Parse, SourceMention, SourceType, Span, Token
from reportedly.naming import spelt_out

_PERSONAL = frozenset({"he", "she", "him", "her", "his", "i", "me"})
_PLURAL = frozenset({"they", "them", "their", "we", "us"})
_NEUTER = frozenset({"it", "its"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PRONOUNS = _PERSONAL | _PLURAL | _NEUTER | _RELATIVE
_FEMALE = frozenset(
    {"she", "her", "woman", "wife", "mother", "daughter", "sister", "girl", "widow", "spokeswoman", "nurse", "mrs", "ms"}
)
_MALE = frozenset({"he", "him", "his", "man", "husband", "father", "son", "brother", "boy", "spokesman", "mr", "fisherman"})
#: Endings of nouns that are no people.
_ABSTRACT = ("ness", "ity", "ment", "ism", "cy", "ance", "ence", "ship", "tion", "sion")
#: Endings of nouns that are people, where no list knows them.
_SOMEBODY = (
    "er",
    "or",
    "ist",
    "ian",
    "man",
    "woman",
    "person",
    "ee",
    "eer",
    "ant",
    "smith",
    "wright",
    "monger",
    "herd",
    "boy",
    "girl",
)
#: A name in quotation marks is a changed one.
_MARKS = frozenset("“\"«„‘'")
#: How many sources and phrases back an antecedent is looked for.
_REMEMBERED = 40
_MORE = re.compile(r",|\s(?:of|at|in|by|who|whose|for|from|with|on|near|and)\s")
#: After whose somebody is.
_WHOSE = re.compile(r"[’']s?\s")
#: "Nobody but the ministry maintains that".
_ALONE = re.compile(
    r"(?:(?:nobody|no one|nobody else|none) (?:but|except)|not even|even|only|just"
    r"|(?:(?:some|about|around|at least|more than) )?\d[\d,]* and)\s+",  # "the rebels say 45 and the army claims"
    re.IGNORECASE,
)
_APPOSED = re.compile(r", (?:an?|the) (?:[a-z-]+ ){0,3}?([a-z]+)(?=,|$| (?:of|at|in|from|who|whose|that|for|with|on|near)\b)")
#: Sentences back to which a bare description or "its" can refer.
_FAR_BACK = 6
_FURTHER = frozenset({"another", "second", "third", "fourth", "other"})
_ELLIPTIC = _FURTHER | {"a", "the", "one"}
#: Code points within which the reason for not naming somebody stands.
_NEAR = 500
#: A description by one of these may mean any single person mentioned before.
_ANYONE = frozenset({"man", "woman", "husband", "wife", "person", "official", "speaker", "caller", "source", "patient"})
_MINISTRIES = frozenset({"ministry", "department", "office"})
#: What a company is, among the kinds of source.
_COMPANY = frozenset({"group"})
_THINGS = ("document", "unspecified")
#: Nouns for a body that people have founded.
_LEAGUES = frozenset({"group", "organisation", "organization", "association", "charity", "alliance", "movement", "network"})
#: What news calls by what it is, so that it does not stand for another body's name.
_ITSELF = frozenset({"police", "gendarmerie", "coastguard", "parliament", "court", "prosecution", "prosecutors", "municipality"})
#: Words of the names of what is called "the army".
_OF_ARMIES = frozenset(("army", "armed", "military", "forces", "staff", "command", "defence", "defense", "ground"))
_SINGULAR_TYPES: tuple[SourceType, ...] = ("intelligence agency", "armed force", "outlet", "ngo", "government")


@dataclass(frozen=True, slots=True)
class _Words:
    anywhere: frozenset[str]
    heads: frozenset[str]
    phrases: tuple[str, ...]
    names: frozenset[str]
    suffixes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Firms:
    words: frozenset[str]
    people: frozenset[str]
    crafts: frozenset[str]
    things: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    types: dict[str, _Words]
    role: frozenset[str]
    speakers: frozenset[str]
    indefinite: frozenset[str]
    anonymous: frozenset[str]
    reasons: re.Pattern[str]
    anaphor: dict[str, frozenset[str]]
    of_states: frozenset[str]
    public: frozenset[str]
    members: frozenset[str]
    sent: frozenset[str]
    firms: _Firms


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.mention").joinpath("types.toml").read_text("utf8"))
    types = {
        name: _Words(
            anywhere=frozenset(part.get("anywhere", "").split()),
            heads=frozenset(part.get("heads", "").split()),
            phrases=tuple(p.strip() for p in part.get("phrases", "").split("|") if p.strip()),
            names=frozenset(part.get("names", "").split()),
            suffixes=frozenset(part.get("suffixes", "").split()),
        )
        for name, part in data.items()
        if isinstance(part, dict) and name in (*_SINGULAR_TYPES, "person", "document", "unspecified", "group", "body")
    }
    who = data["anonymous"]
    reasons = "|".join(re.escape(p.strip()) for p in who["reasons"].split("|"))
    return _Lexicon(
        types,
        frozenset(who["role"].split()),
        frozenset(who["speakers"].split()),
        frozenset(who["indefinite"].split()),
        frozenset(who["words"].split()),
        re.compile(reasons, re.IGNORECASE),
        {word: frozenset(kinds.split("|")) for word, kinds in data["anaphor"].items()},
        frozenset(data["states"]["owned"].split()),
        frozenset(data["states"]["public"].split()),
        frozenset(data["members"]["words"].split()),
        frozenset(data["members"]["sent"].split()),
        _Firms(**{name: frozenset(words.split()) for name, words in data["firms"].items()}),
    )


@cache
def _countries() -> dict[str, str]:
    """Names, adjectives and seats of governments, folded, to ISO 3166-1 alpha-2."""
    out: dict[str, str] = {}
    for line in files("reportedly.data.source").joinpath("governments.tsv").read_text("utf8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, name, others, seats = [*line.split("\t"), "", "", ""][:4]
        for word in (name, *others.split(";"), *seats.split(";")):
            if word:
                out.setdefault(_fold(word), code)
    return out


def _fold(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[’']s?\b", "", plain).replace(".", "").casefold()


def country_of(text: str) -> str | None:
    """The state that a phrase names by name, adjective or seat of government; longest match, the first one in the phrase."""
    words = _fold(text).split()
    table = _countries()
    for i in range(len(words)):
        for n in (4, 3, 2, 1):
            piece = " ".join(words[i : i + n]).strip(',;:()“”"')
            if piece in table and i + n <= len(words):
                return table[piece]
    return None


def is_government_seat(text: str) -> bool:
    """Whether a phrase is nothing but a state or the city that stands for its government."""
    return _fold(text.strip()).removeprefix("the ").strip() in _countries()


class Mentions:
    """The source mentions of one document, resolved in reading order."""

    def __init__(self, parse: Parse, attributions: Iterable[Attribution]) -> None:
        self.parse = parse
        self._resolved: dict[Span, SourceMention] = {}
        self._spoken: list[SourceMention] = []
        #: The last "its" that was resolved: the token, and whom it refers to.
        self._owner_before: tuple[int, SourceMention] | None = None
        #: Whom the text has called "she" (true) or "he", by name.
        self._female: dict[str, bool] = {}
        self._people = persons(parse)
        self._common_names = bodies_of_common_words(parse)
        #: Names that own what only states have: "Norvania's army", "Norvania's foreign minister".
        self._states = {t.lower for t in parse.tokens if t.dep == "poss" and t.pos == "PROPN" and self._of_a_state(t)}
        self._people_at = Located((a, b, (a, b)) for a, b in self._people)
        self._people_called: dict[str, list[tuple[int, int]]] = {}
        for a, b in self._people:
            for word in dict.fromkeys(self._name_words(a, b)):
                self._people_called.setdefault(word, []).append((a, b))
        self._days_at = Located((e.first, e.last, (e.first, e.last)) for e in parse.entities if e.label in ("DATE", "TIME"))
        lines = {first for first, _ in parse.paragraphs}
        # "KELL, Ruritania (Zenit) - Nine died": nothing in the text is its own.
        head = {e.first for e in parse.entities if e.first in lines and e.label == "GPE" and parse.tokens[e.first].text.isupper()}
        self._bodies = [(e.first, e.last) for e in parse.entities if e.label in ("GPE", "ORG") and e.first not in head]
        self._acronyms = dict(spelt_out(parse.text))
        self._labels: dict[str, Counter[str]] = {}
        for e in parse.entities:
            self._labels.setdefault(parse.tokens[e.last - 1].lower, Counter())[e.label] += 1
        self._noun_phrases = [t.i for t in parse.tokens if t.pos == "NOUN" and self._is_human_or_body(t)]
        self._with_lemma: dict[str, list[int]] = {}
        types = _lexicon().types
        bodies = types["body"].heads | types["ngo"].heads | types["government"].heads | types["government"].anywhere
        spoken_again = {*bodies} - _lexicon().anaphor.keys() | {"ministry"}
        for t in parse.tokens:
            if t.pos == "NOUN" and (t.lemma in spoken_again or self._is_human_or_body(t)):
                self._with_lemma.setdefault(t.lemma, []).append(t.i)
        for attribution in sorted(attributions, key=_first):
            for span in attribution.source:
                self.resolve(span)

    def resolve(self, span: Span) -> SourceMention:
        """Who `span` speaks of. The same span always gives the same answer."""
        if span not in self._resolved:
            found = self._read(span)
            self._resolved[span] = found
            insort(self._spoken, found, key=_place)
        return self._resolved[span]

    # -- one mention

    def _read(self, span: Span) -> SourceMention:
        parse = self.parse
        tokens = parse.tokens_in(span.start, span.end)
        if not tokens:
            return _plain(span)
        if (
            parse.tokens[tokens.start].pos == "CCONJ"
            and len(tokens) > 1
            and parse.tokens[tokens.start].lower in ("and", "but", "or")
        ):
            return self._read(parse.span(tokens.start + 1, tokens.stop))
        if (alone := _ALONE.match(span.text)) and (rest := parse.tokens_in(span.start + alone.end(), span.end)):
            return self._read(parse.span(rest.start, rest.stop))
        head = self._head(tokens)
        word = parse.tokens[head].lower
        if len(tokens) <= 2 and word in _PRONOUNS and parse.tokens[head].pos not in ("PROPN", "NOUN"):
            antecedent = self._of_pronoun(head, word)
            if antecedent is not None and word in _FEMALE | _MALE:
                self._female.setdefault(antecedent.name, word in _FEMALE)
            return self._inherit(span, antecedent)
        if word == "who" and len(tokens) > 2:
            return self._describe(span, head)
        if noun := self._left_out(tokens):
            return self._another(span, noun)
        body = self._common_name(span)
        common = body is not None and re.sub(r"^[Tt]he ", "", span.text) == body.text
        if common or (parse.tokens[head].pos == "NOUN" and is_for_something(span.text)):
            return SourceMention(mention=span, name=span.text, type="ngo", country=None, named="named")
        person = next((p for p in self._people_at.over(tokens.start, tokens.stop) if not self._owns(p, head)), None)
        lone = len(tokens) == 1 and parse.tokens[head].text[0].isupper()
        if person is None and (lone or parse.tokens[head].pos == "PROPN") and self._full_name((head, head + 1)):
            person = (head, head + 1)
        if person:
            full = self._full_name(person)
            if full:
                return self._inherit(span, self._describe(self._phrase_around(full), full[1] - 1))
        definite = parse.tokens[tokens.start].lower in ("the", "this", "that", "his", "her", "their")
        bare = range(tokens.start, max(head + 1, min(tokens.stop, parse.phrase_end(head, "relcl", "punct"))))
        if definite and not person and len(bare) <= 4 and not any(parse.tokens[i].pos == "PROPN" for i in bare):
            short = bare.stop < tokens.stop and any(parse.tokens[i].dep == "appos" for i in tokens)
            antecedent = None if short else self._of_description(head, parse.span(bare.start, bare.stop))
            if antecedent:
                return self._inherit(span, antecedent)
        return self._describe(span, head)

    def _common_name(self, span: Span) -> Span | None:
        """The name of a body of common words in the span."""
        i = bisect_left(self._common_names, span.start, key=lambda name: name.start)
        name = self._common_names[i] if i < len(self._common_names) else None
        return name if name is not None and name.end <= span.end else None

    def _owns(self, person: tuple[int, int], head: int) -> bool:
        """Whether a person is only whose the source is: "Orlova's deputy"."""
        last = self.parse.tokens[person[1] - 1]
        while last.pos != "PROPN" and last.i > person[0]:
            last = self.parse.tokens[last.i - 1]
        return last.dep == "poss" and not person[0] <= head < person[1]

    def _left_out(self, tokens: range) -> str | None:
        """The noun that "another" or "a second" leaves out: what the last source that was one of many was called."""
        if (
            not all(self.parse.tokens[i].lower in _ELLIPTIC for i in tokens)
            or not {self.parse.tokens[i].lower for i in tokens} & _FURTHER
        ):
            return None
        for said in self._lately(self.parse.tokens[tokens.start].start):
            spoken = self.parse.tokens_in((said.antecedent or said.mention).start, (said.antecedent or said.mention).end)
            noun = self.parse.tokens[self._head(spoken)] if spoken else None
            if noun and noun.pos == "NOUN" and said.type in ("person", "group") and said.named == "anonymous":
                return noun.lemma
        return None

    def _another(self, span: Span, noun: str) -> SourceMention:
        return SourceMention(mention=span, name=f"{span.text} {noun}", type="person", country=None, named="anonymous")

    def _after_a_day(self, span: Span, head: int) -> Span:
        """The phrase without a day before it: "the same Monday Ukraine's president"."""
        tokens = self.parse.tokens_in(span.start, span.end)
        last = max((b for a, b in self._days_at.over(tokens.start, min(tokens.start + 3, head))), default=tokens.start)
        return self.parse.span(last, tokens.stop) if tokens.start < last <= head else span

    def _before_quoting(self, span: Span, head: int) -> Span:
        """The phrase without who else quotes it: "a port official" of "a port official quoted by the Herald"."""
        parse = self.parse
        for c in parse.children[head]:
            t, first = parse.tokens[c], parse.left_edge[c]
            if t.dep == "acl" and t.lemma in ("quote", "cite", "interview") and head < first and t.start < span.end:
                return Span.trimmed(parse.text, span.start, parse.tokens[first].start) or span
        return span

    def _with_name_beside(self, span: Span, head: int) -> Span:
        """The phrase with the name that follows it between commas, where the span of the source ends before that:
        "the organisers, Harbour for All, said"."""
        parse = self.parse
        for c in parse.children[head]:
            between = parse.text[span.end : parse.tokens[parse.left_edge[c]].start]
            if parse.tokens[c].dep == "appos" and parse.tokens[c].pos == "PROPN" and between.strip() == ",":
                stop = parse.phrase_end(c, "relcl", "acl", "appos", "punct", "conj", "cc")
                return Span.cut(parse.text, span.start, parse.tokens[stop - 1].end)
        return span

    def _with_owner(self, span: Span, described: SourceMention) -> SourceMention:
        """ "Its delegate" is the delegate of whatever was spoken of before, and of its country."""
        i = self.parse.token_at(span.start)
        if i is None or self.parse.tokens[i].lower not in ("its", "their") or self.parse.tokens[i].tag != "PRP$":
            return described
        owner = self._owner(i)
        if owner is None:
            return described
        self._owner_before = (i, owner)
        rest, whose = span.text.split(None, 1)[-1], owner.name.split(",")[0]
        return replace(described, name=f"{whose}’s {rest}", country=described.country or owner.country)

    def _owner(self, i: int) -> SourceMention | None:
        """What "its" at token `i` refers to: the last body that spoke, or the last state or body named, whichever is nearer."""
        t = self.parse.tokens[i]
        before, owner = self._owner_before or (i, None)
        if owner and 0 <= t.sentence - self.parse.tokens[before].sentence <= 1 and owner.mention.end <= t.start:
            between = self._bodies[bisect_right(self._bodies, (before, 0)) : bisect_right(self._bodies, (i, 0))]
            if not any(self._leads(stop - 1) for _, stop in between):
                return owner  # "its delegate … its ministry": one and the same
        bodies = (s for s in self._lately(t.start) if s.mention.end <= t.start and s.type not in ("person", *_THINGS))
        said = next((s for s in bodies if t.lower == "their" or self._agrees("it", s)), None)
        if (leading := self._body_that_leads(i)) and (said is None or said.mention.end <= leading.mention.start):
            return leading
        last = bisect_right(self._bodies, (i, 0))
        for first, stop in reversed(self._bodies[max(0, last - 6) : last]):
            sentence = self.parse.tokens[first].sentence
            if stop <= i and t.sentence - 1 <= sentence and self._leads(stop - 1):
                if said is None or said.mention.start < self.parse.tokens[first].start:
                    return self._describe(self.parse.span(first, stop), stop - 1)
                break
        near = said is not None and (at := self.parse.token_at(said.mention.start)) is not None
        return said if near and t.sentence - self.parse.tokens[at or 0].sentence <= _FAR_BACK else None

    def _body_that_leads(self, i: int) -> SourceMention | None:
        """The body that the sentence before is about, though it said nothing: "The hospital has taken in 40. Its director"."""
        parse, types = self.parse, _lexicon().types
        sentence = parse.tokens[i].sentence
        if not sentence or i != parse.sentences[sentence][0]:
            return None
        heads = types["body"].heads | types["ngo"].heads | types["government"].anywhere
        for j in range(*parse.sentences[sentence - 1]):
            t = parse.tokens[j]
            if t.dep.startswith("nsubj") and parse.tokens[t.head].dep == "ROOT":
                named = t.pos == "PROPN" and not any(True for _ in self._people_at.over(j, j + 1))
                return self._read(self._noun_phrase(j)) if named or (t.pos == "NOUN" and t.lemma in heads) else None
        return None

    def _leads(self, i: int) -> bool:
        """Whether a sentence is about the token: its subject, or whose the subject is ("Pyongyang's answer")."""
        t = self.parse.tokens[i]
        return t.dep.startswith("nsubj") or (t.dep == "poss" and self.parse.tokens[t.head].dep.startswith("nsubj"))

    def _describe(self, span: Span, head: int) -> SourceMention:
        """The mention by its own words."""
        parse = self.parse
        span = self._before_quoting(self._with_name_beside(self._after_a_day(span, head), head), head)
        tokens = parse.tokens_in(span.start, span.end)
        kind = self._type(span, head, tokens)
        named = self._named(head, tokens, kind)
        if kind in ("ngo", "group") and self._common_name(span):
            named = "named"
        name = re.sub(r"\s+", " ", span.text).strip(' ,;:.“”"')
        found = SourceMention(
            mention=span,
            name=self._acronyms.get(name.removeprefix("the ").removeprefix("The "), name) or span.text,
            type=kind,
            country=country_of(span.text),
            named=named,
            anonymity_reason=self._reason(span, kind, named),
        )
        return self._with_owner(span, found)

    def _inherit(self, span: Span, antecedent: SourceMention | None) -> SourceMention:
        if antecedent is None:
            return _plain(span)
        return SourceMention(
            mention=span,
            name=antecedent.name,
            type=antecedent.type,
            country=antecedent.country,
            named=antecedent.named,
            antecedent=antecedent.antecedent or (antecedent.mention if antecedent.mention != span else None),
            anonymity_reason=antecedent.anonymity_reason or self._reason(span, antecedent.type, antecedent.named),
        )

    # -- antecedents

    def _of_pronoun(self, i: int, word: str) -> SourceMention | None:
        t = self.parse.tokens[i]
        if word in _RELATIVE:
            clause = next((a for a in self.parse.ancestors(i) if self.parse.tokens[a].dep in ("relcl", "acl")), None)
            if clause is None:
                return None
            noun = self.parse.tokens[clause].head
            return self._read(self._before_clause(self._whom(noun) if word == "who" else noun, clause))
        if matrix := self._matrix_subject(i, word):
            return matrix
        agreeing = [said for said in self._lately(t.start) if said.mention.end <= t.start and self._agrees(word, said)]
        if word in _FEMALE | _MALE and (here := self._subject_here(i, word)):
            if not agreeing or agreeing[0].mention.end <= here.mention.start:
                return here
        if word in _PERSONAL and (told_of := self._told_of_before(i, word)):
            if not agreeing or agreeing[0].mention.end <= told_of.mention.start:
                return told_of
        if word in _PERSONAL and (new := self._newly_come(i, word)):
            if not agreeing or agreeing[0].mention.end <= new.mention.start:
                return new
        if word in _NEUTER and (body := self._body_before(i)):
            return body
        if word in _NEUTER:
            # A body that spoke just before is meant sooner than a paper or a thing.
            near = self.parse.sentences[max(0, t.sentence - 2)][0]
            speaking = [s for s in agreeing if s.type not in _THINGS and s.mention.start >= self.parse.tokens[near].start]
            agreeing = speaking or agreeing
        if agreeing:
            return agreeing[0]
        if word in _PERSONAL:
            last = bisect_right(self._people, (i, 0))
            best = [p for p in self._people[max(0, last - 4) : last] if p[1] <= i]
            subjects = [p for p in best if self.parse.tokens[p[1] - 1].dep in ("nsubj", "nsubjpass")]
            for person in reversed(subjects or best):
                full = self._full_name(person) or person
                found = self._describe(self._phrase_around(full), full[1] - 1)
                if self._female.get(found.name, word in _FEMALE) == (word in _FEMALE):
                    return found
        for j in self._before(self._noun_phrases, i):
            if t.start - self.parse.tokens[j].start < 600:
                mention = self._describe(self._noun_phrase(j), j)
                if self._agrees(word, mention):
                    return mention
        return None

    def _newly_come(self, i: int, word: str) -> SourceMention | None:
        """Somebody whom the sentence before brings in as its subject, though not as saying anything: "A doctor gave another
        figure. It was higher, he said." """
        parse = self.parse
        sentence = parse.tokens[i].sentence
        subject = self._subject(*parse.sentences[sentence - 1]) if sentence else None
        if subject is None or parse.tokens[subject].pos != "NOUN" or not self._is_human_or_body(parse.tokens[subject]):
            return None
        phrase = self._noun_phrase(subject)
        if not re.match(r"(?:an?|another|one) ", phrase.text, re.IGNORECASE):
            return None
        found = self._describe(phrase, subject)
        return found if found.type == "person" and self._agrees(word, found) else None

    def _body_before(self, i: int) -> SourceMention | None:
        """The body that "it" at token `i` refers to: from sentence to sentence back, the subject of the main clause if it spoke,
        or whoever spoke last, or that subject though it did not speak, or for whom it speaks."""
        parse = self.parse
        t = parse.tokens[i]
        for s in range(t.sentence, max(-1, t.sentence - _FAR_BACK), -1):
            first, last = parse.sentences[s]
            start, end = parse.tokens[first].start, min(t.start, parse.tokens[last - 1].end)
            asked = self._asked(first, min(last, i))
            if asked is not None:
                return asked
            spoke = [said for said in self._lately(end) if start <= said.mention.start and said.mention.end <= end]
            fits = [said for said in spoke if said.type not in _THINGS and self._agrees("it", said)]
            subject = self._subject(first, last)
            if subject is not None and subject >= i:
                subject = None
            leads = [
                said
                for said in fits
                if subject is not None and said.mention.start <= parse.tokens[subject].start < said.mention.end
            ]
            if leads or fits:
                return (leads or fits)[0]
            if subject is not None and (about := self._about(subject)) is not None:
                return about
        return None

    def _asked(self, first: int, last: int) -> SourceMention | None:
        """The body that whoever writes has asked: "We asked the ministry. It has not answered."."""
        for k in range(first, last):
            t = self.parse.tokens[k]
            if t.lemma in ("ask", "contact", "approach", "question") and (who := self.parse.child(k, "dobj")) is not None:
                first_person = self.parse.child(k, "nsubj")
                if first_person is not None and self.parse.tokens[first_person].lower in ("we", "i"):
                    return self._about(who) if self.parse.tokens[who].pos in ("NOUN", "PROPN") else None
        return None

    def _subject(self, first: int, last: int) -> int | None:
        """The noun that is the subject of the main clause of a sentence."""
        parse = self.parse
        root = next((k for k in range(first, last) if parse.tokens[k].head == k), None)
        subject = parse.child(root, "nsubj", "nsubjpass") if root is not None else None
        return subject if subject is not None and parse.tokens[subject].pos in ("NOUN", "PROPN") else None

    def _about(self, subject: int) -> SourceMention | None:
        """The body that a subject names, or for which it speaks; `None` where it is neither."""
        parse = self.parse
        if parse.tokens[subject].lemma in _lexicon().speakers:
            of = [g for c in parse.children[subject] if parse.tokens[c].lower in ("for", "of", "from") for g in parse.children[c]]
            of += [c for c in parse.children[subject] if c < subject and parse.tokens[c].dep in ("poss", "compound")]
            subject = next((c for c in of if parse.tokens[c].pos in ("NOUN", "PROPN")), subject)
        found = self._read(self._noun_phrase(subject))
        return found if found.type not in _THINGS and self._agrees("it", found) else None

    def _told_of_before(self, i: int, word: str) -> SourceMention | None:
        """Who did what the sentence before tells, for a pronoun that begins the next: "The minister, N. N., came. She said"."""
        parse, sentence = self.parse, self.parse.tokens[i].sentence
        first = parse.sentences[sentence][0]
        if i != first or not sentence:
            return None
        for j in range(*parse.sentences[sentence - 1]):
            t = parse.tokens[j]
            if t.dep == "nsubj" and parse.tokens[t.head].head == t.head and j < t.head:
                named = next(self._people_at.over(parse.left_edge[j], t.head), None)
                if named is None or parse.tokens[t.head].dep != "ROOT":
                    return None
                found = self._read(self._noun_phrase(j))
                return found if self._agrees(word, found) else None
        return None

    def _subject_here(self, i: int, word: str) -> SourceMention | None:
        """Whom the clause before in the same sentence is about: "Its spokeswoman, N. N., is in hiding; she sent a message"."""
        parse = self.parse
        first = parse.sentences[parse.tokens[i].sentence][0]
        for j in range(i - 1, first - 1, -1):
            t = parse.tokens[j]
            clause = parse.tokens[t.head]
            if t.dep != "nsubj" or clause.i >= i or clause.dep not in ("ROOT", "ccomp", "conj", "parataxis"):
                continue
            if t.pos not in ("NOUN", "PROPN") or t.tag in ("NNS", "NNPS"):
                return None
            named = next(self._people_at.over(parse.left_edge[j], clause.i), None)
            found = self._read(self._noun_phrase(j)) if named is not None else None
            return found if found is not None and found.type == "person" and self._agrees(word, found) else None
        return None

    def _matrix_subject(self, i: int, word: str) -> SourceMention | None:
        """The ministry in "the ministry released a video it said showed S": who does what the clause around says."""
        parse = self.parse
        verb = parse.tokens[i].head
        if parse.tokens[verb].dep != "relcl" or parse.tokens[parse.tokens[verb].head].dep == "appos":
            return None  # "A spoke of 60 and B of 8, a figure they revised": who spoke last
        for a in parse.ancestors(verb):
            if parse.tokens[a].pos == "VERB":
                subject = parse.child(a, "nsubj")
                if subject is None or subject > i or parse.tokens[subject].pos not in ("NOUN", "PROPN"):
                    return None
                found = self._describe(self._noun_phrase(subject), subject)
                return found if self._agrees(word, found) else None
        return None

    def _agrees(self, word: str, said: SourceMention) -> bool:
        words = set(re.findall(r"\w+", f"{said.name} {said.mention.text}".lower()))
        if " " in said.name:
            words -= {"her", "his", "him"}  # "a doctor on her staff" may be a man
        if word in _PERSONAL:
            if said.type != "person" or (
                word in _FEMALE | _MALE and self._female.get(said.name, word in _FEMALE) != (word in _FEMALE)
            ):
                return False
            if word in _FEMALE:
                return not words & _MALE
            return word in ("i", "me") or not words & (_FEMALE - {"nurse"})
        if word in _PLURAL:
            return said.type not in ("person", "document", "unspecified")
        return said.type != "person" and (said.type != "group" or self._is_one_body(said))

    def _is_one_body(self, said: SourceMention) -> bool:
        """Whether a group is one body, a company or a committee, that a text calls "it"; people in the plural are not."""
        return bool(self._core(said.name) & _lexicon().types["body"].heads) or (
            said.named == "named" and not self._core(said.name) & _lexicon().types["group"].heads
        )

    def _of_description(self, head: int, span: Span) -> SourceMention | None:
        """What "the nurse" or "the agency" goes back to: the same head earlier, else a source of the same kind."""
        t = self.parse.tokens[head]
        tokens = self.parse.tokens_in(span.start, span.end)
        described = self._content_words(span)
        for said in self._lately(span.start):
            core = self._core(said.name) | _apposed(said.name)
            if said.mention.end <= span.start and t.lower in core and described <= self._words(said.name):
                return said
        same = [j for j in self._before(self._with_lemma.get(t.lemma, []), head) if self.parse.tokens[j].tag == t.tag]
        if not self._is_human_or_body(t):
            said_again = described | {self.parse.tokens[i].lower for i in tokens if self.parse.tokens[i].pos == "NUM"}
            same = [j for j in same if said_again <= self._words(self._noun_phrase(j).text)]  # no other government
        longer = [j for j in reversed(same) if self._introduces(j, span)]
        if longer:
            last = self.parse.tokens[longer[-1]].sentence
            subjects = [
                j for j in longer if self.parse.tokens[j].sentence == last and self.parse.tokens[j].dep.startswith("nsubj")
            ]
            best = (subjects or longer)[-1]
            named = self.parse.tokens[best].head
            if self.parse.tokens[best].dep == "appos" and self.parse.tokens[named].pos == "PROPN" and named < best:
                return self._read(self._noun_phrase(named))  # "Ines Kell, a mathematician"
            phrase = self._noun_phrase(best)
            if not self._is_human_or_body(t):
                phrase = self.parse.span(
                    self.parse.left_edge[best], self.parse.phrase_end(best, "relcl", "acl", "conj", "cc", "punct")
                )
            return self._whose_members(best) or self._describe(phrase, best)
        kind = self._type(span, head, self.parse.tokens_in(span.start, span.end))
        if t.lemma in _ANYONE:
            for j in self._before(self._noun_phrases, head):
                other = self.parse.tokens[j]
                if other.sentence >= t.sentence - 3 and other.lemma != t.lemma and other.tag == "NN":
                    mention = self._describe(self._noun_phrase(j), j)
                    words = {other.lemma} | {self.parse.tokens[c].lemma for c in self.parse.children[j]}
                    opposite = _MALE if t.lemma in _FEMALE else _FEMALE if t.lemma in _MALE else frozenset()
                    if mention.type == "person" and not words & opposite:
                        return self._read(self._noun_phrase(j))
        if self.parse.tokens_in(span.start, span.end) and span.text.split()[0].lower() not in ("the", "this", "that"):
            return None
        kinds = _lexicon().anaphor.get(t.lower, frozenset())
        if kinds and described <= {t.lower} and (found := self._spoken_again(t, span, kinds)):
            return found
        if t.lower in _LEAGUES and described <= {t.lower} and (called := self._called_before(t)):
            return called
        if kind in _SINGULAR_TYPES and t.lower not in _ITSELF and not kinds and described <= {t.lower}:
            for said in self._lately(span.start):
                whole = kind != "government" or is_government_seat(said.name)  # "the government", "the regime"
                whole = whole and (t.lower not in ("army", "military") or bool(self._words(said.name) & _OF_ARMIES))
                if said.mention.end <= span.start and said.type == kind and said.named == "named" and whole:
                    return said
        return None

    def _spoken_again(self, t: Token, span: Span, kinds: frozenset[str]) -> SourceMention | None:
        """The last source of one of the kinds. For a company, "the lender", it is who was called a company, an owner or the like;
        of several others it could be any."""
        persons = _lexicon().types["person"].heads
        companies = {word for word, named in _lexicon().anaphor.items() if named == _COMPANY} - persons | {"owner"}
        found: dict[str, SourceMention] = {}
        for said in self._lately(span.start):
            at = self.parse.token_at(said.mention.start)
            if at is None or t.sentence - self.parse.tokens[at].sentence > _FAR_BACK:
                break
            if (
                said.type == "person"
                and (its := self._body_within(said.mention))
                and its.type in kinds
                and its.mention.end <= span.start
            ):
                found.setdefault(its.name, its)
            called = kinds == _COMPANY and said.name.lower().startswith("the ") and bool(self._core(said.name) & companies)
            body = said.type in kinds and said.named != "anonymous" and (said.type != "group" or self._is_one_body(said))
            body = body and self._may_be_called(t.lower, said)
            if t.lower == "ministry" and not self._words(said.name) & _MINISTRIES:
                continue
            if said.mention.end <= span.start and (body or called):
                found.setdefault(said.name, said)
        # "Altmine" is short for "Altmine Carbon", and both are one.
        apart = [name for name in found if not any(self._words(name) < self._words(other) for other in found)]
        if kinds != _COMPANY or len(apart) == 1:
            return found[apart[0]] if kinds == _COMPANY else next(iter(found.values()), None)
        called_so = [said for said in found.values() if self._core(said.name) & companies]
        return called_so[0] if len(called_so) == 1 else None

    def _body_within(self, mention: Span) -> SourceMention | None:
        """The body that a person is introduced with: "Zora Kell, who leads Orsk Watch"."""
        tokens = self.parse.tokens_in(mention.start, mention.end)
        if not tokens:
            return None
        last = max(tokens[-1], self.parse.right_edge[self._head(tokens)])
        within = [(a, b) for a, b in self._bodies if tokens.start < a and b <= last + 1 and b - a > 1]
        if not within:
            return None
        body = self._describe(self.parse.span(*within[-1]), within[-1][1] - 1)
        return body if body.named == "named" else None

    def _called_before(self, t: Token) -> SourceMention | None:
        """The last body of common words that was named a few sentences before, though it did not speak."""
        i = bisect_left(self._common_names, t.start, key=lambda name: name.start)
        name = self._common_names[i - 1] if i else None
        at = self.parse.token_at(name.start) if name is not None else None
        if name is None or at is None or t.sentence - self.parse.tokens[at].sentence > _FAR_BACK:
            return None
        return SourceMention(mention=name, name=name.text, type="ngo", country=None, named="named")

    def _may_be_called(self, noun: str, said: SourceMention) -> bool:
        """Whether a body of no known kind may be what a noun says: a company is no association, and the reverse."""
        lexicon = _lexicon()
        if said.type != "group":
            return True
        core = self._core(said.name)
        companies = {word for word, kinds in lexicon.anaphor.items() if kinds == {"group"}}
        name = re.findall(r"\w+", _fold(said.name.split(",")[0]))
        company = bool(core & companies) or bool(name and name[-1] in lexicon.firms.names)
        if noun in companies:
            return company or not core & (lexicon.types["body"].heads | lexicon.types["ngo"].heads | lexicon.types["group"].heads)
        return not company or noun in core

    def _whose_members(self, j: int) -> SourceMention | None:
        """The body whose people the noun names where they are introduced: "Orsk Watch, whose observers", "the group, which had
        twelve observers there". They speak as it does."""
        parse, lex = self.parse, _lexicon()
        t = parse.tokens[j]
        if t.lemma not in lex.members or t.tag != "NNS":
            return None
        owner = parse.child(j, "poss")
        verb = parse.tokens[t.head]
        if owner is not None and parse.tokens[owner].lower == "whose":
            clause = next((a for a in parse.ancestors(j) if parse.tokens[a].dep == "relcl"), None)
            owner = parse.tokens[clause].head if clause is not None else None
        elif owner is None and t.dep == "dobj" and verb.lemma in lex.sent:
            owner = parse.child(verb.i, "nsubj")
            if owner is not None and parse.tokens[owner].lower in ("which", "that", "who") and verb.dep == "relcl":
                owner = verb.head
        if owner is None or parse.tokens[owner].pos not in ("PROPN", "NOUN"):
            return None
        while parse.tokens[owner].dep == "appos":
            owner = parse.tokens[owner].head
        at = parse.tokens[owner].start
        before = (said for said in self._lately(at + 1) if said.antecedent is None)
        spoken = (said for said in before if said.mention.start <= at < said.mention.end)
        phrase = parse.span(parse.left_edge[owner], parse.phrase_end(owner, "relcl", "acl", "conj", "cc", "punct"))
        body = next(spoken, None) or self._describe(phrase, owner)
        if body.type == "person" and parse.tokens[owner].pos == "PROPN":
            return replace(body, type="group")  # nobody but a body has observers
        return body if body.type not in ("person", *_THINGS) and body.named != "anonymous" else None

    def _content_words(self, span: Span) -> set[str]:
        """The nouns and adjectives of a phrase, which an earlier name of the same one has too."""
        tokens = (self.parse.tokens[i] for i in self.parse.tokens_in(span.start, span.end))
        return {t.lower for t in tokens if t.pos in ("NOUN", "PROPN") or (t.pos == "ADJ" and t.dep == "amod")}

    def _core(self, name: str) -> set[str]:
        """The words of a name up to what only tells more of it: "the newspaper Polis", not "a doctor met by the newspaper", and
        without whose it is: "the ministry’s spokesman" is no ministry."""
        return self._words(_MORE.split(_WHOSE.split(name.split(",")[0])[-1], maxsplit=1)[0])

    @staticmethod
    def _words(text: str) -> set[str]:
        return set(re.findall(r"\w+", text.lower()))

    def _introduces(self, j: int, span: Span) -> bool:
        """Whether the phrase headed by `j` says more of who it is than `span`, or says it for the first time."""
        phrase = self._noun_phrase(j)
        return len(phrase.text) > len(span.text) or phrase.text.split()[0].lower() in _lexicon().indefinite

    def _full_name(self, person: tuple[int, int]) -> tuple[int, int] | None:
        """The first longer name in the document that ends with, or starts with, the same words; `None` when it is itself."""
        words = self._name_words(*person)
        for first, last in self._people_called.get(words[-1], ()) if words else ():
            other = self._name_words(first, last)
            if len(other) > len(words) and (other[-len(words) :] == words or other[: len(words)] == words):
                return first, last
            if (first, last) == person:
                return None
        return None

    def _name_words(self, first: int, last: int) -> list[str]:
        return [t.lower for t in self.parse.tokens[first:last] if t.lower not in ("'s", "’s")]

    def _lately(self, at: int) -> Iterator[SourceMention]:
        """The sources that have spoken before a place of the text, the last one first, as far back as a reader remembers."""
        last = bisect_left(self._spoken, at, key=_place)
        return reversed(self._spoken[max(0, last - _REMEMBERED) : last])

    @staticmethod
    def _before(indices: list[int], i: int) -> list[int]:
        """The indices before `i`, nearest first, as far back as a reader remembers."""
        last = bisect_left(indices, i)
        return indices[max(0, last - _REMEMBERED) : last][::-1]

    # -- phrases

    def _phrase_around(self, person: tuple[int, int]) -> Span:
        """A name with the titles and the descriptions beside it: "former soldier N. N., who defected in 2019"."""
        return self._noun_phrase(person[1] - 1)

    def _noun_phrase(self, i: int) -> Span:
        lo, hi = self.parse.left_edge[i], min(self.parse.phrase_end(i, "conj", "cc", "parataxis"), i + 30)
        while hi > i + 1 and self.parse.tokens[hi - 1].pos in ("PUNCT", "CCONJ"):
            hi -= 1
        while lo < i and self.parse.tokens[lo].pos == "PUNCT":
            lo += 1
        return self.parse.span(lo, hi)

    def _whom(self, noun: int) -> int:
        """The noun that "who" stands for: a person, as in "a nurse in a hospital, who", else the noun before the clause."""
        persons, at = _lexicon().types["person"].heads, noun
        while self.parse.tokens[at].lemma not in persons and self.parse.tokens[at].dep == "pobj":
            before = self.parse.tokens[self.parse.tokens[at].head]
            if before.dep != "prep" or self.parse.tokens[before.head].pos != "NOUN":
                return noun
            at = before.head
        return at if self.parse.tokens[at].lemma in persons else noun

    def _before_clause(self, head: int, clause: int) -> Span:
        phrase = self._noun_phrase(head)
        end = min(phrase.end, self.parse.tokens[self.parse.left_edge[clause]].start)
        return Span.trimmed(self.parse.text, phrase.start, end) or phrase

    def _head(self, tokens: range) -> int:
        """The token of the range whose head is outside it; nouns before others."""
        tops = [i for i in tokens if self.parse.tokens[i].head not in tokens or self.parse.tokens[i].head == i]
        nouns = [i for i in tops if self.parse.tokens[i].pos in ("NOUN", "PROPN", "PRON") and self.parse.tokens[i].tag != "PRP$"]
        if nouns or tops:
            return (nouns or tops)[0]
        return tokens[-1]

    def _is_human_or_body(self, t: Token) -> bool:
        types, members = _lexicon().types, _lexicon().members
        return t.lemma in members or any(t.lemma in types[k].heads or t.lower in types[k].heads for k in ("person", "group"))

    # -- kind

    def _type(self, span: Span, head: int, tokens: range) -> SourceType:
        parse, lexicon = self.parse, _lexicon()
        t = parse.tokens[head]
        text = f" {_fold(self._narrow(span, head))} "
        people = [
            (a, b)
            for a, b in self._people_at.over(tokens.start, tokens.stop)
            if a <= head < b or parse.tokens[b - 1].dep == "appos" or (t.pos != "NOUN" and not self._is_after_for(a, head))
        ]
        core = [i for i in tokens if i <= max(head, tokens.start)]
        words = {parse.tokens[i].lower for i in core} | {parse.tokens[i].lemma for i in core}
        person_words, group_words = lexicon.types["person"].heads, lexicon.types["group"].heads
        outlet = lexicon.types["outlet"]
        if t.pos == "PROPN" and t.lower in self._states and tokens.start == head:
            return "government"
        taken = next(((a, b) for a, b in people if a <= head < b), None)
        if taken and not words & (outlet.names | outlet.anywhere) and not self._is_title(head) and not self._is_of_a_kind(*taken):
            return "group" if self._is_called_body(head) else "person"
        if t.pos == "NOUN" and t.lemma not in lexicon.role and self._is_called_organisation(head):
            return next((k for k in _SINGULAR_TYPES if self._is_kind(k, text, core, t)), "group")
        if not people and self._is_firm(head, tokens):
            return "group"
        if t.pos in ("NUM", "PRON", "DET") and (one_of := self._out_of(head)) is not None:
            # "one of the nurses", "two of them": what they are one or two of
            kind = self._type(self.parse.span(one_of, one_of + 1), one_of, range(one_of, one_of + 1))
            return "person" if t.lower in ("one", "another", "each") and kind == "group" else kind
        plural = t.tag in ("NNS", "NNPS") or t.lower in group_words
        if t.pos in ("NOUN", "PRON") or (t.lower in person_words and t.lower not in outlet.suffixes):
            speaks_for_body = any(f" {p} " in text for k in _SINGULAR_TYPES for p in lexicon.types[k].phrases)
            if t.lower in group_words and not speaks_for_body:
                return "group"
            whole = f" {' '.join(_fold(parse.tokens[i].text) for i in core)}"
            among = t.lower in person_words and parse.tokens[tokens.start].lower in lexicon.indefinite  # "a border guard"
            body = not among and any(
                whole.endswith(f" {p}") for k in _SINGULAR_TYPES for p in lexicon.types[k].phrases
            )  # "the coast guard"
            if not plural and not body and (t.lower in person_words or t.lemma in person_words):
                return "person"
            if t.lower in lexicon.types["unspecified"].heads or (t.lower == "reports" and not self._owned(head)):
                return "unspecified"
            if t.lower in lexicon.types["document"].heads or t.lemma in lexicon.types["document"].heads:
                return "document"
        if is_government_seat(span.text):
            return "government"
        names = {_fold(parse.tokens[i].text) for i in core}
        if (
            t.pos in ("NOUN", "PROPN")
            and any(parse.tokens[i].lower in lexicon.public for i in core if i != head)
            and (t.lemma in lexicon.types["ngo"].heads or t.lower in lexicon.types["ngo"].heads)
        ):
            return "government"
        by_name = (k for k in _SINGULAR_TYPES if names & lexicon.types[k].names)
        by_words = (k for k in _SINGULAR_TYPES if self._is_kind(k, text, core, t))
        for known in (*by_name, *by_words):
            return known
        if t.pos == "NOUN" and t.lemma in lexicon.types["body"].heads and t.lemma not in person_words:
            return "group"
        if (people and not taken) or (taken and not self._is_of_a_kind(*taken)) or self._is_somebody(head):
            return "person"
        if t.lemma in person_words and plural:
            return "group"
        label = next(iter(self._labels.get(t.lower, Counter()).most_common(1)), ("", 0))[0]
        if t.pos == "PROPN":
            called = t.lower in self._people_called and not (taken and self._is_of_a_kind(*taken))
            somebody = label == "PERSON" and called
            return "person" if somebody else "government" if label in ("GPE", "LOC") else "group"
        if label == "ORG":
            return "group"
        if t.lower.endswith(_ABSTRACT):
            return "unspecified"
        if t.pos == "NOUN" and t.tag == "NN" and parse.tokens[tokens.start].tag in ("DT", "PRP$", "CD", "JJ"):
            somebody = t.lower.endswith(_SOMEBODY) or parse.tokens[tokens.start].lower in ("a", "an", "one", "another")
            return "person" if somebody else "group"
        return "group" if t.tag == "NNS" or t.lower in ("family", "couple", "public") else "unspecified"

    def _is_after_for(self, first: int, head: int) -> bool:
        """Whether a name is only what a body is for: "the Movement for Flavia"."""
        return first > head + 1 and self.parse.tokens[head + 1].lower == "for" and self.parse.tokens[head].pos == "PROPN"

    def _is_firm(self, head: int, tokens: range) -> bool:
        """Whether an agent is a firm, "the operator", "the mine's owner", and no person, "an owner", "the crane operator"."""
        parse, firms = self.parse, _lexicon().firms
        t = parse.tokens[head]
        if t.pos != "NOUN" or t.tag != "NN" or t.lemma not in firms.words | firms.people:
            return False
        before = {parse.tokens[c].lemma for c in parse.children[head] if c < head}
        if before & firms.crafts:
            return False
        of = (g for c in parse.children[head] if parse.tokens[c].lower == "of" for g in parse.children[c])
        if (before | {parse.tokens[g].lemma for g in of}) & firms.things:
            return True
        return t.lemma in firms.words and parse.tokens[tokens.start].lower in ("the", "its", "this")

    def _of_a_state(self, owner: Token) -> bool:
        """Whether what the token owns is a ministry, an army, an embassy or the like, and the token is all of its owner."""
        owned = self.parse.tokens[owner.head]
        lone = all(self.parse.tokens[c].dep == "case" for c in self.parse.children[owner.i])
        return lone and owned.lemma in _lexicon().of_states

    def _is_title(self, head: int) -> bool:
        """Whether a name that is taken for a person's is one of a paper: "Harbour Wire", "the Herald"."""
        t, before = self.parse.tokens[head], self.parse.tokens[head - 1] if head else None
        led = before is not None and (before.lower == "the" or (before.pos == "PROPN" and before.dep == "compound"))
        return led and t.pos == "PROPN" and t.lower in _lexicon().types["outlet"].suffixes

    def _owned(self, head: int) -> bool:
        return any(self.parse.tokens[c].dep == "poss" for c in self.parse.children[head])

    def _out_of(self, head: int) -> int | None:
        """The noun after "of" in "one of the nurses"."""
        parse = self.parse
        behind = (g for c in parse.children[head] if parse.tokens[c].lower == "of" for g in parse.children[c])
        return next((i for i in behind if parse.tokens[i].pos in ("NOUN", "PROPN")), None)

    def _narrow(self, span: Span, head: int) -> str:
        """The words of the phrase without the clauses and appositions that tell more of whom it names."""
        stop = self.parse.phrase_end(head, "relcl", "acl", "appos", "punct", "conj", "cc")
        end = self.parse.tokens[stop - 1].end
        return span.text[: end - span.start] if span.start < end <= span.end else span.text

    def _is_kind(self, kind: SourceType, text: str, core: list[int], t: Token) -> bool:
        """Whether the words up to the head of a phrase are those of a kind of body; `text` is the phrase, folded."""
        parse, w = self.parse, _lexicon().types[kind]
        words = {parse.tokens[i].lower for i in core} | {parse.tokens[i].lemma for i in core}
        return bool(
            {_fold(parse.tokens[i].text) for i in core} & w.names
            or words & w.anywhere
            or t.lower in w.heads
            or t.lemma in w.heads
            or (t.pos == "PROPN" and t.lower in w.suffixes)
            or any(f" {p} " in text for p in w.phrases)
        )

    def _is_called_organisation(self, head: int) -> bool:
        """Whether the name that stands beside a noun is one of an organisation: "the operator, Orsk Carbon"."""
        parse = self.parse
        names = (c for c in parse.children[head] if parse.tokens[c].dep == "appos" and parse.tokens[c].pos == "PROPN")
        return any(
            self._labels.get(parse.tokens[i].lower, Counter())["ORG"] > 0
            and not any(True for _ in self._people_at.over(i, i + 1))
            for i in names
        )

    def _is_of_a_kind(self, first: int, head: int) -> bool:
        """Whether a noun for a body stands right before a name that is taken for a person's: "the rights group Voces Altas"."""
        types = _lexicon().types
        while first and self.parse.tokens[first - 1].pos == "PROPN":
            first -= 1
        before = self.parse.tokens[first - 1] if first else None
        if before is None or before.pos != "NOUN" or before.sentence != self.parse.tokens[head - 1].sentence:
            return False
        bodies = {"group", "agency"} | types["body"].heads | types["ngo"].heads
        return before.lemma in bodies and before.lemma not in types["person"].heads

    def _is_called_body(self, head: int) -> bool:
        """Whether a name is followed by what a body is and no person: "Orsk Carbon, the company that runs the mine"."""
        parse, lexicon = self.parse, _lexicon()
        beside = {parse.tokens[c].lemma for c in parse.children[head] if parse.tokens[c].dep == "appos"}
        return bool(beside & lexicon.types["body"].heads) and not beside & lexicon.types["person"].heads

    def _is_somebody(self, head: int) -> bool:
        """Whether a name is followed by what a person is or does: "Natalia, a nurse", "Orlova, who leads the team"."""
        parse = self.parse
        if parse.tokens[head].pos == "PROPN" and any(
            parse.tokens[c].dep == "relcl" and any(parse.tokens[g].lower == "who" for g in parse.children[c])
            for c in parse.children[head]
        ):
            return True
        beside = (c for c in parse.children[head] if parse.tokens[c].dep == "appos")
        return parse.tokens[head].pos == "PROPN" and any(
            parse.tokens[c].lemma in _lexicon().types["person"].heads for c in beside
        )

    def _named(self, head: int, tokens: range, kind: SourceType) -> Literal["named", "by role", "anonymous"]:
        """A proper name names; an office that one person holds tells the role ("the prefect", "its delegate"), and so does
        whatever kind of body it is; one of many and a private person ("a nurse", "the nurse", "his daughter", "several
        residents") are not named."""
        parse, lexicon = self.parse, _lexicon()
        t = parse.tokens[head]
        words = [parse.tokens[i].lower for i in tokens]
        if lexicon.anonymous & set(words) or words[0] in _MARKS:
            return "anonymous"
        if any(True for _ in self._people_at.over(head, head + 1)) or (t.pos == "PROPN" and kind != "unspecified"):
            return "named"
        after = range(head + 1, tokens.stop)
        if after and parse.tokens[after[-1]].pos == "PROPN" and not any(parse.tokens[i].pos == "ADP" for i in after):
            return "named"
        named_after = next(iter(self._people_at.over(tokens.stop - 1, tokens.stop)), None)
        if kind == "person" and named_after and head < named_after[0] and parse.tokens[named_after[0] - 1].text == ",":
            return "named"
        if (
            kind == "person"
            and parse.tokens[tokens.stop - 1].pos == "PROPN"
            and any(True for _ in self._people_at.over(head, tokens.stop))
            and not any(parse.tokens[i].pos == "ADP" for i in after)
        ):
            return "named"
        owned = self._owned(head)
        definite = words[0] in ("the", "this", "that", "its", "his", "her", "their", "our", "my") or owned
        indefinite = words[0] in lexicon.indefinite and not owned
        if kind == "unspecified":
            return "by role" if t.lemma in ("indication", "evidence", "sign", "figure") else "anonymous"
        if kind == "document":
            return "by role"
        if t.lemma in lexicon.speakers:
            return "by role"
        if kind == "person":
            return "by role" if t.lemma in lexicon.role and not indefinite else "anonymous"
        people = t.lemma in lexicon.types["person"].heads or t.lower in lexicon.types["group"].heads
        if kind == "group":
            body = t.lemma in lexicon.types["body"].heads and t.tag != "NNS"
            office = t.lemma in lexicon.role and not indefinite
            known = body or office or (definite and not people) or self._of_organisation(head)
            return "by role" if known else "anonymous"
        if people and t.lemma not in lexicon.role and not (definite and t.tag == "NN"):
            return "by role" if self._of_organisation(head) and not indefinite else "anonymous"
        return "anonymous" if people and indefinite else "by role"

    def _of_organisation(self, head: int) -> bool:
        """Whether people are said to be those "of", "from" or "with" an organisation that is named."""
        parse = self.parse
        behind = (g for c in parse.children[head] if parse.tokens[c].lower in ("of", "from", "with") for g in parse.children[c])
        return any(
            parse.tokens[i].pos == "PROPN" and self._labels.get(parse.tokens[i].lower, Counter())["ORG"] > 0 for i in behind
        )

    def _reason(self, span: Span, kind: SourceType, named: str) -> Span | None:
        """The words near the mention that say why no name is given."""
        if named == "named" or kind not in ("person", "group", "government"):
            return None
        i = self.parse.token_at(span.start)
        if i is None:
            return None
        first, last = self.parse.sentences[self.parse.tokens[i].sentence]
        start = max(self.parse.tokens[first].start, span.start - _NEAR)
        end = min(self.parse.tokens[last - 1].end, span.end + _NEAR)
        found = _lexicon().reasons.search(self.parse.text, start, end)
        return (
            Span.cut(self.parse.text, found.start(), min(end, _clause_end(self.parse.text, found.end(), end))) if found else None
        )


def _apposed(name: str) -> set[str]:
    """The nouns that tell what somebody named is: "mathematician" of "Ines Kell, a mathematician at the college"."""
    return {found[1].lower() for found in _APPOSED.finditer(name)}


def _clause_end(text: str, start: int, end: int) -> int:
    stop = re.search(r"[,.;:”\"]", text[start:end])
    return start + stop.start() if stop else end


def _place(mention: SourceMention) -> int:
    return mention.mention.start


def _first(attribution: Attribution) -> int:
    return min((s.start for s in attribution.source), default=attribution.content[0].start)


def _plain(span: Span) -> SourceMention:
    return SourceMention(mention=span, name=span.text, type="unspecified", country=None, named="anonymous")
