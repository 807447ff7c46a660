"""Who said what: source, cue and content by rules over the dependency parse.

A cue is a reporting verb, noun, adverb or phrase of `data/attribution/cues.toml`; its grammar tells where source and
content stand: a complement clause, a clause into which the cue is set, a quotation beside it, an infinitive, or what
follows a verb of judgement. Quotations are paired first, paragraph by paragraph, with marks that do not pair closed at the
end of the paragraph; a quotation that goes on after the sentence of its cue is content of the same attribution. Beside another
method, such as the tagger, the rules complete what that found (`Rules.completed`) and add what it passes by and grammar leaves
no doubt of (`Rules.nested`, `Rules.beside`, `Rules.credited`), counts without a word of saying (`reckoning`) and turns of a
transcript (`transcript`, `labelled`, `tabular`) among it.

What it gets wrong: it believes the parser, so contents end early where a clause is attached wrongly; it has no cue for what
but a count is reported without a word of reporting; verbs of judgement ("see", "show") are taken literally at times.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files

from reportedly.giving import Giving
from reportedly.labelled import labelled
from reportedly.located import Located
from reportedly.model import Attribution, AttributionKind, Parse, Quantity, Span, Token, make_id
from reportedly.reckoning import Reckoning, Reckonings
from reportedly.tabular import rows
from reportedly.transcript import turns

_OPEN = "“«„‟"
_CLOSE = "”»"
_EITHER = '"'
_MARKS = frozenset(_OPEN + _CLOSE + _EITHER)
_TWO = ("``", "''")
_QUOTES = _MARKS | {*_TWO}
_CLOCK = re.compile(r"[0-2]?\d[.:][0-5]\d")

#: Nouns that say nothing of who speaks when they are the subject of "is", and pronouns that refer to no one.
_EMPTY_SUBJECTS = frozenset({"it", "there", "this", "that", "which", "what", "nobody", "none", "everybody", "everyone"})
#: How many statements may stand in one another.
_DEEPEST = 4
#: Tokens within which a content stands from its cue, unless it is a quotation: where no sentence ends, nobody says all of it.
_FAR = 300
#: Tokens within which the subject of a verb stands before it.
_NEAR = 30
#: What a quotation ends with when its sentence goes on.
_PAUSES = frozenset(",?!–—-")
_REFERRING = frozenset({"he", "she", "they", "it"})
_NOBODY = frozenset({"nobody", "none", "everybody", "everyone", "nothing"})
#: The rank of a count that is given without a word of saying.
_RECKONED = 6
#: Words of the shortest quotation that is more than a word or two of somebody.
_WHOLE = 6
#: Entities at the head of a sentence that are nobody: "On Monday, the police, ...".
_WHEN_AND_WHERE = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC", "EVENT"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    statement: frozenset[str]
    opinion: frozenset[str]
    request: frozenset[str]
    intention: frozenset[str]
    judgement: frozenset[str]
    figure: frozenset[str]
    noun: frozenset[str]
    impersonal: frozenset[str]
    arising: frozenset[str]
    addressing: frozenset[str]
    finding: frozenset[str]
    casting: frozenset[str]
    recording: frozenset[str]
    view: frozenset[str]
    adverb: frozenset[str]
    hearsay: frozenset[str]
    giving: frozenset[str]
    plain: frozenset[str]
    tracing: frozenset[str]
    reckoned: frozenset[str]

    @property
    def clausal(self) -> frozenset[str]:
        return self.statement | self.opinion | self.request


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.attribution").joinpath("cues.toml").read_text("utf8"))
    return _Lexicon(*(frozenset(data[name].split()) for name in _Lexicon.__slots__))


def attributions(parse: Parse) -> tuple[Attribution, ...]:
    """All attributions of the parse, in order of their content."""
    return Rules(parse).attributions()


def attribution_kind(content: tuple[Span, ...]) -> AttributionKind:
    """Direct when all of the content stands inside quotation marks, mixed when some of it does, else indirect."""
    marks = sum(c in _MARKS for span in content for c in span.text)
    if not marks:
        return "indirect"
    first, last = content[0].text.strip(" ,"), content[-1].text.rstrip(" .,")
    opens = first[:1] in _OPEN + _EITHER
    closes = last[-1:] in _CLOSE + _EITHER
    inner = (first[1:] if len(content) == 1 else first)[:-1]
    if opens and closes and (len(content) > 1 or not any(c in _MARKS for c in inner)):
        return "direct"
    return "mixed"


# --- quotations ----------------------------------------------------------------------------------------------------


def quotations(parse: Parse) -> tuple[tuple[int, int], ...]:
    """`[start, end)` of each quotation with its marks, in order, never overlapping, never across a paragraph.

    A straight mark opens when no quotation is open. An opening mark inside an open quotation is taken for a quotation
    within it; a mark that never closes ends with its paragraph, unless what it would take in is most of it and nothing
    but a stray closing mark is left, in which case it is ignored.
    """
    out: list[tuple[int, int]] = []
    for first, last in parse.paragraphs:
        start, end = parse.tokens[first].start, parse.tokens[last - 1].end
        opened: int | None = None
        i = start
        while i < end:
            two = parse.text[i : i + 2] in _TWO
            c = parse.text[i]
            if two or c in _MARKS:
                width = 2 if two else 1
                if two:
                    opens, closes = parse.text[i] == "`", parse.text[i] == "'"
                    opens, closes = opens or opened is None, closes and opened is not None
                else:
                    opens, closes = c in _OPEN or (c in _EITHER and opened is None), c in _CLOSE or c in _EITHER
                if opened is None and opens and c not in _CLOSE:
                    opened = i
                elif opened is not None and closes:
                    out.append((opened, i + width))
                    opened = None
                i += width
            else:
                i += 1
        if opened is not None and end - opened > 1:
            out.append((opened, end))
    return tuple(out)


# --- drafts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Draft:
    """Source and cue in token indices `[first, last)`, content in code points; `rank` orders drafts that overlap."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    rank: int


def _attribution(parse: Parse, draft: _Draft) -> Attribution:
    content = tuple(Span.cut(parse.text, s, e) for s, e in draft.content)
    return Attribution(
        id=make_id("attribution", parse.document, *(f"{s.start}-{s.end}" for s in content)),
        kind=attribution_kind(content),
        source=(parse.span(*draft.source),) if draft.source else (),
        cue=(parse.span(*draft.cue),),
        content=content,
    )


def _without_overlap(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts in order of rank, less those whose content is mostly taken or whose cue is another's."""
    kept: list[_Draft] = []
    taken: Located[tuple[int, int]] = Located()
    cues: set[int] = set()
    for d in sorted(drafts, key=lambda d: (d.rank, d.cue)):
        size = sum(e - s for s, e in d.content)
        common = sum(max(0, min(e, b) - max(s, a)) for s, e in d.content for a, b in taken.over(s, e))
        if 2 * common > size or d.cue[0] in cues:
            continue
        kept.append(d)
        for s, e in d.content:
            taken.add(s, e, (s, e))
        cues.update(range(*d.cue))
    return kept


class Rules:
    """The rules over one parse. What they find is found once, whichever of the questions is asked."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.lexicon = _lexicon()
        self.quotes = Located((a, b, (a, b)) for a, b in quotations(parse))
        self._people = {e.first: e.last for e in parse.entities if e.label == "PERSON"}
        self._labels = {i: e.label for e in parse.entities for i in range(e.first, e.last)}

    def attributions(self) -> tuple[Attribution, ...]:
        """All attributions of the parse, in order of their content."""
        out = [_attribution(self.parse, d) for d in _without_overlap(self._drafts)]
        return tuple(sorted(out, key=lambda a: a.content[0].start))

    def completed(self, known: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        """What another method found, with what grammar and commas show that it left out or took too much of.

        A source where it has none ("its director, N. N., said"); whose the count is that it took for the source; the name
        before a description that it took for it; a statement set between what is said and who passes it on ("S, an official
        has admitted, Norda reported"); not the second count of "A spoke of 60 and B of 8", nor what B counts beyond a semicolon.
        """
        gaps: dict[int, tuple[int, int]] = {}
        for r in self._reckonings:
            if r.gap is not None:
                gaps.setdefault(r.gap[0], (r.gap[1], r.source[0]))
        out = {}
        for a in known:
            a = self._around_parenthesis(self._up_to_semicolon(self._with_statement_between(self._with_whole_source(a))))
            for cue in a.cue:
                for i in self.parse.tokens_in(cue.start, cue.end):
                    if i in gaps:
                        a = self._without_second_count(a, *gaps[i])
            out[a.id] = a
        return tuple(out.values())

    def _with_whole_source(self, a: Attribution) -> Attribution:
        if not a.cue or len(a.source) > 1:
            return a
        cue = self.parse.tokens_in(a.cue[0].start, a.cue[0].end)
        if not a.source:
            verb = next((i for i in cue if self.tokens[i].pos == "VERB"), None)
            beside = self._between_commas(verb) if verb is not None else None
            if beside is None:
                return a
            source, end = self.parse.span(*beside), self.tokens[beside[0]].start
            content = tuple(Span.trimmed(self.parse.text, s.start, min(s.end, end)) or s for s in a.content if s.start < end)
            content = tuple(Span.cut(self.parse.text, *self._trim(s.start, s.end)) for s in content)
            return self._made_anew(a, content, source)
        words = self.parse.tokens_in(a.source[0].start, a.source[0].end)
        if words and cue and self._is_part_of_what_was_said(words[0], cue[0]):
            after = self._nominal_at(cue[-1] + 1, self.tokens[cue[0]].sentence)
            if after is not None:
                speaker = self.parse.span(self.parse.left_edge[after], self.parse.phrase_end(after, "relcl", "acl", "punct"))
                return self._made_anew(a, (*a.content, a.source[0]), speaker)
        counted = next((self.tokens[i] for i in words if self.tokens[i].lemma in self.lexicon.reckoned), None)
        owner = self._counting.owner(counted) if counted is not None and counted.head not in words else None
        if owner is not None and words[0] <= owner[0] < owner[1] <= words[-1] + 1:
            return replace(a, source=(self.parse.span(*owner),))  # "according to police estimates", "figures from the ministry"
        first = self.parse.token_at(a.source[0].start)
        named = self._name_before(first, cue.start) if first is not None and cue else None
        if named is None:
            return a
        return replace(a, source=(Span.cut(self.parse.text, self.tokens[named].start, a.source[0].end),))

    def _made_anew(self, a: Attribution, content: tuple[Span, ...], source: Span | None = None) -> Attribution:
        """The attribution with another content, and the id and kind that go with it."""
        if not content:
            return a
        made = make_id("attribution", self.parse.document, *(f"{s.start}-{s.end}" for s in content))
        kind = attribution_kind(content)
        return replace(a, id=made, kind=kind, content=content, source=(source,) if source else a.source)

    def _between_commas(self, verb: int) -> tuple[int, int] | None:
        """The director and her name in "S, its director, N. N., said": who stands between commas before a verb of saying."""
        first = self.parse.sentences[self.tokens[verb].sentence][0]
        if self.tokens[verb].lemma not in self.lexicon.statement or self.tokens[verb].tag not in ("VBD", "VBZ", "VBP"):
            return None
        commas = [i for i in range(max(first, verb - _NEAR), verb) if self.tokens[i].text == ","][-3:]
        if len(commas) < 3 or commas[-1] != verb - 1:
            return None
        _, second, last = commas
        start = commas[0] + 1
        name, role = range(second + 1, last), range(start, second)
        if not name or not role or not all(self.tokens[i].pos == "PROPN" for i in name):
            return None
        opens = self.tokens[start].tag in ("PRP$", "DT") or any(self.tokens[i].tag == "POS" for i in role)
        noun = self.tokens[second - 1].pos == "NOUN" and not any(self.tokens[i].pos in ("VERB", "AUX", "NUM") for i in role)
        return (start, last) if opens and noun else None

    def _name_before(self, first: int, cue: int) -> int | None:
        """Where the name begins that stands before the comma before `first`, at the head of the sentence, when what begins
        there only tells more of it: "Upper Zenda Alliance, the group that had called the march, put"."""
        start = self.parse.sentences[self.tokens[first].sentence][0]
        if (
            not start + 2 < first <= cue
            or self.tokens[first - 1].text != ","
            or self.tokens[first].lower not in ("the", "a", "an")
        ):
            return None
        name = range(start, first - 1)
        words = [self.tokens[i].text for i in name]
        capital = [w[0].isupper() for w in words if w.lower() not in ("for", "of", "the", "and", "in", "on", "de", "&")]
        closed = any(self.tokens[i].text == "," for i in range(first, cue))
        if not closed or not all(capital) or len(capital) < 2 or self.tokens[start].pos in ("ADP", "ADV", "SCONJ", "CCONJ"):
            return None
        return None if any(self._labels.get(i) in _WHEN_AND_WHERE for i in name) else start

    def _with_statement_between(self, a: Attribution) -> Attribution:
        """ "S, an official has admitted" as what Norda reported in "S, an official has admitted, Norda reported"."""
        if not a.source or len(a.content) != 1 or a.kind == "direct":
            return a
        end, next_one = a.content[0].end, a.source[0].start
        if not end < next_one:
            return a
        for d in self._drafts:
            at, stop = self.tokens[d.cue[0]].start, self.tokens[d.cue[1] - 1].end
            if d.rank in (1, 2) and d.source and end < at and stop < next_one and self._is_other(d.source):
                said = max((e for _, e in d.content), default=0)
                if abs(said - end) <= 2 and self.parse.text[stop:next_one].strip() == ",":
                    return self._made_anew(a, (Span.cut(self.parse.text, a.content[0].start, stop),))
        return a

    def _around_parenthesis(self, a: Attribution) -> Attribution:
        """ "The hospital, according to its doctors, received 26 wounded": what goes on behind the one who says it."""
        if len(a.content) != 1 or len(a.source) != 1 or not a.cue or a.cue[0].text.lower() != "according to":
            return a
        said = self.parse.tokens_in(a.content[0].start, a.content[0].end)
        last = self.parse.tokens_in(a.source[0].start, a.source[0].end)[-1]
        if not said or said[-1] > last or last + 1 >= len(self.tokens) or self.tokens[last + 1].text != ",":
            return a
        verb = next((t.head for i in said if (t := self.tokens[i]).head not in said and t.dep.startswith("nsubj")), None)
        if verb is None or not last < verb < self.parse.sentences[self.tokens[last].sentence][1]:
            return a
        stop = self._before_marks(verb, self.parse.right_edge[verb] + 1)
        rest = self.parse.span(last + 2, stop)
        if any(self.quotes.over(rest.start, rest.end)):
            return a
        return self._made_anew(a, (a.content[0], rest))

    def _up_to_semicolon(self, a: Attribution) -> Attribution:
        """ "According to A, S; B has counted 12": not what somebody else counts beyond a semicolon."""
        last = a.content[-1]
        if a.kind == "direct" or ";" not in last.text or not a.cue or a.cue[0].start > last.start:
            return a
        for d in self._drafts:
            at = self.tokens[d.source[0]].start if d.source and d.rank == _RECKONED else -1
            cut = self.parse.text.rfind(";", last.start, at) if last.start < at < last.end else -1
            if cut >= 0 and not self.parse.text[cut + 1 : at].strip() and not any(self.quotes.over(cut, cut + 1)):
                kept = Span.trimmed(self.parse.text, last.start, cut)
                return self._made_anew(a, (*a.content[:-1], kept)) if kept else a
        return a

    def _without_second_count(self, a: Attribution, stop: int, second: int) -> Attribution:
        end, begin = self.tokens[stop - 1].end, self.tokens[second].start
        if not any(s.start < end and begin < s.end for s in a.content):
            return a
        kept = tuple(Span.cut(self.parse.text, s.start, min(s.end, end)) for s in a.content if s.start < end)
        return self._made_anew(a, kept)

    def nested(self, outer: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        """The statements that pass one of `outer` on, or that one of `outer` only passes on: in "Lee said the agency reported
        that S", the agency's S; in "the agency told lawmakers that S, Norda reported", what Norda reported.

        Only clauses with a source of their own, and only where the verb of the inner one is the one that the content of the
        outer one hangs on.
        """
        known = list(outer)
        added: list[Attribution] = []
        drafts = [d for d in self._drafts if d.rank in (1, 2, 0, _RECKONED) and d.source and self._is_other(d.source)]
        for _ in range(_DEEPEST):
            contents = Located((s.start, s.end, a) for a in known if a.kind != "direct" for s in a.content)
            cues = Located((s.start, s.end, a) for a in known for s in a.cue)
            found = [
                a
                for a in (_attribution(self.parse, d) for d in drafts)
                if not any(cues.over(a.cue[0].start, a.cue[0].end))
                and (
                    any(self._passes_on(b, a) for b in contents.over(a.content[0].start, a.content[0].end))
                    or any(self._passes_on(a, b) for s in a.content for b in cues.over(s.start, s.end))
                )
            ]
            if not found:
                break
            known += found
            added += found
        return tuple(added)

    def credited(self, known: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        """Sentences that end with who reports them, where nothing of `known` stands: "S, the Courier reports, citing a doctor."

        By the words alone, for the longer the sentence the less the parser tells.
        """
        taken = Located((s.start, s.end, a) for a in known for s in (*a.cue, *a.content))
        found = []
        for first, last in self.parse.sentences:
            if (draft := self._credit(first, last)) and not any(
                taken.over(draft.content[0][0], self.tokens[draft.cue[1] - 1].end)
            ):
                found.append(_attribution(self.parse, draft))
        return tuple(found)

    def _credit(self, first: int, last: int) -> _Draft | None:
        """The sentence of tokens `[first, last)` as a statement of whoever stands at its end."""
        end = self._before_marks(first, last)
        verb = end - 1
        citing = next(
            (i for i in range(end - 1, max(first, end - _NEAR), -1) if self.tokens[i].lower in ("citing", "quoting")), None
        )
        if citing is not None and self.tokens[citing - 1].text == ",":
            verb = citing - 2
        t = self.tokens[verb] if verb > first else None
        if t is None or t.lemma not in self.lexicon.statement or t.tag not in ("VBD", "VBZ", "VBP"):
            return None
        start = verb
        while start > first and self.tokens[start - 1].pos in ("PROPN", "NOUN", "ADJ", "DET"):
            start -= 1
        named = any(self.tokens[i].pos == "PROPN" for i in range(start, verb))
        if not named or start <= first + 1 or self.tokens[start - 1].text != ",":
            return None
        content = (self.tokens[first].start, self.tokens[start - 2].end)
        if any(self.quotes.over(*content)):
            return None
        return _Draft(source=(start, verb), cue=(verb, verb + 1), content=(content,), rank=1)

    def _before_marks(self, first: int, last: int) -> int:
        """The end of tokens `[first, last)` without the punctuation at it."""
        while last > first and self.tokens[last - 1].pos == "PUNCT":
            last -= 1
        return last

    def turns(self, known: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        """What is said in the turns of a transcript, in a table, and behind a colon for somebody, where nothing of `known`
        stands."""
        found = turns(self.parse, known)
        found = (*found, *rows(self.parse, (*known, *found)))
        return (*found, *labelled(self.parse, (*known, *found)))

    def beside(self, known: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        """The statements of a sentence in which nothing of `known` stands, where the grammar leaves no doubt: hearsay ("it is
        believed that S", "S, reportedly"), a denial, an appeal, a bare figure ("the province gives 2,256"), and somebody's whole
        words in quotation marks."""
        taken = Located((s.start, s.end, a) for a in known for s in (*a.cue, *a.content))
        plain = [d for d in self._drafts if self._is_plain(d) or self._is_quotation(d)]
        found = (_attribution(self.parse, d) for d in _without_overlap(plain))
        return tuple(a for a in found if not any(any(taken.over(s.start, s.end)) for s in (*a.cue, *a.content)))

    def figures(
        self, known: tuple[Attribution, ...], counts: Sequence[Quantity]
    ) -> tuple[tuple[Attribution, ...], tuple[Attribution, ...]]:
        """`known`, each without the figures that somebody else gives; and the statements of those others.

        `counts`: the figures of the text; only those with an outcome are asked after.
        """
        giving = Giving(self.parse, counts, self)
        given = giving.given()
        parted = giving.parted(known, given)
        cues = Located((s.start, s.end, True) for a in parted for s in a.cue)
        said = Located((s.start, s.end, a) for a in parted for s in a.content)
        found: list[Attribution] = []
        for g in given:
            figure = g.figure.span
            if any(said.over(figure.start, figure.end)):
                continue
            cue = g.cue
            if cue is None:
                before = [
                    a for a in (*parted, *found) if a.cue and a.cue[0].start < figure.start and self._in_one(a.cue[0], figure)
                ]
                if not before:
                    continue
                tokens = self.parse.tokens_in(before[-1].cue[0].start, before[-1].cue[0].end)
                cue = (tokens.start, tokens.stop)
            elif any(cues.over(self.parse.span(*cue).start, self.parse.span(*cue).end)):
                continue
            else:
                cues.add(self.parse.span(*cue).start, self.parse.span(*cue).end, True)
            added = _attribution(self.parse, _Draft(g.source, cue, (g.content,), 0))
            if g.again:
                before = [
                    a
                    for a in (*parted, *found)
                    if a.source and a.content[-1].end <= figure.start and self._in_one(a.content[-1], figure)
                ]
                latest = max(before, key=lambda a: a.content[-1].end, default=added)
                added = replace(added, source=latest.source)
            if not any(any(said.over(s.start, s.end)) for s in added.content):
                found.append(added)
        parted, found = tuple(map(giving.without_earlier, parted)), [*map(giving.without_earlier, found)]
        for a, cue, span in [*giving.earlier((*parted, *found))]:
            earlier = _attribution(self.parse, _Draft(None, cue, ((span.start, span.end),), 0))
            found.append(replace(earlier, source=a.source))
        return parted, tuple(found)

    def _in_one(self, one: Span, other: Span) -> bool:
        """Whether two spans stand in one sentence."""
        a, b = self.parse.token_at(one.start), self.parse.token_at(other.start)
        return a is not None and b is not None and self.tokens[a].sentence == self.tokens[b].sentence

    def _is_plain(self, d: _Draft) -> bool:
        """Whether the grammar of the statement leaves no doubt that it is one."""
        verb = d.cue[1] - 1
        if d.rank == _RECKONED or (d.source and d.source == self._between_commas(verb)) or self._as_reported(self.tokens[verb]):
            return True
        lex, cue = self.lexicon, self.tokens[d.cue[0] : d.cue[1]]
        if d.source is None:
            hearsay = any(t.lemma in lex.hearsay for t in cue) and any(t.dep == "auxpass" for t in cue)
            return hearsay or (len(cue) == 1 and cue[0].lower in lex.hearsay)
        lemmas = {t.lemma for t in cue}
        if cue[0].pos == "ADP" and lemmas & (lex.view | lex.reckoned):
            return True
        if self.tokens[d.source[0]].tag in ("WP", "WDT"):
            return False
        if lemmas & lex.giving:
            content = [
                t for s, e in d.content for t in self.tokens[self.parse.tokens_in(s, e).start : self.parse.tokens_in(s, e).stop]
            ]
            return any(t.pos == "NUM" for t in content) and not any(t.pos in ("VERB", "AUX") for t in content)
        return bool(lemmas & lex.plain)

    def _is_quotation(self, d: _Draft) -> bool:
        """Whether somebody's whole words stand in quotation marks."""
        spans = tuple(Span.cut(self.parse.text, s, e) for s, e in d.content if s < e)
        words = sum(len(span.text.split()) for span in spans)
        return d.source is not None and bool(spans) and words >= _WHOLE and attribution_kind(spans) == "direct"

    def _is_other(self, source: tuple[int, int]) -> bool:
        """Whether a source is somebody else than who speaks of it: not a pronoun, and no finding of his own."""
        words = {t.lemma for t in self.tokens[source[0] : source[1]]}
        return self.tokens[source[0]].pos != "PRON" and not words & self.lexicon.finding

    def _passes_on(self, outer: Attribution, inner: Attribution) -> bool:
        """Whether cue and content of the inner one stand in the content of the outer one, which hangs on that cue."""
        spans = (*inner.cue, *inner.content)
        if outer is inner or not all(any(piece.contains(s) for piece in outer.content) for s in spans):
            return False
        cue = self.parse.tokens_in(inner.cue[0].start, inner.cue[0].end) if inner.cue else range(0)
        return any(top in cue for top in self.parse.tops(outer.content))

    @cached_property
    def _drafts(self) -> list[_Draft]:
        out: list[_Draft] = []
        for t in self.tokens:
            # A content may be nothing but marks ("he said: —"), and then nothing is left of it.
            out.extend(d for d in self._from_token(t) if d.content and all(s < e for s, e in d.content) and self._within(d))
        out.extend(d for d in map(self._reckoned, self._reckonings) if all(s < e for s, e in d.content) and self._within(d))
        return [self._with_rest_of_quotation(d) for d in self._without_own_words(out)]

    @cached_property
    def _reckonings(self) -> tuple[Reckoning, ...]:
        return tuple(self._counting.all())

    @cached_property
    def _counting(self) -> Reckonings:
        return Reckonings(self.parse)

    def _reckoned(self, r: Reckoning) -> _Draft:
        cue = self.cue(r.cue) if self.tokens[r.cue].pos == "VERB" else (r.cue, r.cue + 1)
        pieces = (r.content,) if r.thing is None else (r.thing, r.content)
        content = tuple(self._trim(self.tokens[first].start, self.tokens[last - 1].end) for first, last in pieces)
        return _Draft(r.source, cue, content, _RECKONED)

    def _without_own_words(self, drafts: list[_Draft]) -> list[_Draft]:
        """The drafts less those in which a speaker only tells of what he himself said, saw or thinks: in "she said she heard
        S" the woman says all of it."""
        said = Located((s, e, d) for d in drafts if d.rank == 1 and len(d.content) == 1 and d.source for s, e in d.content)
        return [d for d in drafts if not (d.source and self._tells_of_himself(d, said))]

    def _tells_of_himself(self, d: _Draft, said: Located[_Draft]) -> bool:
        assert d.source is not None
        first = self.tokens[d.source[0]]
        if d.source[1] - d.source[0] != 1 or first.lower not in _REFERRING:
            return False
        for outer in said.over(first.start, first.end):
            start, end = outer.content[0]
            within = all(start <= s and e <= end for s, e in d.content)
            if outer.cue != d.cue and within and first.start - start <= 6:
                return True
        return False

    def _within(self, d: _Draft) -> bool:
        """Whether what is said by a verb inside a quotation stands in the same quotation."""
        at = self.tokens[d.cue[0]].start
        around = [(a, b) for a, b in self.quotes.over(at, at + 1)]
        return all(a <= s and e <= b for a, b in around for s, e in d.content)

    def _from_token(self, t: Token) -> Iterator[_Draft]:
        lex = self.lexicon
        if t.lower == "according":
            yield from self._according(t)
        elif (
            t.lower in lex.adverb
            and t.dep == "advmod"
            and self.tokens[min(t.i + 1, len(self.tokens) - 1)].pos not in ("NOUN", "PROPN")
            and self.tokens[t.head].dep not in ("pobj", "dobj")  # a word that is named, not one that weakens
        ):
            yield from self._adverb(t)
        elif t.lower in ("in", "by") and (view := self._in_the_view(t)):
            yield view
        elif t.pos == "VERB" and not self._reduced(t):
            yield from self._verb(t)
        elif t.pos == "NOUN" and t.lemma in lex.noun:
            yield from self._noun(t)

    # -- by kind of cue

    def _verb(self, t: Token) -> Iterator[_Draft]:
        lex, lemma = self.lexicon, t.lemma
        p = self.parse
        passive = p.child(t.i, "auxpass") is not None
        if lemma in ("see", "hear") and (seen := self._seen_in(t)):
            yield seen
            return
        if passive and lemma in lex.impersonal and (draft := self._impersonal(t)):
            yield draft
            return
        cue = self.cue(t.i)
        if lemma in lex.arising:
            yield from self._arising(t, cue)
            return
        source = self._between_commas(t.i) or self.source(t.i)
        if source and self._as_reported(t):
            yield _Draft(source, cue, self._around(t.head, t.i), 2)
            return
        subject = p.child(t.i, "nsubj")
        if subject is not None and self.tokens[subject].lower in _NOBODY:
            return
        if source and not passive and lemma in lex.tracing and (traced := self._traced(t)):
            yield _Draft(source, cue, (traced,), 2)
            return
        if lemma not in lex.clausal and source and t.tag in ("VBD", "VBZ") and (quote := self._quote_before(t.i, source)):
            # Any verb may follow a quotation: "S," he sighed.
            yield _Draft(source, cue, (quote,), 0)
            return
        if lemma in lex.clausal:
            quote = self._quote_before(t.i, source)
            if quote:
                yield _Draft(source, cue, (quote,), 0)
                return
            clauses = [c for c in p.children[t.i] if self._complement(c)]
            clause = next((c for c in clauses if c > t.i), None) if self._parted(t.i) else None
            clause = next(iter(clauses), None) if clause is None else clause
            clause = self._behind_citation(t.i) if clause is None else clause
            if clause is not None:
                content = self._clause(clause, t.i, source)
                if content:
                    yield _Draft(source, cue, content, 1)
                    return
            if t.dep in ("parataxis", "ccomp") and source and not passive and self._set_off(t.i):
                host = t.head
                content = self._around(host, t.i)
                if content and p.child(t.i, "dobj", "xcomp") is None:
                    yield _Draft(source, cue, content, 2)
                    return
            quote = self._quote_beside(t.i, cue, source)
            if quote and t.dep == "relcl" and not self._in_subtree(t.i, quote):
                quote = None  # "one who asked not to be named": the quotation is another verb's
            described = (
                lemma in lex.judgement
                and quote
                and any(self.tokens[c].dep == "dobj" and t.end < self.tokens[c].start < quote[0] for c in p.children[t.i])
            )
            if quote and not described:
                yield _Draft(source, cue, (quote,), 0)
                return
        if lemma in lex.addressing and source and (that := self._that_after(t.i)) is not None:
            yield _Draft(source, cue, (self._trim(self.tokens[that].start, self.tokens[p.right_edge[t.i]].end),), 1)
            return
        if (lemma in lex.intention or lemma in lex.request) and source:
            infinitive = p.child(t.i, "xcomp")
            if infinitive is not None and infinitive > t.i:
                yield _Draft(source, cue, (self.after(t.i),), 3)
                return
        doubt = p.child(t.i, "dobj") if lemma in lex.casting else None
        if doubt is not None and source and self.tokens[doubt].lemma == "doubt":
            last = min(p.right_edge[t.i] + 1, doubt + _FAR)
            yield _Draft(source, (cue[0], doubt + 1), self._pieces(doubt + 1, last, last, last), 4)
            return
        if (lemma in lex.judgement or lemma in lex.request) and source and t.dep != "amod":
            objects = [c for c in p.children[t.i] if c > t.i and self.tokens[c].dep in ("dobj", "prep", "xcomp", "oprd", "attr")]
            if any(self.tokens[c].dep != "prep" or self.tokens[c].lower in ("for", "on", "about") for c in objects):
                yield _Draft(source, cue, (self.after(t.i),), 4)

        if lemma in lex.figure and source and not passive and t.tag != "VBG":
            s, e = self.after(t.i)
            if any(self.tokens[i].pos == "NUM" for i in p.tokens_in(s, e)):
                yield _Draft(source, cue, ((s, e),), 4)

    def _traced(self, t: Token) -> tuple[int, int] | None:
        """ "The losses down to open ground": what somebody traces to what, with "attribute X to Y", "put X down to Y"."""
        p = self.parse
        thing = p.child(t.i, "dobj")
        words = {self.tokens[i].lower for i in range(t.i + 1, min(p.right_edge[t.i] + 1, t.i + _NEAR))}
        if thing is None or thing < t.i or "to" not in words or (t.lemma == "put" and "down" not in words):
            return None
        return self._trim(self.tokens[t.i + 1].start, self.tokens[min(p.right_edge[t.i], t.i + _FAR)].end)

    def _as_reported(self, t: Token) -> bool:
        """Whether a verb of saying only tells who says what stands before or after it: "S, as the Norda Post reports"."""
        mark = self.parse.child(t.i, "mark")
        if t.dep != "advcl" or t.lemma not in self.lexicon.statement or mark is None or self.tokens[mark].lower != "as":
            return False
        subject = self.parse.child(t.i, "nsubj")
        named = subject is not None and self.tokens[subject].pos in ("PROPN", "NOUN")
        return named and self.parse.child(t.i, "dobj", "ccomp", "xcomp", "aux") is None

    def _seen_in(self, t: Token) -> _Draft | None:
        """What a recording shows: "in the footage, soldiers can be seen burning a house", "in the images you can see S"."""
        p = self.parse
        subject = p.child(t.i, "nsubj", "nsubjpass")
        passive = p.child(t.i, "auxpass") is not None
        if any(self.tokens[c].dep == "xcomp" and self.tokens[c].lemma in self.lexicon.clausal for c in p.children[t.i]):
            return None  # somebody is heard saying something
        if subject is None or not (passive or self.tokens[subject].lower in ("you", "one", "we")):
            return None
        for c in p.children[t.i]:
            if (
                self.tokens[c].lower in ("in", "on")
                and p.children[c]
                and self.tokens[p.children[c][0]].lemma in self.lexicon.recording
            ):
                lo, hi = max(p.left_edge[t.i], t.i - _FAR), min(p.right_edge[t.i] + 1, t.i + _FAR)
                thing = p.left_edge[p.children[c][0]]
                content = self._pieces(lo, hi, p.left_edge[c], p.right_edge[c] + 1)
                return _Draft((thing, p.right_edge[c] + 1), (c, c + 1), content, 1) if content else None
        return None

    def _quote_before(self, verb: int, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """The quotation that ends with a comma or the like right before the verb and its source: '"S," a man says in a call'."""
        first = min(verb, source[0]) if source else verb
        at = self.tokens[first].start
        for a, b in self.quotes.over(max(0, at - 3), at):
            inner = self.parse.text[a:b].rstrip("”»\"'")
            opening = next(iter(self.parse.tokens_in(a, b)), first)
            whole = opening == self.parse.sentences[self.tokens[opening].sentence][0]
            if (
                whole
                and b <= at
                and not self.parse.text[b:at].strip()
                and inner[-1:] in _PAUSES
                and self.parse.text.count(" ", a, b) >= 2
            ):
                return a, b
        return None

    def _parted(self, verb: int) -> bool:
        """Whether the clause that the parser hangs on the verb from the left is no content: it stands beyond a semicolon, or
        touches the verb."""
        p = self.parse
        for c in p.children[verb]:
            if c < verb and self.tokens[c].dep == "ccomp":
                between = self.tokens[p.right_edge[c] + 1 : verb]
                return not between or any(t.text == ";" for t in between)
        return False

    def _arising(self, t: Token, cue: tuple[int, int]) -> Iterator[_Draft]:
        """ "it emerged that S", "S, it later emerged": nobody is named."""
        p = self.parse
        subject = p.child(t.i, "nsubj")
        if subject is None or self.tokens[subject].lower != "it":
            return
        clause = p.child(t.i, "ccomp")
        if clause is not None:
            yield _Draft(None, cue, self._clause(clause, t.i, (subject, subject + 1)), 1)
        elif t.dep in ("parataxis", "ccomp"):
            yield _Draft(None, cue, self._around(t.head, t.i), 2)

    def _behind_citation(self, verb: int) -> int | None:
        """The clause with "that" which the parser hangs on "citing B" in "A said, citing B, that S"."""
        p = self.parse
        for c in p.children[verb]:
            if c > verb and self.tokens[c].dep == "advcl" and self.tokens[c].lower in ("citing", "quoting"):
                for clause in p.children[c]:
                    if self.tokens[clause].dep == "ccomp" and self.tokens[p.left_edge[clause]].lower == "that":
                        return clause
        return None

    def _that_after(self, verb: int) -> int | None:
        """The "that" of "told our reporter at the quay that S", where the parser takes the clause for one about the quay."""
        p = self.parse
        heard = p.child(verb, "dobj", "dative")
        if heard is None or heard < verb:
            return None
        return next(
            (
                i
                for i in range(heard + 1, min(p.right_edge[verb] + 1, heard + 12))
                if self.tokens[i].lower == "that" and self.tokens[i].tag in ("WDT", "IN") and self.tokens[i + 1 : i + 2]
            ),
            None,
        )

    def _impersonal(self, t: Token) -> _Draft | None:
        """ "is believed to have fled", "it was reported that": no source but an agent."""
        p = self.parse
        subject = p.child(t.i, "nsubjpass", "nsubj")
        agent = p.child(t.i, "agent")
        source = self.noun_phrase(p.children[agent][0]) if agent is not None and p.children[agent] else None
        cue = self.cue(t.i)
        infinitive = p.child(t.i, "xcomp")
        clause = p.child(t.i, "ccomp")
        if clause is not None:
            content = self._clause(clause, t.i, None)
            return _Draft(source, cue, content, 1) if content else None
        if infinitive is not None and subject is not None and self.tokens[subject].lower not in _EMPTY_SUBJECTS:
            s = p.subtree(subject)
            v = self._trim(p.tokens[p.left_edge[infinitive]].start, p.tokens[p.right_edge[infinitive]].end)
            return _Draft(source, cue, ((s.start, s.end), v), 2) if v[0] > s.end else None
        return None

    def _according(self, t: Token) -> Iterator[_Draft]:
        p = self.parse
        to = next((i for i in (t.i + 1, t.i + 2) if i < len(self.tokens) and self.tokens[i].lower == "to"), None)
        if to is None:
            return
        obj = next(
            (c for i in (to, t.i) for c in p.children[i] if c > to and self.tokens[c].dep in ("pobj", "pcomp", "dobj")), None
        )
        obj = obj if obj is not None else self._nominal_at(to + 1, t.sentence)
        if obj is None:
            return
        source = self.noun_phrase(obj)
        start, end = p.sentences[t.sentence]
        source = self._with_name(source)
        first, last = t.i, max(source[1], to + 1)
        host = t.head
        for c in p.children[obj]:
            if c > obj and self.tokens[c].dep in ("acl", "relcl") and not obj < host <= p.right_edge[c]:
                last = max(last, p.right_edge[c] + 1)
        content: tuple[tuple[int, int], ...] = ()
        if host != t.i and self.tokens[host].dep != "ROOT" and first > host:
            clause = self._clause_of(host)
            lo, hi = p.left_edge[clause], p.right_edge[clause] + 1
            content = self._pieces(lo, hi, first, last)
        if not content:
            content = self._pieces(start, end, first, last)
        if content:
            yield _Draft(source, (t.i, to + 1), content, 0)

    def _with_name(self, source: tuple[int, int]) -> tuple[int, int]:
        """The phrase with the name set off after it: "according to the head of the service, N. N.,"."""
        stop = source[1]
        if stop + 1 < len(self.tokens) and self.tokens[stop].text == "," and self.tokens[stop - 1].pos in ("NOUN", "PROPN"):
            end = self._people.get(stop + 1)
            if end is not None and end < len(self.tokens) and self.tokens[end].text == ",":
                return source[0], end
        return source

    def _in_subtree(self, i: int, piece: tuple[int, int]) -> bool:
        p = self.parse
        return p.tokens[p.left_edge[i]].start <= piece[0] < p.tokens[p.right_edge[i]].end

    def _in_the_view(self, t: Token) -> _Draft | None:
        """ "In his opinion, S", "in the words of the mayor, S", "by the union's count, S"."""
        p = self.parse
        noun = p.child(t.i, "pobj")
        if noun is None or self.tokens[noun].lemma not in (self.lexicon.view if t.lower == "in" else self.lexicon.reckoned):
            return None
        owner = p.child(noun, "poss")
        if owner is None:
            of = next((c for c in p.children[noun] if self.tokens[c].lower == "of" and p.children[c]), None)
            owner = p.children[of][0] if of is not None else None
        start, end = p.sentences[t.sentence]
        if owner is None or (t.i > start + 1 and self.tokens[t.i - 1].text != ","):
            return None
        last = p.right_edge[noun] + 1
        content = self._pieces(start, end, t.i, last)
        first, stop = self.noun_phrase(owner)
        stop = min(stop, owner + 1) if self.tokens[owner].dep == "poss" else stop
        return _Draft((first, stop), (t.i, noun + 1), content, 0) if content else None

    def _adverb(self, t: Token) -> Iterator[_Draft]:
        clause = self._clause_of(t.head)
        lo, hi = self.parse.left_edge[clause], self.parse.right_edge[clause] + 1
        content = self._pieces(lo, hi, t.i, t.i + 1)
        if content:
            yield _Draft(None, (t.i, t.i + 1), content, 5)

    def _noun(self, t: Token) -> Iterator[_Draft]:
        p = self.parse
        clause = next((c for c in p.children[t.i] if c > t.i and self.tokens[c].dep in ("acl", "ccomp")), None)
        if clause is None or self.tokens[p.left_edge[clause]].lower not in ("that", "to"):
            return
        owner = p.child(t.i, "poss")
        source = self.noun_phrase(owner) if owner is not None else None
        if source is None:
            by = next((c for c in p.children[t.i] if self.tokens[c].lower in ("by", "of", "from") and p.children[c]), None)
            source = self.noun_phrase(p.children[by][0]) if by is not None and by < clause else None
        if source is None and self.tokens[t.head].pos == "VERB" and t.dep in ("dobj", "pobj"):
            source = self.source(t.head)
        content = self._trim(p.tokens[p.left_edge[clause]].start, p.tokens[p.right_edge[clause]].end)
        yield _Draft(source, (t.i, t.i + 1), (content,), 4)

    # -- parts

    def source(self, verb: int) -> tuple[int, int] | None:
        """The subject of the verb, or of the verb that it shares its subject with."""
        p = self.parse
        for climbed in range(4):
            passive = climbed and p.child(verb, "auxpass") is not None
            subject = p.child(verb, "nsubjpass") if passive else self._subject(verb)
            t = self.tokens[verb]
            if subject is not None:
                s = self.tokens[subject]
                if s.tag in ("WDT", "WP") and t.dep == "relcl":
                    return subject, subject + 1
                if s.lower == "it" and t.lemma in self.lexicon.statement and p.child(verb, "auxpass") is None:
                    return subject, subject + 1
                return None if s.lower in _EMPTY_SUBJECTS else self.noun_phrase(subject)
            quoted = self._quoted_as(verb)
            if quoted is not None:
                return self.noun_phrase(quoted)
            if t.dep in ("conj", "xcomp", "advcl", "pcomp") and t.head != verb:
                verb = t.head
                while self.tokens[verb].pos == "ADP" and self.tokens[verb].head != verb:
                    verb = self.tokens[verb].head
                if self.tokens[verb].pos not in ("VERB", "AUX"):
                    return None
            elif t.dep in ("acl", "relcl") and t.head != verb:
                return self.noun_phrase(t.head)
            else:
                return None
        return None

    def _subject(self, verb: int) -> int | None:
        """Who does what the verb says: its subject, the agent of a passive, or what follows a verb after what was said."""
        p = self.parse
        if p.child(verb, "auxpass") is not None:
            agent = p.child(verb, "agent")
            return p.children[agent][0] if agent is not None and p.children[agent] else p.child(verb, "nsubjpass")
        subject = p.child(verb, "nsubj", "csubj")
        if subject is None and self._parted(verb):
            # "residents reached through relatives say S": the participle is taken for the verb of a clause
            before = next(c for c in p.children[verb] if c < verb and self.tokens[c].dep == "ccomp")
            subject = p.child(before, "nsubj")
        if subject is not None and self._is_part_of_what_was_said(subject, verb):
            return self._nominal_at(verb + 1, self.tokens[verb].sentence)
        if subject is None:
            subject = self._taken_for_apposition(verb)
        if subject is None and self._inverted(verb):
            return self._nominal_at(verb + 1, self.tokens[verb].sentence)
        return subject

    def _is_part_of_what_was_said(self, subject: int, verb: int) -> bool:
        """Whether what the parser takes for the subject is "some of them" in "Dozens were hurt, some of them badly, says S"."""
        p = self.parse
        of = next((c for c in p.children[subject] if self.tokens[c].lower == "of" and c < verb), None)
        pronoun = of is not None and any(self.tokens[c].pos == "PRON" for c in p.children[of])
        set_off = (
            self.tokens[verb - 1].text == "," and p.left_edge[subject] > 0 and self.tokens[p.left_edge[subject] - 1].text == ","
        )
        return pronoun and set_off and self._nominal_at(verb + 1, self.tokens[verb].sentence) is not None

    def _reduced(self, t: Token) -> bool:
        """A past participle that only describes a noun and has no agent: "people suspected of", "asked when, he said"; or a
        participle before a noun: "the ruling party"."""
        if t.dep == "amod" and t.tag == "VBG":
            return True
        bare = self.parse.child(t.i, "agent", "auxpass", "aux") is None
        return bare and t.tag == "VBN" and t.dep in ("acl", "amod", "advcl")

    def _taken_for_apposition(self, verb: int) -> int | None:
        """The man in "in a video broadcast by the channel C, a man says S", whom the parser takes for the channel."""
        p, t = self.parse, self.tokens[verb]
        if t.tag not in ("VBD", "VBZ", "VBP") or not any(self.tokens[c].dep == "prep" and c < verb for c in p.children[verb]):
            return None
        first = max(p.sentences[t.sentence][0], verb - _NEAR)
        for i in range(verb - 1, first, -1):
            set_off = self.tokens[p.left_edge[i] - 1].text == "," if p.left_edge[i] > first else False
            if self.tokens[i].dep == "appos" and set_off and p.right_edge[i] in (verb - 1, verb - 2):
                return i
        return None

    def _inverted(self, verb: int) -> bool:
        """Whether a finite verb of saying comes right after a quotation or a comma: "..., asked the minister"."""
        t = self.tokens[verb]
        before = self.tokens[verb - 1] if verb else t
        return (
            t.tag in ("VBD", "VBZ", "VBP")
            and (t.lemma in self.lexicon.clausal or self._quote_before(verb, None) is not None)
            and before.sentence == t.sentence
            and (before.text[-1] in _CLOSE + _EITHER or before.text == "''")
        )

    def _nominal_at(self, i: int, sentence: int) -> int | None:
        """The head of the noun phrase that begins with token `i` of that sentence."""
        last = self.parse.sentences[sentence][1]
        for _ in range(8):
            if i >= last or self.tokens[i].pos in ("PUNCT", "VERB", "AUX", "ADP", "SCONJ", "ADV"):
                return None
            head = self.tokens[i].head
            if not i < head < last or self.tokens[head].pos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                return i if self.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM") else None
            i = head
        return None

    def _quoted_as(self, verb: int) -> int | None:
        """Whom somebody quotes: N in "the agency quoted N as saying", "N was quoted as saying"."""
        p = self.parse
        preposition = self.tokens[verb].head
        if self.tokens[verb].dep != "pcomp" or self.tokens[preposition].lower != "as":
            return None
        quoting = self.tokens[preposition].head
        if self.tokens[quoting].lemma not in ("quote", "cite", "report", "describe"):
            return None
        return p.child(quoting, "nsubjpass") if p.child(quoting, "auxpass") is not None else p.child(quoting, "dobj")

    def noun_phrase(self, i: int) -> tuple[int, int]:
        """The words of the phrase headed by `i`, up to a relative clause, a dash or a bracket."""
        p = self.parse
        lo, hi = p.left_edge[i], p.phrase_end(i, "relcl", "acl", "advcl", "ccomp", "parataxis")
        if hi < len(self.tokens) and self.tokens[hi].pos == "PROPN" and self.tokens[hi].dep.startswith("nsubj"):
            # "the news agency Norda": the parser takes the noun and its name for two subjects.
            name = p.right_edge[hi] + 1
            hi = name if self.tokens[hi].head == self.tokens[i].head and name <= self.tokens[i].head else hi
        while hi > i + 1 and (self.tokens[hi - 1].pos == "PUNCT" and self.tokens[hi - 1].text not in (")", "]")):
            hi -= 1
        while lo < i and (self.tokens[lo].pos == "PUNCT" or self.tokens[lo].dep == "cc"):
            lo += 1
        if self.tokens[lo].lower == "according" and lo < i:
            # "according to A, documents show": the parser hangs A on the documents
            lo = next((j + 1 for j in range(i - 1, lo, -1) if self.tokens[j].text == ","), lo)
        return lo, hi

    def cue(self, verb: int) -> tuple[int, int]:
        """The verb with its auxiliaries, negation and particle."""
        first = last = verb
        near = ("aux", "auxpass", "neg", "advmod", "prt")
        for c in sorted(self.parse.children[verb]):
            if self.tokens[c].dep in near and verb - 4 <= c < verb:
                first = min(first, c)
            elif self.tokens[c].dep in ("prt", "neg") and c <= verb + 2:
                last = max(last, c)
        while first < verb and any(self.tokens[j].dep in ("nsubj", "nsubjpass", "punct") for j in range(first, verb)):
            first += 1
        return first, last + 1

    def _clause(self, clause: int, verb: int, source: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
        """The clause's words without those of the cue and its source, when these stand inside or beside it."""
        p = self.parse
        lo, hi = max(p.left_edge[clause], verb - _FAR), min(p.right_edge[clause] + 1, verb + _FAR)
        that = p.child(clause, "mark")
        between = [self.tokens[i] for i in range(lo, that)] if that is not None else []
        if that is not None and between:
            # whom the source told, or whom it cites: "told the agency SANA that S", "said, citing B, that S"
            if between[0].lower in ("citing", "quoting") or all(t.pos in ("PROPN", "PUNCT") for t in between):
                lo = that
        if clause < verb and hi > verb:
            hi = verb
        if clause > verb and lo <= verb:
            lo = verb + 1
        if source and lo < source[1] <= hi and source[0] >= lo and clause < verb:
            hi = min(hi, source[0])
        return self._pieces(lo, hi, hi, hi, before=clause < verb)

    def _set_off(self, verb: int) -> bool:
        """Whether the clause of the verb stands before another one, in it or after it: "they say S", "S, they say"."""
        p, first = self.parse, self.parse.left_edge[verb]
        if p.child(verb, "mark") is not None:
            return False
        if first == p.sentences[self.tokens[verb].sentence][0]:
            return True
        last = p.right_edge[verb]
        outside = [i for i in (first - 1, first, last, last + 1) if 0 <= i < len(self.tokens)]
        return any(self.tokens[i].pos == "PUNCT" for i in outside if self.tokens[i].sentence == self.tokens[verb].sentence)

    def _complement(self, i: int) -> bool:
        """A clause that says what is said; the parser takes "said depicted" for an infinitive."""
        t = self.tokens[i]
        if t.dep == "xcomp" and t.tag == "VBN":
            return t.head == i - 1 and self.parse.child(i, "aux") is None
        return t.dep == "ccomp" or (t.dep == "xcomp" and t.tag in ("VBD", "VBZ", "VBP"))

    def _around(self, host: int, verb: int) -> tuple[tuple[int, int], ...]:
        """The clause of `host` without the cue's clause set into it."""
        p = self.parse
        clause = self._clause_of(host)
        return self._pieces(p.left_edge[clause], p.right_edge[clause] + 1, p.left_edge[verb], p.right_edge[verb] + 1)

    def _clause_of(self, i: int) -> int:
        """The head of the smallest clause that `i` stands in."""
        while self.tokens[i].head != i and self.tokens[i].pos not in ("VERB", "AUX"):
            i = self.tokens[i].head
        return i

    def after(self, verb: int) -> tuple[int, int]:
        """What follows the verb in its phrase, up to a clause that only tells when or how."""
        p = self.parse
        hi = min(p.right_edge[verb] + 1, verb + _FAR)
        asked = self.tokens[verb].lemma in self.lexicon.request
        for c in p.children[verb]:
            to = asked and self.tokens[c].dep == "advcl" and any(self.tokens[g].tag == "TO" for g in p.children[c])
            if (
                c > verb + 1
                and not to
                and self.tokens[c].text not in _QUOTES
                and self.tokens[c].dep in ("advcl", "cc", "conj", "punct", "parataxis")
            ):
                hi = min(hi, p.left_edge[c])
                break
        first = verb + 1
        if self.tokens[verb].lemma in ("call", "appeal") and first + 1 < hi and self.tokens[first].lower in ("on", "upon", "for"):
            first += 1
        while first < hi and self.tokens[first].dep in ("prt", "neg"):
            first += 1
        if first >= hi:
            hi = first + 1
        return (
            self._trim(self.tokens[first].start, self.tokens[min(hi, len(self.tokens)) - 1].end)
            if first < len(self.tokens)
            else (self.tokens[verb].start, self.tokens[verb].end)
        )

    def _pieces(self, lo: int, hi: int, skip_from: int, skip_to: int, *, before: bool = False) -> tuple[tuple[int, int], ...]:
        """Tokens `[lo, hi)` without `[skip_from, skip_to)`, trimmed, as one or two pieces of text; `before`: the cue comes after.

        The time of day before an entry of a live report is not said by anybody; nor is what a semicolon parts from it.
        """
        out = []
        lo, hi = max(lo, skip_from - _FAR), min(hi, skip_to + _FAR)
        if lo < hi and lo == self.parse.sentences[self.tokens[lo].sentence][0] and _CLOCK.fullmatch(self.tokens[lo].text):
            lo += 1
        for a, b in ((lo, min(hi, skip_from)), (max(lo, skip_to), hi)):
            if a < b:
                s, e = self._trim(self.tokens[a].start, self.tokens[b - 1].end)
                s, e = self._beside_semicolon(s, e, before=before or b <= skip_from < hi)
                if any(c.isalnum() for c in self.parse.text[s:e]):
                    out.append((s, e))
        return tuple(out)

    def _beside_semicolon(self, start: int, end: int, *, before: bool) -> tuple[int, int]:
        """Without what stands beyond a semicolon outside quotation marks; `before`: the cue comes after."""
        cuts = [
            i
            for i in range(start, end)
            if self.parse.text[i] == ";" and not any(a <= i < b for a, b in self.quotes.over(i, i + 1))
        ]
        if not cuts:
            return start, end
        return self._trim(cuts[-1] + 1, end) if before else self._trim(start, cuts[0])

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Without commas, colons, dashes and final points at the ends; a point inside a quotation stays in it."""
        text = self.parse.text
        while start < end and (text[start].isspace() or text[start] in ",;:.–—-"):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:.–—"):
            end -= 1
        for s, e in self.quotes.over(max(0, start - 2), end + 2):
            if s < end <= e and start <= s + 1 and e - end <= 3:
                start, end = min(start, s), e
            elif s < end < e <= end + 2:
                end = e
            elif s == start - 1:
                start = s
        return start, end

    def _quote_beside(self, verb: int, cue: tuple[int, int], source: tuple[int, int] | None) -> tuple[int, int] | None:
        """The quotation of at least two words that stands next to the cue or its source in the cue's sentence."""
        s = self.tokens[verb].sentence
        first, last = self.parse.sentences[s]
        lo, hi = self.tokens[first].start, self.tokens[last - 1].end
        at, to = self.tokens[cue[0]].start, self.tokens[cue[1] - 1].end
        if source:
            at, to = min(at, self.tokens[source[0]].start), max(to, self.tokens[source[1] - 1].end)
        best: tuple[int, int, int] | None = None
        said, until = self.tokens[cue[0]].start, self.tokens[cue[1] - 1].end
        for a, b in self.quotes.over(max(0, lo - 3), hi):
            if b <= lo and not (lo - b <= 1 and self.parse.text[b:lo] in ("", " ")):
                continue
            if self.parse.text.count(" ", a, b) < 2 or (a < until and b > said):
                continue
            gap = at - b if b <= at else a - to
            if gap <= 60 and (best is None or gap < best[0]):
                best = (gap, a, b)
        return best[1:] if best else None

    def _rest_of_cue(self, cue_end: int) -> int:
        """Where the sentence that ends with a cue ends: "he said in the recording."; `cue_end` where somebody else acts in it."""
        at = self.parse.token_at(cue_end - 1)
        if at is None:
            return cue_end
        rest = range(at + 1, self.parse.sentences[self.tokens[at].sentence][1])
        quiet = not any(self.tokens[i].dep in ("nsubj", "nsubjpass") or self.tokens[i].text in _QUOTES for i in rest)
        return self.tokens[rest[-1]].end if rest and quiet else cue_end

    def _with_rest_of_quotation(self, d: _Draft) -> _Draft:
        """A content that starts a quotation goes on to its end; after '"...," he said.' a quotation that follows at once
        is content too."""
        pieces = []
        cue = self.tokens[d.cue[0]].start
        for s, e in d.content:
            for a, b in self.quotes.over(s, e):
                if a <= cue < b:
                    continue
                if a - 1 <= s and e <= b and (s <= a + 1 or b - e <= 2):
                    s, e = min(a, s), b
                elif s < a < e < b:
                    e = b
            pieces.append((s, e))
        s, e = pieces[-1]
        cue_end = max(self.tokens[d.cue[1] - 1].end, self.tokens[d.source[1] - 1].end if d.source else 0)
        quoted = any(a <= s + 1 and b >= e - 1 for a, b in self.quotes.over(s, e))
        if quoted and cue_end >= e:
            rest = self._rest_of_cue(cue_end)
            for a, b in self.quotes.over(cue_end, rest + 41):
                between = self.parse.text[rest:a] if rest <= a <= rest + 40 else None
                goes_on = self.parse.text[a:b].rstrip("”’»\"'")[-1:] == ","  # into a cue of its own
                if between is not None and not goes_on and "\n" not in between and not any(c.isalpha() for c in between):
                    pieces.append((a, b))
                    break
        whole = any((s, e) in self.quotes.over(s, e) for s, e in pieces)
        return _Draft(d.source, d.cue, tuple(pieces), 0 if whole else d.rank)
