"""Where and when a report is set."""

from __future__ import annotations

from datetime import date

import pytest

from reportedly.model import PlaceMention
from reportedly.scene import scene_of
from tests.builders import claim, document, extraction, find, hop, time

DAY = date(2021, 5, 4)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("Chapel flooded\n\nNorda Post, 4 May 2021\n\nThe river rose.", "4 May 2021", DAY),
        ("Norda Post, 4 May 2021", "4 May 2021", DAY),
        (
            "The river has risen twice since 4 May 2021\nand fallen once, as the keeper of the gauge at the old bridge says.",
            "4 May 2021",
            DAY,
        ),
        (
            "The gauge, which nobody had read since the flood of the year before, stood at five on 4 May 2021\n",
            "4 May 2021",
            None,
        ),
        ("The river rose on 4 May 2021, the keeper said.", "4 May 2021", None),
        ("Norda Post, Tuesday\n\nThe river rose.", "Tuesday", None),
    ],
)
def test_the_day_of_a_document_that_gives_none_but_in_a_line_at_its_head(text: str, words: str, day: date | None) -> None:
    of = document(text, published=None)
    assert scene_of(extraction(of, times=(time(of, words, DAY),))).day == day


def test_a_place_inside_a_longer_name_is_not_where_it_is_set() -> None:
    def read(text: str, words: str) -> tuple[str, str] | None:
        of = document(text)
        place = PlaceMention(id="p", span=find(text, words), name=words, country="FR", region="Upper Zenda", precision=1)
        return scene_of(extraction(of, places=(place,))).region

    assert read("The Velmar Directorate said so.", "Velmar") is None
    assert read("In Velmar Tuesday, the directorate said so.", "Velmar") == ("FR", "Upper Zenda")


def test_a_word_of_a_source_is_no_place() -> None:
    of = document("The Red Cross said so. Governor Dorin agreed in Dorin.")
    spoken = claim(of, "said so", hop("The Red Cross", of.text, type="ngo", named="named"))
    agreed = claim(of, "agreed", hop("The governor, Emil Dorin", type="person", named="named"))
    places = tuple(
        PlaceMention(id=words, span=find(of.text, words), name=words, country="US", region="Ohio", precision=1)
        for words in ("Red Cross", "Dorin")
    )
    assert scene_of(extraction(of, places=places)).home == "US"
    assert scene_of(extraction(of, spoken, agreed, places=places)).home is None


def test_the_day_of_publication_goes_before_what_the_text_says() -> None:
    of = document("Norda Post, 4 May 2021", published=date(2021, 5, 6))
    assert scene_of(extraction(of, times=(time(of, "4 May 2021", DAY),))).day == date(2021, 5, 6)
