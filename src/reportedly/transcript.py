"""Turns of speech in a transcript: "TAVIRA: Sixty-four that we know by name."

A paragraph that begins with a name and a colon is what that person says, without quotation mark or verb of saying, where three
paragraphs begin so, with two names; a name that is not in capitals must begin two of them. Whoever asks for the outlet
("PRESENTER") says nothing of his own. Each sentence with a figure or a verb is a statement, unless it asks or somebody is quoted
in it. A leaf of `attribution`.

What it gets wrong: a list of headings with colons that come again reads like a transcript.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reportedly.located import Located
from reportedly.model import Attribution, AttributionKind, Parse, Span, make_id

__all__ = ["one_said", "turns"]

_LABEL = re.compile(r"(?P<name>[A-Z][\w.'’ -]{0,40}\w)(?: \([^()\n]{1,60}\))?(?P<colon>:)\s+")
#: So many turns, by so many people, make a transcript; so many those of one whose name is not in capitals.
_TURNS, _PEOPLE, _AGAIN = 3, 2, 2
#: Those who speak for the outlet, and headings that look like a speaker's label. Common knowledge.
_HOSTS = frozenset(
    (
        "PRESENTER",
        "HOST",
        "ANCHOR",
        "NARRATOR",
        "INTERVIEWER",
        "QUESTION",
        "REPORTER",
        "CORRESPONDENT",
        "MODERATOR",
        "NEWSREADER",
        "VOICEOVER",
        "MODERATION",
        "STUDIO",
        "Q",
        "NOTE",
        "UPDATE",
        "WARNING",
    )
)


def turns(parse: Parse, known: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """What is said in the turns of the text, a statement a sentence with a figure, where nothing of `known` stands."""
    found = [(label, last) for first, last in parse.paragraphs if first < last and (label := _label(parse, first))]
    times = Counter(label["name"] for label, _ in found)
    found = [(label, last) for label, last in found if label["name"].isupper() or times[label["name"]] >= _AGAIN]
    if len(found) < _TURNS or len({label["name"] for label, _ in found}) < _PEOPLE:
        return ()
    taken = Located((s.start, s.end, a) for a in known for s in (*a.source, *a.cue, *a.content))
    out = []
    for label, last in found:
        if label["name"].upper() in _HOSTS:
            continue
        end = parse.tokens[last - 1].end
        source, colon = (Span.cut(parse.text, *label.span(group)) for group in ("name", "colon"))
        for first, stop in _sentences(parse, label.end(), end):
            if first < stop and _is_statement(parse, first, stop) and not any(taken.over(first, stop)):
                out.append(one_said(parse, "direct", source, colon, Span.cut(parse.text, first, stop)))
    return tuple(out)


def one_said(parse: Parse, kind: AttributionKind, source: Span, cue: Span, content: Span) -> Attribution:
    """What a source is given without a verb of saying; `cue` is the mark that gives it."""
    made = make_id("attribution", parse.document, f"{content.start}-{content.end}")
    return Attribution(id=made, kind=kind, source=(source,), cue=(cue,), content=(content,))


def _is_statement(parse: Parse, start: int, end: int) -> bool:
    """Whether a sentence says something: it has a figure, or a verb with a subject, and does not ask."""
    inside = [parse.tokens[i] for i in parse.tokens_in(start, end)]
    if not inside or inside[-1].text == "?":
        return False
    return any(t.pos == "NUM" or (t.dep.startswith("nsubj") and t.pos != "INTJ") for t in inside)


def _label(parse: Parse, first: int) -> re.Match[str] | None:
    return _LABEL.match(parse.text, parse.tokens[first].start)


def _sentences(parse: Parse, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Where the sentences between two places begin and end, in code points."""
    tokens = parse.tokens_in(start, end)
    for number in sorted({parse.tokens[i].sentence for i in tokens}):
        first, last = parse.sentences[number]
        yield max(start, parse.tokens[first].start), min(end, parse.tokens[last - 1].end)
