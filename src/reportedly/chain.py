"""The chain of an attribution: the hops from whoever knows to the outlet, origin first.

It is read from the grammar of the source ("testimonies of D published by C", "a video released by H"), from what stands
beside the cue ("citing B", "told C"), and from what the paragraph says of the recording that carries a voice (an intercepted
call, a clip on a channel). A leaf of `claim`.

What it gets wrong: a carrier named in another paragraph is not found, unless the same voice spoke there; of two carriers in
one paragraph the nearer is taken.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Attribution, Hop, Parse, SourceMention, Span

Resolve = Callable[[Span], SourceMention]

#: What may follow the head of a phrase without being part of who it is.
_FOLLOWING = ("relcl", "acl", "advcl", "conj", "cc", "punct", "parataxis", "ccomp")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    carriers: frozenset[str]
    testimony: frozenset[str]
    channel: dict[str, str]
    citing: frozenset[str]
    addressed: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.claim").joinpath("chains.toml").read_text("utf8"))
    return _Lexicon(
        carriers=frozenset(data["carriers"].split()),
        testimony=frozenset(data["testimony"].split()),
        channel={word: relation for relation, words in data["channel"].items() for word in words.split()},
        citing=frozenset(data["citing"].split()),
        addressed=frozenset(data["addressed"].split()),
    )


class ChainReader:
    """Reads the chains of one document. `resolve` tells who a span speaks of."""

    def __init__(self, parse: Parse, resolve: Resolve) -> None:
        self.parse = parse
        self.resolve = resolve
        self._paragraph_of = [0] * len(parse.tokens)
        for p, (first, last) in enumerate(parse.paragraphs):
            self._paragraph_of[first:last] = [p] * (last - first)
        self._channels = self._find_channels()
        self._channel_of: dict[str, tuple[Hop, ...]] = {}

    def read(self, a: Attribution) -> tuple[tuple[Hop, ...], tuple[SourceMention, ...]]:
        """The hops of an attribution, origin first, and the mentions that its basis is read from.

        An attribution without a source has one unknown hop. Attributions are to be read in the order of the text.
        """
        relation, relation_span = self._relation(a)
        if not a.source:
            return (_unknown(relation, relation_span),), ()
        hops: list[Hop] = []
        mentions: list[SourceMention] = []
        for span in a.source:
            carried = self._carried(span)
            if carried:
                hops += carried
                mentions.append(self.resolve(span))
                continue
            for part in self._joint(span):
                mention = self.resolve(part)
                hops.append(_hop(mention, relation, relation_span, joint=bool(mentions)))
                mentions.append(mention)
        hops = self._cited(a) + hops + self._told(a)
        return (*hops, *self._passed_on(a, mentions[0], hops)), tuple(mentions)

    def _relation(self, a: Attribution) -> tuple[str | None, Span | None]:
        if not a.cue:
            return None, None
        for i in self._tokens(a.cue[0]):
            t = self.parse.tokens[i]
            if t.pos == "VERB":
                return t.text.lower(), self.parse.span(i, i + 1)
        return a.cue[0].text.lower(), a.cue[0]

    def _joint(self, span: Span) -> list[Span]:
        """The claimants of "Seoul and Kyiv" or "US and South Korean authorities", each as a span; else the span itself."""
        parse = self.parse
        tokens = self._tokens(span)
        if not tokens:
            return [span]
        head = self._head(tokens)
        second = self._conjunct(head, tokens)
        if second is not None and parse.tokens[head].pos == "PROPN" and parse.tokens[second].pos == "PROPN":
            first = max(parse.left_edge[head], tokens.start)
            while first < head and parse.tokens[first].lower in ("both", "either"):
                first += 1
            last = min(parse.right_edge[second], tokens.stop - 1)
            return [parse.span(first, head + 1), parse.span(parse.left_edge[second], last + 1)]
        for c in parse.children[head]:
            both = self._conjunct(c, tokens) if tokens.start <= c < head else None
            if both is not None and both < head and parse.tokens[c].dep in ("amod", "compound", "nmod"):
                return [parse.span(parse.left_edge[c], c + 1), parse.span(parse.left_edge[both], tokens.stop)]
        return [span]

    def _conjunct(self, i: int, tokens: range) -> int | None:
        return next((c for c in self.parse.children[i] if self.parse.tokens[c].dep == "conj" and c in tokens), None)

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
        origin = [_hop(self._at(parse.children[of[0]][0]), "testified", None)] if of and lemma in lex.testimony else []
        return origin + self._published_by(head)

    def _published_by(self, head: int) -> list[Hop]:
        """Whoever is said to have published, released, posted ... the thing that `head` names."""
        parse, lex = self.parse, _lexicon()
        clauses = (d for d in parse.descendants(head) if parse.tokens[d].dep in ("acl", "relcl"))
        for c in (*parse.children[head], *clauses):
            t = parse.tokens[c]
            if t.pos != "VERB" or t.lemma not in lex.channel:
                continue
            agent = next((g for g in parse.children[c] if parse.tokens[g].lower in ("by", "on") and parse.children[g]), None)
            who = parse.children[agent][0] if agent is not None else parse.child(c, "nsubj") if t.dep == "relcl" else None
            if who is not None and (agent is not None or parse.tokens[who].pos in ("PROPN", "NOUN")):
                return [_hop(self._at(who), lex.channel[t.lemma], parse.span(c, c + 1))]
        return []

    def _cited(self, a: Attribution) -> list[Hop]:
        """The origin that the source names beside the cue: "A said, citing B"."""
        parse, lex = self.parse, _lexicon()
        cue = self._tokens(a.cue[0]) if a.cue else range(0)
        if not cue:
            return []
        first, last = parse.sentences[parse.tokens[cue[0]].sentence]
        for i in range(first, last):
            t = parse.tokens[i]
            inside = any(s.start <= t.start < s.end and s.end - t.end > 60 for s in a.content)
            if t.lower in lex.citing and i not in cue and not inside:
                who = parse.child(i, "dobj", "pobj") or min(i + 1, last - 1)
                if parse.tokens[who].pos in ("PROPN", "NOUN", "PRON"):
                    return [_hop(self._at(who), "cited", parse.span(i, i + 1))]
        return []

    def _told(self, a: Attribution) -> list[Hop]:
        """The outlet that was told, when it is one: "a resident told the Baltic Ledger"."""
        parse, lex = self.parse, _lexicon()
        for i in self._tokens(a.cue[0]) if a.cue else ():
            if parse.tokens[i].lemma not in lex.addressed:
                continue
            for c in parse.children[i]:
                t = parse.tokens[c]
                if (
                    c < i
                    or t.pos not in ("PROPN", "NOUN", "ADP")
                    or not (t.dep in ("dobj", "dative") or t.lower in ("to", "with"))
                ):
                    continue
                who = next(iter(parse.children[c]), c) if t.pos == "ADP" else c
                if any(s.start <= parse.tokens[who].start < s.end for s in (*a.content, *a.source)):
                    continue
                mention = self._at(who)
                named = parse.tokens[who].pos == "PROPN" and mention.type not in ("person", "government")
                if named or (mention.type == "outlet" and parse.tokens[who].tag != "NNS"):
                    return [_hop(mention, "was told", parse.span(i, i + 1))]
        return []

    def _find_channels(self) -> dict[int, list[tuple[int, Hop]]]:
        """By paragraph: where a call, clip or recording is spoken of, and who intercepted, published or circulated it."""
        parse, lex = self.parse, _lexicon()
        out: dict[int, list[tuple[int, Hop]]] = {}
        for t in parse.tokens:
            if t.lemma not in lex.carriers or t.pos not in ("NOUN", "PROPN"):
                continue
            for hop in self._published_by(t.i) or self._publishing(t.i):
                out.setdefault(self._paragraph_of[t.i], []).append((t.i, hop))
        return out

    def _publishing(self, thing: int) -> list[Hop]:
        """The subject of the verb of passing on that the thing is an object of."""
        parse, lex = self.parse, _lexicon()
        for v in parse.ancestors(thing):
            if parse.tokens[v].pos == "VERB" and parse.tokens[v].lemma in lex.channel:
                who = parse.child(v, "nsubj")
                if who is not None and who < thing and parse.tokens[who].pos in ("PROPN", "NOUN"):
                    return [_hop(self._at(who), lex.channel[parse.tokens[v].lemma], parse.span(v, v + 1))]
                break
        return []

    def _passed_on(self, a: Attribution, speaker: SourceMention, hops: Sequence[Hop]) -> list[Hop]:
        """Who passed on the recording in which an unnamed voice speaks, here or where it spoke before."""
        tokens = self._tokens((a.cue or a.content)[0])
        if not tokens or speaker.named == "named" or speaker.type not in ("person", "group", "unspecified"):
            return []
        introduced = self._tokens(speaker.antecedent) if speaker.antecedent else tokens
        here = [
            hop
            for p in dict.fromkeys(self._paragraph_of[i] for i in (*tokens[:1], *introduced[:1]))
            for at, hop in self._channels.get(p, ())
            if at < tokens.stop
        ]
        channel = (here[-1],) if here else self._channel_of.get(speaker.name, ())
        self._channel_of[speaker.name] = channel
        return [h for h in channel if all(h.name != known.name for known in hops)]

    # -- phrases

    def _at(self, i: int) -> SourceMention:
        """Who the phrase headed by `i` speaks of, without the clauses that follow it."""
        parse = self.parse
        lo = parse.left_edge[i]
        while lo < i and parse.tokens[lo].pos == "PUNCT":
            lo += 1
        return self.resolve(parse.span(lo, parse.phrase_end(i, *_FOLLOWING)))

    def _head(self, tokens: range) -> int:
        parse = self.parse
        return next((i for i in tokens if parse.tokens[i].head not in tokens or parse.tokens[i].head == i), tokens[0])

    def _tokens(self, span: Span) -> range:
        return self.parse.tokens_in(span.start, span.end)


def _hop(mention: SourceMention, relation: str | None, relation_span: Span | None, *, joint: bool = False) -> Hop:
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
        joint=joint,
    )


def _unknown(relation: str | None, relation_span: Span | None) -> Hop:
    """The hop that the text leaves open: "it emerged", "is said to"."""
    return Hop(
        name="unknown", type="unspecified", relation=relation, relation_span=relation_span, named="anonymous", anonymous=True
    )
