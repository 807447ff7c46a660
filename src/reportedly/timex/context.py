"""What an expression of time means, and what that depends on: readings, the context they are made in, and rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from reportedly.model import Parse, TimeRole, TimexType
from reportedly.timex.calendar_day import Period, Unit
from reportedly.timex.tense import Tense, tense
from reportedly.timex.word_grammar import Lexicon, Match, Words

UNITS: dict[str, Unit] = {
    "D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century",
}  # fmt: skip
UNKNOWN: dict[Unit, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "season": "XXXX-XX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
SEASONS = ("SP", "SU", "FA", "WI")

#: Months that are nothing else, so that they are read in small letters too.
_ALWAYS_MONTHS = frozenset(("january", "february", "april", "june", "july", "september", "october", "november", "december"))

#: Words from the start of a sentence in which a date still sets the scene of a narrative.
_OPENING = 5


@cache
def lexicon() -> Lexicon:
    return Lexicon(resources.files("reportedly.data.timex").joinpath("lexicon.toml"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of one expression.

    `value` is the TIMEX3 value but for `time`, the time of day ("T10:35", "TMO") that is written behind it. A `loose` time is
    one whose own words name no day, and a `bare` one nothing at all unless a day stands beside it. `period` is the anchor for
    what follows.
    """

    type: TimexType
    value: str
    mod: str | None = None
    period: Period | None = None
    earliest: date | None = None
    latest: date | None = None
    time: str = ""
    role: TimeRole | None = None
    loose: bool = False
    bare: bool = False


#: The reading of words that look like a time and are none: ages, fractions, school years.
NOTHING = Reading("DATE", "")


@dataclass(slots=True)
class Context:
    """What is known while a text is read.

    `seen`: the period of each unit that was mentioned last. `quarter`: the quarter of the year that the text reports on, with
    which "a year earlier" compares. `main`: what was seen before a digression, and the sentence with which that ends. `told`:
    the last month or day that opened a sentence on an earlier year, and that sentence. `last`: the last month or day, and the
    word behind it.
    """

    parse: Parse
    words: Words
    published: date | None
    narrative: bool
    seen: dict[Unit, Period] = field(default_factory=dict)
    quarter: Period | None = None
    main: tuple[dict[Unit, Period], int] | None = None
    told: tuple[Period, int] | None = None
    last: tuple[Period, int] | None = None

    def remember(self, period: Period) -> None:
        """Make a period the anchor; what is finer and not in it is forgotten."""
        self.seen = {u: held for u, held in self.seen.items() if held.widened(period.unit) == period}
        for unit in UNITS.values():
            wide = period.widened(unit)
            if wide is not None:
                self.seen[unit] = wide
        self.seen[period.unit] = period

    def digress(self, period: Period, word: int) -> None:
        """In a narrative, keep the anchor that this period leaves only for the rest of the sentence: a look back in its midst."""
        year, i = self.seen.get("year"), self.token(word)
        if not self.narrative or year is None or i is None or self.main is not None:
            return
        token = self.parse.tokens[i]
        back = period.year < year.index and not self.opens(word)
        ahead = period.year > year.index and tense(self.parse, i).time == "future"
        if back or ahead:
            self.main = (self.seen, token.sentence)

    def resume(self, word: int) -> None:
        """Return to the anchor of the narrative when the sentence that left it has ended."""
        i = self.token(word)
        if self.main is not None and i is not None and self.parse.tokens[i].sentence != self.main[1]:
            self.seen, self.main = self.main[0], None

    def opens(self, word: int) -> bool:
        """Whether this word stands at the opening of its sentence, where a date sets the scene."""
        i = self.token(word)
        return i is not None and i - self.parse.sentences[self.parse.tokens[i].sentence][0] <= _OPENING

    def tell(self, period: Period, word: int, named: bool) -> None:
        """Note a month or day that opens a sentence on an earlier year: one `named` with its year, or after such a one."""
        i = self.token(word)
        if i is None or period.unit not in ("month", "day") or self.published is None or not self.opens(word):
            return
        if period.year < self.published.year and (named or self.telling(word)):
            self.told = (period, self.parse.tokens[i].sentence)

    def telling(self, word: int) -> Period | None:
        """The month or day of an earlier year that opens this sentence, or the one before if this word opens this one."""
        i = self.token(word)
        if self.told is None or i is None:
            return None
        return self.told[0] if self.parse.tokens[i].sentence - self.told[1] <= self.opens(word) else None

    def joined(self, word: int, unit: Unit) -> Period | None:
        """The period of this unit before this word, when only "and", "to" or a dash stands between: "Jan. 6 and Jan. 11"."""
        if self.last is None or self.last[1] != word - 1 or not self.before(word, "AND", "TO", "THROUGH", "UNTIL", "DASH"):
            return None
        return self.last[0] if self.last[0].unit == unit else None

    def now(self, unit: Unit) -> Period | None:
        """The period of this unit at which the text is told."""
        if self.narrative:
            return self.seen.get(unit)
        return Period.of_day(self.published, unit) if self.published else None

    def then(self, unit: Unit) -> Period | None:
        """The period of this unit of which the text spoke last."""
        return self.seen.get(unit) or self.now(unit)

    def token(self, word: int) -> int | None:
        """The index of the token at this word."""
        return self.parse.token_at(self.words.starts[word]) if word < len(self.words.starts) else None

    def tense(self, word: int) -> Tense:
        """The tense under which a word stands, the last token of it where it has several ("New Year")."""
        i = self.parse.token_at(self.words.ends[word] - 1) if word < len(self.words.ends) else None
        return Tense(None, False) if i is None else tense(self.parse, i)

    def before(self, word: int, *names: str) -> bool:
        """Whether the word before this one is of one of these classes."""
        return word > 0 and any(lexicon().codes[name] == self.words.classes[word - 1] for name in names)

    def after(self, word: int, *names: str) -> bool:
        """Whether this word is of one of these classes."""
        return word < len(self.words.classes) and any(lexicon().codes[n] == self.words.classes[word] for n in names)

    def counts(self, word: int) -> bool:
        """Whether the figure at this word counts what stands behind it ("20 people")."""
        i = self.token(word)
        if i is None or self.parse.tokens[i].dep != "nummod":
            return False
        head = self.parse.tokens[self.parse.tokens[i].head]
        return head.i > i and head.tag == "NNS"

    def counts_in_month(self, month: int, word: int) -> bool:
        """Whether the figure behind a month counts what stands behind it: "in May 20 men", as days of a month take "on"."""
        i = self.token(word)
        if i is None or self.before(month, "THE", "POSS"):
            return False
        behind = self.parse.tokens[i + 1].tag if i + 1 < len(self.parse.tokens) else ""
        return self.counts(word) or (self.before(month, "IN") and behind in ("NN", "NNS", "JJ", "JJR", "VBN"))

    def is_month(self, word: int) -> bool:
        """Whether "May", "March" and the like are the month here, not a verb or a march."""
        i = self.token(word)
        letter = self.parse.text[self.words.starts[word]]
        if not letter.isupper():
            return not letter.isalpha() or self.parse.text[self.words.starts[word] : self.words.ends[word]] in _ALWAYS_MONTHS
        if i is None or i == 0:
            return True
        token, before = self.parse.tokens[i], self.parse.tokens[i - 1]
        if self.before(word, "DAYNUM", "ORDNUM") or self.after(word + 1, "ORDNUM", "YEARNUM"):
            return True
        if token.tag in ("MD", "VB", "VBP", "VBD"):
            return False
        named = before.tag in ("NNP", "JJ", "PRP$", "POS") and self.before(word, "WORD", "POSS", "ITS", "LONG")
        march = token.lower == "march" and (named or self.before(word, "THE")) and token.dep != "compound"
        return not march or self.after(word + 1, "DAYNUM", "YEARNUM", "ORDNUM")


Action = Callable[[Match, Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns over words (`Lexicon.pattern`) and what reads their matches; it may decline by returning `None`."""

    patterns: tuple[str, ...]
    read: Action


def rule(*patterns: str) -> Callable[[Action], Rule]:
    """Make a rule of the function below."""
    return lambda read: Rule(patterns, read)


#: Every expression has a word of one of these classes; the others only stand beside them.
HEADS = (
    "MONTH", "SHORTMONTH", "WEEKDAY", "WEEKDAYS", "SEASON", "FALL", "SEASONS", "FEAST", "YEARNUM", "DECADE", "TIES", "TEEN",
    "ERA", "INT", "ORDNUM", "SLASH", "CLOCK", "AMPM", "OCLOCK", "ZONE", "TIME", "UNIT", "UNITS", "SECOND", "WEEKEND", "WEEKENDS",
    "FORTNIGHT", "FORTNIGHTS", "PERIOD", "PART", "PARTS", "NOON", "MIDNIGHT", "TODAY", "YESTERDAY", "TOMORROW", "TONIGHT",
    "OVERNIGHT", "FIGURE", "REF", "SOON", "ADVERB", "PAST", "RECENT", "CURRENT", "FUTURE",
)  # fmt: skip

MACROS = {
    "month": "MONTH|SHORTMONTH",
    "weekday": "WEEKDAY|SHORTDAY",
    "day": "DAYNUM|ORDNUM",
    "year": "YEARNUM ERA?|ERA? (YEARNUM|INT|DAYNUM) ERA|ERA (INT|DAYNUM)|TEEN (TY (DASH? ONE)?|TEEN)",
    "edge": "(EARLY|LATE|MID) DASH? (OF|IN|ON)?|THE? (BEGINNING|END|MIDDLE) OF THE?",
    "relation": "THIS (SAME|PAST|COMING)?|THAT SAME?|THE? (LAST|NEXT|PAST|COMING|PREVIOUS|FOLLOWING|CURRENT|SAME)",
    "rest": "THE? REST OF|WHOLE OF?",
    "which": "PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING|FIRST|FINAL",
    "dash": "DASH|AND|OR|TO|THROUGH|UNTIL",
    "days": "(COMMA day){0,5}",
    "unit": "UNIT|UNITS|SECOND|FORTNIGHT|FORTNIGHTS|WEEKEND|WEEKENDS",
    "word": "ONE|TEEN|TY|HUNDRED|THOUSAND",
    "number": "(DAYNUM|INT|YEARNUM|FIGURE) SLASH?|SLASH|A? (word DASH?|(HUNDRED|THOUSAND) AND){0,5} word",
    "vague": "A? A_FEW|DOZENS OF|A? COUPLE OF?|HALF? A? DOZEN",
    "count": "number|vague|A|HALF OF? A|A HALF",
    "adjective": "ADJECTIVE|MORE|PREVIOUS|WHOLE|LONG",
    "ordinal": "(TY DASH?)? (ORDINAL|SECOND|FIRST)|ORDNUM",
    "approx": "(MORE|LESS) THAN|OVER|UNDER|ONLY? NEARLY|ABOUT|ONLY? ABOUT|AT (LEAST|MOST)|UP TO|NO (MORE|LESS) THAN|ONLY",
    "earlier": "(EARLIER|LATER) (OF|IN|ON)?",
    "zone": "(ZONE TIME?|(LOCAL|WORD) TIME) also?",
    "also": "OPEN (YEARNUM|INT|CLOCK) ZONE CLOSE",
}


def dated(period: Period | None, unknown: str = "XXXX-XX-XX", mod: str | None = None, time: str = "") -> Reading:
    """A DATE, or with a time of day a TIME; `unknown` is its value when the period is not known."""
    kind: TimexType = "TIME" if time else "DATE"
    if period is None:
        return Reading(kind, unknown, mod, time=time)
    earliest, latest = period.part(mod) if mod in ("START", "MID", "END") else (period.first, period.last)
    return Reading(kind, period.value, mod, period, earliest, latest, time)


def edge_of(m: Match) -> str | None:
    """START, MID or END, by the group `edge`."""
    return next((v for v in m.values("edge") if v in ("START", "MID", "END")), None)


def step_of(m: Match, group: str = "relation") -> tuple[int, bool]:
    """How many units a relation goes on or back, and whether it counts from a date in the text ("that", "the following")."""
    step = sum(int(v) for v in m.values(group) if v in ("-1", "1"))
    anaphoric = m.any(group, "THAT", "SAME", "PREVIOUS", "FOLLOWING") or (m.any(group, "THE") and m.any(group, "NEXT"))
    return step, anaphoric


def year_of(m: Match) -> int:
    """The year in the group `year`, astronomical: 0 is 1 BC."""
    digits = [int(v) for v in m.values("year") if v.isdecimal()]
    year = digits[0] if len(digits) == 1 else digits[0] * 100 + sum(digits[1:])
    return 1 - year if "BC" in m.values("year") else year


def day_of(year: int, month: int, day: int) -> Period | None:
    """That day, `None` when the calendar has no such day."""
    try:
        return Period.of_day(date(year, month, day))
    except ValueError:
        return None


def related_year(m: Match, ctx: Context) -> int | None:
    """The year in "May last year", "May of that year"."""
    step, anaphoric = step_of(m)
    year = ctx.then("year") if anaphoric else ctx.now("year")
    return year.index + step if year else None


def ordinal_of(m: Match) -> int:
    """The number in the group `ordinal`."""
    return sum(int(v) for v in m.values("ordinal") if v.isdecimal())
