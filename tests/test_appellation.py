"""Names that the entity recogniser misses: persons by the words beside a name, bodies whose name is of common words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.appellation import bodies_of_common_words, is_for_something, persons
from reportedly.model import Parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr Imre Tolnay-Reed, who runs the ward, told the Observer so.", "Imre Tolnay-Reed"),
        ("Nine were held, prosecutor Dagna Veltroni-Moss said.", "Dagna Veltroni-Moss"),
        ("Nine were held, the chief coroner in Velmar, Dagna Veltroni-Moss, said on Friday.", "Dagna Veltroni-Moss"),
        ("The quay was shut, its harbour master, Captain Ruzo Anderle-Pike, told reporters.", "Ruzo Anderle-Pike"),
        ("Halvo Brandry-Tusk, a welder from the yard, said the wall had cracked.", "Halvo Brandry-Tusk"),
        ("Mirko Salvy-Oster, who was there, said the lamps went out.", "Mirko Salvy-Oster"),
    ],
)
def test_persons_by_what_stands_beside_the_name(parse: Callable[[str], Parse], text: str, name: str) -> None:
    read = parse(text)
    assert name in [read.span(a, b).text for a, b in persons(read)]


@pytest.mark.parametrize(
    "text",
    [
        "The operator, Zenda Northern Lines, denied it.",
        "The mine's owner, Harlan Deep Mining, denied it.",
        "They told the Lakeside Observer, a daily, so.",
        "The armed forces' General Staff said so.",
        "Their partner Radio Velm said so.",
    ],
)
def test_bodies_are_no_persons(parse: Callable[[str], Parse], text: str) -> None:
    assert persons(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Lanterns at Dawn says nine are missing. On Monday the aid group Lanterns at Dawn had counted seven of them.",
            ["Lanterns at Dawn", "Lanterns at Dawn"],
        ),
        ("The report was drawn up by Daughters of the Valley with what their neighbours told them.", ["Daughters of the Valley"]),
        ("Officials in Velmar said that the dam held and that the road was open.", []),
        ("The Minister for Transport said that the road was open and the bridge too.", []),
        ("Ten Dead as Ferry Sinks off Coast at Velmar", []),
    ],
)
def test_bodies_of_common_words(parse: Callable[[str], Parse], text: str, names: list[str]) -> None:
    assert [span.text for span in bodies_of_common_words(parse(text))] == names


@pytest.mark.parametrize(
    ("words", "wanted"), [("Quays for All", True), ("Mothers against Drink", True), ("Police in Velmar", False)]
)
def test_what_is_for_something(words: str, wanted: bool) -> None:
    assert is_for_something(words) == wanted
