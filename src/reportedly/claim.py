"""Attributions and mentions -> claims.

A claim is one proposition by one origin, with the chain that `chain` reads, the evidence, and the figures, times and places
in its content. Attributions inside one another are one chain where the inner is most of the outer ("Lee said the agency
reported"). What the outlet says itself is a claim where it bears on the matter: a figure with an outcome, an outcome with a day
or a hedge, and what opens the report with a day.

What it gets wrong: which of the outlet's own sentences bear on the matter is told by such words alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Protocol, cast

from reportedly.chain import ChainReader, Resolve
from reportedly.located import Located
from reportedly.model import (
    Attribution,
    Basis,
    Claim,
    ClaimKind,
    Document,
    Evidence,
    Hop,
    Parse,
    PlaceMention,
    Polarity,
    Quantity,
    SourceMention,
    Span,
    Stance,
    TimeMention,
    Verification,
    make_id,
)
from reportedly.predication import predication
from reportedly.unnamed import why_unnamed

#: Tokens of the shortest paragraph that opens a report; shorter ones are bylines and dates.
_LEAD = 12

_QUOTING = '“”«»„‟"‘'
#: What may stand around a source without being part of it.
_POINTS = frozenset(",;:–—-")
#: Whom somebody quotes, at the start of what is quoted.
_AS_SAYING = re.compile(r"[^.,;“”\"]{2,60}? as (?:saying|telling|stating|writing|speaking of)(?: that)?\s+")
#: What heads a paragraph that was added to a report.
_ADDITION = re.compile(
    r"\W{0,3}(?:added|updated?|correct(?:ed|ion)|amended|appended|addendum|postscript)\b[^:.!?\n]{0,40}:", re.IGNORECASE
)
_CLOCK = re.compile(r"[0-2]?\d[.:][0-5]\d")
#: Tokens between a verb and the word beside it that says when.
_NEAR_CUE = 4
#: Code points within which a day stands that is one of the cue's.
_FAR = 500


class Reader(Protocol):
    """What reads the evidence of an attribution, and polarity and hedge of any words."""

    def read(
        self, attribution: Attribution, sources: Sequence[SourceMention], chain: Sequence[Hop] = ()
    ) -> tuple[Evidence, ...]: ...

    def polarity(self, content: Sequence[Span]) -> Evidence: ...

    def hedge(self, content: Sequence[Span], cue: Sequence[Span] = ()) -> Evidence | None: ...


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Words of outcomes; verbs of asking not to be named and what is asked to be left out; what is not the outlet's to say
    again."""

    outcomes: re.Pattern[str]
    asking: frozenset[str]
    name: re.Pattern[str]
    citing: frozenset[str]
    allowing: frozenset[str]
    wanting: frozenset[str]
    addressing: frozenset[str]
    publishing: frozenset[str]
    giving: frozenset[str]
    before: frozenset[str]
    setting_off: frozenset[str]
    former: re.Pattern[str]
    back: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.claim").joinpath("chains.toml").read_text("utf8"))

    def phrases(name: str, separator: str | None = "|") -> re.Pattern[str]:
        words = "|".join(re.escape(p.strip()) for p in data[name].split(separator))
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    return _Lexicon(
        outcomes=phrases("outcomes", None),
        asking=frozenset(data["asking"].split()),
        name=phrases("name", None),
        citing=frozenset(data["quoting"].split()),
        allowing=frozenset(data["allowing"].split()),
        wanting=frozenset(data["wanting"].split()),
        addressing=frozenset(data["informed"].split()),
        publishing=frozenset(" ".join(data["channel"][k] for k in ("published", "posted", "broadcast")).split()),
        giving=frozenset(data["giving"].split()),
        before=frozenset(data["before"].split()),
        setting_off=frozenset(p.strip() for p in data["setting_off"].split("|")),
        former=re.compile(
            rf"(?:\w+\s+)?({data['former'].replace(' ', '|')})\s+(?:{data['counts'].replace(' ', '|')})\b", re.IGNORECASE
        ),
        back=phrases("back"),
    )


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
        self._quantities = Located((q.span.start, q.span.end, q) for q in quantities)
        self._times = Located((t.span.start, t.span.end, t) for t in times)
        self._places = Located((p.span.start, p.span.end, p) for p in places)
        said = Located((s.start, s.end, a) for a in attributions for s in a.content)
        self._silences = [s for s in silences if not _outer(s, said)]
        cues = {s for silence in self._silences for s in silence.cue}
        spoken = Located((s.start, s.end, s) for s in cues)
        tidied = map(self._tidied, attributions)
        kept = [a for a in tidied if not any(any(spoken.over(s.start, s.end)) for s in a.cue)]
        self._attributions = sorted(kept, key=lambda a: (a.content[0].start, -_size(a)))
        self._contents = Located((s.start, s.end, a) for a in self._attributions for s in a.content)
        self._cues = {i for a in self._attributions for i in self._tokens(a.cue)}
        self._added = Located(self._additions())
        self._chains = ChainReader(parse, resolve)
        title = document.title or ""
        #: Where the text goes on after its own headline, which only repeats what follows.
        self._body = len(title) if title and document.text.startswith(title) else 0

    def _additions(self) -> Iterator[tuple[int, int, TimeMention]]:
        """The paragraphs that were added to the report, each with the day on which they were: "Added on Monday: ..."."""
        for first, last in self.parse.paragraphs:
            span = self.parse.span(first, last)
            if found := _ADDITION.match(span.text):
                for t in self._times.over(span.start, span.start + found.end()):
                    yield span.start, span.end, t

    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order of their content."""
        passed_on = {b.id for a in self._attributions for b in _outer(a, self._contents) if a.source and self._is_all_of(a, b)}
        said = [
            self._claim(a)
            for a in self._attributions
            if a.id not in passed_on and a.content[0].start >= self._body and not self._is_no_claim(a)
        ]
        out = [claim for claim in said if not self._only_names(claim)]
        out += [self._claim(s) for s in self._silences]
        out = _without_parts(out)
        out += self._unattributed(out)
        return tuple(sorted({c.id: c for c in out}.values(), key=lambda c: (c.content[0].start, c.content[-1].end, c.id)))

    def _tidied(self, a: Attribution) -> Attribution:
        """The attribution with its spans as the chain is read from them, whichever method found it: no marks or time of day
        around the source, and whom the source told no part of what it told him."""
        source = tuple(s for s in (self._bare(s) for s in a.source) if s)
        return replace(a, source=source, content=self._without_listener(a))

    def _bare(self, span: Span) -> Span | None:
        tokens = list(self.parse.tokens_in(span.start, span.end))
        while tokens and (self.parse.tokens[tokens[-1]].text in _POINTS):
            tokens.pop()
        while tokens and (self.parse.tokens[tokens[0]].text in _POINTS or _CLOCK.fullmatch(self.parse.tokens[tokens[0]].text)):
            tokens.pop(0)
        if not tokens:
            return None
        first, last = self.parse.tokens[tokens[0]], self.parse.tokens[tokens[-1]]
        return Span.cut(self.parse.text, max(span.start, first.start), min(span.end, last.end))

    def _without_listener(self, a: Attribution) -> tuple[Span, ...]:
        """The content without whom the cue's verb has as its object: "told [Channel Nine] he had been asleep", "quoted [a guard
        as saying that] S"."""
        parse, first = self.parse, a.content[0]
        for i in self._tokens(a.cue):
            if parse.tokens[i].lemma not in _lexicon().addressing:
                continue
            heard = next((c for c in parse.children[i] if c > i and parse.tokens[c].dep in ("dobj", "dative")), None)
            if heard is None or not 0 <= parse.tokens[parse.left_edge[heard]].start - first.start <= 1:
                continue
            end = parse.tokens[parse.phrase_end(heard, "relcl", "acl", "ccomp", "advcl", "punct") - 1].end
            rest = Span.trimmed(parse.text, end, first.end) if end < first.end else None
            if rest and self._has_verb((rest,)):
                return (rest, *a.content[1:])
        quoted = _AS_SAYING.match(first.text)
        rest = Span.trimmed(parse.text, first.start + quoted.end(), first.end) if quoted else None
        return (rest, *a.content[1:]) if rest else a.content

    def _is_all_of(self, inner: Attribution, outer: Attribution) -> bool:
        """Whether the outer one only passes the inner one on: it is most of what is said, or its verb is what that hangs on."""
        cue = set(self._tokens(inner.cue))
        return 2 * _size(inner) > _size(outer) or any(top in cue for top in self.parse.tops(outer.content))

    def _is_no_claim(self, a: Attribution) -> bool:
        """Whether it only says why somebody is not named (the outlet's sentence is then the claim), whom somebody cites, what
        somebody wants or may do, or that there is evidence of something."""
        lex = _lexicon()
        cue = [self.parse.tokens[i] for i in self._tokens(a.cue)]
        verb = next((t for t in cue if t.pos == "VERB"), None)
        if verb is not None and verb.lemma in lex.citing and not self._has_verb(a.content):
            return True
        if verb is None and cue and not a.source and cue[-1].pos == "NOUN":
            return True
        if verb is not None and (verb.tag, verb.dep) == ("VB", "advcl") and not self._has_verb(a.content):
            return True  # what something is for: "no documents to support the claim"
        if verb is not None and self.parse.tokens[verb.head].lemma in lex.allowing and verb.dep == "xcomp":
            return True
        if verb is not None and verb.lemma in lex.wanting and a.content[0].text.lower().startswith("to ") and a.kind != "direct":
            return True
        start, end = a.content[0].start, a.content[-1].end
        found = why_unnamed().search(self.parse.text, start, end)
        if found is not None and (found.start() - start < 60 or end - start < 160):
            return True
        asked = {self.parse.tokens[i].lemma for i in self._tokens(a.cue)} & lex.asking
        return bool(asked) and lex.name.search(self.parse.text, start, min(end, start + 100)) is not None

    def _only_names(self, claim: Claim) -> bool:
        """Whether it asserts nothing: a word or two that name a thing ("expressed condolences", "praised the police")."""
        if claim.stance != "asserts" or claim.quantities or claim.kind != "indirect":
            return False
        words = [t for i in self._tokens(claim.content) if (t := self.parse.tokens[i]).text[:1].isalnum()]
        return len(words) <= 2 and not any(t.pos in ("VERB", "AUX", "NUM") for t in words)

    def _has_verb(self, spans: Sequence[Span]) -> bool:
        return any(self.parse.tokens[i].pos in ("VERB", "AUX") for i in self._tokens(spans))

    # -- one claim

    def _claim(self, a: Attribution) -> Claim:
        around = [b for b in sorted(_outer(a, self._contents), key=_size) if b.source]
        chain, sources = self._chains.read(a, inside=bool(around))
        for b in around:
            chain += tuple(h for h in self._chains.read(b)[0] if all(h.name != known.name for known in chain))
        evidence = self.evidence.read(a, sources, chain)
        content = self._without_that(a.content)
        withheld = any(e.field == "stance" and e.value in ("doubts", "silent", "declines") for e in evidence)
        if withheld and not any(piece.contains(cue) for piece in content for cue in a.cue):
            content = self._whole_clause(a)
        kind = a.kind
        if any(e.field == "stance" and e.value == "denies" for e in evidence):
            content = self._without_name_calling(a, content)
            kind = kind if any(mark in s.text for s in content for mark in _QUOTING) else "indirect"
        return self._build(kind, content, chain, evidence, a)

    def _without_name_calling(self, a: Attribution, content: tuple[Span, ...]) -> tuple[Span, ...]:
        """What is denied, without what it is denied as: "the recording" in "dismissed the recording as a fabrication"."""
        verbs = {i for i in self._tokens(a.cue) if self.parse.tokens[i].pos == "VERB"}
        for i in self._tokens(content[:1]):
            t = self.parse.tokens[i]
            if t.lower == "as" and t.dep == "prep" and (t.head in verbs or self.parse.tokens[t.head].head in verbs):
                cut = Span.trimmed(self.parse.text, content[0].start, t.start) if t.start > content[0].start else None
                return (cut,) if cut else content
        return content

    def _without_that(self, content: tuple[Span, ...]) -> tuple[Span, ...]:
        """The content without the conjunction before it: it says nothing."""
        first = content[0]
        if first.text[:5].lower() == "that " and first.text[5:6] not in ("", " "):
            token = self.parse.token_at(first.start)
            if token is not None and (self.parse.tokens[token].pos == "SCONJ" or self.parse.tokens[token].dep == "mark"):
                return (Span.cut(self.parse.text, first.start + 5, first.end), *content[1:])
        return content

    def _whole_clause(self, a: Attribution) -> tuple[Span, ...]:
        """Source, cue and content in one: a doubt of a thing, not of a statement, is told as a whole."""
        spans = (*a.source, *a.cue, *a.content)
        return (Span.cut(self.parse.text, min(s.start for s in spans), max(s.end for s in spans)),)

    def _build(
        self,
        kind: ClaimKind,
        content: tuple[Span, ...],
        chain: tuple[Hop, ...],
        evidence: tuple[Evidence, ...],
        a: Attribution | None,
    ) -> Claim:
        value = {e.field: e.value for e in evidence}
        return Claim(
            id=make_id("claim", self.document.id, *(f"{s.start}-{s.end}" for s in content), *(h.name for h in chain)),
            document=self.document.id,
            kind=kind,
            content=content,
            chain=chain,
            stance=cast(Stance, value.get("stance", "asserts")),
            polarity=cast(Polarity, value.get("polarity", "+")),
            basis=cast(Basis, value.get("basis", "unspecified")),
            hedge=value.get("hedge"),
            verification=cast("Verification | None", value.get("verification")),
            attribution=a.id if a else None,
            cue=a.cue if a else (),
            quantities=tuple(dict.fromkeys(q for s in content for q in self._quantities.over(s.start, s.end))),
            times=self._days(content, a),
            places=tuple(dict.fromkeys(p for s in content for p in self._places.over(s.start, s.end))),
            evidence=evidence,
            confidence=a.confidence if a else None,
            predication=predication(self.parse, content),
        )

    def _days(self, content: tuple[Span, ...], a: Attribution | None) -> tuple[TimeMention, ...]:
        """Times in the content tell when it happened or as of when it holds; times beside the cue, when it was said."""
        inside = list(dict.fromkeys(t for s in content for t in self._times.over(s.start, s.end)))
        given = a is not None and not self._has_verb(content)
        out = [
            t
            if t.role is None and self._is_aside(t.span)
            else replace(t, role=t.role or ("said" if self._is_of_giving(t.span, a if given else None) else "event"))
            for t in inside
        ]
        for s in sorted({self.parse.tokens[i].sentence for i in self._tokens(a.cue)}) if a else ():
            sentence = self.parse.sentence_span(s)
            first = max(sentence.start, a.cue[0].start - _FAR) if a else sentence.start
            for t in self._times.over(first, min(sentence.end, first + 2 * _FAR)):
                if a and t not in inside and self._tells_more_of(content, t.span):
                    out.append(replace(t, role="event"))
                elif a and t not in inside and self._beside_cue(t.span, a):
                    out.append(replace(t, role="said"))
        if not any(t.role == "said" and t.latest for t in out):
            out += [replace(t, role="said") for t in self._added.over(content[0].start, content[0].end) if t not in inside]
        if (
            a is not None
            and not any(t.role == "said" and t.latest for t in out)
            and (word := self._earlier(content, a)) is not None
        ):
            out.append(self._before_publication(word))
        # "between 2 and 11 April" is two expressions of one period
        known = {
            (t.earliest, t.latest, t.role) if t.earliest or t.latest else t.id: t
            for t in sorted(out, key=lambda t: t.span, reverse=True)
        }
        return tuple(sorted(known.values(), key=lambda t: t.span))

    def _is_aside(self, span: Span) -> bool:
        """Whether the time only tells something more of a noun, between commas: "the ferry, built in 1988, sank"."""
        for i in self._tokens((span,))[:1]:
            for j in self.parse.ancestors(i):
                t = self.parse.tokens[j]
                if t.pos in ("VERB", "AUX"):
                    before = self.parse.left_edge[j] - 1
                    return (t.dep, t.tag) == ("acl", "VBN") and before > 0 and self.parse.tokens[before].text == ","
        return False

    def _earlier(self, content: tuple[Span, ...], a: Attribution) -> Span | None:
        """The word that tells that a figure is one given before: "first said 60", "up from 3,200", "the earlier figure of 90"."""
        parse, lex = self.parse, _lexicon()
        if not any(q.outcome for s in content for q in self._quantities.over(s.start, s.end)):
            return None
        if a.cue and a.cue[0].text.lower() in lex.setting_off:
            return a.cue[0]
        cue = self._tokens(a.cue)
        for i in sorted({j for c in cue for j in (c, *parse.children[c]) if abs(j - c) <= _NEAR_CUE}):
            if parse.tokens[i].lower in lex.before and parse.tokens[i].pos == "ADV":
                return parse.span(i, i + 1)
        found = lex.former.match(content[0].text)
        return Span.cut(parse.text, content[0].start + found.start(1), content[0].start + found.end(1)) if found else None

    def _before_publication(self, word: Span) -> TimeMention:
        """The open time that such a word means: before the day of the report, where that is known."""
        day = self.document.published
        return TimeMention(
            id=make_id("time", self.document.id, word.start, word.end),
            span=word,
            type="DATE",
            value="PAST_REF",
            latest=day - timedelta(days=1) if day is not None else None,
            role="said",
        )

    def _is_of_giving(self, span: Span, a: Attribution | None) -> bool:
        """Whether a time in what is said tells when a figure was given: it hangs on the cue of `a`, which holds no verb, as in
        "spoke of 40 hurt on Sunday", or on a participle for giving it, as in "the 60,000 given on Saturday"."""
        tokens = self._tokens((span,))
        cue = set(self._tokens(a.cue)) if a is not None else set()
        for j in self.parse.ancestors(tokens[0]) if tokens else ():
            t = self.parse.tokens[j]
            if j in cue:
                return True
            if t.pos == "VERB":
                return t.dep == "acl" and t.tag == "VBN" and t.lemma in _lexicon().giving and self._is_figure(t.head)
        return False

    def _is_figure(self, i: int) -> bool:
        """Whether token `i` stands in a figure."""
        t = self.parse.tokens[i]
        return any(self._quantities.over(t.start, t.end))

    def _tells_more_of(self, content: tuple[Span, ...], span: Span) -> bool:
        """Whether what is said is a clause about the time itself: "the week in which, it said, 40 were killed"."""
        time = set(self._tokens((span,)))
        said = self._tokens(content)
        if said and any(self.parse.tokens[i].tag in ("WDT", "WP", "WRB") for i in said[:2]):
            before = next((i for i in range(said[0] - 1, -1, -1) if self.parse.tokens[i].pos != "PUNCT"), None)
            if before in time:
                return True
        for top in self.parse.tops(content):
            relative = self.parse.tokens[top].dep == "relcl"
            for i in self.parse.ancestors(top):
                if i in time:
                    if relative:
                        return True
                    break
                relative = relative or self.parse.tokens[i].dep == "relcl"
                if self.parse.tokens[i].pos not in ("VERB", "AUX", "ADP"):
                    break
        return False

    def _beside_cue(self, span: Span, a: Attribution) -> bool:
        """Whether the time hangs on the cue's verb, or on no other verb between them; or when what is quoted was published."""
        tokens, cue = self._tokens((span,)), set(self._tokens(a.cue))
        if not tokens:
            return False
        i = tokens[0]
        for j in (i, *self.parse.ancestors(i)):
            if j in cue:
                return True
            if j in self._cues and j not in tokens and not any(self.parse.tokens[c].pos == "NOUN" for c in cue):
                return False  # it belongs to another statement
            t = self.parse.tokens[j]
            if t.pos == "VERB" and j not in tokens:
                if t.lemma in _lexicon().publishing:
                    return True
                if any(span.overlaps(self.parse.span(j, j + 1)) for span in a.source):
                    return False
                return t.dep == "ROOT" and any(self.parse.left_edge[j] <= i <= self.parse.right_edge[j] for i in cue)
        return False

    # -- what the outlet says itself

    def _unattributed(self, claims: Sequence[Claim]) -> list[Claim]:
        """Sentences nobody is named for that carry a figure with an outcome, a known day, an outcome with a hedge, or the
        reason why somebody is not named."""
        parse, lex = self.parse, _lexicon()
        taken = Located((s.start, s.end, s) for c in claims for s in (*c.content, *c.cue))
        out = []
        lead = self._lead()
        for s, (first, last) in enumerate(parse.sentences):
            sentence = parse.sentence_span(s)
            if sentence.start < self._body:
                continue
            if any(taken.over(sentence.start, sentence.end)):
                out += [
                    self._build("unattributed", c, (), (self.evidence.polarity(c),), None) for c in self._beside(sentence, taken)
                ]
                continue
            if last - first < 4:
                continue
            if not any(parse.tokens[i].pos in ("VERB", "AUX") for i in range(first, last)):
                continue
            figure = any(q.outcome for q in self._quantities.over(sentence.start, sentence.end))
            outcome = lex.outcomes.search(parse.text, sentence.start, sentence.end)
            day = any((t.earliest or t.latest) and t.type != "TIME" for t in self._times.over(sentence.start, sentence.end))
            hedge = self.evidence.hedge((sentence,))
            hedged = hedge is not None and hedge.span is not None and parse.tokens[self._tokens((hedge.span,))[0]].pos == "ADV"
            bears = figure or (outcome and (day or hedged)) or (day and s in lead)
            if lex.back.search(parse.text, sentence.start, min(sentence.end, sentence.start + 60)):
                bears = False
            if bears or why_unnamed().search(parse.text, sentence.start, sentence.end):
                content = (self._clause(sentence, outcome.start() if outcome and not figure else None),)
                evidence = (self.evidence.polarity(content), *((hedge,) if hedge else ()))
                out.append(self._build("unattributed", content, (), evidence, None))
        return out

    def _beside(self, sentence: Span, taken: Located[Span]) -> list[tuple[Span, ...]]:
        """The clauses of a sentence, beside what others say in it, that carry a figure with an outcome: "[Dozens were hurt], and
        the union says ..."."""
        parse = self.parse
        out: list[tuple[Span, ...]] = []
        for q in self._quantities.over(sentence.start, sentence.end):
            if q.outcome is None or any(taken.over(q.span.start, q.span.end)):
                continue
            at = parse.tokens_in(q.span.start, q.span.end)[0]
            verb = next((j for j in (at, *parse.ancestors(at)) if parse.tokens[j].pos in ("VERB", "AUX")), None)
            if verb is None or parse.tokens[verb].dep not in ("ROOT", "conj") or parse.child(verb, "nsubj", "nsubjpass") is None:
                continue
            first = parse.left_edge[verb]
            others = [
                j
                for j in parse.children[verb]
                if j > max(verb, at)
                and parse.tokens[j].dep == "conj"
                and any(taken.over(parse.subtree(j).start, parse.subtree(j).end))
            ]
            joins = [j for j in parse.children[verb] if others and at < j < others[0] and parse.tokens[j].dep == "cc"]
            stop = (joins[-1] if joins else others[0]) - 1 if others else parse.right_edge[verb]
            clause = Span.trimmed(parse.text, parse.tokens[first].start, parse.tokens[stop].end)
            if clause is None or not clause.contains(q.span) or any(taken.over(clause.start, clause.end)):
                continue
            if any(known[0].contains(q.span) for known in out):
                continue
            if clause.text[-1] in ",;":
                clause = Span.cut(parse.text, clause.start, clause.end - 1)
            out.append((clause,))
        return out

    def _lead(self) -> range:
        """The sentences of the first paragraph that follows the headline and is more than a line."""
        parse = self.parse
        for first, last in parse.paragraphs:
            if parse.tokens[first].start >= self._body and last - first >= _LEAD:
                return range(parse.tokens[first].sentence, parse.tokens[last - 1].sentence + 1)
        return range(0)

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


def _without_parts(claims: Sequence[Claim]) -> list[Claim]:
    """The claims less those whose words are part of what the same origin says in another one."""
    whole = Located((s.start, s.end, c) for c in claims for s in c.content)

    def is_part(c: Claim) -> bool:
        first = c.content[0]
        return any(
            d is not c
            and c.chain[:1]
            and d.chain[:1]
            and c.chain[0].name == d.chain[0].name
            and c.stance == d.stance
            and all(any(piece.contains(s) and piece != s for piece in d.content) for s in c.content)
            for d in whole.over(first.start, first.end)
        )

    return [c for c in claims if not is_part(c)]


def _size(a: Attribution) -> int:
    return sum(s.end - s.start for s in a.content)


def _outer(a: Attribution, contents: Located[Attribution]) -> list[Attribution]:
    """The attributions in one piece of whose content cue and content of `a` stand."""
    spans = (*a.cue, *a.content)
    near = contents.over(spans[0].start, spans[0].end)
    return [b for b in near if b is not a and all(any(piece.contains(s) for piece in b.content) for s in spans)]
