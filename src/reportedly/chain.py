"""The chain of an attribution: the hops from whoever knows to the outlet, origin first.

It is read from the grammar of the source ("testimonies of D published by C", "a memo seen by H"), from what stands beside the
cue ("citing B", "told C", "quoted B as saying", "was told by B"), from what the content says of its own origin ("the figure was
given to me by J"), and from what the text says of the recording that carries a voice (an intercepted call, a clip on a
channel). A leaf of `claim`.

What it gets wrong: a carrier named in another paragraph is not found, unless the same voice spoke there; of two carriers in
one paragraph the nearer is taken; a name it does not know that somebody "told" something is taken for an outlet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files

from reportedly.model import THE_OUTLET, Attribution, Hop, Parse, SourceMention, Span, Token

Resolve = Callable[[Span], SourceMention]

#: What may follow the head of a phrase without being part of who it is.
_FOLLOWING = ("relcl", "acl", "advcl", "conj", "cc", "punct", "parataxis", "ccomp")
#: Tokens of a very long sentence within which things belong together.
_FAR = 120
#: Tokens within which it is said how a source was met.
_CLOSE = 12
#: Code points within which the opening mark of a quotation is looked for.
_LONG_QUOTATION = 2000
_FIRST_PERSON = frozenset({"us", "me", "we", "i"})
#: Tokens of the longest listener that the parser did not find, and the parts of speech that he is made of.
_GAP = 4
_NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SOURCES = frozenset({"source", "data", "figure", "estimate"})
#: Kinds of source that are listeners only: what they are told, they do not pass on to the reader.
_LISTENERS = frozenset({"person", "government", "armed force", "intelligence agency"})


#: Kinds of source, but persons, through whom somebody speaks.
_MOUTHS = frozenset({"government", "ngo", "group"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    carriers: frozenset[str]
    written: frozenset[str]
    testimony: frozenset[str]
    met: frozenset[str]
    handed: frozenset[str]
    talk: frozenset[str]
    citing: frozenset[str]
    addressed: frozenset[str]
    told: frozenset[str]
    informed: frozenset[str]
    learned: frozenset[str]
    given: frozenset[str]
    given_things: frozenset[str]
    quoting: frozenset[str]
    reporting: frozenset[str]
    everywhere: frozenset[str]
    reporters: frozenset[str]
    outlets: frozenset[str]
    channel: dict[str, str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.claim").joinpath("chains.toml").read_text("utf8"))
    words = {f.name: frozenset(data[f.name].split()) for f in fields(_Lexicon) if f.name != "channel"}
    return _Lexicon(**words, channel={w: relation for relation, listed in data["channel"].items() for w in listed.split()})


@dataclass(frozen=True, slots=True)
class _Channel:
    """Where a recording is spoken of (token index), and who passed it on."""

    at: int
    hop: Hop


class ChainReader:
    """Reads the chains of one document. `resolve` tells who a span speaks of."""

    def __init__(self, parse: Parse, resolve: Resolve) -> None:
        self.parse = parse
        self.resolve = resolve
        self._paragraph_of = [0] * len(parse.tokens)
        for p, (first, last) in enumerate(parse.paragraphs):
            self._paragraph_of[first:last] = [p] * (last - first)
        self._days = {i for e in parse.entities if e.label in ("DATE", "TIME") for i in range(e.first, e.last)}
        self._names = [e for e in parse.entities if e.label == "ORG"]
        self._channels = self._find_channels()
        self._channel_of: dict[str, tuple[Hop, ...]] = {}
        self._origins: list[Hop] = []
        #: Who passed on the recording heard last, and the token at which it was.
        self._last_passed: tuple[Hop, ...] = ()
        self._last_cue = 0
        #: Who spoke last, in which paragraph, and whom he told it.
        self._last_told: tuple[str, int, list[Hop]] = ("", -1, [])

    def read(self, a: Attribution, *, inside: bool = False) -> tuple[tuple[Hop, ...], tuple[SourceMention, ...]]:
        """The hops of an attribution, origin first, and the mentions of its origin.

        `inside`: whether it stands in the content of another, whose words "me" and "us" then are. An attribution without a
        source has one unknown hop. Attributions are to be read in the order of the text.
        """
        relation, relation_span = self._relation(a)
        if not a.source:
            return (_unknown(relation, relation_span),), ()
        hops: list[Hop] = []
        mentions: list[SourceMention] = []
        heard: list[Hop] = []
        for span in a.source:
            carried = self._carried(span)
            if carried:
                hops += carried
                mentions.append(self.resolve(span))
                continue
            for hop, mention in self._claimants(span, relation, relation_span, inside=inside or self._quoted(a)):
                hops.append(_joined(hop) if mentions else hop)
                mentions.append(mention)
            heard += self._met(span)
        known = [*self._cited(a), *self._learned_from(a), *self._given_by(a), *self._told_by(a)]
        if known and (first := known[0].mention):
            mentions = [_mention_of(known[0], first)]
        told = [*self._through(a), *heard, *self._quoting(a), *self._informed(a), *([] if inside else self._told(a))]
        told = told or self._told_before(a, hops)
        self._last_told = (hops[0].name, self._place(a), told)
        hops = _distinct([*known, *hops, *told])
        passed = self._passed_on(a, mentions[0])
        if tokens := self._cue(a) or self._tokens(a.content[0]):
            self._last_passed, self._last_cue = tuple(passed), tokens[0]
        hops = _distinct([*hops, *passed])
        self._origins.append(hops[0])
        return tuple(hops), tuple(mentions)

    def _relation(self, a: Attribution) -> tuple[str | None, Span | None]:
        if not a.cue:
            return None, None
        for i in self._tokens(a.cue[0]):
            t = self.parse.tokens[i]
            if t.pos == "VERB":
                return t.text.lower(), self.parse.span(i, i + 1)
        return a.cue[0].text.lower(), a.cue[0]

    # -- who claims it

    def _claimants(
        self, span: Span, relation: str | None, relation_span: Span | None, *, inside: bool
    ) -> Iterator[tuple[Hop, SourceMention]]:
        """Each who says it, with the mention: one, or several side by side."""
        words = span.text.lower().split()
        if len(words) == 1 and words[0] in ("we", "i") and not inside and (own := self._tokens(span)):
            hop = self._own(own[0], relation or "", relation_span or span)
            yield replace(hop, relation=relation, relation_span=relation_span), _mention_of(hop, span)
            return
        if words[:1] == ["both"] and (len(words) == 1 or words[1:] in (["of", "them"], ["men"], ["women"], ["sides"])):
            two = _distinct(self._origins[::-1])[:2]
            if len(two) == 2:
                for before in reversed(two):
                    yield _at_mention(before, span, relation, relation_span), self.resolve(span)
                return
        for part in self._joint(span):
            mention = self.resolve(self._before_met(part))
            yield _hop(mention, relation, relation_span), mention

    def _quoted(self, a: Attribution) -> bool:
        """Whether the cue stands inside a quotation that was opened before it in its paragraph."""
        cue = self._cue(a)
        if not cue:
            return False
        at = self.parse.tokens[cue[0]].start
        before = self.parse.text[max(self.parse.text.rfind("\n", 0, at) + 1, at - _LONG_QUOTATION) : at]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _joint(self, span: Span) -> list[Span]:
        """The claimants of "Seoul and Kyiv", "a nurse and a driver" or "US and South Korean authorities", each as a span; else
        the span itself."""
        parse = self.parse
        tokens = self._tokens(span)
        if not tokens:
            return [span]
        head = self._head(tokens)
        heads = [head]
        while (second := self._conjunct(heads[-1], tokens)) is not None:
            heads.append(second)
        one_name = any(e.first <= head and heads[-1] < e.last for e in self._names) or self._is_for_both(head, heads[-1])
        if len(heads) > 1 and not one_name and all(parse.tokens[i].pos in ("PROPN", "NOUN") for i in heads):
            first = max(parse.left_edge[head], tokens.start)
            while first < head and parse.tokens[first].lower in ("both", "either", "neither"):
                first += 1
            starts = [first, *(parse.left_edge[i] for i in heads[1:])]
            stops = [min(parse.phrase_end(i, *_FOLLOWING), tokens.stop) for i in heads]
            if all(a < b for a, b in zip(starts, stops, strict=True)):
                return [parse.span(a, b) for a, b in zip(starts, stops, strict=True)]
        for c in parse.children[head]:
            both = self._conjunct(c, tokens) if tokens.start <= c < head else None
            if both is not None and both < head and parse.tokens[c].dep in ("amod", "compound", "nmod"):
                parts = [parse.span(parse.left_edge[c], c + 1), parse.span(parse.left_edge[both], tokens.stop)]
                if all(self.resolve(part).country for part in parts):
                    return parts
        return [span]

    def _is_for_both(self, head: int, last: int) -> bool:
        """Whether a body is for both, "the Movement for the Marches and the Lakes", not one beside the other: what follows "for"
        is one name in capitals, or the verb is in the singular."""
        tokens = self.parse.tokens
        after = tokens[head + 1 : last]
        if not after or after[0].lower not in ("for", "of") or tokens[head].pos != "PROPN":
            return False
        verb = tokens[tokens[head].head]
        capitals = all(t.pos in ("PROPN", "DET", "CCONJ", "ADP") for t in after) and tokens[last].pos == "PROPN"
        return (capitals and after[0].lower == "for") or (verb.tag == "VBZ" and verb.i > last)

    def _conjunct(self, i: int, tokens: range) -> int | None:
        return next((c for c in self.parse.children[i] if self.parse.tokens[c].dep == "conj" and c in tokens), None)

    # -- things that carry what somebody says

    def _carried(self, span: Span) -> list[Hop]:
        """Who is behind "testimonies of D published by C" or "a video released by H"; nobody when the head is no carrier."""
        parse, lex = self.parse, _lexicon()
        tokens = self._tokens(span)
        if not tokens:
            return []
        head = self._head(tokens)
        lemma = parse.tokens[head].lemma
        if lemma not in lex.carriers | lex.testimony:
            return []
        of = [c for c in parse.children[head] if parse.tokens[c].lower in ("of", "from", "by") and parse.children[c]]
        who = parse.children[of[0]][0] if of else head
        origin = [_hop(self._with_name(who, tokens), "testified", None)] if of and lemma in lex.testimony else []
        return origin + self._published_by(head)

    def _published_by(self, head: int) -> list[Hop]:
        """Whoever is said to have published, released, posted ... the thing that `head` names."""
        parse, lex = self.parse, _lexicon()
        clauses = [d for d in parse.descendants(head) if parse.tokens[d].dep in ("acl", "relcl")]
        if parse.tokens[head].lemma in lex.channel:
            # "a recording broadcast by C", where the participle is taken for a noun
            for c in parse.children[head]:
                if (
                    parse.tokens[c].lower == "by"
                    and parse.children[c]
                    and parse.tokens[parse.children[c][0]].pos in ("PROPN", "NOUN")
                ):
                    span = parse.span(head, head + 1)
                    return [_hop(self._at(parse.children[c][0]), lex.channel[parse.tokens[head].lemma], span)]
        governing = parse.tokens[head].head
        split = [governing] if parse.tokens[head].dep == "nsubj" and parse.child(governing, "agent") is not None else []
        for c in (*parse.children[head], *clauses, *split):
            t = parse.tokens[c]
            if t.pos != "VERB" or t.lemma not in lex.channel:
                continue
            who = self._doer(c)
            if who is not None:
                return [_hop(self._at(who), lex.channel[t.lemma], parse.span(c, c + 1))]
        return []

    def _doer(self, verb: int) -> int | None:
        """Who does what a clause after a noun says: "published by C", "circulating on channels", "which C published"."""
        parse = self.parse
        for preposition in ("by", "on"):
            for g in parse.children[verb]:
                if parse.tokens[g].lower == preposition:
                    who = next((i for i in parse.children[g] if parse.tokens[i].pos in ("PROPN", "NOUN")), None)
                    if who is not None and (preposition == "by" or (who not in self._days and not self._is_everywhere(who))):
                        return who
        who = parse.child(verb, "nsubj") if parse.tokens[verb].dep == "relcl" else None
        return who if who is not None and parse.tokens[who].pos in ("PROPN", "NOUN") else None

    def _is_everywhere(self, i: int) -> bool:
        """Whether what is meant is no channel in particular: "on the internet", "on social media"."""
        return self.parse.tokens[i].lower in _lexicon().everywhere

    # -- beside the cue

    def _cue(self, a: Attribution) -> range:
        return self._tokens(a.cue[0]) if a.cue else range(0)

    def _cited(self, a: Attribution) -> list[Hop]:
        """The origin that the source names beside the cue: "A said, citing B"."""
        parse, lex = self.parse, _lexicon()
        cue = self._cue(a)
        if not cue:
            return []
        first, last = self._around(cue[0])
        for i in range(first, last):
            t = parse.tokens[i]
            inside = any(s.start <= t.start < s.end and s.end - t.end > 60 for s in a.content)
            if t.lower in lex.citing and i not in cue and not inside:
                who = parse.child(i, "dobj", "pobj")
                who = min(i + 1, last - 1) if who is None else who
                who = self._from_whom(who)
                if parse.tokens[who].pos in _NOMINAL and self._can_know(who):
                    return [_hop(self._at(who), "cited", parse.span(i, i + 1))]
        return []

    def _from_whom(self, i: int) -> int:
        """Whoever a thing that is cited comes from: the service in "citing information from the service"."""
        parse, lex = self.parse, _lexicon()
        if parse.tokens[i].lemma in lex.carriers | lex.testimony | _SOURCES:
            for c in parse.children[i]:
                if parse.tokens[c].lower in ("from", "by") and parse.children[c]:
                    who = parse.children[c][0]
                    if parse.tokens[who].pos in ("NOUN", "PROPN"):
                        return who
        return i

    def _can_know(self, i: int) -> bool:
        """Whether a thing cited is somebody or something that says so, and not a reason: "citing the police", "citing costs"."""
        lex, lemma = _lexicon(), self.parse.tokens[i].lemma
        return (
            lemma in lex.carriers | lex.written | lex.testimony
            or self._at(i).type != "unspecified"
            or lemma in ("source", "data")
        )

    def _learned_from(self, a: Attribution) -> list[Hop]:
        """ "She learned from an orderly that S": the orderly."""
        parse = self.parse
        for i in self._cue(a):
            if parse.tokens[i].lemma in _lexicon().learned:
                for c in parse.children[i]:
                    if parse.tokens[c].lower == "from" and parse.children[c]:
                        who = parse.children[c][0]
                        if parse.tokens[who].pos in ("NOUN", "PROPN") and not self._in(a.content, who):
                            return [_hop(self._at(who), "told", None)]
        return []

    def _given_by(self, a: Attribution) -> list[Hop]:
        """Whom the content itself names as the one it comes from: "the figure was given to me by J", "J told us that S"."""
        parse, lex = self.parse, _lexicon()
        for i in (i for s in a.content for i in self._tokens(s)):
            t = parse.tokens[i]
            if t.pos != "VERB" or t.lemma not in lex.given:
                continue
            agent = parse.child(i, "agent")
            subject = parse.child(i, "nsubjpass")
            if agent is None or subject is None or not parse.children[agent]:
                continue
            who = parse.children[agent][0]
            heard = parse.tokens[subject].lower in ("i", "we") or parse.tokens[subject].lemma in lex.given_things
            if heard and parse.tokens[who].pos in ("NOUN", "PROPN"):
                return [_hop(self._at(who), t.text.lower(), parse.span(i, i + 1))]
        return []

    def _through(self, a: Attribution) -> list[Hop]:
        """Whom the source lets say it: "denied through its embassy that S", "said through a lawyer"."""
        parse = self.parse
        for i in self._cue(a):
            for c in parse.children[i] if parse.tokens[i].pos == "VERB" else ():
                who = parse.child(c, "pobj") if parse.tokens[c].lower in ("through", "via") else None
                if who is None or self._in(a.content, who) or parse.tokens[who].pos not in ("NOUN", "PROPN"):
                    continue
                mention = self._at(who)
                speaks = mention.type == "person" or (mention.type in _MOUTHS and parse.tokens[who].pos == "NOUN")
                if speaks and parse.tokens[who].lemma not in _lexicon().carriers:
                    return [_hop(mention, "through", parse.span(c, c + 1))]
        return []

    def _quoting(self, a: Attribution) -> list[Hop]:
        """Who quotes the source: A in "A quoted B as saying that S"."""
        parse = self.parse
        for i in self._cue(a):
            preposition = parse.tokens[i].head
            if parse.tokens[i].dep == "pcomp" and parse.tokens[preposition].lower == "as":
                verb = parse.tokens[preposition].head
                who = parse.child(verb, "nsubj")
                if who is None and (agent := parse.child(verb, "agent")) is not None and parse.children[agent]:
                    who = parse.children[agent][0]
                if who is not None and parse.tokens[verb].pos == "VERB" and not self._in(a.source, who):
                    return self._own_or(who, "quoted", verb)
        return []

    def _told_by(self, a: Attribution) -> list[Hop]:
        """The officer, where the mother is taken for the source of "the mother was told by an officer that S"; the guard, where
        the agency is taken for that of "the agency quoted a guard as saying that S"."""
        parse = self.parse
        for i in self._cue(a):
            quoted = parse.child(i, "dobj") if parse.tokens[i].lemma in _lexicon().reporting else None
            if (
                quoted is not None
                and not self._in(a.source, quoted)
                and any(parse.tokens[c].lower == "as" and self._of_saying(c, i) for c in parse.children[i])
            ):
                return [_hop(self._at(quoted), "said", None)]
            agent = parse.child(i, "agent") if parse.tokens[i].lemma in _lexicon().informed else None
            who = parse.child(i, "nsubjpass")
            if agent is not None and parse.children[agent] and who is not None and self._in(a.source, who):
                return [_hop(self._at(parse.children[agent][0]), "told", parse.span(i, i + 1))]
        return []

    def _of_saying(self, preposition: int, verb: int) -> bool:
        """Whether somebody is taken "as saying" something, not only described as it; who is quoted is, however it goes on."""
        parse, lex = self.parse, _lexicon()
        quoted = parse.tokens[verb].lemma in lex.quoting
        return quoted or any(parse.tokens[c].lemma in lex.addressed for c in parse.children[preposition])

    def _informed(self, a: Attribution) -> list[Hop]:
        """Who was told by the source and passes it on: the mother in "the mother was told by an officer that S"."""
        parse = self.parse
        for i in self._cue(a):
            if parse.tokens[i].lemma in _lexicon().informed and parse.child(i, "agent") is not None:
                who = parse.child(i, "nsubjpass")
                if who is not None and not self._in(a.source, who):
                    return [_hop(self._at(who), "was told", parse.span(i, i + 1))]
        return []

    def _told(self, a: Attribution) -> list[Hop]:
        """The outlet that was told: "a resident told the Baltic Ledger", "said in an interview with the Ledger"."""
        parse, lex = self.parse, _lexicon()
        for i in self._cue(a):
            if parse.tokens[i].pos not in ("VERB", "AUX"):
                continue
            for c in parse.children[i]:
                t = parse.tokens[c]
                listeners: list[int] = []
                if c > i and parse.tokens[i].lemma in lex.addressed:
                    if t.dep in ("dobj", "dative", "npadvmod", "oprd") and t.pos in _NOMINAL and c not in self._days:
                        listeners = [c]
                    elif t.lower in ("to", "with"):
                        listeners = [g for g in parse.children[c] if parse.tokens[g].dep == "pobj"]
                if t.lower in ("in", "during", "via") and t.pos == "ADP":
                    listeners += list(self._talked_with(c))
                elif t.dep == "advcl" and t.lemma in ("speak", "talk"):
                    listeners += [
                        g for p in parse.children[c] if parse.tokens[p].lower in ("to", "with") for g in parse.children[p]
                    ]
                for who in listeners:
                    if not self._in((*a.content, *a.source), who) and (hop := self._listener(who, i)):
                        return [self._without_source(hop, who, a)]
            between = self._between(i, a) if parse.tokens[i].lemma in lex.told else None
            if between is not None and (hop := self._listener(between, i)):
                return [hop]
        return []

    def _without_source(self, listener: Hop, i: int, a: Attribution) -> Hop:
        """The listener without the source that the parser takes for an apposition: "in an interview with B the mayor said"."""
        if listener.mention is None or not any(s.overlaps(listener.mention) for s in a.source):
            return listener
        own = self.parse.span(self.parse.left_edge[i], i + 1)
        return replace(listener, name=own.text, mention=own)

    def _between(self, verb: int, a: Attribution) -> int | None:
        """The listener where the parser gave him to the content: all that stands between the verb and what is said."""
        parse, tokens = self.parse, self._tokens(a.content[0])
        gap = range(verb + 1, tokens.start) if tokens else range(0)
        words = [i for i in gap if parse.tokens[i].pos != "PUNCT" and parse.tokens[i].lower != "that"]
        if not words or len(words) > _GAP or any(i in self._days or parse.tokens[i].pos not in _NAMING for i in words):
            return None
        return words[-1] if not self._in((*a.content, *a.source), words[-1]) else None

    def _told_before(self, a: Attribution, hops: Sequence[Hop]) -> list[Hop]:
        """Whom the same source told something just before, where a quotation goes on with it in the same paragraph."""
        name, paragraph, told = self._last_told
        goes_on = a.kind == "direct" and len(hops) == 1 and hops[0].name == name and self._place(a) == paragraph
        return list(told) if goes_on else []

    def _place(self, a: Attribution) -> int:
        tokens = self._cue(a) or self._tokens(a.content[0])
        return self._paragraph_of[tokens[0]] if tokens else -1

    def _talked_with(self, preposition: int) -> Iterator[int]:
        """B in "in an interview with B", "in a message to B"."""
        parse = self.parse
        for thing in parse.children[preposition]:
            if parse.tokens[thing].lemma in _lexicon().talk:
                for c in parse.children[thing]:
                    if parse.tokens[c].lower in ("with", "to"):
                        yield from (g for g in parse.children[c] if parse.tokens[g].dep == "pobj")

    def _met(self, span: Span) -> list[Hop]:
        """Who met, asked or overheard the source, or saw the paper that is the source: "a guard interviewed by B", "a memo
        seen by B", "an officer who spoke to B"."""
        parse, lex = self.parse, _lexicon()
        tokens = self._tokens(span)
        if not tokens:
            return []
        head = self._head(tokens)
        paper = parse.tokens[head].lemma in lex.written
        verbs = lex.handed if paper else lex.met | lex.quoting
        out: list[Hop] = []
        near = [c for c in parse.descendants(head) if head < c < head + _CLOSE and parse.tokens[c].dep == "acl"]
        clauses = [c for c in parse.children[head] if parse.tokens[c].dep in ("acl", "relcl", "advcl")]
        clauses += [c for c in sorted(near) if c not in clauses]
        for c in [*clauses, *(g for first in clauses for g in parse.children[first] if parse.tokens[g].dep == "conj")]:
            if parse.tokens[c].pos != "VERB" or parse.tokens[c].lemma not in verbs:
                continue
            for p in parse.children[c]:
                if parse.tokens[p].lower in ("by", "to", "with", "for"):
                    out += [h for g in parse.children[p] if (h := self._listener(g, c, passer=paper))]
            subject = parse.child(c, "nsubj") if paper and parse.tokens[c].dep == "relcl" else None
            if subject is not None and parse.tokens[subject].tag not in ("WDT", "WP"):
                out += [h for h in [self._listener(subject, c, passer=True)] if h]
        return out

    def _before_met(self, span: Span) -> Span:
        """The words for a source without the clause, at their end, by which whoever met or quoted it is a hop of its own: "a
        guard" of "a guard interviewed by B"."""
        parse, lex = self.parse, _lexicon()
        tokens = self._tokens(span)
        head = self._head(tokens) if tokens else 0
        for c in parse.children[head] if tokens else ():
            t = parse.tokens[c]
            first = parse.left_edge[c]
            if c in tokens and head < first and t.dep in ("acl", "relcl") and t.lemma in lex.met | lex.quoting:
                hops = self._met(span)
                if hops and all(h.mention and h.mention.start > parse.tokens[first].start for h in hops):
                    stop = first - 1 if parse.tokens[first - 1].text == "," else first
                    return parse.span(tokens.start, stop)
        return span

    def _listener(self, i: int, verb: int, *, passer: bool = False) -> Hop | None:
        """The hop of whoever was told, when it is one who reports: an outlet, an organisation, the writer of the text.

        `passer`: whoever is named handled a paper, and is a hop whatever it is.
        """
        parse = self.parse
        t = parse.tokens[i]
        span = parse.span(verb, verb + 1)
        if t.lower in _FIRST_PERSON or self._is_own(t):
            return self._own(i, "was told", span)
        if t.pos not in ("PROPN", "NOUN") or any(parse.tokens[c].pos == "NUM" for c in parse.children[i]):
            return None  # "says 12, the Red Cross 19": a count of its own
        mention = self._at(i)
        named = t.pos == "PROPN" and (mention.type not in _LISTENERS or self._is_bare_name(i, mention))
        reports = t.tag != "NNS" and (mention.type == "outlet" or t.lemma in _lexicon().outlets)
        if named or passer or reports:
            told = _hop(mention, "was told", span)
            return replace(told, type="outlet") if told.type == "person" and self._is_bare_name(i, mention) else told
        return None

    def _is_bare_name(self, i: int, mention: SourceMention) -> bool:
        """Whether it is one word that is all the text says of whom it names: persons and countries are known by more."""
        bare = self.parse.left_edge[i] == i and mention.mention.text == self.parse.tokens[i].text
        return bare and mention.name == mention.mention.text and mention.country is None

    def _is_own(self, t: Token) -> bool:
        """ "our reporter", "this newspaper": whoever publishes the text."""
        lex = _lexicon()
        return t.lemma in lex.reporters | lex.outlets and any(
            self.parse.tokens[c].lower in ("our", "my", "this") for c in self.parse.children[t.i]
        )

    def _own(self, i: int, relation: str, span: Span) -> Hop:
        """The hop of whoever publishes the text and speaks of itself at token `i`."""
        return Hop(
            name=THE_OUTLET,
            type="outlet",
            mention=self.parse.span(self.parse.left_edge[i], i + 1),
            relation=relation,
            relation_span=span,
        )

    def _own_or(self, i: int, relation: str, verb: int) -> list[Hop]:
        span = self.parse.span(verb, verb + 1)
        t = self.parse.tokens[i]
        if t.lower in ("we", "i") or self._is_own(t):
            return [self._own(i, relation, span)]
        return [_hop(self._at(i), relation, span)]

    # -- recordings

    def _find_channels(self) -> dict[int, list[_Channel]]:
        """By paragraph: where a call, clip or recording is spoken of, and who intercepted, published or circulated it."""
        parse, lex = self.parse, _lexicon()
        out: dict[int, list[_Channel]] = {}
        for t in parse.tokens:
            if t.lemma not in lex.carriers or t.pos not in ("NOUN", "PROPN"):
                continue
            for hop in self._published_by(t.i) or self._publishing(t.i):
                out.setdefault(self._paragraph_of[t.i], []).append(_Channel(t.i, hop))
        return out

    def _publishing(self, thing: int) -> list[Hop]:
        """The subject of the verb of passing on that the thing is an object of."""
        parse, lex = self.parse, _lexicon()
        for v in parse.ancestors(thing):
            if parse.tokens[v].pos == "VERB" and parse.tokens[v].lemma in lex.channel:
                who = parse.child(v, "nsubj")
                if who is not None and who < thing and parse.tokens[who].pos in ("PROPN", "NOUN"):
                    how = self._got_by(thing) or v
                    return [_hop(self._at(who), lex.channel[parse.tokens[how].lemma], parse.span(how, how + 1))]
                break
        return []

    def _got_by(self, thing: int) -> int | None:
        """How whoever published the thing came by it: "published a call it had intercepted"."""
        parse, lex = self.parse, _lexicon()
        return next((d for d in parse.descendants(thing) if lex.channel.get(parse.tokens[d].lemma) == "intercepted"), None)

    def _passed_on(self, a: Attribution, speaker: SourceMention) -> list[Hop]:
        """Who passed on the recording in which an unnamed voice speaks, here or where it spoke before."""
        tokens = self._cue(a) or self._tokens(a.content[0])
        if not tokens or speaker.named == "named" or speaker.type not in ("person", "group", "unspecified"):
            return []
        introduced = self._tokens(speaker.antecedent) if speaker.antecedent else tokens
        here = [
            channel
            for p in dict.fromkeys(self._paragraph_of[i] for i in (*tokens[:1], *introduced[:1]))
            for channel in self._channels.get(p, ())
            if channel.at < tokens.stop and self._heard_in(channel, a, introduced)
        ]
        passed = (here[-1].hop,) if here else self._channel_of.get(speaker.name, ())
        if not passed and speaker.antecedent is None and self._replies(a, tokens):
            passed = self._last_passed
        self._channel_of[speaker.name] = passed
        return list(passed)

    def _replies(self, a: Attribution, cue: range) -> bool:
        """Whether it is the other voice of the recording heard just before: in its paragraph, or where it answers or asks."""
        if not a.source[0].text.lower().startswith(("the ", "another ", "a second ", "a third ")):
            return False
        last = self._paragraph_of[self._last_cue]
        here = self._paragraph_of[cue[0]]
        spoken = {self.parse.tokens[i].lemma for i in cue} & {"answer", "reply", "respond", "ask", "hear"}
        return (a.kind == "direct" and here == last) or (bool(spoken) and here - last <= 1)

    def _heard_in(self, channel: _Channel, a: Attribution, introduced: Sequence[int]) -> bool:
        """Whether the speaker is one who is heard in the recording: spoken of beside it, said to be heard, or quoted "in" it."""
        parse = self.parse
        told_of = parse.tokens[channel.at].sentence
        if any(parse.tokens[i].sentence == told_of for i in introduced[:1]):
            return True
        cue = self._cue(a)
        if not cue:
            return False
        if any(parse.tokens[i].lemma in ("hear", "see") for i in cue):
            return True
        first, last = self._around(cue[0])
        return any(
            parse.tokens[i].lemma in _lexicon().carriers
            and parse.tokens[i].dep == "pobj"
            and parse.tokens[parse.tokens[i].head].lower in ("in", "on")
            and not self._in(a.content, i)
            for i in range(first, last)
        )

    # -- phrases

    def _at(self, i: int) -> SourceMention:
        """Who the phrase headed by `i` speaks of, without the clauses that follow it."""
        parse = self.parse
        lo = parse.left_edge[i]
        while lo < i and parse.tokens[lo].pos == "PUNCT":
            lo += 1
        return self.resolve(parse.span(lo, parse.phrase_end(i, *_FOLLOWING)))

    def _with_name(self, i: int, tokens: range) -> SourceMention:
        """Who the phrase headed by `i` speaks of, with the name that ends the tokens it stands in: "a statement from the mine's
        owner, the holding company Altmine", where the parser hangs the name on the statement."""
        parse = self.parse
        stop = parse.phrase_end(i, *_FOLLOWING)
        rest = parse.tokens[stop : tokens.stop]
        named = len(rest) > 1 and rest[0].text == "," and rest[-1].pos == "PROPN"
        if named and all(t.pos in ("DET", "ADJ", "NOUN", "PROPN") or t.tag == "VBG" for t in rest[1:]):
            return self.resolve(parse.span(parse.left_edge[i], tokens.stop))
        return self._at(i)

    def _around(self, i: int) -> tuple[int, int]:
        """The tokens `[first, last)` of the sentence of token `i` that are not too far from it."""
        first, last = self.parse.sentences[self.parse.tokens[i].sentence]
        return max(first, i - _FAR), min(last, i + _FAR)

    def _head(self, tokens: range) -> int:
        parse = self.parse
        return next((i for i in tokens if parse.tokens[i].head not in tokens or parse.tokens[i].head == i), tokens[0])

    def _tokens(self, span: Span) -> range:
        return self.parse.tokens_in(span.start, span.end)

    def _in(self, spans: Sequence[Span], i: int) -> bool:
        return any(s.start <= self.parse.tokens[i].start < s.end for s in spans)


def _hop(mention: SourceMention, relation: str | None, relation_span: Span | None) -> Hop:
    return Hop(
        name=mention.name,
        type=mention.type,
        mention=mention.mention,
        relation=relation,
        relation_span=relation_span,
        country=mention.country,
        named=mention.named,
        anonymous=mention.named == "anonymous",
        anonymity_reason=mention.anonymity_reason,
    )


def _mention_of(hop: Hop, span: Span) -> SourceMention:
    return SourceMention(mention=span, name=hop.name, type=hop.type, country=hop.country, named=hop.named)


def _joined(hop: Hop) -> Hop:
    return replace(hop, joint=True)


def _at_mention(hop: Hop, mention: Span, relation: str | None, relation_span: Span | None) -> Hop:
    """The hop as it is spoken of again."""
    return replace(hop, mention=mention, relation=relation, relation_span=relation_span, joint=False)


def _distinct(hops: Sequence[Hop]) -> list[Hop]:
    """The hops without those that name one named before."""
    first: dict[str, Hop] = {}
    for h in hops:
        first.setdefault(h.name, h)
    return list(first.values())


def _unknown(relation: str | None, relation_span: Span | None) -> Hop:
    """The hop that the text leaves open: "it emerged", "is said to"."""
    return Hop(
        name="unknown", type="unspecified", relation=relation, relation_span=relation_span, named="anonymous", anonymous=True
    )
