"""Who gives a figure, where little more than the figure is said: one construction a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.attribution import Rules
from reportedly.giving import Giving
from reportedly.model import Parse
from reportedly.quantity import quantities

CASES = [
    ("revised", "The coastguard raised its estimate of the missing to 40.", [("The coastguard", "40")]),
    ("it counted", "By Friday it had counted nine dead.", [("it", "nine")]),
    ("own", "Police have put their own injured at 14.", [("Police", "14")]),
    ("came to", "Twelve died, the union said. The union had first come to 40.", [("The union", "40")]),
    ("stands", "The ministry count of the dead stands at 1,200.", [("The ministry", "1,200")]),
    ("its own", "The ministry says nine died. Its toll had started at three dead.", [("Its", "three")]),
    ("given after", "Some 90 died, far more than the 64 that the police have acknowledged.", [("the police", "64")]),
    ("shared verb", "The army had spoken of 60 dead and the police of 80.", [("The army", "60"), ("the police", "80")]),
    ("said after", "How many died? Thirty, the observers say.", [("the observers", "Thirty")]),
    (
        "according",
        "The number of dead is disputed: 15 according to the union, 17 according to the bishop.",
        [("the union", "15"), ("the bishop", "17")],
    ),
    ("with a clause", "Twelve miners died, according to the union.", []),
    ("did it", "The clinic admitted 40 people.", []),
    ("a flood", "The flood raised the toll to 40.", []),
    ("a bill", "The bill came to 30,000.", []),
    ("nobody's", "The death toll stands at 90.", []),
]


@pytest.mark.parametrize(("text", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_constructions(parse: Callable[[str], Parse], text: str, wanted: list[tuple[str, str]]) -> None:
    read = parse(text)
    found = [(read.span(*g.source).text, g.figure.span.text) for g in Giving(read, quantities(read), Rules(read)).given()]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The clinic counted 14 dead, 30 wounded and three missing.", "14 dead, 30 wounded and three missing"),
        (
            "The navy put the toll at 61 dead and 2 missing; 18 people were rescued.",
            "61 dead and 2 missing; 18 people were rescued",
        ),
        ("The ministry counted 40 dead, the rebels 26.", "40 dead"),
        ("The ministry counted 40 dead, and nine were missing.", "40 dead"),
    ],
)
def test_a_list_of_figures_is_given_whole(parse: Callable[[str], Parse], text: str, said: str) -> None:
    read = parse(text)
    first = Giving(read, quantities(read), Rules(read)).given()[0]
    assert read.text[slice(*first.content)].endswith(said)
