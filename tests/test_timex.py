"""Time mentions: what holds for any text. Single phenomena are in golden/time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportedly.model import Parse, Token
from reportedly.timex import times
from reportedly.timex.context import HEADS, MACROS, lexicon
from reportedly.timex.read import _grammar

PUBLISHED = date(2024, 12, 28)
HISTORY = " ".join(
    f"In {year} the league rose. By March it had lost two towns, and on 5 October it fled. The next day it rained."
    for year in range(1911, 1921)
)

_LEXICON = tomllib.loads(resources.files("reportedly.data.timex").joinpath("lexicon.toml").read_text("utf-8"))

#: Words of time, and what stands between them, to be strung together at random.
_LISTED = {word.replace("_", " ") for table in _LEXICON.values() for line in table.values() for word in line.split()}
_OTHERS = (
    "0", "1", "5", "12", "31", "32", "99", "480", "1998", "2024", "1,500", "2.5", "1/2", "11/07/24", "10:35", "25:99", "21st",
    "99th", "1980s", "80s", "470s", "1/0", "00", "24.12.2024", "9999999999999999999999999", "²", "١٢", "12٣",
    "the", "people", "said", "will", "be", ".", ",", "-", "(", ")", "'", "$", "–", "’s", "\n", "May", "March", "Jan",
)  # fmt: skip
VOCABULARY = sorted({*_LISTED, *_OTHERS})


def flat_parse(text: str) -> Parse:
    """A parse as poor as can be: words cut at white space, fifty a sentence, every word a noun that hangs on the first."""
    tokens: list[Token] = []
    paragraphs: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    at = 0
    for block in text.split("\n"):
        first = len(tokens)
        cursor = at
        for word in block.split(" "):
            if word and not word.isspace():
                i, end = len(tokens), cursor + len(word)
                if i == first or i - sentences[-1][0] == 50:
                    sentences.append((i, i))
                head, s = sentences[-1][0], len(sentences) - 1
                sentences[-1] = (head, i + 1)
                tokens.append(Token(i, cursor, end, word, word.lower(), word.lower(), "NOUN", "NN", "dep", head, s, True))
            cursor += len(word) + 1
        if len(tokens) > first:
            paragraphs.append((first, len(tokens)))
        at += len(block) + 1
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i:
            children[t.head].append(t.i)
    return Parse(
        document="d",
        text=text,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
        entities=(),
        children=tuple(map(tuple, children)),
        left_edge=tuple(range(len(tokens))),
        right_edge=tuple(range(len(tokens))),
        starts=tuple(t.start for t in tokens),
    )


def check(parse: Parse, published: date | None, mode: str) -> None:
    found = times(parse, published, mode)
    for m in found:
        assert parse.text[m.span.start : m.span.end] == m.span.text
        assert m.value
        assert m.earliest is None or m.latest is None or m.earliest <= m.latest
    for a, b in pairwise(found):
        assert a.span.end <= b.span.start
    assert len({m.id for m in found}) == len(found)
    assert found == times(parse, published, mode)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=st.lists(st.sampled_from(VOCABULARY), max_size=40),
    published=st.one_of(st.none(), st.dates()),
    mode=st.sampled_from(("news", "narrative", "auto")),
)
@example(words=["on", "30", "february", "9999", "bc"], published=date.max, mode="news")
@example(words=["next", "century", "two thousand", "years", "ago", "last", "monday"], published=date.min, mode="news")
def test_any_string_of_its_words_is_read(words: list[str], published: date | None, mode: str) -> None:
    check(flat_parse(" ".join(words)), published, mode)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), published=st.one_of(st.none(), st.dates()))
def test_any_text_is_read(text: str, published: date | None) -> None:
    check(flat_parse(text), published, "auto")


@pytest.fixture
def anywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """`anywhere(zone)` moves this process to a time zone until the test ends."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no time zone for a process")
def test_same_answer_in_every_time_zone(parse: Callable[..., Parse], anywhere: Callable[[str], None]) -> None:
    read = parse("Officials said Monday that the road, closed since last week, would open tomorrow at noon.")
    answers = []
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        anywhere(zone)
        answers.append(times(read, PUBLISHED))
    assert answers[0]
    assert answers[0] == answers[1] == answers[2]


#: Extraction in a process in which it is another day, said by every clock that Python has.
ON_ANOTHER_DAY = """
import datetime, json, sys, time

SECONDS = float(sys.argv[1])
real_date, real_datetime = datetime.date, datetime.datetime

class Date(real_date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(SECONDS)

class DateTime(real_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(SECONDS, tz)

    today = utcnow = now

datetime.date, datetime.datetime = Date, DateTime
time.time = lambda: SECONDS
real_localtime, real_gmtime = time.localtime, time.gmtime
time.localtime = lambda seconds=None: real_localtime(SECONDS if seconds is None else seconds)
time.gmtime = lambda seconds=None: real_gmtime(SECONDS if seconds is None else seconds)

from reportedly import timex
from reportedly.annotate import Annotator
from reportedly.model import Document, make_id

text = sys.argv[2]
parse = Annotator().parse(Document(id=make_id(text.encode()), name="report.txt", text=text))
for published in (Date(2024, 12, 28), None):
    for m in timex.times(parse, published):
        print(m.id, m.type, m.value, m.mod, m.earliest, m.latest)
print(time.strftime("%Y-%m-%d %H", time.localtime()), file=sys.stderr)
"""


def test_same_answer_on_any_day() -> None:
    text = (
        "Officials said Monday that the road, closed since last week, would open tomorrow at noon. Two years ago, on 5 May, "
        "it was shelled overnight; in the past three weeks 40 men died there, and by Friday the rest will have left."
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", ON_ANOTHER_DAY, str(seconds), text],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TZ": zone},
        )
        for seconds, zone in ((946_684_799, "Pacific/Pago_Pago"), (2_366_841_601, "Pacific/Kiritimati"))
    ]
    assert runs[0].stderr.split()[-2:] != runs[1].stderr.split()[-2:]
    assert "2024-12-23" in runs[0].stdout
    assert runs[0].stdout == runs[1].stdout


def test_the_present_day_is_never_asked_for() -> None:
    """No module of the stage calls for the date or the time of day, so the answer cannot depend on them."""
    asked = ("today()", "now()", "utcnow", "time.time", "localtime", "fromtimestamp")
    for file in resources.files("reportedly.timex").iterdir():
        if file.name.endswith(".py"):
            source = file.read_text("utf-8")
            assert not [call for call in asked if f".{call}" in source.replace("ctx.now", "")], file.name


def test_modes(parse: Callable[..., Parse]) -> None:
    read = parse(HISTORY)
    assert times(read, PUBLISHED) == times(read, PUBLISHED, "narrative")
    assert {m.earliest.year for m in times(read, PUBLISHED) if m.earliest} == set(range(1911, 1921))
    assert "2024-03" in {m.value for m in times(read, PUBLISHED, "news")}
    with pytest.raises(ValueError, match="unknown mode 'fable'"):
        times(read, PUBLISHED, "fable")


def test_a_history_without_a_day_of_publication_is_a_narrative(parse: Callable[..., Parse]) -> None:
    assert "1911-10-05" in {m.value for m in times(parse(HISTORY), None)}


def test_news_with_a_few_years_in_it_is_no_narrative(parse: Callable[..., Parse]) -> None:
    text = "Officials said Monday that the base, built in 1982 and closed in 1999, had been sold in May."
    assert [m.value for m in times(parse(text), PUBLISHED)] == ["2024-12-23", "1982", "1999", "2024-05"]


def test_nothing_is_read_where_there_are_no_tokens(parse: Callable[..., Parse]) -> None:
    whole = parse("Posted on 5 May 2022.\n\nIt rained on 6 June 2023.")
    first, last = whole.paragraphs[1]
    assert [m.value for m in times(replace(whole, paragraphs=((first, last),)), PUBLISHED)] == ["2023-06-06"]
    assert times(replace(whole, paragraphs=()), PUBLISHED) == ()


def test_time_is_linear() -> None:
    """Long runs of words of time, in an expression or not, do not cost more a word: quadratic matching would take minutes."""
    for word in ("two", "the", "last", "about", "early", "hundred and", "1999-", "May,", "1.1.1.1."):
        begin = time.process_time()
        times(flat_parse(" ".join([word] * 4_000)), PUBLISHED)
        assert time.process_time() - begin < 5, word


def test_every_pattern_can_match_only_with_a_head() -> None:
    """`HEADS` is what lets the reader skip most of a text: no pattern may match a string of other words."""
    codes = lexicon().codes
    others = sorted(set(codes) - set(HEADS) - {"WORD", "STOP"})
    for pattern, _ in _grammar():
        for a in others:
            assert not pattern.search(codes[a]), (pattern.pattern, a)
            for b in others:
                assert not pattern.search(codes[a] + codes[b]), (pattern.pattern, a, b)


def test_every_macro_is_used() -> None:
    sources = [f.read_text("utf-8") for f in resources.files("reportedly.timex").iterdir() if f.name.endswith(".py")]
    assert [name for name in MACROS if not re.search(rf'"[^"\n]*\b{name}\b(?!["=])', " ".join(sources))] == []
