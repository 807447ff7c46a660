"""Attributions and mentions -> claims with chains.

A claim is one proposition by one origin. Its chain is read from the grammar of the source ("testimonies of D published by C",
"a video released by H"), from what stands beside the cue ("citing B", "told C"), from attributions inside one another ("Lee
said the agency reported"), and from what the paragraph says of the recording that carries a voice (an intercepted call, a
clip on a channel). What the outlet says itself is a claim where it bears on the matter: a figure with an outcome, something
that happened on a known day, or an outcome with a hedge.

What it gets wrong: a carrier named in another paragraph is not found; of two carriers in one paragraph the nearer is taken.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Protocol

from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Evidence,
    Hop,
    Parse,
    PlaceMention,
    Quantity,
    SourceMention,
    Span,
    TimeMention,
    make_id,
)

Resolve = Callable[[Span], SourceMention]


class Reader(Protocol):
    """What reads the evidence of an attribution, and polarity and hedge of any words."""

    def read(self, attribution: Attribution, sources: Sequence[SourceMention]) -> tuple[Evidence, ...]: ...

    def polarity(self, content: Sequence[Span]) -> Evidence: ...

    def hedge(self, content: Sequence[Span], cue: Sequence[Span] = ()) -> Evidence | None: ...


@dataclass(frozen=True, slots=True)
class _Lexicon:
    carriers: frozenset[str]
    testimony: frozenset[str]
    channel: dict[str, str]
    citing: frozenset[str]
    outlet_addressee: frozenset[str]
    outcomes: re.Pattern[str]
    anonymity: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.claim").joinpath("chains.toml").read_text("utf8"))
    return _Lexicon(
        carriers=frozenset(data["carriers"].split()),
        testimony=frozenset(data["testimony"].split()),
        channel={word: relation for relation, words in data["channel"].items() for word in words.split()},
        citing=frozenset(data["citing"].split()),
        outlet_addressee=frozenset(data["addressed"].split()),
        outcomes=re.compile(r"\b(?:" + "|".join(map(re.escape, data["outcomes"].split())) + r")\b", re.IGNORECASE),
        anonymity=re.compile("|".join(re.escape(p.strip()) for p in data["anonymity"].split("|")), re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A recording or a call spoken of in a paragraph, and who passed it on."""

    paragraph: int
    at: int
    channel: tuple[Hop, ...]


class ClaimReader:
    """Reads the claims of one document from what the other stages found."""

    def __init__(
        self,
        document: Document,
        parse: Parse,
        attributions: Sequence[Attribution],
        silences: Sequence[Attribution],
        evidence: Reader,
        resolve: Resolve,
        quantities: Sequence[Quantity],
        times: Sequence[TimeMention],
        places: Sequence[PlaceMention],
    ) -> None:
        self.document = document
        self.parse = parse
        self.evidence = evidence
        self.resolve = resolve
        self.quantities = quantities
        self.times = times
        self.places = places
        self._paragraph_of = [0] * len(parse.tokens)
        for p, (first, last) in enumerate(parse.paragraphs):
            self._paragraph_of[first:last] = [p] * (last - first)
        self._silences = [s for s in silences if not any(_inside(s, a) for a in attributions)]
        cues = {i for s in self._silences for i in self._tokens(s.cue)}
        self._attributions = [a for a in attributions if not cues.intersection(self._tokens(a.cue))]
        self._carriers = self._find_carriers()
        self._channel_of: dict[str, tuple[Hop, ...]] = {}
        title = document.title or ""
        #: Where the text goes on after its own headline, which only repeats what follows.
        self._body = len(title) if title and document.text.startswith(title) else 0

    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order of their content."""
        out = []
        for a in self._attributions:
            if self._asks_not_to_be_named(a) or a.content[0].start < self._body:
                continue
            outer = [b for b in self._attributions if b is not a and _inside(a, b)]
            inner = [b for b in self._attributions if b is not a and _inside(b, a)]
            if any(_mostly(b, a) for b in inner):
                continue
            out.append(self._claim(a, sorted(outer, key=_size)))
        out += [self._claim(s, []) for s in self._silences]
        out += self._unattributed(out)
        return tuple(sorted({c.id: c for c in out}.values(), key=lambda c: (c.content[0].start, c.content[-1].end, c.id)))

    def _asks_not_to_be_named(self, a: Attribution) -> bool:
        """Whether it only says why somebody is not named; the outlet's sentence is then the claim."""
        spans = (*a.cue, *a.content)
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        found = _lexicon().anonymity.search(self.parse.text, start, end)
        return found is not None and (found.start() - start < 60 or end - start < 160)

    # -- one claim

    def _claim(self, a: Attribution, outer: Sequence[Attribution]) -> Claim:
        chain, sources = self._chain(a)
        for b in outer:
            if b.source:
                hops, _ = self._chain(b)
                chain += tuple(h for h in hops if all(h.name != g.name for g in chain))
        evidence = _as_intercepted(self.evidence.read(a, sources), chain)
        content = self._without_that(a.content)
        if any(e.field == "stance" and e.value == "doubts" for e in evidence) and not self._has_clause(a):
            content = self._whole_clause(a)
        return self._build(a.kind, content, chain, evidence, a)

    def _without_that(self, content: tuple[Span, ...]) -> tuple[Span, ...]:
        """The content without the conjunction before it: it says nothing."""
        first = content[0]
        if first.text[:5].lower() == "that " and first.text[5:6] not in ("", " "):
            token = self.parse.token_at(first.start)
            if token is not None and self.parse.tokens[token].pos == "SCONJ":
                return (Span.cut(self.parse.text, first.start + 5, first.end), *content[1:])
        return content

    def _has_clause(self, a: Attribution) -> bool:
        inside = set(self._tokens(a.content))
        return any(self.parse.tokens[i].dep.startswith("nsubj") and self.parse.tokens[i].head in inside for i in inside)

    def _whole_clause(self, a: Attribution) -> tuple[Span, ...]:
        """Source, cue and content in one: a doubt of a thing, not of a statement, is told as a whole."""
        spans = (*a.source, *a.cue, *a.content)
        return (Span.cut(self.parse.text, min(s.start for s in spans), max(s.end for s in spans)),)

    def _build(
        self,
        kind: str,
        content: tuple[Span, ...],
        chain: tuple[Hop, ...],
        evidence: tuple[Evidence, ...],
        a: Attribution | None,
    ) -> Claim:
        value = {e.field: e.value for e in evidence}
        return Claim(
            id=make_id("claim", self.document.id, *(f"{s.start}-{s.end}" for s in content), *(h.name for h in chain)),
            document=self.document.id,
            kind=kind,  # type: ignore[arg-type]  # the caller gives a ClaimKind
            content=content,
            chain=chain,
            stance=value.get("stance", "asserts"),  # type: ignore[arg-type]  # evidence holds the words of model.Stance
            polarity=value.get("polarity", "+"),  # type: ignore[arg-type]
            basis=value.get("basis", "unspecified"),  # type: ignore[arg-type]
            hedge=value.get("hedge"),
            verification=value.get("verification"),  # type: ignore[arg-type]
            attribution=a.id if a else None,
            cue=a.cue if a else (),
            quantities=tuple(q for q in self.quantities if any(s.overlaps(q.span) for s in content)),
            times=self._times(content, a),
            places=tuple(p for p in self.places if any(s.contains(p.span) for s in content)),
            evidence=evidence,
            confidence=a.confidence if a else None,
        )

    def _times(self, content: tuple[Span, ...], a: Attribution | None) -> tuple[TimeMention, ...]:
        """Times in the content tell when it happened; times beside the cue, when it was said."""
        out = []
        sentences = {self.parse.tokens[i].sentence for i in self._tokens(a.cue)} if a else set()
        for t in self.times:
            if any(s.overlaps(t.span) for s in content):
                out.append(replace(t, role="event"))
            elif a and any(self.parse.tokens[i].sentence in sentences for i in self._tokens((t.span,))):
                if not any(s.overlaps(t.span) for s in a.source) and self._beside_cue(t.span, a):
                    out.append(replace(t, role="said"))
        return tuple(out)

    def _beside_cue(self, span: Span, a: Attribution) -> bool:
        """Whether the time hangs on the cue's verb, or on no other verb between them."""
        tokens, cue = self._tokens((span,)), set(self._tokens(a.cue))
        if not tokens:
            return False
        i = tokens[0]
        for j in (i, *self.parse.ancestors(i)):
            if j in cue:
                return True
            t = self.parse.tokens[j]
            if t.pos == "VERB" and j not in tokens:
                return bool(cue & set(self.parse.descendants(j))) and t.dep == "ROOT"
        return False

    # -- chains

    def _chain(self, a: Attribution) -> tuple[tuple[Hop, ...], tuple[SourceMention, ...]]:
        """The hops of an attribution, origin first, and the mentions that its basis is read from."""
        relation, relation_span = self._relation(a)
        hops: list[Hop] = []
        mentions: list[SourceMention] = []
        for span in a.source:
            for part in self._carried(span) or self._joint(span):
                if isinstance(part, Hop):
                    hops.append(part)
                    if part.mention and not mentions:
                        mentions.append(self.resolve(span))
                    continue
                mention = self.resolve(part)
                mentions.append(mention)
                hops.append(_hop(mention, relation, relation_span, joint=len(mentions) > 1))
        if not a.source:
            hops.append(
                Hop(
                    name="unknown",
                    type="unspecified",
                    relation=relation,
                    relation_span=relation_span,
                    named="anonymous",
                    anonymous=True,
                )
            )
        else:
            hops = self._citing(a) + hops + self._told(a)
            hops += self._carrier_of(a, mentions, hops)
        return tuple(hops), tuple(mentions)

    def _relation(self, a: Attribution) -> tuple[str | None, Span | None]:
        if not a.cue:
            return None, None
        for i in self._tokens(a.cue):
            t = self.parse.tokens[i]
            if t.pos == "VERB":
                return t.text.lower(), self.parse.span(i, i + 1)
        return a.cue[0].text.lower(), a.cue[0]

    def _joint(self, span: Span) -> list[Span]:
        """The claimants of "Seoul and Kyiv" or "US and South Korean authorities", each as a span; else the span itself."""
        parse = self.parse
        tokens = self._tokens((span,))
        if not tokens:
            return [span]
        head = next((i for i in tokens if parse.tokens[i].head not in tokens or parse.tokens[i].head == i), tokens[0])
        second = next((c for c in parse.children[head] if parse.tokens[c].dep == "conj" and c in tokens), None)
        if second is not None and parse.tokens[head].pos == "PROPN" and parse.tokens[second].pos == "PROPN":
            first = Span.trimmed(parse.text, parse.tokens[_left(parse, head, tokens)].start, parse.tokens[head].end)
            other = Span.trimmed(parse.text, parse.tokens[parse.left_edge[second]].start, tokens_end(parse, second, tokens))
            return [s for s in (first, other) if s]
        for c in parse.children[head]:
            t = parse.tokens[c]
            both = next((d for d in parse.children[c] if parse.tokens[d].dep == "conj" and d in tokens and d < head), None)
            if both is not None and t.dep in ("amod", "compound", "nmod") and c < head and c in tokens:
                a = parse.span(parse.left_edge[c], c + 1)
                b = parse.span(parse.left_edge[both], tokens[-1] + 1)
                return [a, b]
        return [span]

    def _carried(self, span: Span) -> list[Hop | Span]:
        """The people behind "testimonies of D published by C", "a video released by H"; empty when the head is no carrier."""
        parse, lex = self.parse, _lexicon()
        tokens = self._tokens((span,))
        head = next((i for i in tokens if parse.tokens[i].head not in tokens or parse.tokens[i].head == i), None)
        if head is None or parse.tokens[head].lemma not in lex.carriers | lex.testimony:
            return []
        out: list[Hop | Span] = []
        if parse.tokens[head].lemma in lex.testimony:
            of = next(
                (c for c in parse.children[head] if parse.tokens[c].lower in ("of", "from", "by") and parse.children[c]), None
            )
            if of is not None:
                person = parse.children[of][0]
                out.append(self._short(person))
        channel = self._published_by(head)
        if channel and out:
            origin = out[0]
            assert isinstance(origin, Span)
            return [_hop(self.resolve(origin), "testified", None), *channel]
        return [*out, *channel]

    def _published_by(self, head: int) -> list[Hop]:
        """Whoever is said to have published, released, posted ... the thing that `head` names."""
        parse, lex = self.parse, _lexicon()
        near = [*parse.children[head], *(d for d in parse.descendants(head) if parse.tokens[d].dep in ("acl", "relcl"))]
        for c in near:
            t = parse.tokens[c]
            if t.lemma in lex.channel and t.pos == "VERB":
                agent = next((g for g in parse.children[c] if parse.tokens[g].lower in ("by", "on") and parse.children[g]), None)
                if agent is not None:
                    mention = self.resolve(self._short(parse.children[agent][0]))
                    return [_hop(mention, lex.channel[t.lemma], parse.span(c, c + 1))]
                subject = parse.child(c, "nsubj")
                if t.dep == "relcl" and subject is not None and parse.tokens[subject].pos in ("PROPN", "NOUN"):
                    return [_hop(self.resolve(self._short(subject)), lex.channel[t.lemma], parse.span(c, c + 1))]
        return []

    def _citing(self, a: Attribution) -> list[Hop]:
        """The origins that the source names beside the cue: "A said, citing B"; "A quoted B as saying"."""
        parse, lex = self.parse, _lexicon()
        cue = list(self._tokens(a.cue))
        if not cue:
            return []
        first, last = parse.sentences[parse.tokens[cue[0]].sentence]
        for i in range(first, last):
            t = parse.tokens[i]
            if (
                t.lower in lex.citing
                and i not in cue
                and not any(s.start <= t.start < s.end and s.end - t.end > 60 for s in a.content)
            ):
                obj = parse.child(i, "dobj", "pobj") or (i + 1 if i + 1 < last else None)
                if obj is not None and parse.tokens[obj].pos in ("PROPN", "NOUN", "PRON"):
                    return [_hop(self.resolve(self._short(obj)), "cited", parse.span(i, i + 1))]
        return []

    def _told(self, a: Attribution) -> list[Hop]:
        """The outlet that was told, when it is one: "a resident told the Baltic Ledger"."""
        parse, lex = self.parse, _lexicon()
        for i in self._tokens(a.cue):
            if parse.tokens[i].lemma not in lex.outlet_addressee:
                continue
            for c in parse.children[i]:
                t = parse.tokens[c]
                if c > i and (t.dep in ("dobj", "dative") or t.lower in ("to", "with")) and t.pos in ("PROPN", "NOUN", "ADP"):
                    target = c if t.pos != "ADP" else next(iter(parse.children[c]), c)
                    if not any(s.start <= parse.tokens[target].start < s.end for s in (*a.content, *a.source)):
                        mention = self.resolve(self._short(target))
                        named = parse.tokens[target].pos == "PROPN" and mention.type not in ("person", "government")
                        if (mention.type == "outlet" and parse.tokens[target].tag != "NNS") or named:
                            return [_hop(mention, "was told", parse.span(i, i + 1))]
        return []

    def _find_carriers(self) -> list[_Carrier]:
        """Calls, clips and recordings that somebody intercepted, published or circulated, by paragraph."""
        parse, lex = self.parse, _lexicon()
        out = []
        for t in parse.tokens:
            if t.lemma not in lex.carriers or t.pos not in ("NOUN", "PROPN"):
                continue
            channel = self._published_by(t.i)
            if not channel:
                for v in parse.ancestors(t.i):
                    verb = parse.tokens[v]
                    if verb.pos == "VERB" and verb.lemma in lex.channel:
                        subject = parse.child(v, "nsubj")
                        if subject is not None and parse.tokens[subject].pos in ("PROPN", "NOUN") and subject < t.i:
                            channel = [_hop(self.resolve(self._short(subject)), lex.channel[verb.lemma], parse.span(v, v + 1))]
                        break
            if channel:
                out.append(_Carrier(self._paragraph_of[t.i], t.i, tuple(channel)))
        return out

    def _carrier_of(self, a: Attribution, mentions: Sequence[SourceMention], hops: Sequence[Hop]) -> list[Hop]:
        """Who passed on the recording in which an unnamed voice speaks."""
        if not mentions or any(m.named != "anonymous" or m.type not in ("person", "group", "unspecified") for m in mentions[:1]):
            return []
        tokens = self._tokens(a.cue or a.content)
        if not tokens:
            return []
        places = [tokens[0], *self._tokens((mentions[0].antecedent,) if mentions[0].antecedent else ())[:1]]
        here = [c for c in self._carriers for i in places if c.paragraph == self._paragraph_of[i] and c.at <= tokens[-1]]
        channel = here[-1].channel if here else self._channel_of.get(mentions[0].name, ())
        self._channel_of[mentions[0].name] = channel
        known = {h.name for h in hops}
        return [h for h in channel if h.name not in known]

    def _short(self, i: int) -> Span:
        """The phrase headed by `i` without the clauses that follow it."""
        parse = self.parse
        lo, hi = parse.left_edge[i], parse.right_edge[i] + 1
        for c in parse.children[i]:
            if c > i and parse.tokens[c].dep in ("relcl", "acl", "advcl", "conj", "cc", "punct", "parataxis", "ccomp"):
                hi = min(hi, parse.left_edge[c])
        while lo < i and parse.tokens[lo].pos == "PUNCT":
            lo += 1
        return parse.span(lo, max(hi, i + 1))

    # -- what the outlet says itself

    def _unattributed(self, claims: Sequence[Claim]) -> list[Claim]:
        """Sentences nobody is named for that carry a figure with an outcome, a known day, an outcome with a hedge, or the
        reason why somebody is not named."""
        parse, lex = self.parse, _lexicon()
        taken = [s for c in claims for s in (*c.content, *c.cue)]
        out = []
        for s, (first, last) in enumerate(parse.sentences):
            sentence = parse.sentence_span(s)
            if last - first < 4 or sentence.start < self._body or any(t.overlaps(sentence) for t in taken):
                continue
            if not any(parse.tokens[i].pos in ("VERB", "AUX") for i in range(first, last)):
                continue
            figure = any(q.outcome and sentence.contains(q.span) for q in self.quantities)
            outcome = lex.outcomes.search(parse.text, sentence.start, sentence.end)
            day = any(t.earliest or t.latest for t in self.times if sentence.contains(t.span))
            hedge = self.evidence.hedge((sentence,))
            hedged = hedge is not None and hedge.span is not None and parse.tokens[self._tokens((hedge.span,))[0]].pos == "ADV"
            if figure or day or (outcome and hedged) or lex.anonymity.search(parse.text, sentence.start, sentence.end):
                content = (self._clause(sentence, outcome.start() if outcome and not figure else None),)
                evidence = (self.evidence.polarity(content), *((hedge,) if hedge else ()))
                out.append(self._build("unattributed", content, (), evidence, None))
        return out

    def _clause(self, sentence: Span, at: int | None) -> Span:
        """The sentence, or the subordinate clause with a subject of its own in which the outcome at `at` stands."""
        parse = self.parse
        i = parse.token_at(at) if at is not None else None
        if i is not None:
            for j in (i, *parse.ancestors(i)):
                if parse.tokens[j].dep == "advcl" and parse.child(j, "nsubj", "nsubjpass") is not None:
                    mark = parse.child(j, "mark")
                    start = parse.left_edge[j] if mark is None else mark + 1
                    return parse.span(min(start, j), parse.right_edge[j] + 1)
        return Span.trimmed(parse.text, sentence.start, sentence.end) or sentence

    def _tokens(self, spans: Sequence[Span]) -> list[int]:
        return [i for s in spans for i in self.parse.tokens_in(s.start, s.end)]


def tokens_end(parse: Parse, i: int, tokens: Sequence[int]) -> int:
    """Where the phrase of token `i` ends, no later than the tokens do."""
    return parse.tokens[min(parse.right_edge[i], tokens[-1])].end


def _left(parse: Parse, head: int, tokens: Sequence[int]) -> int:
    """The first token of the phrase of `head` that is no "both" and no article's sibling outside the tokens."""
    first = max(parse.left_edge[head], tokens[0])
    while first < head and parse.tokens[first].lower in ("both", "either"):
        first += 1
    return first


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


def _as_intercepted(evidence: tuple[Evidence, ...], chain: Sequence[Hop]) -> tuple[Evidence, ...]:
    """Words that came through an interception rest on it, whatever else is known of the speaker."""
    tap = next((h for h in chain[1:] if h.relation == "intercepted"), None)
    if tap is None:
        return evidence
    heard = Evidence(field="basis", value="intercept", span=tap.relation_span)
    weak = ("unspecified", "eyewitness", "audio", "participant")
    return tuple(heard if e.field == "basis" and e.value in weak else e for e in evidence)


def _size(a: Attribution) -> int:
    return sum(s.end - s.start for s in a.content)


def _inside(a: Attribution, b: Attribution) -> bool:
    """Whether cue and content of `a` stand inside the content of `b`."""
    return all(any(outer.contains(s) for outer in b.content) for s in (*a.cue, *a.content))


def _mostly(a: Attribution, b: Attribution) -> bool:
    """Whether `a`, inside `b`, is most of what `b` says, so that `b` only passes it on."""
    return bool(a.source) and 2 * _size(a) > _size(b)
