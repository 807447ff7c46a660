"""What stands behind a colon, in a table and in brackets for somebody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.attribution import Rules
from reportedly.model import Parse
from reportedly.quantity import quantities

DEAD = "The numbers for the dead are disputed. "

LABELS = [
    ("a body", "The ministry: two, in a car.", [("The ministry", "two, in a car.")]),
    ("an apposition", "Altmine, after a denial: three.", [("Altmine", "three.")]),
    ("more of him", "The man on the telephone: twenty-two.", [("The man on the telephone", "twenty-two.")]),
    ("through whom", "From a member of the committee: nine bodies.", [("a member of the committee", "nine bodies.")]),
    ("several", "Police: 12 dead; organisers: 60.", [("Police", "12 dead"), ("organisers", "60.")]),
    ("quoted", "Altmine: “Our men slept.”", [("Altmine", "“Our men slept.”")]),
    ("in brackets", "The highest is that of the Front (45).", [("the Front", "45")]),
    (
        "what is counted",
        "Police: 12,000 marchers; organisers: 60,000.",
        [("Police", "12,000 marchers"), ("organisers", "60,000.")],
    ),
    ("a plan", "The plan: 12 boats by June.", []),
    ("a heading", "Prisoners: nine.", []),
    ("no figure", "The ministry: what it knows.", []),
    ("an age", "The teacher, Zora Kell (45), was there.", []),
    ("a year", "The Ministry (2019) was there.", []),
]


@pytest.mark.parametrize(("text", "given"), [case[1:] for case in LABELS], ids=[case[0] for case in LABELS])
def test_who_stands_before_a_colon_says_what_follows(
    parse: Callable[[str], Parse], text: str, given: list[tuple[str, str]]
) -> None:
    assert [(a.source[0].text, a.content[0].text) for a in Rules(parse(DEAD + text)).turns(())] == given


def test_figures_behind_colons_answer_what_the_sentence_before_names(parse: Callable[[str], Parse]) -> None:
    text = DEAD + "The ministry: two, in a car. The rebels: 38 at first, 42 since May. French intelligence: 18 to 24."
    assert [(q.span.text, q.outcome) for q in quantities(parse(text))] == [
        (words, "killed") for words in ("two", "38", "42", "18 to 24")
    ]


TABLE = "The toll is disputed.\n\n{}\n\nMinistry | 62 | no figure\n\nAltmine | at least 212 | 41\n\nIt rained."


def test_the_rows_of_a_table_are_what_its_sources_give_and_its_heading_says_of_what(parse: Callable[[str], Parse]) -> None:
    read = parse(TABLE.format("| detained | missing"))
    given = [(a.source[0].text, a.content[0].text) for a in Rules(read).turns(())]
    assert given == [("Ministry", "62"), ("Altmine", "at least 212"), ("Altmine", "41")]
    assert [(q.span.text, q.outcome) for q in quantities(read)] == [
        ("62", "detained"),
        ("at least 212", "detained"),
        ("41", "missing"),
    ]


@pytest.mark.parametrize("heading", ["Town | detained | missing", "The list is long.", "detained | missing"])
def test_a_table_of_towns_or_without_a_heading_for_each_cell_is_nobodys(parse: Callable[[str], Parse], heading: str) -> None:
    assert Rules(parse(TABLE.format(heading))).turns(()) == ()
