"""Regular grammars over classes of words.

A text is read as a string with one character a word: the word's class in a lexicon ("MONTH", "UNIT"), or its shape
("DAYNUM", "COMMA"). A grammar is then a table of ordinary regular expressions over those strings, written with the names
of the classes. Spacing, hyphens, abbreviation points and upper case are dealt with once, here, and matching is as fast as
`re` is on a text a fifth as long.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from reportedly.model import Parse

#: Classes that need no list. Figures: DAYNUM is 1 to 31, YEARNUM 1000 to 2199, INT any other of up to nine digits, FIGURE
#: the rest (1.5); CLOCK 10:35; SLASH 10/27/89 and 1/2; ORDNUM 21st; DECADE 1980s and 80s. WORD is any word that no list
#: holds, STOP any other mark and the end of a paragraph.
SHAPES = {
    "DAYNUM": "d", "YEARNUM": "y", "INT": "n", "FIGURE": "f", "CLOCK": "c", "SLASH": "s", "ORDNUM": "o", "DECADE": "e",
    "WORD": "x", "COMMA": ",", "DASH": "-", "QUOTE": "'", "POSS": "p", "OPEN": "(", "CLOSE": ")", "MONEY": "$", "STOP": ".",
}  # fmt: skip
_MARKS = dict.fromkeys("-‐‑–—", "DASH") | dict.fromkeys("'’‘", "QUOTE") | dict.fromkeys("([", "OPEN")
_MARKS |= dict.fromkeys(")]", "CLOSE") | dict.fromkeys("$€£#", "MONEY") | {",": "COMMA"}

_WORDS = (
    r"\d++(?:[,.:/]\d++)*+(?:st|nd|rd|th|s)?(?![^\W\d_])|\d++(?:[,.:/]\d++)*+"  # figures, with what belongs to them
    r"|['’]s\b|[^\W\d_]++(?:\.[^\W\d_])*+\.?|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as read by a lexicon: the classes as one string, and the value and place in the text of each word."""

    classes: str
    values: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Lexicon:
    """Words by class, read from a TOML file: a table for each class, in it `value = "word word"`.

    Words are in lower case; an abbreviation point belongs to the word ("jan."), an underscore is a space ("good_friday").
    A word listed twice has the class it was given first.
    """

    def __init__(self, file: Traversable) -> None:
        self.codes = dict(SHAPES)
        self._words: dict[str, tuple[str, str]] = {}
        phrases: list[str] = []
        for code, (name, lines) in enumerate(tomllib.loads(file.read_text("utf-8")).items(), start=0xE000):
            self.codes[name] = chr(code)
            for value, line in lines.items():
                for word in line.replace("’", "'").split():
                    if not re.fullmatch(r"[^\W\d_]+(\.[^\W\d_])*\.?", word):
                        phrases.append(word)
                    self._words.setdefault(word.replace("_", " "), (chr(code), value))
        phrases.sort(key=len, reverse=True)
        joined = "|".join(re.escape(p).replace("_", r"\s").replace("'", "['’]") for p in phrases)
        self._pattern = re.compile(rf"\b(?:{joined})\b|{_WORDS}" if joined else _WORDS, re.IGNORECASE)

    def read(self, parse: Parse, heads: Iterable[str]) -> Words:
        """What a grammar whose every expression has one of the classes `heads` needs to see of a parse.

        That is the runs without WORD and STOP in which there is a head, with a word more on either side, in order; a STOP stands
        where something was left out. What has no tokens is not read.
        """
        words = self._read(parse)
        run = re.compile(f"[^{re.escape(SHAPES['WORD'] + SHAPES['STOP'])}]+")
        head = re.compile("[" + "".join(re.escape(self.codes[name]) for name in heads) + "]")
        kept: list[int] = []
        gaps: list[int] = []
        for m in run.finditer(words.classes):
            if head.search(words.classes, *m.span()):
                first = max(m.start() - 1, kept[-1] + 1 if kept else 0)
                if kept and first > kept[-1] + 1:
                    gaps.append(len(kept))
                    kept.append(kept[-1])
                kept.extend(range(first, min(m.end() + 1, len(words.classes))))
        classes = [words.classes[k] for k in kept]
        for k in gaps:
            classes[k] = SHAPES["STOP"]
        return Words(
            "".join(classes),
            tuple(words.values[k] for k in kept),
            tuple(words.starts[k] for k in kept),
            tuple(words.ends[k] for k in kept),
        )

    def _read(self, parse: Parse) -> Words:
        """All paragraphs of a parse, in order, with a STOP after each."""
        classes: list[str] = []
        values: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for first, last in parse.paragraphs:
            end = parse.tokens[last - 1].end
            for start, stop, code, value in self._lex(parse.text, parse.tokens[first].start, end):
                starts.append(start)
                ends.append(stop)
                classes.append(code)
                values.append(value)
            starts.append(end)
            ends.append(end)
            classes.append(SHAPES["STOP"])
            values.append("")
        return Words("".join(classes), tuple(values), tuple(starts), tuple(ends))

    def _lex(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
        words = self._words
        for m in self._pattern.finditer(text, start, end):
            word = m[0].lower()
            known = words.get(word)
            if known is not None:
                yield m.start(), m.end(), *known
            elif word[0].isdecimal():
                yield m.start(), m.end(), *_figure(word)
            elif len(word) == 1:
                yield m.start(), m.end(), SHAPES["WORD" if word.isalpha() else _MARKS.get(word, "STOP")], word
            elif word[0] in "'’":
                yield m.start(), m.end(), SHAPES["POSS"], word
            elif word[-1] == ".":
                yield m.start(), m.end() - 1, *words.get(word[:-1], (SHAPES["WORD"], word[:-1]))
                yield m.end() - 1, m.end(), SHAPES["STOP"], "."
            else:
                word = " ".join(word.replace("’", "'").split())
                yield m.start(), m.end(), *words.get(word, (SHAPES["WORD"], word))

    def pattern(self, source: str, macros: Mapping[str, str]) -> re.Pattern[str]:
        """A regular expression over class strings.

        In `source` a word in capitals is a class, one in small letters a macro, `name=X` and `name=(...)` are named groups,
        spaces mean nothing, and all else is `re` syntax. Raises KeyError for an unknown name.
        """
        source = re.sub(r"([a-z]+)=([A-Z_]+|[a-z]+)", r"(?P<\1>\2)", source)
        source = re.sub(r"([a-z]+)=\(", r"(?P<\1>", source)
        return re.compile(self._expand(source, macros).replace(" ", ""))

    def _expand(self, source: str, macros: Mapping[str, str]) -> str:
        def one(m: re.Match[str]) -> str:
            if m[0].startswith("(?"):
                return m[0]
            return re.escape(self.codes[m[0]]) if m[0].isupper() else f"(?:{self._expand(macros[m[0]], macros)})"

        return re.sub(r"\(\?(?:P<[a-z]+>|[:=!]|<[=!])|[A-Z_]+|[a-z]+", one, source)


def _figure(word: str) -> tuple[str, str]:
    """Class and value of a word that begins with a digit."""
    if word[-1].isalpha():
        digits = word.rstrip("sthndr")
        if not digits.isdecimal() or len(digits) > 4:
            return SHAPES["WORD"], word
        return SHAPES["DECADE" if word == digits + "s" else "ORDNUM"], digits
    if ":" in word:
        return SHAPES["CLOCK"], word
    if "/" in word:
        return SHAPES["SLASH"], word
    if word.isdecimal():
        if len(word) <= 2 and 1 <= int(word) <= 31:
            return SHAPES["DAYNUM"], word
        if len(word) == 4 and 1000 <= int(word) <= 2199:
            return SHAPES["YEARNUM"], word
    word = word.replace(",", "")
    return SHAPES["INT" if word.isdecimal() and len(word) <= 9 else "FIGURE"], word


class Match:
    """A match of a pattern over words: its groups as values and classes."""

    __slots__ = ("_codes", "_match", "words")

    def __init__(self, match: re.Match[str], words: Words, codes: Mapping[str, str]) -> None:
        self._match = match
        self._codes = codes
        self.words = words

    @property
    def span(self) -> tuple[int, int]:
        """Words `[first, last)` that are mentioned: the group `t` where there is one, or all."""
        return self.range("t") if self.has("t") else self._match.span()

    @property
    def context(self) -> int:
        """How many words it looked at, those of its lookahead included."""
        return max(self._match.end(g) for g in range(self._match.re.groups + 1)) - self._match.start()

    def has(self, group: str) -> bool:
        """Whether the pattern has this group and it matched."""
        return group in self._match.re.groupindex and self._match[group] is not None

    def range(self, group: str) -> tuple[int, int]:
        """Words `[first, last)` of a group."""
        return self._match.span(group)

    def classes(self, group: str | int = 0) -> str:
        """The class string of a group, empty when it is not there."""
        return self._match[group] if group == 0 or self.has(str(group)) else ""

    def values(self, group: str) -> tuple[str, ...]:
        """The values of all words of a group, none when it is not there."""
        if not self.has(group):
            return ()
        first, last = self._match.span(group)
        return self.words.values[first:last]

    def value(self, group: str) -> str:
        """The value of the first word of a group, empty when it is not there."""
        return next(iter(self.values(group)), "")

    def any(self, group: str | int, *names: str) -> bool:
        """Whether a word of one of these classes is in the group."""
        return any(self._codes[name] in self.classes(group) for name in names)
