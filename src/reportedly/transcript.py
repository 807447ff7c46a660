"""Turns of speech in a transcript: "TAVIRA: Sixty-four that we know by name."

A paragraph that begins with a name in capitals and a colon is what that person says, without quotation mark or verb of saying,
where three paragraphs begin so, with two names. Whoever asks for the outlet ("PRESENTER") says nothing of his own. Each sentence
with a figure is a statement, unless somebody is quoted in it. A leaf of `attribution`.

What it gets wrong: a list of headings in capitals with colons reads like a transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.located import Located
from reportedly.model import Attribution, Parse, Span, make_id

__all__ = ["turns"]

_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.'’ -]{1,40}[A-Z])(?: \([^()\n]{1,60}\))?(?P<colon>:)\s+")
#: So many turns, by so many people, make a transcript.
_TURNS, _PEOPLE = 3, 2
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
        "NOTE",
        "UPDATE",
        "WARNING",
    )
)


def turns(parse: Parse, known: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """What is said in the turns of the text, a statement a sentence with a figure, where nothing of `known` stands."""
    found = [(label, last) for first, last in parse.paragraphs if first < last and (label := _label(parse, first))]
    if len(found) < _TURNS or len({label["name"] for label, _ in found}) < _PEOPLE:
        return ()
    taken = Located((s.start, s.end, a) for a in known for s in (*a.source, *a.cue, *a.content))
    out = []
    for label, last in found:
        if label["name"] in _HOSTS:
            continue
        end = parse.tokens[last - 1].end
        source, colon = (Span.cut(parse.text, *label.span(group)) for group in ("name", "colon"))
        for first, stop in _sentences(parse, label.end(), end):
            content = Span.cut(parse.text, first, stop)
            figure = any(parse.tokens[i].pos == "NUM" for i in parse.tokens_in(first, stop))
            if figure and not any(taken.over(first, stop)):
                number = make_id("attribution", parse.document, f"{first}-{stop}")
                out.append(Attribution(id=number, kind="direct", source=(source,), cue=(colon,), content=(content,)))
    return tuple(out)


def _label(parse: Parse, first: int) -> re.Match[str] | None:
    return _LABEL.match(parse.text, parse.tokens[first].start)


def _sentences(parse: Parse, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Where the sentences between two places begin and end, in code points."""
    tokens = parse.tokens_in(start, end)
    for number in sorted({parse.tokens[i].sentence for i in tokens}):
        first, last = parse.sentences[number]
        yield max(start, parse.tokens[first].start), min(end, parse.tokens[last - 1].end)
