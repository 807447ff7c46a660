"""What became of those whom a figure counts: killed, wounded, captured, deployed and so on, from the syntax.

The words are in `data/quantity/outcomes.toml`; the idea is where they must stand. An outcome belongs to a figure if it is the
verb of which the counted noun is subject or object ("12 died", "killed 12"), a relative clause or participle on that noun
("12 people who died"), a state beside it ("three deceased soldiers", "41 dead"), the noun itself ("300 casualties"), or the
noun whose value the figure is ("a death toll of 41", "casualties exceeded 3,000"). Some verbs give one only with what completes
them ("pulled from the water"), with their subject, or behind a preposition ("licensed for 60"). Nearness never counts, except in
a last look at the verb group right after the figure, for text that the parser could not read. Killed and wounded coordinated
over one figure make the outcome "killed or wounded".

What it gets wrong: outcomes told in other words ("a bomb tore through 40 worshippers"), and verbs of the lexicon used in another
sense ("captured 40 photographs").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import Any, NamedTuple

from reportedly import unit
from reportedly.model import Parse


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome, the token that says it, and the verb above the figure, if there is one."""

    name: str
    token: int
    verb: int | None = None


class Sense(NamedTuple):
    """An outcome that a verb gives, and what must be counted for it to be meant; `None` is anything."""

    name: str
    only: frozenset[str] | None


class Phrase(NamedTuple):
    """An outcome that a verb gives with other words; an empty set of nouns or of subjects is any."""

    name: str
    of: str
    between: frozenset[str]
    nouns: frozenset[str]
    by: frozenset[str]
    only: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`outcomes.toml` and `counted.toml` as tables from words to outcomes, and sets of words."""

    nouns: dict[str, str]
    tolls: dict[str, str]
    states: dict[str, str]
    done_to: dict[str, tuple[Sense, ...]]
    done_by: dict[str, tuple[Sense, ...]]
    acts: dict[str, str]
    within: dict[str, tuple[Sense, ...]]
    origins: dict[str, str]
    has: dict[str, str]
    inside: dict[str, str]
    phrases: dict[str, tuple[Phrase, ...]]
    riders: frozenset[str]
    able: frozenset[str]
    enabling: frozenset[str]
    beset: dict[str, str]
    unless: dict[str, str]
    unless_undergone: dict[str, str]
    passive: dict[str, tuple[Sense, ...]]
    loses: dict[str, str]
    leaves: dict[str, str]
    joins: dict[str, str]
    put_at: dict[str, str]
    taken: dict[str, str]
    lives: frozenset[str]
    past: dict[str, str]
    order: tuple[str, ...]
    yields: frozenset[str]
    weak: frozenset[tuple[str, str]]
    together: frozenset[str]
    together_name: str
    people: frozenset[str]
    many: frozenset[str]
    makes: frozenset[str]
    materiel: frozenset[str]
    events: frozenset[str]
    totals: frozenset[str]
    total_phrases: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    folder = files("reportedly").joinpath("data/quantity")
    data = tomllib.loads(folder.joinpath("outcomes.toml").read_text(encoding="utf-8"))
    counted = tomllib.loads(folder.joinpath("counted.toml").read_text(encoding="utf-8"))

    def table(key: str) -> dict[str, str]:
        return {word: entry["name"] for entry in data["outcome"] for word in entry.get(key, [])}

    groups = {name: frozenset(words.split()) for name, words in counted.items()}
    groups["people"] |= groups["many"]

    def only(entry: dict[str, Any]) -> frozenset[str] | None:
        return frozenset().union(*(groups[g] for g in entry["only"])) if "only" in entry else None

    def senses(key: str) -> dict[str, tuple[Sense, ...]]:
        found: dict[str, list[Sense]] = {}
        for entry in data["outcome"]:
            for verb in entry.get(key, []):
                found.setdefault(verb, []).append(Sense(entry["name"], only(entry)))
        return {verb: tuple(meant) for verb, meant in found.items()}

    phrases: dict[str, list[Phrase]] = {}
    for entry in data["phrase"]:
        between, nouns, by = (frozenset(entry.get(key, ())) for key in ("with", "nouns", "by"))
        phrase = Phrase(entry["name"], entry["of"], between, nouns, by, only(entry))
        for verb in entry["verbs"]:
            phrases.setdefault(verb, []).append(phrase)
    aboard = next(entry for entry in data["outcome"] if "able" in entry)

    return Lexicon(
        nouns=table("nouns"),
        tolls=table("tolls"),
        states=table("states"),
        done_to=senses("done_to"),
        done_by=senses("done_by"),
        acts=table("acts"),
        within=senses("within"),
        origins=table("from"),
        has=table("has"),
        inside=table("inside"),
        phrases={verb: tuple(meant) for verb, meant in phrases.items()},
        riders=frozenset(aboard["riders"]),
        able=frozenset(aboard["able"]),
        enabling=frozenset(aboard["enabling"]),
        beset=table("with"),
        unless=table("unless"),
        unless_undergone=table("unless_undergone"),
        passive=senses("passive"),
        loses=table("loses"),
        leaves=table("leaves"),
        joins=table("joins"),
        put_at=table("put_at"),
        taken=table("taken"),
        lives=frozenset(table("lives")),
        past={
            verb + ("d" if verb.endswith("e") else "ed"): entry["name"]
            for entry in data["outcome"]
            if "only" not in entry
            for verb in (*entry.get("done_to", []), *entry.get("done_by", []))
        }
        | table("states"),
        order=tuple(dict.fromkeys(entry["name"] for entry in data["outcome"])),
        yields=frozenset(entry["name"] for entry in data["outcome"] if entry.get("yields")),
        weak=frozenset(
            (entry["name"], verb)
            for entry in data["outcome"]
            if entry.get("weak")
            for verb in (*entry.get("done_to", []), *entry.get("done_by", []), *entry.get("passive", []))
        ),
        together=frozenset(data["both"]["all"]),
        together_name=data["both"]["name"],
        people=frozenset(counted["people"].split()),
        many=groups["many"],
        makes=groups["makes"],
        materiel=groups["materiel"],
        events=frozenset(data["events"].split()),
        totals=frozenset(data["totals"].split()),
        total_phrases=tuple(data["total_phrases"]),
    )


_GLUED = re.compile(r"([a-z]{2,}ed)(?:or|and)$")
_SUBJECT = ("nsubj", "nsubjpass")
_OBJECT = ("dobj", "dative", "npadvmod")
_FEAR = frozenset(("fear", "presume", "believe", "suspect"))
_COMPLEMENT = ("acomp", "oprd", "attr", "xcomp", "advcl", "ccomp", "dobj", "amod")
_NOUNS = frozenset(("NOUN", "PROPN", "NUM", "PRON"))
_REACH = frozenset(
    (
        *(
            "exceed",
            "range",
            "vary",
            "reach",
            "rise",
            "climb",
            "increase",
            "grow",
            "stand",
            "total",
            "number",
            "surpass",
            "top",
            "pass",
            "hit",
            "be",
        ),
        *(
            "fall",
            "drop",
            "jump",
            "double",
            "triple",
            "quadruple",
            "come",
            "amount",
            "approach",
            "remain",
            "near",
            "put",
            "place",
            "estimate",
            "bring",
            "raise",
            "set",
        ),
        *("include", "comprise", "take", "push", "lift", "drive"),
        *("correct", "revise", "update", "amend", "adjust", "lower", "cut", "reduce"),
    )
)
_OTHER = frozenset(("more", "other", "further", "additional", "another"))
_SOME = frozenset(("some", "any", "none", "one", "neither", "many", "most", "few", "several"))
#: What is not done to those of whom it tells: "holds the names of 184 men".
_TOLD = frozenset(
    ("name", "list", "record", "statement", "file", "testimony", "account", "photograph", "photo", "picture", "story", "portrait")
)
#: Between "of" and the number of the whole: "three of the 40".
_OF_WHAT = frozenset(("the", "those", "these", "its", "their", "some", "about", "nearly"))
#: Those of whom a coordinated verb speaks without a noun.
_OTHERS = frozenset(
    (
        "others",
        "another",
        "second",
        "third",
        "fourth",
        "fifth",
        "half",
        "quarter",
        "tenth",
        "more",
        "rest",
        "many",
        "several",
        "some",
    )
)
#: Verbs that say no more than "alive" does.
_SAVING = frozenset(("rescue", "save", "dig out", "pull out"))
#: Verbs that make others do what the next verb says: "forced 3,000 people to flee".
_MAKING = frozenset(("force", "compel", "cause", "lead", "prompt", "drive"))
_TAKE = frozenset(("take", "hold"))
#: Verbs with an outcome that, of a bare figure, only say who gives it.
_GIVING = frozenset(("admit", "register", "identify"))
_HOLDS = frozenset(
    (
        *(
            "be",
            "remain",
            "stay",
            "keep",
            "put",
            "place",
            "take",
            "hold",
            "languish",
            "lie",
            "end",
            "bring",
            "fly",
            "rush",
            "admit",
        ),
        *("pour", "spill", "flood"),
    )
)
_INSIDE = frozenset(("in", "inside", "on", "aboard", "within"))
_INTO = frozenset(("in", "into", "under", "beneath", "to", "on", "onto"))
#: Verbs that take people from where they live, and what they do themselves then.
_DRIVING = frozenset(("drive", "force", "chase", "push", "burn", "bomb", "evict", "throw"))
_LEAVING = frozenset(("leave", "flee", "abandon", "lose"))
_SUFFERS = frozenset(("suffer", "sustain", "receive", "incur"))
#: Between an outcome noun and a number that is not its value: "deaths in 12 cities".
_BESIDE = frozenset(("in", "on", "across", "near", "during", "after", "by", "for", "with"))
#: Verbs that say how large something is.
_SIZING = frozenset(("put", "place", "estimate"))
_SENTENCES = frozenset(("sentence", "condemn", "put"))
#: Between a verb that puts a number and the number: "put it closer to 40".
_NEARLY = frozenset(("near", "close", "nearer", "closer"))
_NUMBERS = frozenset(("number", "list", "total", "count", "figure", "estimate", "tally"))


def above(parse: Parse, i: int) -> Iterator[int]:
    """The nearest heads above token `i`: as many as any sentence that people write needs, so that time stays linear."""
    return islice(parse.ancestors(i), 12)


def below(parse: Parse, i: int, at: int) -> tuple[int, ...]:
    """The children of token `i`; where they are very many, those near token `at`."""
    children = parse.children[i]
    if len(children) <= 40:
        return children
    return children[bisect_left(children, at - 40) : bisect_right(children, at + 40)]


def meant(senses: Iterable[Sense], counts: Callable[[frozenset[str]], bool]) -> list[str]:
    """The first outcome among the senses of a verb that fits what is counted, or nothing."""
    return [s.name for s in senses if s.only is None or counts(s.only)][:1]


class Outcomes:
    """Reads outcomes from one parse. `covered`: the tokens of all figures, so that each keeps to its own words."""

    def __init__(self, parse: Parse, covered: set[int]) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.covered = covered
        self.lexicon = lexicon()
        #: Bare numbers, by their last token, with the noun counted before that they go on counting.
        self.stands_for: dict[int, int] = {}

    def of(self, top: int, node: int, last: int) -> Outcome | None:
        """The outcome of a figure, or `None`.

        `top` is the token by which the figure hangs in the tree ("two" in "two of the soldiers"), `node` the counted noun or
        the number itself, `last` the last token of the number.
        """
        if node == last and (listed := self.listed_state(last)) is not None:
            return listed
        predicate = self.predicate(top, node)
        weak = predicate is not None and (predicate.name, self.tokens[predicate.token].lemma) in self.lexicon.weak
        if predicate is not None and not weak and predicate.name not in self.lexicon.yields:
            return predicate
        own = (
            self.clause_on(node)
            or self.state_on(node, last)
            or self.noun(node)
            or self.among(node)
            or self.beset(node)
            or self.names_of(node)
        )
        if own is not None and (predicate is None or weak or self.tokens[node].lemma not in self.lexicon.people):
            return own
        return (
            predicate
            or self.inverted(top)
            or self.toll(top)
            or self.aboard(node)
            or (None if self.is_part_of_figure(node) else self.verb_group(max(node, last)))
        )

    def listed_state(self, last: int) -> Outcome | None:
        """ "Five dead, 20 hurt", "100 killed and about 1,000 wounded": the state between two numbers of a list."""
        if last + 3 >= len(self.tokens):
            return None
        if self.tokens[last + 1].text.isupper() and len(self.tokens[last + 1].text) > 1 and (found := self.states_after(last)):
            return self.joined(found, None)  # a headline, in which the tree is not to be trusted
        if self.tokens[last + 2].lower not in (",", "and"):
            return None
        following = self.tokens[last + 3 : last + 8]
        number = next((t.i for t in following if t.i in self.covered and t.pos == "NUM"), None)
        if number is None or any(t.i < number and t.pos not in ("ADV", "ADP", "ADJ", "DET") for t in following):
            return None
        return self.joined(self.states_after(last)[:1], None)

    def is_part_of_figure(self, node: int) -> bool:
        """Whether the noun is the whole of another count: "soldiers" in "half of the 600 soldiers", "some of the 600"."""
        head = self.tokens[self.tokens[node].head]
        if head.lower == "of" and (head.head in self.covered or self.tokens[head.head].lower in _SOME):
            return True
        i = node
        while i > 0 and (i in self.covered or self.tokens[i].lower in _OF_WHAT):
            i -= 1
        return i > 0 and node in self.covered and self.tokens[i].lower == "of" and i - 1 in self.covered

    def person(self, node: int) -> bool:
        """Whether the noun names one person: "soldier", "North Korean"."""
        t = self.tokens[node]
        if t.lemma in self.lexicon.people or t.lower in self.lexicon.people:
            return True
        return (
            t.text[:1].isupper()
            and t.lower.endswith(("an", "ese", "ish", "qi", "ni", "ian"))
            and t.pos in ("PROPN", "NOUN", "ADJ")
        )

    def persons(self, node: int) -> bool:
        """Whether the noun names one or several persons: "soldier", "people", "crew"."""
        return self.person(node) or self.tokens[node].lemma in self.lexicon.many

    # --- the places where an outcome may stand -----------------------------------------------------------------------

    def predicate(self, top: int, node: int) -> Outcome | None:
        """The verb of which the noun, or the group or list that it is in, is subject or object."""
        i = top
        told = False
        for _ in range(8):
            t = self.tokens[i]
            h = t.head
            if h == i:
                return None
            head = self.tokens[h]
            if t.dep in ("conj", "appos") and head.pos in _NOUNS:
                if i == top and (self.state_on(i) or self.clause_on(i)):
                    return None
                i = h
            elif t.dep in ("nummod", "quantmod", "compound", "nmod", "det", "predet") and head.pos in _NOUNS:
                i = h
            elif (
                t.dep == "pobj"
                and head.lower == "of"
                and head.dep == "prep"
                and self.tokens[head.head].pos in _NOUNS | {"ADJ", "DET"}
            ):
                whole = self.tokens[head.head]
                if (valued := self.phrase(whole.i, whole.lemma, "value", node, i, "of")) is not None:
                    return Outcome(*valued)
                if whole.lemma in self.lexicon.tolls or whole.lemma in self.lexicon.nouns or whole.lower in _SOME:
                    return None
                if whole.i in self.covered and whole.i != top:
                    return None
                if node in self.covered and whole.lemma in self.lexicon.many:
                    node = whole.i  # "a contingent of 3,000 has arrived": what its number does is what the group does
                told = told or whole.lemma in _TOLD
                i = head.head
            elif t.dep in _SUBJECT or t.dep in ("dobj", "dative", "attr", "oprd", "npadvmod"):
                return None if told else self.verb(h, t.dep, node, i)
            elif t.dep == "pobj" and (
                valued := self.phrase(head.head, self.tokens[head.head].lemma, "value", node, i, head.lower)
            ):
                return Outcome(*valued, head.head)
            elif t.dep == "pobj" and (senses := self.lexicon.done_to.get(f"{self.tokens[head.head].lemma} {head.lower}")):
                names = meant(senses, self.counts(node))
                return Outcome(names[0], head.head, head.head) if names else None
            else:
                return None
        return None

    def verb(self, v: int, role: str, node: int, argument: int) -> Outcome | None:
        """What verb `v` does to its argument, coordinated verbs with it."""
        found: list[tuple[str, int]] = []
        for w in self.coordinated(v, role):
            if found and self.tokens[w].lemma in _FEAR:
                continue
            found += self.does(w, role, node, argument)
        if found and (role in _SUBJECT or found[-1][1] != v):
            found += self.listed(found[-1][1])
        return self.joined(found, v)

    def coordinated(self, v: int, role: str) -> Iterator[int]:
        """The verb and those coordinated with it that share the argument."""
        yield v
        deps = _SUBJECT if role in _SUBJECT else ("dobj", *_SUBJECT)
        if (
            role not in _SUBJECT
            and self.tokens[v].dep == "conj"
            and self.parse.child(self.tokens[v].head, "dobj", "nsubjpass", "auxpass") is None
            and self.parse.child(v, *_SUBJECT) is None
            and not self.has_others(v)
        ):
            yield self.tokens[v].head
        stack = list(below(self.parse, v, v))
        while stack:
            w = stack.pop(0)
            if (
                self.tokens[w].dep == "conj"
                and self.parse.child(w, *deps) is None
                and self.subject(w) is None
                and (role in _SUBJECT or self.parse.child(w, "prep") is None)
            ):
                if self.has_figure(w) or self.has_others(w):
                    continue
                yield w
                stack += below(self.parse, w, w)

    def has_figure(self, i: int) -> bool:
        """Whether a figure stands right before token `i` or is its object, so that `i` says something of that figure."""
        if i in self.covered or i - 1 in self.covered or any(j in self.covered for j in self.parse.children[i]):
            return True
        first = i
        while first > 0 and (self.tokens[first - 1].pos in ("AUX", "PART") or self.tokens[first - 1].tag == "RB"):
            first -= 1
        return first > 0 and first < i and self.tokens[first].pos == "AUX" and first - 1 in self.covered

    def has_others(self, i: int) -> bool:
        """Whether token `i` speaks of others than the verb before it: "two were killed and a third wounded"."""
        return i > 0 and self.tokens[i - 1].head == i and self.tokens[i - 1].lower in _OTHERS

    def does(self, v: int, role: str, node: int, argument: int) -> list[tuple[str, int]]:
        """The outcomes that one verb gives its argument."""
        words, t = self.lexicon, self.tokens[v]
        lemma = t.lemma
        for particle in below(self.parse, v, v):
            phrase = f"{t.lemma} {self.tokens[particle].lower}"
            if (
                phrase in words.done_to
                or (phrase in words.passive and self.tokens[particle].dep == "prt")
                or (role in _SUBJECT and phrase in words.done_by)
                or (phrase in words.phrases and self.tokens[particle].dep in ("prt", "advmod"))
            ):
                lemma = phrase
        passive = role == "nsubjpass" or (
            t.tag in ("VBN", "VBD") and role == "nsubj" and self.parse.child(v, "dobj", "ccomp", "aux") is None
        )
        if role in _SUBJECT and (missed := self.is_missed(v, lemma, passive, node)) is not None:
            return [missed]
        for of in (["subject"] if role == "nsubj" else []) + (["object"] if passive or role not in _SUBJECT else []):
            if (phrased := self.phrase(v, lemma, of, node, argument)) is not None:
                return [phrased]
        if told := self.complement(v, lemma, role, node, argument):
            return [told]
        if role in _SUBJECT and lemma in words.done_by:
            return [(name, v) for name in meant(words.done_by[lemma], self.counts(node))]
        if role in _SUBJECT and t.lower in words.states and t.pos in ("ADJ", "VERB", "NOUN"):
            return [(words.states[t.lower], v)]
        if lemma in _TAKE and self.is_taken(argument):
            return [(words.taken[self.tokens[argument].lemma], argument)]
        if lemma in _TAKE and (taken := next((j for j in below(self.parse, v, v) if self.is_taken(j)), None)) is not None:
            return [(words.taken[self.tokens[taken].lemma], taken)]
        if lemma in _GIVING and role in _OBJECT and node in self.covered:
            return []  # "the government admits 45" says it
        if (lemma in words.done_to and (passive or role in _OBJECT)) or (lemma in words.passive and passive):
            senses = (*words.done_to.get(lemma, ()), *(words.passive.get(lemma, ()) if passive else ()))
            if names := meant(senses, self.counts(node)):
                return [(names[0], v)]
        out: list[tuple[str, int]] = []
        for j in below(self.parse, v, argument):
            c = self.tokens[j]
            if j == argument or (j in self.covered and c.pos == "NUM"):
                continue
            if role in _SUBJECT and c.lemma == "life" and lemma in words.lives:
                return [(words.done_by["die"][0].name, j)] if lemma == "lose" else []
            if c.dep in _COMPLEMENT and j > v - 1 and (name := self.state(j)) and not self.is_of_another(j, argument):
                out.append((name, j))
            elif c.dep == "xcomp" and role in _OBJECT and lemma in _MAKING:
                out += self.does(j, "nsubj", node, argument)
            elif c.dep == "xcomp" and role in _SUBJECT and c.pos in ("VERB", "AUX"):
                inner = "nsubjpass" if self.parse.child(j, "auxpass") is not None else "nsubj"
                out += self.does(j, inner, node, argument)
        if role not in _SUBJECT and self.tokens[argument].lemma == "life" and lemma in words.lives:
            out.append((words.done_by["die"][0].name, argument))
        return out

    def phrase(self, v: int, lemma: str, of: str, node: int, argument: int, between: str | None = None) -> tuple[str, int] | None:
        """The outcome that a verb gives with what completes it or with its subject: "pulled from the water".

        `between` is the preposition before the value itself: "licensed for 60".
        """
        words = self.lexicon
        counts = self.counts(node)
        if of == "object" and lemma in words.able and counts(words.people | words.many) and self.is_enabled(v):
            return "capacity", v
        plain = self.tokens[v].lemma
        for p in (*words.phrases.get(lemma, ()), *(words.phrases.get(plain, ()) if plain != lemma else ())):
            if p.of != of or not (p.only is None or counts(p.only)):
                continue
            subject = self.subject(v)
            if p.by and (subject is None or not {self.tokens[subject].lemma, self.tokens[subject].lower} & p.by):
                continue
            if between is not None:
                if between in p.between and (not p.nouns or any(self.tokens[j].lemma in p.nouns for j in self.parse.children[v])):
                    return p.name, v
            elif not p.nouns:
                return p.name, v
            else:
                for preposition, k in self.completions(v, argument):
                    t = self.tokens[k]
                    names = {t.lemma, t.lower, f"{self.tokens[k - 1].lower} {t.lemma}"}
                    if preposition in p.between and names & p.nouns:
                        return p.name, k
        return None

    def completions(self, v: int, argument: int) -> Iterator[tuple[str, int]]:
        """What completes a verb, behind the preposition that joins it ("" without one), also where the parser hangs it on the
        argument or on another preposition: "pulled 23 people out of the water"."""
        parents = [v, argument] if argument > v else [v]
        for j in (j for i in parents for j in below(self.parse, i, i)):
            if j == argument or j in self.covered:
                continue
            yield "", j
            for k in below(self.parse, j, j) if self.tokens[j].pos in ("ADP", "ADV", "SCONJ") else ():
                if self.tokens[k].dep in ("pobj", "pcomp"):
                    yield self.tokens[j].lower, k
                inner = self.parse.child(k, "pobj") if self.tokens[k].pos == "ADP" else None
                if inner is not None:
                    yield self.tokens[k].lower, inner

    def is_enabled(self, v: int) -> bool:
        """Whether a verb tells what something is able to do: "licensed to carry", "could hold"."""
        if any(self.tokens[j].dep == "aux" and self.tokens[j].lower in self.lexicon.enabling for j in self.parse.children[v]):
            return True
        t = self.tokens[v]
        return (
            t.tag == "VB" and t.dep in ("xcomp", "advcl", "acl", "ccomp") and self.tokens[t.head].lemma in self.lexicon.enabling
        )

    def is_missed(self, v: int, lemma: str, passive: bool, node: int) -> tuple[str, int] | None:
        """ "31 have not been found", "eleven men have not come back": a verb without which one is missing, negated."""
        yet = any(t.lower == "yet" for t in self.tokens[max(0, v - 3) : v])  # "have yet to be found"
        if not (yet or self.parse.child(v, "neg") is not None) or not self.of_people(node):
            return None
        return next(
            (
                (name, v)
                for verb, name in (self.lexicon.unless_undergone if passive else self.lexicon.unless).items()
                if verb in (lemma, f"{lemma} {self.tokens[min(v + 1, len(self.tokens) - 1)].lower}")
            ),
            None,
        )

    def complement(self, v: int, lemma: str, role: str, node: int, argument: int) -> tuple[str, int] | None:
        """The outcome that stands in what completes the verb: "found dead", "treated for injuries", "lost their homes"."""
        words = self.lexicon
        for j in below(self.parse, v, argument):
            t = self.tokens[j]
            if j == argument:
                continue
            if (
                t.lower in ("dead", "alive", "ill", "sick", "missing")
                and not (t.lower == "alive" and (lemma in words.done_to or lemma == "burn") and lemma not in _SAVING)
                and t.dep != "nsubj"
                and not self.is_of_another(j, argument)
            ):
                return words.states[t.lower], j
            if t.dep == "attr" and role in _SUBJECT and lemma == "become" and (name := words.nouns.get(t.lemma)):
                return name, j
            if t.dep == "dobj" and role in _SUBJECT and lemma in _SUFFERS and not self.has_figure(j):
                if name := words.nouns.get(t.lemma) or words.acts.get(t.lemma):
                    return name, j
            if t.dep == "dobj" and role in _SUBJECT and lemma == "have" and not self.has_figure(j) and self.of_people(node):
                if name := words.has.get(t.lemma) or words.has.get(f"{self.tokens[j - 1].lower} {t.lemma}"):
                    return name, j
            if t.dep == "dobj" and role in _SUBJECT and not self.has_figure(j) and self.of_people(node):
                verbs = (
                    words.loses
                    if lemma == "lose"
                    else words.leaves
                    if lemma in _LEAVING
                    else words.joins
                    if lemma == "join"
                    else {}
                )
                if name := verbs.get(t.lemma):
                    return name, j
            if t.dep != "prep":
                continue
            for k in below(self.parse, j, j):
                inner = self.tokens[k]
                name = words.nouns.get(inner.lemma) or words.acts.get(inner.lemma)
                if t.lower == "to" and inner.lower == "death" and lemma not in _SENTENCES:
                    return words.done_by["die"][0].name, k
                if t.lower == "for" and lemma == "treat" and name:
                    return name, k
                if t.lower == "as" and (state := self.state(k)):
                    return state, k
                place = words.within.get(inner.lemma) or words.within.get(f"{self.tokens[k - 1].lower} {inner.lemma}", ())
                if t.lower in _INTO and lemma in _HOLDS and (held := meant(place, self.counts(node))):
                    return held[0], k
                if (
                    t.lower in _INSIDE
                    and lemma == "be"
                    and role in _SUBJECT
                    and self.of_people(node)
                    and inner.lemma in words.inside
                ):
                    return words.inside[inner.lemma], k
                if t.lower in ("from", "of") and lemma in _DRIVING and role != "nsubj" and inner.lemma in words.origins:
                    return words.origins[inner.lemma], k
        return None

    def is_of_another(self, j: int, argument: int) -> bool:
        """Whether a complement speaks of something else than the argument: it has a subject or a figure of its own."""
        subject = self.subject(j)
        own = j - 1 == argument or (j - 1 in self.parse.children[argument] and self.tokens[j - 1].dep != "conj")
        figure = (j - 1 in self.covered and not own) or (self.tokens[j].dep == "conj" and self.has_figure(j))
        return figure or (subject is not None and subject != argument)

    def subject(self, i: int) -> int | None:
        """The subject of token `i`, or that of its auxiliary: "three died and ten are missing", "missing" taken for a verb."""
        auxiliary = self.parse.child(i, "aux")
        subject = self.parse.child(i, *_SUBJECT)
        return self.parse.child(auxiliary, *_SUBJECT) if subject is None and auxiliary is not None else subject

    def counts(self, node: int) -> Callable[[frozenset[str]], bool]:
        """Whether what is counted is among these words: "launched 100 drones", but not "launched 100 inquiries"."""
        t = self.tokens[self.stands_for.get(node, node)]

        def among(only: frozenset[str]) -> bool:
            if t.lemma in only or t.lower in only:
                return True
            if self.is_make(node):
                return "tank" in only
            return "person" in only and (t.pos not in ("NOUN", "VERB") or t.i in self.covered)

        return among

    def of_people(self, node: int) -> bool:
        """Whether a figure counts people: by their noun, or by none."""
        t = self.tokens[node]
        return node in self.covered or t.pos in ("NUM", "PRON") or t.lower == "many" or self.persons(node)

    def is_materiel(self, node: int) -> bool:
        """Whether a noun names arms, by their kind or their make."""
        return self.tokens[node].lemma in self.lexicon.materiel or self.is_make(node)

    def is_make(self, node: int) -> bool:
        """Whether a noun names arms by their make or model: "Leopards", "Su-34s"."""
        t = self.tokens[node]
        if t.pos != "PROPN" or node in self.covered:
            return False
        return unit.singular(t.lower) in self.lexicon.makes or any(c.isdigit() for c in t.text)

    def state(self, i: int, node: int | None = None) -> str | None:
        """The outcome that a token is a state of: "dead", "wounded", a participle like "captured"; of `node` when given."""
        t = self.tokens[i]
        name = self.lexicon.states.get(t.lower)
        if name is not None:
            return name
        if t.tag in ("VBN", "VBD", "JJ") and t.lower.endswith(("ed", "en", "ain", "eld")):
            senses = self.lexicon.done_to.get(t.lemma, ())
            names = meant(senses, self.counts(node)) if node is not None else [sense.name for sense in senses]
            return names[0] if names else None if senses else self.lexicon.past.get(t.lower)
        return None

    def is_of_some(self, node: int, j: int) -> bool:
        """Whether "of whom" stands between the noun and what follows it, which then speaks of some of them only."""
        near = self.tokens[node + 1 : min(j, node + 8)]
        return any(t.lower == "of" and u.lower in ("whom", "which") for t, u in pairwise(near))

    def clause_on(self, node: int) -> Outcome | None:
        """A relative clause or participle on the noun: "12 people who died", "soldiers captured near the border"."""
        for j in self.parse.children[node]:
            t = self.tokens[j]
            if self.is_of_some(node, j):
                continue
            if t.dep == "acl" and j > node and t.tag == "VBN":
                found = self.verb(j, "nsubjpass", node, node)
            elif t.dep == "acl" and j > node and t.tag == "VBG":
                found = self.verb(j, "nsubj", node, node)
            elif t.dep == "relcl":
                pronoun = self.parse.child(j, *_SUBJECT)
                if pronoun is not None and self.tokens[pronoun].tag in ("WDT", "WP"):
                    found = self.verb(j, self.tokens[pronoun].dep, node, pronoun)
                else:
                    active = self.parse.child(j, "dobj", "nsubjpass", "auxpass") is None
                    found = self.verb(j, "dobj", node, node) if active else None
            else:
                continue
            if found is not None:
                return found
        return None

    def state_on(self, node: int, last: int | None = None) -> Outcome | None:
        """A state as modifier of the noun, or the noun itself one: "three deceased soldiers", "41 dead", "dead or wounded".

        What stands between the number, which ends with token `last`, and the noun is a modifier, whatever the tree says.
        """
        found: list[tuple[str, int]] = []
        first = self.parse.left_edge[node] if self.tokens[node].pos in _NOUNS else node
        between = range(last + 1, node) if last is not None else range(0)
        found += [(name, j) for j in between if (name := self.state(j, node))]
        if last is not None and node <= last:
            found += self.states_after(last)
        candidates = [
            node,
            *(j for j in self.parse.children[node] if self.tokens[j].dep in ("amod", "acomp", "acl", "advcl", "appos")),
        ]
        if self.tokens[node].pos == "NUM" and self.tokens[node].head in (node + 1, node + 2):
            candidates.append(self.tokens[node].head)
        for j in candidates:
            if j < first or j > node + 3:
                continue
            if last is not None and j < last and j not in self.covered and j - 1 in self.covered:
                continue  # "124 injured and 40 bodies"
            if name := self.state(j, node):
                found.append((name, j))
                for k in self.parse.children[j]:
                    if (
                        self.tokens[k].dep == "conj"
                        and not self.has_figure(k)
                        and self.tokens[k].i - j <= 3
                        and (other := self.state(k))
                    ):
                        found.append((other, k))
        return self.joined(found, None)

    def states_after(self, last: int) -> list[tuple[str, int]]:
        """The states right after a bare number: "600 killed and wounded"; none if the first is a verb with an object."""
        i = last + 1
        if i >= len(self.tokens) or self.tokens[i].sentence != self.tokens[last].sentence:
            return []
        name = self.state(i, last)
        subject = self.parse.child(i, *_SUBJECT)
        if name is None or self.parse.child(i, "dobj", "auxpass") is not None or subject not in (None, last):
            return []
        return [(name, i), *self.listed(i)]

    def listed(self, i: int) -> Iterator[tuple[str, int]]:
        """The states that a list goes on with right after token `i`, whatever the tree says: "killed, wounded or captured"."""
        end = self.parse.sentences[self.tokens[i].sentence][1]
        while True:
            k = i + 1
            while k < end and self.tokens[k].lower in ("and", "or", ",") and k - i <= 2:
                k += 1
            if k == i + 1 or k >= end or (name := self.state(k)) is None:
                return
            t = self.tokens[k]
            thing = self.parse.child(k, "dobj")
            if (
                (t.dep == "amod" and t.head > k)
                or (thing is not None and self.has_figure(thing))
                or self.parse.child(k, "auxpass") is not None
            ):
                return
            yield name, k
            i = k

    def noun(self, node: int) -> Outcome | None:
        """The counted noun is the outcome: "300 casualties", "40 lives were lost"."""
        t = self.tokens[node]
        name = self.lexicon.nouns.get(t.lemma) or self.lexicon.nouns.get(t.lower)
        for j in self.parse.children[node]:
            name = name or self.lexicon.nouns.get(f"{self.tokens[j].lower} {t.lemma}")
        if t.lemma == "body" and any(
            self.tokens[j].dep in ("amod", "compound")
            and self.tokens[j].tag != "VBN"
            and self.tokens[j].lower not in _OTHER
            and self.state(j) is None
            for j in self.parse.children[node]
        ):
            return None
        return Outcome(name, node) if name is not None else None

    def aboard(self, node: int) -> Outcome | None:
        """ "With 118 people on board", "the 64 aboard the plane": where those are who are counted."""
        if not (self.of_people(node) or self.tokens[node].lemma in _NUMBERS):
            return None
        for j in (*self.parse.children[node], min(node + 1, len(self.tokens) - 1)):
            t = self.tokens[j]
            if j <= node or t.lower not in _INSIDE:
                continue
            if t.lower == "aboard":
                return Outcome("aboard", j)
            inner = self.parse.child(j, "pobj")
            name = self.lexicon.inside.get(self.tokens[inner].lemma) if inner is not None else None
            if inner is not None and name is not None and (name == "aboard" or self.is_there(node)):
                return Outcome(name, inner)
        return Outcome("aboard", node) if self.tokens[node].lemma in self.lexicon.riders else None

    def is_there(self, node: int) -> bool:
        """ "There were 90 people in the depot"."""
        head = self.tokens[node].head
        return self.tokens[head].lemma == "be" and self.parse.child(head, "expl") is not None

    def names_of(self, node: int) -> Outcome | None:
        """ "139 names of missing people": the outcome of those whose names, pictures or files are counted."""
        if self.tokens[node].lemma not in _TOLD:
            return None
        of = next((j for j in self.parse.children[node] if self.tokens[j].lower == "of" and j > node), None)
        inner = self.parse.child(of, "pobj") if of is not None else None
        if inner is None:
            return None
        return self.noun(inner) or self.state_on(inner, inner) or self.clause_on(inner)

    def beset(self, node: int) -> Outcome | None:
        """ "16 people with bullet wounds"."""
        if not self.persons(node):
            return None
        for j in self.parse.children[node]:
            inner = self.parse.child(j, "pobj") if self.tokens[j].lower == "with" and j > node else None
            if inner is not None and (name := self.lexicon.beset.get(self.tokens[inner].lemma)) and not self.has_figure(inner):
                return Outcome(name, inner)
        return None

    def among(self, node: int) -> Outcome | None:
        """Those of whom the figure counts some: "three of the dead", "two of the wounded"."""
        for j in self.parse.children[node]:
            inner = self.parse.child(j, "pobj") if self.tokens[j].lower == "of" else None
            if inner is None or inner in self.covered:
                continue
            if name := self.lexicon.states.get(self.tokens[inner].lower):
                return Outcome(name, inner)
            if self.tokens[inner].lower in ("those", "them") and (found := self.clause_on(inner)):
                return found
        return None

    def inverted(self, top: int) -> Outcome | None:
        """The noun is said to be among those with an outcome: "among the dead were two officers"."""
        while self.tokens[top].dep == "conj" and self.tokens[top].head != top:
            top = self.tokens[top].head
        verb = self.tokens[top].head
        if self.tokens[top].dep not in (*_SUBJECT, "attr") or self.tokens[verb].lemma != "be":
            return None
        for j in below(self.parse, verb, top):
            inner = self.parse.child(j, "pobj") if self.tokens[j].lower == "among" else None
            if inner is not None:
                return self.valued(inner) or self.state_on(inner, inner)
        return None

    def toll(self, node: int) -> Outcome | None:
        """The figure is the value of an outcome noun: "a death toll of 41", "casualties exceeded 3,000"."""
        i = node
        for _ in range(6):
            t = self.tokens[i]
            head = self.tokens[t.head]
            if head.i == i:
                return None
            if t.dep in ("conj", "nummod", "quantmod", "appos", "compound") and head.pos in _NOUNS | {"ADJ"}:
                i = head.i
                if found := self.valued(i):
                    return found
            elif t.dep == "pobj" or head.lemma in _NEARLY or (head.pos in ("ADP", "PART") and t.dep != "conj"):
                if head.lower in _BESIDE and self.tokens[head.head].pos in ("NOUN", "PROPN") and not self.of_people(node):
                    return None  # "deaths in 12 cities"
                i = head.i
            elif head.pos in ("NOUN", "PROPN", "ADJ"):
                return self.valued(head.i)
            elif head.pos in ("VERB", "AUX"):
                if found := self.numbered(head.i):
                    return found
                if head.lemma not in _REACH:
                    return self.put_at(head.i)
                for j in (self.parse.child(head.i, "nsubj", "nsubjpass"), self.parse.child(head.i, "dobj")):
                    if j is not None and j != i and (found := self.valued(self.antecedent(j)) or self.sized(j, head.i)):
                        return found
                if found := self.numbered_before(head.i):
                    return found
                if self.tokens[head.i].dep not in ("conj", "advcl", "xcomp"):
                    return None
                subject = self.parse.child(head.head, *_SUBJECT)
                return self.valued(subject) if subject is not None else None
            else:
                return None
        return None

    def numbered(self, state: int) -> Outcome | None:
        """ "Puts the number of displaced at 4,000", where the parser hangs the figure on the participle."""
        t = self.tokens[state]
        name, head = self.state(state), self.tokens[t.head]
        if t.dep in ("acl", "relcl"):  # "the number of those still missing at 19"
            t, head = head, self.tokens[head.head]
        if name is None or t.dep not in ("pobj", "pcomp") or head.lower != "of" or self.tokens[head.head].lemma not in _NUMBERS:
            return None
        return Outcome(name, state)

    def numbered_before(self, verb: int) -> Outcome | None:
        """ "The number killed or wounded already exceeds 3,000", where the parser takes the states for verbs of their own."""
        i = verb - 1
        while i > 0 and self.tokens[i].pos == "ADV":
            i -= 1
        found: list[tuple[str, int]] = []
        while i > 0 and ((name := self.state(i)) is not None or (found and self.tokens[i].lower in ("or", "and", ","))):
            if name is not None:
                found.insert(0, (name, i))
            i -= 1
        return self.joined(found, None) if found and self.tokens[i].lemma in _NUMBERS else None

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for: "the deployment, which officials put at 4,000 men"."""
        t = self.tokens[i]
        clause = self.tokens[t.head]
        return clause.head if t.tag in ("WDT", "WP") and clause.dep == "relcl" else i

    def sized(self, i: int, verb: int) -> Outcome | None:
        """The outcome of those who make up what a verb measures: "put the march at 6,000"."""
        name = self.lexicon.put_at.get(self.tokens[i].lemma)
        return Outcome(name, i) if name is not None and self.tokens[verb].lemma in _SIZING else None

    def put_at(self, verb: int) -> Outcome | None:
        """ "Put the killed and wounded at 3,000", where the parser takes what was put for verbs."""
        t = self.tokens[verb]
        name, thing = self.state(verb), self.parse.child(t.head, "dobj")
        if name is None or self.tokens[t.head].lemma not in _REACH or thing is None:
            return None
        if self.tokens[thing].lower == "own" and thing == verb - 1:
            return Outcome(name, verb)  # "put its own injured at 14"
        if t.dep != "conj":
            return None
        first = self.state(thing)
        return self.joined([(first, thing), (name, verb)], None) if first is not None else None

    def valued(self, noun: int) -> Outcome | None:
        """The outcome whose count a noun is: "toll", "the number of wounded", "casualties"."""
        t = self.tokens[noun]
        words = self.lexicon
        before = self.tokens[noun - 1].lower if noun else ""
        name = words.tolls.get(f"{before} {t.lemma}") or words.tolls.get(t.lemma) or words.nouns.get(t.lemma)
        name = name or words.acts.get(t.lemma) or self.state(noun)
        if name is not None and noun not in self.covered:
            return Outcome(name, noun)
        if t.lemma in _NUMBERS:
            for j in self.parse.children[noun]:
                inner = self.parse.child(j, "pobj", "pcomp") if self.tokens[j].lower in ("of", "for") else None
                if inner is not None and self.tokens[inner].lower != "own":
                    name = words.tolls.get(self.tokens[inner].lemma)
                    if name:
                        return Outcome(name, inner)
                    return self.noun(inner) or self.state_on(inner) or self.clause_on(inner) or self.aboard(inner)
            return self.state_on(noun) or self.aboard(noun)
        if t.lower == "those":
            return self.clause_on(noun)
        return None

    def verb_group(self, last: int) -> Outcome | None:
        """The verb group right after the figure, by form alone, for machine-edited text: "soldiers had diedor injured"."""
        found: list[tuple[str, int]] = []
        end = self.parse.sentences[self.tokens[last].sentence][1]
        for i in range(last + 1, min(end, last + 8)):
            t = self.tokens[i]
            glued = _GLUED.match(t.lower)
            name = self.lexicon.past.get(glued.group(1) if glued else t.lower)
            may_stand = t.lemma in ("have", "be") or (t.lower in ("or", "and") if found else t.pos in ("AUX", "ADV", "PART"))
            if name is not None and i not in self.covered and self.parse.child(i, "dobj") is None:
                found.append((name, i))
            elif not may_stand:
                break
        return self.joined(found, None)

    def is_taken(self, i: int) -> bool:
        """Whether a noun makes an outcome of "take": "prisoner" in "took 30 soldiers prisoner"."""
        return self.tokens[i].lemma in self.lexicon.taken and self.tokens[i].tag == "NN"

    def is_total(self, top: int) -> bool:
        """Whether a bare figure is the value of "the total": "bringing the total to 14,000"."""
        for i in (top, *above(self.parse, top)):
            if any(self.tokens[j].lemma in ("total", "tally") for j in (i, *below(self.parse, i, top))):
                return True
            if self.tokens[i].pos in ("VERB", "AUX"):
                return False
        return False

    def taken_before(self, node: int) -> Outcome | None:
        """ "has taken prisoner for the first time a soldier": an object that the parser lost behind an adverbial."""
        first = self.parse.sentences[self.tokens[node].sentence][0]
        for i in range(node - 1, max(first, node - 12), -1):
            t = self.tokens[i]
            if t.text in (",", ";", "“", "”") or (t.pos == "VERB" and t.lemma not in _TAKE):
                return None
            if t.lemma in self.lexicon.taken and i > first and self.tokens[i - 1].lemma in _TAKE:
                return Outcome(self.lexicon.taken[t.lemma], i, i - 1)
        return None

    def joined(self, found: list[tuple[str, int]], verb: int | None) -> Outcome | None:
        """One outcome out of those coordinated over one figure."""
        if not found:
            return None
        names = list(dict.fromkeys(name for name, _ in found))
        first, last = min(i for _, i in found), max(i for _, i in found)
        if self.lexicon.together == set(names):
            name = self.lexicon.together_name
        elif len(names) > 1 and any(self.tokens[i].lower == "or" for i in range(first, last)):
            name = " or ".join(sorted(names, key=self.lexicon.order.index))
        else:
            name = [n for n in names if n not in self.lexicon.yields or n == names[0]][-1]
        return Outcome(name, next(i for n, i in found if n == name) if name in names else first, verb)
