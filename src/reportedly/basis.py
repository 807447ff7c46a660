"""How the origin of a statement knows: the basis, with the words that show it.

Decided in the order of a careful reader: what came through a recording rests on it, what spies say on intelligence, what a
paper says on the paper, what a body says of its own matter on its office; what an ordinary person says on having seen it or
having been part of it. What the same origin rested on before counts where the passage does not tell.

A leaf of `evidence`.

What it gets wrong: eyewitness and participant are hard to tell apart; how an official knows is taken to be his office unless
the text says otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from reportedly.located import Sentences
from reportedly.model import Attribution, Basis, Evidence, Hop, Parse, SourceMention, Span

RECORDED: tuple[Basis, ...] = ("intercept", "video", "image", "audio")
_BODIES = ("government", "armed force")
_PEOPLE = ("person", "group", "unspecified")
_UNKNOWN = "unknown"
_SELF = frozenset({"i", "we"})
_THEMSELVES = frozenset({"he", "she", "they", "i", "we"})
_WITHHELD = ("silent", "declines")
_ASKED = ("orders", "asks")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, re.Pattern[str]]
    verbs: dict[str, frozenset[str]]
    opinion_denial: re.Pattern[str]


def phrases(text: str) -> re.Pattern[str]:
    """A pattern of phrases parted by "|", matched on word boundaries; "…" stands for up to three words."""
    words = sorted((p.strip() for p in text.split("|") if p.strip()), key=len, reverse=True)
    between = re.escape(" … ")
    forms = (re.escape(w).replace(between, r"\s+(?:[\w’'-]+\s+){0,3}").replace(r"\ ", r"\s+") for w in words)
    return re.compile(r"\b(?:" + "|".join(forms) + r")\b", re.IGNORECASE)


@cache
def _lexicon() -> _Lexicon:
    folder = files("reportedly.data.evidence")
    data = tomllib.loads(folder.joinpath("basis.toml").read_text("utf8"))
    denial = tomllib.loads(folder.joinpath("words.toml").read_text("utf8"))["stance"]["opinion_denial"]
    return _Lexicon(
        words={k: phrases(v) for k, v in data["words"].items()},
        verbs={k: frozenset(v.split()) for k, v in data["verbs"].items()},
        opinion_denial=re.compile(r"[\s“\"‘'«]*" + denial, re.IGNORECASE),
    )


class BasisReader:
    """Reads how the origins of one document know. Attributions are to be read in the order of the text."""

    def __init__(self, parse: Parse, places: Sentences) -> None:
        self.parse = parse
        self.places = places
        self._known: dict[str, Evidence] = {}
        self._taps: dict[int, Span | None] = {}

    def read(self, a: Attribution, origins: Sequence[SourceMention], chain: Sequence[Hop], stance: str) -> Evidence:
        """The basis of the attribution; nothing rests on anything where nothing is said. `origins`: who is said to know."""
        if stance in _WITHHELD:
            return _evidence("unspecified", None)
        found = self._here(a, origins, chain, stance)
        if stance in _ASKED or not chain or chain[0].name == _UNKNOWN or (found.value == "unspecified" and self._thinks(a)):
            return found
        return self._as_before(chain[0].name, found)

    def _as_before(self, name: str, basis: Evidence) -> Evidence:
        """The basis, or the one on which the same origin spoke before where this passage does not tell, or only tells
        what sort of person speaks."""
        before = self._known.get(name)
        lived = basis.value in ("eyewitness", "participant")
        if before and (basis.value == "unspecified" or (before.value in RECORDED and lived)):
            return before
        if basis.value != "unspecified":
            self._known.setdefault(name, basis)
        return basis

    def _here(self, a: Attribution, origins: Sequence[SourceMention], chain: Sequence[Hop], stance: str) -> Evidence:
        """The basis by what this passage says."""
        if not origins:
            return self._unknown(a)
        origins = origins[:1]
        return (
            self._intercepted(a, origins, chain)
            or (_evidence("unspecified", None) if stance in _ASKED else None)
            or self._found_by_spies(origins)
            or self._recorded(a, origins)
            or self._told_by_others(a, origins)
            or self._written(origins)
            or self._second_hand(origins, chain)
            or self._admitted(a, origins)
            or self._answered_for(a, origins)
            or self._known_by_trade(origins)
            or self._lived(a, origins)
            or self._represented(origins, stance)
            or _evidence("unspecified", None)
        )

    # -- the ways of knowing, in the order in which they are looked for

    def _unknown(self, a: Attribution) -> Evidence:
        """Nobody is named: "it is said", "allegedly"; "it is believed" and "reportedly" tell nothing."""
        verbs, cue = _lexicon().verbs, self._cue_lemmas(a)
        impersonal = any(self.parse.tokens[i].dep == "auxpass" or self.parse.tokens[i].pos == "ADV" for i in self._tokens(a.cue))
        if cue & verbs["hearsay"] and impersonal:
            return _evidence("rumour", a.cue[0])
        return _evidence("unspecified", None)

    def _intercepted(self, a: Attribution, origins: Sequence[SourceMention], chain: Sequence[Hop]) -> Evidence | None:
        """Words that came through an interception rest on it, whatever else is known of the speaker."""
        tap = next((h for h in chain[1:] if h.relation == "intercepted"), None)
        if tap is not None:
            return _evidence("intercept", tap.relation_span)
        sentence = self._sentence(a)
        found = self._search("intercept", [*self._described(origins), *self._outside(sentence, a)])
        if found is None and any(m.type in _PEOPLE for m in origins) and all(m.named != "named" for m in origins):
            found = next(filter(None, map(self._tapped, self.places.near(sentence))), None)
        return _evidence("intercept", found) if found else None

    def _tapped(self, sentence: int) -> Span | None:
        """The words of a sentence that speak of an interception, looked for once."""
        if sentence not in self._taps:
            self._taps[sentence] = self._search("intercept", [self.places.spans[sentence]])
        return self._taps[sentence]

    def _found_by_spies(self, origins: Sequence[SourceMention]) -> Evidence | None:
        if any(m.type == "intelligence agency" for m in origins):
            return _evidence("intelligence", origins[0].mention)
        found = self._search("intelligence", self._described(origins)) if all(m.type in _PEOPLE for m in origins) else None
        return _evidence("intelligence", found) if found else None

    def _recorded(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """What can be seen or heard in a recording; not what a body or an official says in his own video."""
        sentence = self._sentence(a)
        framed = [*self._described(origins), *self._outside(sentence, a)]
        voice = all(m.type == "person" and m.named == "anonymous" for m in origins)
        for kind in RECORDED[1:]:
            found = self._search(kind, framed)
            if found and (voice or any(m.mention.overlaps(found) for m in origins) or not self._spoken_in(found)):
                return _evidence(kind, found)
        near = self._introducing(sentence, origins) if voice else []
        for kind in RECORDED[1:3]:
            if found := self._search(kind, near):
                return _evidence(kind, found)
        return None

    def _spoken_in(self, recording: Span) -> bool:
        """Whether the recording is where somebody speaks: "in a video address", "by video"."""
        i = self.parse.token_at(recording.start)
        if i is None:
            return False
        for j in (i, *self.parse.ancestors(i)):
            t = self.parse.tokens[j]
            if t.pos == "VERB":
                return False
            if t.dep == "pobj":
                return self.parse.tokens[t.head].lower in ("in", "by", "via", "on", "over")
        return False

    def _told_by_others(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """Former members and relatives give testimony, unless they tell of themselves or only give an opinion."""
        described = self._described(origins)
        found = self._search("testimony", described)
        if found is None:
            return None
        former = "former" in found.text.lower()
        if self._thinks(a):
            return _evidence("analysis", found) if former else None
        if not former and (lived := self._of_himself(a, origins)):
            return lived
        return _evidence("testimony", found)

    def _written(self, origins: Sequence[SourceMention]) -> Evidence | None:
        if not any(m.type == "document" for m in origins):
            return None
        described = self._described(origins)
        if issued := self._search("issued", described):
            return _evidence("official statement", issued)
        kind = "records" if self._search("records", described) else "document"
        return _evidence(kind, origins[0].mention)

    def _second_hand(self, origins: Sequence[SourceMention], chain: Sequence[Hop]) -> Evidence | None:
        """What somebody told a person who passes it on."""
        if len(chain) < 2 or chain[1].joint or chain[1].type != "person" or chain[1].relation == "through":
            return None
        if any(m.type not in _PEOPLE or m.named == "by role" for m in origins):
            return None
        return _evidence("testimony", chain[1].relation_span or origins[0].mention)

    def _admitted(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """Unnamed people who admit something, or say what was done to them, were part of it."""
        if any(m.named != "anonymous" or m.type not in ("person", "group") for m in origins):
            return None
        if self._cue_lemmas(a) & _lexicon().verbs["admitting"]:
            return _evidence("participant", a.cue[0])
        lived = self._of_himself(a, origins)
        return lived if lived and lived.value == "participant" and self._undergone(lived) else None

    def _answered_for(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """What bodies say of their own matter, and those who speak for them by office."""
        described = self._described(origins)
        if all(m.named == "anonymous" for m in origins) and (found := self._search("medical", described)):
            return _evidence("eyewitness", found)
        if any(m.type in _BODIES for m in origins):
            return _evidence("official statement", origins[0].mention)
        if self._thinks(a) or self._search("analysis", described):
            return None
        found = self._search("official", described)
        if found is None and any(m.type == "person" and m.named == "by role" for m in origins):
            found = origins[0].mention
        return _evidence("official statement", found) if found else None

    def _known_by_trade(self, origins: Sequence[SourceMention]) -> Evidence | None:
        described = self._described(origins)
        for kind in ("rumour", "analysis"):
            if found := self._search(kind, described):
                return _evidence(kind, found)
        bare = all(m.mention.text.lower().strip() in ("people", "locals", "everybody", "everyone") for m in origins)
        return _evidence("rumour", origins[0].mention) if bare else None

    def _lived(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """How an ordinary person knows: he was part of it, or saw it."""
        if self._thinks(a) or _lexicon().opinion_denial.match(a.content[0].text):
            return None
        if not all(m.type in _PEOPLE for m in origins):
            return None
        described = self._described(origins)
        lived = self._of_himself(a, origins)
        if lived and lived.value == "participant" and not self._undergone(lived) and self._search("attending", described):
            return _evidence("eyewitness", lived.span)
        if lived:
            return lived
        for kind in ("participant", "eyewitness"):
            if found := self._search(kind, described):
                return _evidence(kind, found)
        if self._search("interested", described):
            return None
        if all(m.type == "person" and m.named != "named" for m in origins):
            return _evidence("eyewitness", origins[0].mention)
        return None

    def _represented(self, origins: Sequence[SourceMention], stance: str) -> Evidence | None:
        """What an outlet knows of itself, what a body that is neither of the state nor a party to the quarrel says, and what
        any body denies."""
        if any(m.type == "outlet" for m in origins):
            return _evidence("media report", origins[0].mention)
        if stance == "denies" and any(m.type in ("group", "ngo") and m.named != "anonymous" for m in origins):
            return _evidence("official statement", origins[0].mention)
        if self._search("interested", self._described(origins)):
            return None
        if any(m.type == "group" and m.named != "anonymous" for m in origins):
            return _evidence("official statement", origins[0].mention)
        return None

    # -- what the content tells of its speaker

    def _of_himself(self, a: Attribution, origins: Sequence[SourceMention]) -> Evidence | None:
        """Eyewitness where the speaker tells that he perceived it, participant where he did it or had it done to him: "I" and
        "we" in his own words, "he" and "they" where his words are retold."""
        parse, verbs = self.parse, _lexicon().verbs
        retold = a.kind == "indirect"
        others = self._cannot_be(origins)
        tops = set(parse.tops(a.content))
        for i in self._tokens(a.content):
            t = parse.tokens[i]
            if t.dep not in ("nsubj", "nsubjpass") or t.lower not in (_THEMSELVES if retold else _SELF):
                continue
            verb = parse.tokens[t.head]
            if retold and t.lower in others:
                continue
            if (retold and t.head not in tops) or verb.pos != "VERB" or parse.child(t.head, "neg") is not None:
                continue
            if any(parse.tokens[c].tag == "MD" for c in parse.children[t.head]):
                continue
            shown = parse.span(t.head, t.head + 1)
            if t.dep == "nsubjpass":
                return _evidence("participant", shown)
            if verb.lemma in verbs["perceiving"]:
                return _evidence("eyewitness", shown)
            if verb.lemma not in verbs["stative"]:
                return _evidence("participant", shown)
        return None if retold else self._done_to_him(a)

    def _done_to_him(self, a: Attribution) -> Evidence | None:
        """Participant where somebody did something to the speaker: "they called me", "a boy brings us six a week"."""
        parse = self.parse
        for i in self._tokens(a.content):
            t = parse.tokens[i]
            if t.lower in ("me", "us") and t.dep in ("dobj", "dative"):
                return _evidence("participant", parse.span(t.head, t.head + 1))
        return None

    def _cannot_be(self, origins: Sequence[SourceMention]) -> frozenset[str]:
        """The pronouns by which these origins are not meant where their words are retold."""
        verbs = _lexicon().verbs
        kin = self._search("kin", self._described(origins))
        described = (f"{m.mention.text} {m.name}" for m in origins)
        words = {w for text in ([kin.text] if kin else described) for w in re.findall(r"\w+", text.lower())}
        if any(m.type == "group" for m in origins):
            return frozenset({"he", "she"})
        female, male = words & verbs["female"], words & verbs["male"]
        if kin and not female and not male:
            return frozenset({"he", "she", "they"})
        return frozenset({"they", *(("he",) if female and not male else ()), *(("she",) if male and not female else ())})

    def _undergone(self, lived: Evidence) -> bool:
        """Whether it was done to the speaker: the verb that shows it is in the passive."""
        i = self.parse.token_at(lived.span.start) if lived.span else None
        return i is not None and self.parse.child(i, "nsubjpass") is not None

    def _thinks(self, a: Attribution) -> bool:
        """Whether the cue is one of opinion: who only thinks so does not speak for his office or of what he saw."""
        return bool(self._cue_lemmas(a) & _lexicon().verbs["opinion"])

    # -- places and words

    def _sentence(self, a: Attribution) -> int:
        return self.places.at((a.cue or a.source or a.content)[0].start)

    def _described(self, sources: Sequence[SourceMention]) -> list[Span]:
        return [span for m in sources for span in (m.mention, m.antecedent) if span]

    def _introducing(self, sentence: int, sources: Sequence[SourceMention]) -> list[Span]:
        """The sentence before, when the source was introduced in it and it stands in the same paragraph."""
        previous = max(0, sentence - 1)
        near = self.places.spans[previous]
        introduced = any(m.antecedent and near.contains(m.antecedent) for m in sources)
        return [near] if introduced and self.places.paragraph[previous] == self.places.paragraph[sentence] else []

    def _outside(self, sentence: int, a: Attribution) -> list[Span]:
        """The parts of the sentence that are not content: what frames it."""
        whole = self.places.around(sentence, (a.cue or a.source or a.content)[0])
        cuts = sorted((max(s.start, whole.start), min(s.end, whole.end)) for s in a.content if s.overlaps(whole))
        out, at = [], whole.start
        for s, e in [*cuts, (whole.end, whole.end)]:
            if s > at:
                out.append(Span.cut(self.parse.text, at, s))
            at = max(at, e)
        return out

    def _cue_lemmas(self, a: Attribution) -> set[str]:
        return {self.parse.tokens[i].lemma for i in self._tokens(a.cue)}

    def _tokens(self, spans: Sequence[Span]) -> list[int]:
        return [i for s in spans for i in self.parse.tokens_in(s.start, s.end)]

    def _search(self, kind: str, spans: Sequence[Span]) -> Span | None:
        return self._matches(_lexicon().words[kind], spans)

    def _matches(self, pattern: re.Pattern[str], spans: Sequence[Span]) -> Span | None:
        for span in spans:
            if m := pattern.search(self.parse.text, span.start, span.end):
                return Span.cut(self.parse.text, m.start(), m.end())
        return None


def _evidence(value: Basis | str, span: Span | None) -> Evidence:
    return Evidence(field="basis", value=cast(Basis, value), span=span)
