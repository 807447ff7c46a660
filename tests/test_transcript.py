"""Turns of speech in a transcript."""

from __future__ import annotations

from collections.abc import Callable

from reportedly.attribution import Rules
from reportedly.model import Parse

TEXT = (
    "PRESENTER: Good morning. Nineteen are dead.\n\n"
    "TAVIRA: Sixty-four that we know by name. We are sad.\n\n"
    "PRESENTER: And the hospital?\n\n"
    "MONIZ (at the gate): The union says 12 died. There are 120 names on the wall."
)


def said(parse: Parse) -> list[tuple[str, str]]:
    rules = Rules(parse)
    known = rules.attributions()
    return [(a.source[0].text, a.content[0].text) for a in rules.turns(known)]


def test_a_sentence_with_a_figure_or_a_verb_is_what_the_name_before_it_says(parse: Callable[[str], Parse]) -> None:
    assert said(parse(TEXT)) == [
        ("TAVIRA", "Sixty-four that we know by name."),
        ("TAVIRA", "We are sad."),
        ("MONIZ", "There are 120 names on the wall."),
    ]


def test_headings_with_colons_are_no_transcript(parse: Callable[[str], Parse]) -> None:
    assert said(parse("TOLL: Twelve dead.\n\nThe mayor spoke.\n\nTOLL: Nine hurt.\n\nTOLL: Two missing.")) == []
    assert said(parse("TAVIRA: Twelve died.\n\nMONIZ: Nine died.")) == []


def test_a_name_that_is_not_in_capitals_must_come_again(parse: Callable[[str], Parse]) -> None:
    text = "Presenter: How many died?\n\nGovernor: Five.\n\nPresenter: And the hospital?\n\n{}: Nobody was shot. Who says so?"
    assert said(parse(text.format("Governor"))) == [("Governor", "Five."), ("Governor", "Nobody was shot.")]
    assert ("Editor", "Nobody was shot.") not in said(parse(text.format("Editor")))
