"""Silence and refusal: a party placed to confirm that does not.

"Russia has not recognised", "made no mention of", "declined to comment": no words are reported, and that is what is
reported. Each is an attribution whose content is the clause that says so. The negation may be that of the verb ("has not
confirmed"), of its subject ("neither side has confirmed") or of its object ("has published no figures").

What it gets wrong: whether the party was placed to confirm is not judged; a negated verb of saying counts whatever it is
about ("did not say when it would reopen").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Attribution, Parse, Span, make_id

_ABOUT_NOTHING = frozenset({"there", "this", "that", "which", "what", "nobody", "nothing", "who", "i", "you", "we"})
_NO_SUBJECT = frozenset({"neither", "none"})
_NO_OBJECT = frozenset({"no", "none", "nothing", "neither"})
#: Verbs that keep silent only about what they have as an object; alone or with a preposition they do other things.
_WITH_OBJECT = frozenset({"give", "provide", "offer", "produce", "show", "present", "cite", "return", "refer"})
#: That an outlet could not check something is said of the claim, and is no silence.
_CHECKING = re.compile(r"\bindependent(?:ly)?\b|\bverif", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    verbs: frozenset[str]
    refusing: frozenset[str]
    refused: frozenset[str]
    referred: frozenset[str]
    phrases: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.evidence").joinpath("words.toml").read_text("utf8"))
    silence = data["silence"]
    phrases = f"{silence['phrases']}|{data['stance']['declines_phrases']}"
    words = sorted((p.strip() for p in phrases.split("|") if p.strip()), key=len, reverse=True)
    return _Lexicon(
        verbs=frozenset(silence["verbs"].split()),
        refusing=frozenset(silence["refusing"].split()),
        refused=frozenset(silence["refused"].split()),
        referred=frozenset(silence["referred"].split()),
        phrases=re.compile(r"\b(?:" + "|".join(re.escape(w) for w in words if "…" not in w) + r")\b", re.IGNORECASE),
    )


def silences(parse: Parse) -> tuple[Attribution, ...]:
    """The silences and refusals of the parse, in order; at most one a clause. Those inside quotations are left out."""
    cues: dict[int, tuple[int, int]] = {}
    for t in parse.tokens:
        if t.pos == "VERB" and (cue := _cue(parse, t.i)):
            cues.setdefault(t.i, cue)
    for m in _lexicon().phrases.finditer(parse.text):
        tokens = parse.tokens_in(m.start(), m.end())
        after = parse.tokens[min(tokens.stop, len(parse.tokens) - 1)]
        if m[0].lower().endswith("nothing") and after.tag in ("VBD", "VBZ", "VBP", "MD"):
            continue  # "said nothing was wrong"
        verb = next((i for i in tokens if parse.tokens[i].pos in ("VERB", "AUX")), None)
        if verb is not None and parse.tokens[verb].dep in ("aux", "auxpass"):
            verb = parse.tokens[verb].head
        if verb is None and tokens:
            verb = next((a for a in parse.ancestors(tokens[0]) if parse.tokens[a].pos in ("VERB", "AUX")), None)
        if verb is not None:
            cues.setdefault(verb, (tokens.start, tokens.stop))
    out: dict[Span, Attribution] = {}
    for verb, cue in sorted(cues.items()):
        clause, subject = _clause(parse, verb)
        if any(a in cues for a in parse.ancestors(verb)) and parse.tokens[verb].dep == "advcl":
            continue
        if subject is None or parse.tokens[subject].lower in _ABOUT_NOTHING or _quoted(parse, verb):
            continue
        whole = clause == verb or parse.tokens[verb].dep == "xcomp"
        at = clause if whole else verb
        first, last = parse.left_edge[at], _before_aside(parse, verb, clause, parse.right_edge[at] + 1)
        content = _trimmed(parse, *_between_semicolons(parse, verb, first, last))
        if _CHECKING.search(content.text):
            continue
        source = _phrase(parse, subject)
        out.setdefault(
            content,
            Attribution(
                id=make_id("silence", parse.document, content.start, content.end),
                kind="indirect",
                source=(source,),
                cue=(parse.span(*cue),),
                content=(content,),
            ),
        )
    return tuple(out.values())


def _over(*tokens: int) -> tuple[int, int]:
    """From the first of the tokens to behind the last: an object may stand before its verb."""
    return min(tokens), max(tokens) + 1


def _cue(parse: Parse, verb: int) -> tuple[int, int] | None:
    """The tokens by which the verb says that nothing is said, or `None`."""
    lex, t = _lexicon(), parse.tokens[verb]
    if parse.child(verb, "auxpass") is not None:
        return None
    children = parse.children[verb]
    auxiliaries = [c for c in children if parse.tokens[c].dep == "aux" and c < verb]
    if t.lemma in lex.refusing:
        infinitive = parse.child(verb, "xcomp")
        thing = parse.child(verb, "dobj")
        if infinitive is not None and parse.tokens[infinitive].lemma in lex.verbs:
            return _over(*auxiliaries, verb, infinitive)
        if thing is not None and parse.tokens[thing].lemma in lex.refused:
            return _over(*auxiliaries, verb, thing)
        return None
    if t.lemma == "refer":
        thing = parse.child(verb, "dobj")
        return _over(*auxiliaries, verb, thing) if thing is not None and parse.tokens[thing].lower in lex.referred else None
    if t.lemma not in lex.verbs or parse.child(verb, "nsubj") is None:
        return None
    negation = next((c for c in children if parse.tokens[c].dep == "neg" and c < verb), None)
    thing = parse.child(verb, "dobj")
    if negation is not None:
        if t.lemma in _WITH_OBJECT and thing is None:
            return None
        return _over(*auxiliaries, negation, verb)
    subject = parse.child(verb, "nsubj")
    if subject is not None and ({parse.tokens[subject].lower, *_before(parse, subject)} & _NO_SUBJECT):
        return _over(*auxiliaries, verb)
    figure = thing is not None and parse.tokens[thing].pos == "NUM"  # "says no fewer than 260"
    if thing is not None and not figure and ({parse.tokens[thing].lower, *_before(parse, thing)} & _NO_OBJECT):
        return _over(*auxiliaries, verb, thing)
    return None


def _before(parse: Parse, noun: int) -> set[str]:
    """The determiners and conjunctions before a noun: "no", "neither"."""
    return {parse.tokens[c].lower for c in parse.children[noun] if c < noun and parse.tokens[c].dep in ("det", "preconj", "cc")}


def _clause(parse: Parse, verb: int) -> tuple[int, int | None]:
    """The verb that has the subject, and the subject."""
    at = verb
    for _ in range(4):
        subject = parse.child(at, "nsubj", "nsubjpass")
        if subject is not None:
            if parse.tokens[subject].lower in ("which", "who") and parse.tokens[at].dep == "relcl":
                subject = parse.tokens[at].head
            return at, subject
        head = parse.tokens[at].head
        if head == at or parse.tokens[at].dep not in ("xcomp", "conj", "advcl", "dobj", "pobj", "pcomp", "prep", "acl", "attr"):
            return at, None
        at = head
    return at, None


def _before_aside(parse: Parse, verb: int, clause: int, last: int) -> int:
    """Where a clause that is set off by a comma after the verb begins, or `last`."""
    for c in sorted({*parse.children[verb], *parse.children[clause]}):
        first = parse.left_edge[c]
        if c > verb and parse.tokens[c].dep in ("advcl", "conj", "parataxis") and first > verb + 1:
            if any(parse.tokens[j].text in (",", ";", "–", "—") for j in (first - 1, first - 2)):
                return first
    return last


def _between_semicolons(parse: Parse, verb: int, first: int, last: int) -> tuple[int, int]:
    """The part of tokens `[first, last)` around the verb that no semicolon parts from it."""
    stops = [i for i in range(first, last) if parse.tokens[i].text == ";"]
    return max([first, *(i + 1 for i in stops if i < verb)]), min([last, *(i for i in stops if i > verb)])


def _phrase(parse: Parse, i: int) -> Span:
    return parse.span(parse.left_edge[i], parse.phrase_end(i, "relcl", "acl", "advcl", "punct"))


def _trimmed(parse: Parse, first: int, last: int) -> Span:
    while last > first + 1 and parse.tokens[last - 1].pos == "PUNCT" and parse.tokens[last - 1].text not in '”"’)':
        last -= 1
    while first < last - 1 and (parse.tokens[first].pos == "PUNCT" or parse.tokens[first].lower in ("and", "but", "or", "yet")):
        first += 1
    return parse.span(first, last)


def _quoted(parse: Parse, i: int) -> bool:
    """Whether an opening mark before token `i` in its paragraph is still open."""
    at = parse.tokens[i].start
    line = parse.text.rfind("\n", 0, at) + 1
    before = parse.text[max(line, at - 2000) : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
