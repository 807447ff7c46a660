"""Silence and refusal: a party placed to confirm that does not.

"Russia has not recognised", "made no mention of", "declined to comment": no words are reported, and that is what is
reported. Each is an attribution whose content is the clause that says so.

What it gets wrong: whether the party was placed to confirm is not judged; a negated verb of saying counts whatever it is
about ("did not say when it would reopen").
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from reportedly.model import Attribution, Parse, Span, make_id

_ABOUT_NOTHING = frozenset({"it", "there", "this", "that", "which", "what", "nobody", "nothing", "who", "i", "you", "we"})


@cache
def _lexicon() -> tuple[frozenset[str], re.Pattern[str]]:
    data = tomllib.loads(files("reportedly.data.evidence").joinpath("words.toml").read_text("utf8"))
    phrases = f"{data['silence']['phrases']}|{data['stance']['declines_phrases']}"
    words = sorted((p.strip() for p in phrases.split("|") if p.strip()), key=len, reverse=True)
    return frozenset(data["silence"]["verbs"].split()), re.compile(
        r"\b(?:" + "|".join(re.escape(w) for w in words if "…" not in w) + r")\b", re.IGNORECASE
    )


def silences(parse: Parse) -> tuple[Attribution, ...]:
    """The silences and refusals of the parse, in order; at most one a clause. Those inside quotations are left out."""
    verbs, phrases = _lexicon()
    cues: dict[int, tuple[int, int]] = {}
    for t in parse.tokens:
        if t.pos == "VERB" and t.lemma in verbs:
            negation = next((c for c in parse.children[t.i] if parse.tokens[c].dep == "neg"), None)
            if negation is not None and parse.child(t.i, "auxpass") is None and parse.child(t.i, "nsubj") is not None:
                first = min((c for c in parse.children[t.i] if parse.tokens[c].dep == "aux"), default=negation)
                cues.setdefault(t.i, (min(first, negation), t.i + 1))
    for m in phrases.finditer(parse.text):
        tokens = parse.tokens_in(m.start(), m.end())
        verb = next((i for i in tokens if parse.tokens[i].pos in ("VERB", "AUX")), None)
        if verb is None and tokens:
            verb = next((a for a in parse.ancestors(tokens[0]) if parse.tokens[a].pos in ("VERB", "AUX")), None)
        if verb is not None:
            cues.setdefault(verb, (tokens.start, tokens.stop))
    out = []
    for verb, cue in sorted(cues.items()):
        clause, subject = _clause(parse, verb)
        if subject is None or parse.tokens[subject].lower in _ABOUT_NOTHING or _quoted(parse, verb):
            continue
        if clause == verb or parse.tokens[verb].dep in ("xcomp", "conj"):
            words = (parse.left_edge[clause], parse.right_edge[clause] + 1)
        else:
            words = (parse.left_edge[verb], parse.right_edge[verb] + 1)
        content = _trimmed(parse, words[0], _before_aside(parse, verb, clause, words[1]))
        source = _phrase(parse, subject)
        out.append(
            Attribution(
                id=make_id("silence", parse.document, content.start, content.end),
                kind="indirect",
                source=(source,),
                cue=(parse.span(*cue),),
                content=(content,),
            )
        )
    return tuple(out)


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


def _phrase(parse: Parse, i: int) -> Span:
    return parse.span(parse.left_edge[i], parse.phrase_end(i, "relcl", "acl", "advcl", "punct"))


def _trimmed(parse: Parse, first: int, last: int) -> Span:
    while last > first + 1 and parse.tokens[last - 1].pos == "PUNCT" and parse.tokens[last - 1].text not in '”"’)':
        last -= 1
    while first < last - 1 and parse.tokens[first].pos in ("PUNCT", "CCONJ"):
        first += 1
    return parse.span(first, last)


def _quoted(parse: Parse, i: int) -> bool:
    """Whether an opening mark before token `i` in its paragraph is still open."""
    at = parse.tokens[i].start
    line = parse.text.rfind("\n", 0, at) + 1
    before = parse.text[max(line, at - 2000) : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
