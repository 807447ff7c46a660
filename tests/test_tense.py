"""The tense under which a word stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.model import Parse
from reportedly.timex.tense import tense


@pytest.mark.parametrize(
    ("text", "time", "nominal"),
    [
        ("The minister spoke Monday.", "past", False),
        ("The minister will speak Monday.", "future", False),
        ("The minister is speaking Monday.", "future", False),
        ("The minister speaks on Monday.", "present", False),
        ("The minister has refused to speak on Monday.", "past", False),
        ("The minister agreed to speak on Monday.", "future", False),
        ("The minister would have spoken on Monday.", "past", False),
        ("A speech scheduled for Monday was cancelled.", "future", False),
        ("Monday's speech was cancelled.", "past", True),
        ("A speech on Monday.", None, True),
    ],
)
def test_tense_of_monday(parse: Callable[..., Parse], text: str, time: str | None, nominal: bool) -> None:
    read = parse(text)
    monday = next(t.i for t in read.tokens if t.text == "Monday")
    assert tense(read, monday) == (time, nominal)
