"""Stance, polarity, basis, hedge and verification of an attribution, each with the words that show it.

Stance is read from the cue, and from "no" and "never" where a body of state speaks of its own matter; basis by `basis`; hedge
from the words around and inside the content; verification from what is said of the claim in its own sentence, in the next, or
of the recording that carries it. The words are those of `data/evidence/words.toml`.

What it gets wrong: irony; a hedge of the outlet inside a clause of the source is taken for the source's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.basis import RECORDED, BasisReader, phrases
from reportedly.located import Sentences
from reportedly.model import Attribution, Evidence, EvidenceField, Hop, Parse, SourceMention, Span, Stance, Verification

_IF_CONFIRMED = re.compile(r"\bif (?:confirmed|true|verified)\b", re.IGNORECASE)
_WILL = frozenset(["will", "would", "wo", "'ll", "’ll"])
#: Code points of the longest content that only calls something untrue.
_SHORT = 150
#: Sentences of a very long paragraph that still count as near.
_NEAR = 12
_BODIES = ("government", "armed force")
#: Pronouns that stand for what somebody else has said, and the marks around what it is called.
_STATED = frozenset({"it", "that", "this", "them", "these", "those"})
_STANCES = ("denies", "doubts", "orders", "asks", "judged", "statements", "rhetorical")
_ADVISING = frozenset({"warn", "caution", "advise"})
_QUOTING = '“"‘«'


@dataclass(frozen=True, slots=True)
class _Lexicon:
    stance: dict[str, frozenset[str]]
    stance_phrases: dict[str, re.Pattern[str]]
    opinion_denial: re.Pattern[str]
    refusing: frozenset[str]
    silence_phrases: re.Pattern[str]
    no_knowledge: re.Pattern[str]
    no_answer: re.Pattern[str]
    hedge_words: frozenset[str]
    hedge_verbs: frozenset[str]
    hedge_phrases: re.Pattern[str]
    hearsay: frozenset[str]
    untrue: re.Pattern[str]
    verification: tuple[tuple[Verification, re.Pattern[str]], ...]
    checked: dict[str, re.Pattern[str]]


def _of_oneself(text: str) -> re.Pattern[str]:
    """The phrases where they are the first thing that a pronoun says of itself: "it had no information"."""
    pronoun = r"[\s“\"‘'«]*(?:that\s+)?(?:it|he|she|they|we|i)\b"
    verb = r"(?:\s+(?:has|had|have|is|was|were|are|am)|['’](?:s|m|re|ve|d))?\s+[“\"‘'«]?"
    return re.compile(pronoun + verb + phrases(text).pattern, re.IGNORECASE)


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.evidence").joinpath("words.toml").read_text("utf8"))
    stance, hedge = data["stance"], data["hedge"]
    return _Lexicon(
        stance={k: frozenset(stance[k].split()) for k in _STANCES},
        stance_phrases={k: phrases(stance[f"{k}_phrases"]) for k in ("denies", "doubts", "declines")},
        opinion_denial=re.compile(r"[\s“\"‘'«]*" + stance["opinion_denial"], re.IGNORECASE),
        refusing=frozenset(data["silence"]["refusing"].split()),
        silence_phrases=phrases(data["silence"]["phrases"]),
        no_knowledge=_of_oneself(data["silence"]["no_knowledge"]),
        no_answer=_of_oneself(data["silence"]["no_answer"]),
        hedge_words=frozenset((hedge["modals"] + " " + hedge["adverbs"]).split()),
        hedge_verbs=frozenset(hedge["verbs"].split()),
        hedge_phrases=phrases(hedge["phrases"]),
        hearsay=frozenset(hedge["hearsay"].split()),
        untrue=phrases(stance["untrue"]),
        checked={k: phrases(v) for k, v in data["checked"].items()},
        verification=tuple((k, phrases(v)) for k, v in data["verification"].items()),
    )


class EvidenceReader:
    """Reads the evidence of the attributions of one document."""

    def __init__(self, parse: Parse, attributions: Sequence[Attribution]) -> None:
        self.parse = parse
        self._places = Sentences(parse, _NEAR)
        self._sentences = self._places.spans
        self._paragraph_of = self._places.paragraph
        self._basis = BasisReader(parse, self._places)
        self._speaking = {self._places.at(s.start) for a in attributions for s in (*a.content, *a.cue)}
        self._checked = [self._checks(s) for s in range(len(self._sentences))]

    def read(self, attribution: Attribution, sources: Sequence[SourceMention], chain: Sequence[Hop] = ()) -> tuple[Evidence, ...]:
        """Evidence for stance, polarity and basis, always; for hedge and verification where there is any.

        `sources`: whom the attribution names; `chain`: the hops that it came through, origin first.
        """
        polarity = self.polarity(attribution.content)
        stance = self._stance(attribution, sources, polarity)
        if stance.value in ("silent", "declines", "doubts", "orders"):
            polarity = _evidence("polarity", "+", None)
        basis = self._basis.read(attribution, sources, chain, stance.value)
        out = [stance, polarity, basis]
        hedge = self.hedge(attribution.content, attribution.cue)
        if hedge is None and not attribution.source and self._impersonal(attribution.cue):
            hedge = _evidence("hedge", attribution.cue[0].text, attribution.cue[0], by="the outlet")
        if hedge:
            out.append(hedge)
        verification = self._verification(attribution, basis.value)
        if verification:
            out.append(verification)
        return tuple(out)

    def _impersonal(self, cue: Sequence[Span]) -> bool:
        """Whether the cue is that of hearsay: "is said to", "it is believed", "supposedly"."""
        tokens = [self.parse.tokens[i] for s in cue for i in self.parse.tokens_in(s.start, s.end)]
        heard = any(t.lemma in _lexicon().hearsay or t.pos == "ADV" for t in tokens)
        return heard and any(t.dep == "auxpass" or t.pos == "ADV" for t in tokens)

    # -- stance

    def _stance(self, a: Attribution, sources: Sequence[SourceMention], polarity: Evidence) -> Evidence:
        if not a.cue:
            return _evidence("stance", "asserts", None)
        cue, content = a.cue[0], a.content[0]
        parse = self.parse
        tokens = [parse.tokens[i] for i in parse.tokens_in(cue.start, cue.end)]
        lemmas = frozenset(t.lemma for t in tokens)
        negated = any(t.dep == "neg" or t.lower == "no" for t in tokens)
        around = parse.text[cue.start : max(cue.end, min(a.content[-1].end, cue.end + 60))]
        found = (
            self._withheld(cue, content, lemmas, around)
            or self._opposed(cue, content, lemmas, negated, around)
            or self._requested(cue, content, lemmas)
        )
        if found:
            return _evidence("stance", found, cue)
        if _lexicon().no_answer.match(content.text):
            return _evidence("stance", "declines", content)
        if _lexicon().no_knowledge.match(content.text):
            return _evidence("stance", "silent", content)
        if _lexicon().opinion_denial.match(content.text):
            return _evidence("stance", "denies", content)
        if (untrue := self._called_untrue(content)) is not None:
            return _evidence("stance", "denies", untrue)
        answerable = any(
            (m.type in (*_BODIES, "intelligence agency") and m.named != "anonymous")
            or (m.type == "person" and m.named == "by role")
            for m in sources
        )
        if (
            answerable
            and polarity.span
            and polarity.span.text.lower() in ("no", "nobody", "none", "never", "nothing")
            and "no doubt" not in content.text
        ):
            return _evidence("stance", "denies", polarity.span)
        return _evidence("stance", "asserts", cue)

    def _withheld(self, cue: Span, content: Span, lemmas: frozenset[str], around: str) -> Stance | None:
        """Nothing is said: refused, or simply not. The content of a silence is the clause with its cue."""
        lex = _lexicon()
        refusal = lex.stance_phrases["declines"].search(around)
        if (refusal and refusal.start() < len(cue.text)) or lemmas & lex.refusing:
            return "declines"
        if not content.contains(cue):
            return "silent" if lex.silence_phrases.search(cue.text) else None
        will = {t.lower for t in (self.parse.tokens[i] for i in self.parse.tokens_in(cue.start, cue.end)) if t.tag == "MD"}
        does = "comment" in lemmas and cue.text.lower().startswith(("does ", "do "))
        return "declines" if will & _WILL or "refer" in lemmas or does else "silent"

    def _opposed(self, cue: Span, content: Span, lemmas: frozenset[str], negated: bool, around: str) -> Stance | None:
        """What somebody else says is denied, doubted, or called something."""
        lex = _lexicon()
        if "challenge" in lemmas and self._infinitive(cue, content):
            return "orders"
        if lemmas & lex.stance["denies"] or lex.stance_phrases["denies"].match(around):
            return None if negated else "denies"
        if lemmas & lex.stance["doubts"] or lex.stance_phrases["doubts"].match(around):
            asked = "question" in lemmas and not any(
                self.parse.tokens[i].pos == "VERB" for i in self.parse.tokens_in(cue.start, cue.end)
            )
            return None if asked else "doubts"
        if negated and lemmas & {"believe", "accept", "think"}:
            return "doubts"
        if lemmas & lex.stance["judged"]:
            first = content.text.lower().split()[:3]
            named = first[0] in _STATED and any(mark in content.text for mark in _QUOTING)
            if named or lex.stance["statements"].intersection(first) or lex.untrue.search(content.text):
                return "denies"
        return None

    def _called_untrue(self, content: Span) -> Span | None:
        """The words by which what somebody else says is called untrue: the letter was "fiction"."""
        if len(content.text) > _SHORT or (found := _lexicon().untrue.search(content.text)) is None:
            return None
        if any(self.parse.tokens[i].lower in ("i", "we") for i in self.parse.tokens_in(content.start, content.end)):
            return None
        return Span.cut(self.parse.text, content.start + found.start(), content.start + found.end())

    def _requested(self, cue: Span, content: Span, lemmas: frozenset[str]) -> Stance | None:
        """Something is to be done, or to be answered."""
        lex = _lexicon()
        first = next(iter(content.text.lower().split()), "")
        if self._commands(content) or (lemmas & _ADVISING and self._against(cue, content)):
            return "orders"
        if lemmas & lex.stance["orders"]:
            after = next(iter(self.parse.text[cue.end : cue.end + 30].split()), "")
            prepositions = ("for", "on", "upon")
            if "call" not in lemmas or after in prepositions or cue.text.lower().split()[-1] in prepositions:
                return "orders"
        if "ask" in lemmas and (first in ("to", "for") or self._infinitive(cue, content) or self._wished(cue, content)):
            return "orders"
        if lemmas & lex.stance["asks"] and first not in ("that", "the", "a"):
            return "asks"
        return "orders" if lemmas & {"tell", "warn", "advise"} and self._infinitive(cue, content) else None

    def _commands(self, content: Span) -> bool:
        """Whether a quotation is an imperative: it opens with a bare verb that has no subject."""
        if content.text[:1] not in _QUOTING:
            return False
        parse = self.parse
        words = [i for i in parse.tokens_in(content.start, content.end) if parse.tokens[i].text[:1].isalnum()][:1]
        for i in words:
            verb = parse.tokens[i].head if parse.tokens[i].lower == "do" and parse.tokens[i].dep == "aux" else i
            t = parse.tokens[verb]
            negated = verb == i or parse.child(verb, "neg") is not None
            alone = parse.child(verb, "nsubj", "nsubjpass", "expl") is None
            return t.tag == "VB" and negated and alone and t.lemma not in _lexicon().stance["rhetorical"]
        return False

    def _against(self, cue: Span, content: Span) -> bool:
        """ "warned against S", whichever of the two the preposition was given to."""
        return cue.text.lower().endswith(" against") or content.text.lower().startswith("against ")

    def _wished(self, cue: Span, content: Span) -> bool:
        """Whether cue and content are those of "asked the states for help", "asked that the list be read"."""
        parse = self.parse
        if any(
            parse.tokens[i].dep == "prep"
            and parse.tokens[i].lower == "for"
            and cue.contains(parse.span(parse.tokens[i].head, parse.tokens[i].head + 1))
            for i in parse.tokens_in(content.start, content.end)
        ):
            return True
        for i in parse.tops((content,)):
            words = [parse.tokens[j] for j in (i, *parse.children[i])]
            if any(t.tag == "VB" and t.lower == "be" for t in words) and not any(t.tag in ("MD", "TO") for t in words):
                return True
        return False

    def _infinitive(self, cue: Span, content: Span) -> bool:
        """Whether cue and content are those of "told them to leave"."""
        verb = next((i for i in self.parse.tokens_in(cue.start, cue.end) if self.parse.tokens[i].pos == "VERB"), None)
        if verb is None:
            return False
        clause = self.parse.child(verb, "xcomp", "ccomp")
        if clause is None or self.parse.tokens[clause].start > content.end:
            return False
        return any(self.parse.tokens[c].tag == "TO" for c in self.parse.children[clause])

    def polarity(self, content: Sequence[Span]) -> Evidence:
        """ "-" when the main verb of the content is negated, or there is "no" in its subject or object."""
        parse = self.parse
        tokens = [i for s in content for i in parse.tokens_in(s.start, s.end)]
        inside = set(tokens)
        tops = [i for i in tokens if parse.tokens[i].head not in inside or parse.tokens[i].head == i]
        verbs = [i for i in tops if parse.tokens[i].pos in ("VERB", "AUX")]
        for v in verbs[:1]:
            for c in parse.children[v]:
                t = parse.tokens[c]
                if t.dep == "neg" or t.lower in ("never", "no", "nobody", "none", "nothing", "neither", "hardly"):
                    return _evidence("polarity", "-", parse.span(c, c + 1))
                if t.dep in ("nsubj", "nsubjpass", "attr", "dobj"):
                    no = next((g for g in parse.children[c] if parse.tokens[g].lower in ("no", "neither")), None)
                    if no is not None:
                        return _evidence("polarity", "-", parse.span(no, no + 1))
        return _evidence("polarity", "+", None)

    # -- hedge

    def hedge(self, content: Sequence[Span], cue: Sequence[Span] = ()) -> Evidence | None:
        """The first words that weaken the claim, in the cue or the main clause of the content, and whose they are."""
        lex, parse = _lexicon(), self.parse
        for span in cue:
            for i in parse.tokens_in(span.start, span.end):
                t = parse.tokens[i]
                if t.lemma in lex.hedge_verbs or t.lower in lex.hedge_words:
                    return _evidence("hedge", t.text, parse.span(i, i + 1), by="the outlet")
            if m := lex.hedge_phrases.search(parse.text, span.start, span.end):
                return _evidence("hedge", m[0], Span.cut(parse.text, m.start(), m.end()), by="the outlet")
        for span in content:
            by = "the source" if cue else "the outlet"
            for i in parse.tokens_in(span.start, span.end):
                t = parse.tokens[i]
                if t.lower in lex.hedge_words and not (t.lower == "may" and t.pos == "PROPN"):
                    verb = t.head if t.dep == "aux" else i
                    last = min(max(i + 1, verb + 1 if parse.tokens[verb].lemma == "be" else i + 1), i + 3)
                    return _evidence("hedge", parse.span(i, last).text, parse.span(i, last), by=by)
                if t.lemma in ("seem", "appear") and t.pos in ("VERB", "AUX") and self._epistemic(i):
                    return _evidence("hedge", t.text, parse.span(i, i + 1), by=by)
            if m := lex.hedge_phrases.search(parse.text, span.start, span.end):
                return _evidence("hedge", m[0], Span.cut(parse.text, m.start(), m.end()), by=by)
        last = self._places.at(content[-1].end - 1)
        for s in (last, last + 1):
            if s < len(self._sentences) and self._paragraph_of[s] == self._paragraph_of[last]:
                sentence = self._sentences[s]
                if m := _IF_CONFIRMED.search(parse.text, sentence.start, sentence.end):
                    return _evidence("hedge", m[0], Span.cut(parse.text, m.start(), m.end()), by="the outlet")
        return None

    def _epistemic(self, i: int) -> bool:
        """ "appears to be", "seemed scared", not "appeared in court"."""
        return any(self.parse.tokens[c].dep in ("xcomp", "oprd", "acomp", "ccomp") for c in self.parse.children[i])

    # -- verification

    def _checks(self, s: int) -> tuple[Verification, Span] | None:
        sentence = self._sentences[s]
        for value, pattern in _lexicon().verification:
            if m := pattern.search(self.parse.text, sentence.start, sentence.end):
                return value, Span.cut(self.parse.text, m.start(), m.end())
        return None

    def _verification(self, a: Attribution, basis: str) -> Evidence | None:
        """What is said of checking in the claim's own sentence, in the next one if nobody speaks there, further on in the
        paragraph where it is said of several, or near the recording that carries the claim."""
        places = self._places
        last = places.at(a.content[-1].end - 1)
        here = places.at((a.cue or a.content)[0].start)
        candidates = [here, last, *self._said_next(last)]
        if basis in RECORDED:
            first = here
            while first > 0 and here - first < _NEAR and places.paragraph[first - 1] == places.paragraph[here]:
                first -= 1
            candidates.extend(range(first, here))
            candidates.extend(self._said_of("recordings", range(last + 1, self._after_paragraphs(last, 3))))
        candidates.extend(self._said_of("paragraph", range(last + 1, self._after_paragraphs(last, 0))))
        for s in dict.fromkeys(candidates):
            checked = self._checked[s]
            if checked and not any(c.contains(checked[1]) for c in a.content if s != last):
                value, span = checked
                return _evidence("verification", value, span, by=self._checker(s, span))
        return None

    def _said_next(self, last: int) -> list[int]:
        """The sentences after sentence `last` in its paragraph, up to the first in which somebody speaks of something else."""
        out = []
        for s in range(last + 1, self._after_paragraphs(last, 0)):
            if s in self._speaking and not self._checked[s]:
                break
            out.append(s)
            if self._checked[s]:
                break
        return out

    def _said_of(self, about: str, sentences: range) -> list[int]:
        """Those of the sentences that speak of checking what `about` names."""
        pattern = _lexicon().checked[about]
        return [s for s in sentences if self._checked[s] and pattern.search(self.parse.text, *self._bounds(s))]

    def _bounds(self, s: int) -> tuple[int, int]:
        return self._sentences[s].start, self._sentences[s].end

    def _after_paragraphs(self, s: int, more: int) -> int:
        """The number of the sentence after the paragraph of sentence `s` and `more` others, or after those that are near."""
        paragraph = self._paragraph_of
        stop = s
        while stop < min(len(paragraph), s + _NEAR) and paragraph[stop] <= paragraph[s] + more:
            stop += 1
        return stop

    def _checker(self, s: int, span: Span) -> str | None:
        """The subject of the verb of checking, when it has one in the active voice."""
        for i in self.parse.tokens_in(span.start, span.end):
            if self.parse.tokens[i].pos == "VERB":
                subject = self.parse.child(i, "nsubj")
                if subject is not None:
                    return self.parse.subtree(subject).text
        return None


def _evidence(field: EvidenceField, value: Stance | str, span: Span | None, by: str | None = None) -> Evidence:
    return Evidence(field=field, value=value, span=span, by=by)
