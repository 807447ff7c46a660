"""Proper names that the entity recogniser misses or takes for something else: persons by what stands beside a name, and bodies
whose name is made of common words ("Doctors for Peace", "Bread at Dawn"). A leaf of `mention`.

A name is a person's after a title ("Dr Zora Kell"), after or before what a person is ("prosecutor Zora Kell", "the prosecutor in
Velmar, Zora Kell", "Zora Kell, a nurse"), and before "who". A name of common words shows by its capital letter inside a
sentence; once seen there it is a name wherever its words stand.

What this gets wrong: "the mayor of Velmar, Upper Zenda", where the recogniser does not know the region; a name of common words
that only ever begins a sentence.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Parse, Span, Token

__all__ = ["bodies_of_common_words", "is_for_something", "persons"]

#: Words of the longest name of a person.
_LONGEST = 5
#: Tokens between what a person is and the name: "the public prosecutor in Velmar, Zora Kell".
_BETWEEN = 8
#: What is somewhere and not somebody.
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP", "DATE", "EVENT", "LANGUAGE"})
_DEFINITE = frozenset({"the", "its", "his", "her", "their", "our", "my"})
_MARKS = frozenset({",", ".", ";", ":", "”", '"', "’", "—", "–", "(", ")"})
#: Small words inside names of common words; "of" only after a plural, for it stands in names of places and offices.
_SMALL = r"(?:at|for|without|against|under|beyond|between|behind|over|of|in|on|to)(?: (?:the|a|our))?"
_COMMON = re.compile(rf"\b[A-Z][a-z]+(?: {_SMALL} [A-Z][a-z]+)+\b(?![’'-]\w)")
_CAUSE = re.compile(r"(?:The )?[A-Z][a-z]+ (?:for|against|without|beyond) (?:[A-Z][a-z]+ ?)+")
#: Words in lower case that the sentence must have besides, for it could be a headline.
_LOWER = 4


@dataclass(frozen=True, slots=True)
class _Lexicon:
    persons: frozenset[str]
    others: frozenset[str]
    titles: frozenset[str]
    ends: frozenset[str]
    firms: frozenset[str]
    bodies: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.mention").joinpath("types.toml").read_text("utf8"))
    heads = {kind: frozenset(data[kind].get("heads", "").split()) for kind in data if isinstance(data[kind], dict)}
    firms = data["firms"]
    agents = frozenset(f"{firms['words']} {firms['people']}".split())
    bodies = heads["body"] | heads["government"] | heads["ngo"] | heads["armed force"] | heads["outlet"]
    outlets = frozenset(f"{data['outlet']['suffixes']} {data['outlet']['anywhere']} {data['ngo']['suffixes']}".split())
    return _Lexicon(
        persons=heads["person"] - agents - {"source", "general", "leader", "figure"},
        others=heads["government"] | heads["outlet"] | heads["document"] | heads["unspecified"],
        titles=frozenset(data["titles"]["words"].split()),
        ends=(bodies - heads["person"]) | outlets | frozenset(firms["names"].split()),
        firms=frozenset(firms["names"].split()),
        bodies=(bodies | {"group"}) - heads["person"],
    )


def persons(parse: Parse) -> list[tuple[int, int]]:
    """The names of persons as tokens `[first, last)`, in order: the recogniser's, and what shows by the words beside it."""
    seen = [e for e in parse.entities if e.label == "PERSON" and parse.tokens[e.last - 1].pos == "PROPN"]
    found = {(e.first, e.last) for e in seen if e.last - e.first == 1 or parse.tokens[e.last - 1].lower not in _lexicon().ends}
    labels = {i: e.label for e in parse.entities for i in range(e.first, e.last)}
    firms = {parse.span(a, b).text for a, b in found if _is_called_a_body(parse, b - 1)}
    found = {(a, b) for a, b in found if parse.span(a, b).text not in firms}
    taken = {i for a, b in found for i in range(a, b)}
    for first, last in _runs(parse):
        name = _name_of_a_person(parse, first, last, labels)
        if name is not None and not taken & set(range(*name)):
            found.add(name)
    return sorted(found)


def _runs(parse: Parse) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns, with the hyphens inside them."""
    tokens, i = parse.tokens, 0
    while i < len(tokens):
        if tokens[i].pos != "PROPN":
            i += 1
            continue
        j = i + 1
        while j < len(tokens) and tokens[j].sentence == tokens[i].sentence:
            hyphen = tokens[j].text == "-" and j + 1 < len(tokens) and tokens[j - 1].end == tokens[j].start
            if tokens[j].pos == "PROPN":
                j += 1
            elif hyphen and tokens[j + 1].pos == "PROPN" and tokens[j].end == tokens[j + 1].start:
                j += 2
            else:
                break
        yield i, j
        i = j


def _name_of_a_person(parse: Parse, first: int, last: int, labels: dict[int, str]) -> tuple[int, int] | None:
    """The name that is a person's in a run of proper nouns, without titles; `None` where nothing shows that one is."""
    lex = _lexicon()
    head = parse.tokens[last - 1]
    words = [parse.tokens[i].lower.rstrip(".") for i in range(first, last)]
    titles = [i for i, word in enumerate(words[:-1]) if word in lex.titles]
    start = first + titles[-1] + 1 if titles else first
    size = sum(word != "-" for word in words[start - first :])
    if head.lower in lex.ends or words[0] in lex.ends or size > _LONGEST or (not titles and labels.get(last - 1) in _PLACES):
        return None
    shown = titles or _is_who(parse, last - 1) or _is_beside(parse, first, last, size)
    return (start, last) if shown else None


def _is_called_a_body(parse: Parse, head: int) -> bool:
    """Whether what a body is stands beside the name as an apposition, before or after it: "the imaging firm, Zora Kell"."""
    t = parse.tokens[head]
    beside = [parse.tokens[c] for c in parse.children[head] if parse.tokens[c].dep == "appos"]
    beside += [parse.tokens[t.head]] if t.dep == "appos" else []
    lex = _lexicon()
    bodies = [b for b in beside if b.pos == "NOUN" and b.tag == "NN"]
    return any(b.lemma in lex.bodies for b in bodies) and not any(b.lemma in lex.persons for b in bodies)


def _is_who(parse: Parse, head: int) -> bool:
    """Whether the name goes on with "who"."""
    clauses = (c for c in parse.children[head] if parse.tokens[c].dep == "relcl")
    return any(parse.tokens[g].lower == "who" for c in clauses for g in parse.children[c])


def _is_beside(parse: Parse, first: int, last: int, size: int) -> bool:
    """Whether what a person is stands before the name, at once or as what it is an apposition to, or after it."""
    tokens = parse.tokens
    if first and _is_somebody(tokens[first - 1]) and tokens[first - 1].pos == "NOUN":
        return True
    beside = (c for c in parse.children[last - 1] if tokens[c].dep == "appos" and c >= last)
    if any(_is_somebody(tokens[c]) for c in beside):
        return True
    if size < 2 or first < 2 or tokens[first - 1].text != "," or last >= len(tokens) or tokens[last].text not in _MARKS:
        return False
    sentence = parse.sentences[tokens[first].sentence][0]
    if _is_somebody(tokens[first - 2]):
        return True
    for i in range(first - 2, max(sentence, first - _BETWEEN) - 1, -1):
        if tokens[i].text == "," or tokens[i].pos in ("VERB", "AUX"):
            return False
        if _is_somebody(tokens[i]):
            opens = parse.left_edge[i]
            return tokens[i + 1].pos == "ADP" and any(tokens[k].lower in _DEFINITE for k in range(max(opens, sentence), i))
    return False


def _is_somebody(t: Token) -> bool:
    return t.pos == "NOUN" and t.tag == "NN" and (t.lemma in _lexicon().persons or t.lower in _lexicon().persons)


def bodies_of_common_words(parse: Parse) -> list[Span]:
    """Where names of bodies stand that are made of common words, "Doctors for Peace"; in the order of the text."""
    found = list(_COMMON.finditer(parse.text))
    names = {m[0] for m in found if _is_inside(parse, m.start(), m.end())}
    return [Span.cut(parse.text, m.start(), m.end()) for m in found if m[0] in names]


def is_for_something(words: str) -> bool:
    """Whether what speaks has a name of common words, wherever it stands: "Harbour for All", "Mothers against Drink"."""
    return _CAUSE.fullmatch(words) is not None


def _is_inside(parse: Parse, start: int, end: int) -> bool:
    """Whether the words begin with a capital letter for no other reason than being a name."""
    i = parse.token_at(start)
    if i is None or i == 0 or parse.tokens[i - 1].sentence != parse.tokens[i].sentence:
        return False
    t, before = parse.tokens[i], parse.tokens[i - 1]
    lex = _lexicon()
    plural = t.tag in ("NNS", "NNPS")
    named = bisect_left([(e.first, e.last) for e in parse.entities], (i, 0))
    entity = parse.entities[named] if named < len(parse.entities) and parse.entities[named].first == i else None
    called = before.lemma in lex.bodies or before.lower in ("called", "named")  # "the aid group Lamps at Night"
    if not called and entity is not None and entity.label in ("PERSON", *_PLACES) and parse.tokens[entity.last - 1].end < end:
        return False
    if not before.text[0].islower() or t.lemma.lower() in lex.others or (t.lemma.lower() in lex.persons and not plural):
        return False
    if parse.tokens[i + 1].lower in ("of", "in", "on", "to") and not plural:
        return False
    first, last = parse.sentences[t.sentence]
    return sum(parse.tokens[k].text.islower() for k in range(first, last)) >= _LOWER
