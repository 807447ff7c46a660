"""The rules: one construction a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.attribution import attributions, quotations
from reportedly.model import Attribution, Parse

CASES = [
    ("that", "The governor said that the dam had held.", "The governor", "said", ["that the dam had held"]),
    ("no that", "Witnesses say the convoy turned back.", "Witnesses", "say", ["the convoy turned back"]),
    ("last", "The convoy turned back, witnesses said.", "witnesses", "said", ["The convoy turned back"]),
    ("inverted", "“It is over,” said the captain.", "the captain", "said", ["“It is over,”"]),
    ("mixed", "The nurse called the ward “a cellar with beds”.", "The nurse", "called", ["the ward “a cellar with beds”"]),
    ("according to", "According to the union, forty men are missing.", "the union", "According to", ["forty men are missing"]),
    ("passive", "The pilot is believed to have fled abroad.", None, "is believed", ["The pilot", "to have fled abroad"]),
    (
        "accused",
        "The council accused the army of looting the depot.",
        "The council",
        "accused",
        ["the army of looting the depot"],
    ),
    (
        "denied that",
        "The ministry denied that any shell had been fired.",
        "The ministry",
        "denied",
        ["that any shell had been fired"],
    ),
    ("wants", "The mediator wants to reopen the crossing.", "The mediator", "wants", ["to reopen the crossing"]),
    ("participle", "He left early, saying the road was mined.", "He", "saying", ["the road was mined"]),
    ("straight marks", 'The clerk said: "We were told to wait."', "The clerk", "said", ['"We were told to wait."']),
]


def words(a: Attribution) -> tuple[str | None, str, list[str]]:
    return (a.source[0].text if a.source else None, a.cue[0].text, [s.text for s in a.content])


@pytest.mark.parametrize(("text", "source", "cue", "content"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_constructions(parse: Callable[[str], Parse], text: str, source: str | None, cue: str, content: list[str]) -> None:
    assert (source, cue, content) in [words(a) for a in attributions(parse(text))]


def test_a_quotation_goes_on_after_its_cue(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("“We waited,” the driver said. “Nobody came for us.”"))
    assert [s.text for s in found[0].content] == ["“We waited,”", "“Nobody came for us.”"]
    assert found[0].kind == "direct"


def test_nothing_is_attributed_where_nobody_speaks(parse: Callable[[str], Parse]) -> None:
    assert attributions(parse("Rain fell on the town for three days. The river rose by a metre.")) == ()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes and left.\n\nShe stayed.", ["“yes and left."]),
        ("``Yes,'' he said.", ["``Yes,''"]),
        ("A stray ” here.", []),
        ("«Oui», dit-il.", ["«Oui»"]),
    ],
)
def test_quotations(parse: Callable[[str], Parse], text: str, quoted: list[str]) -> None:
    p = parse(text)
    assert [text[a:b] for a, b in quotations(p)] == quoted


def test_a_content_of_marks_alone_is_none(parse: Callable[[str], Parse]) -> None:
    for text in ("The mayor wants –.", "The mayor denied - .", "He called: —", "Critics want – , but the mayor said ;"):
        assert all(span.text.strip() for a in attributions(parse(text)) for span in a.content)
