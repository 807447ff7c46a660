"""Time mentions: TIMEX3 type and value, and the days they can mean.

A grammar over the words of time (`word_grammar`, `data/timex/lexicon.toml`) finds the expressions; of those that overlap
the first and longest is taken. Each is read, in the order of the text, by the function that stands under its patterns: an
absolute date means itself, a relative one is counted from an anchor in calendar periods (`calendar_day`).

The anchor is chosen as HeidelTime does (Strötgen and Gertz 2013): in *news* it is the day of publication, and the tense of the
governing verb (`tense`) tells the Monday past from the Monday to come; in a *narrative* it is the date mentioned before. Then
neighbours are put together: a time of day with its day, the two ends of an interval, a date with the preposition before it.

docs/times.md has the conventions, and what this gets wrong.
"""

from reportedly.timex.read import times

__all__ = ["times"]
