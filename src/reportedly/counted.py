"""What a figure counts, measures or is about, from the syntax; and which numbers count nothing.

A number without a unit counts a noun: the one it modifies, the one after "of", else the last noun of the words that follow.
A measured figure is about the noun that it modifies or that has it ("a range of 40 km", "exports fell 7%"), which is found by
climbing from the figure through prepositions and verbs to a noun or a subject. Words stand in for what a parser of news prose
gets wrong most often: elliptic "up 9.4%", parentheses, pronouns.

What it gets wrong: the subject of an elliptic clause ("energy, last year's worst sector, fell 0.9%" after another subject), and a
pronoun whose antecedent is not the last subject before it.
"""

from __future__ import annotations

from reportedly import unit
from reportedly.giver import answers, is_giver
from reportedly.measure import Measure
from reportedly.model import Parse, Span, Token
from reportedly.outcome import Outcome, Outcomes, above

NOMINAL = frozenset(("NOUN", "PROPN"))
SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj"))

#: Units of time that measure no thing but a time.
DURATIONS = frozenset(("day", "night", "week", "month", "year", "decade", "century"))

#: How far, in tokens, a noun is looked for.
_WINDOW = 60

_MORE = frozenset(("more", "other", "further", "additional", "fewer"))
#: How the parser hangs a number on the noun behind it, those cases included where it does not see what it is.
_BEFORE_NOUN = frozenset(("nummod", "amod", "nmod", "compound", "dep", "quantmod", "punct", "prep", "ROOT"))
#: Nouns whose plural has "v" for "f"; the parser makes "graf" of "graves" too.
_TO_VES = frozenset(
    ("wif", "lif", "knif", "leaf", "wolf", "half", "thief", "loaf", "shelf", "self", "calf", "elf", "scarf", "hoof")
)
#: Before a bare number, what is told apart by number.
_NUMBERED = frozenset(
    (
        *("phase", "stage", "chapter", "part", "act", "ward", "room", "prison", "district", "section", "number", "step", "gate"),
        *(
            "block",
            "zone",
            "sector",
            "cell",
            "tier",
            "level",
            "type",
            "category",
            "route",
            "highway",
            "road",
            "channel",
            "flight",
        ),
        *("flat", "apartment", "platform", "page", "paragraph", "article", "volume", "episode", "grade", "bus", "line", "unit"),
    )
)
_OLDER = frozenset(("under", "over", "above", "below"))
_NTH = frozenset(("first", "second", "third", "fourth", "fifth", "single", "sole", "last"))
#: After a number that is an hour: "a little after seven in the evening".
_HOURS = frozenset(("in", "the", part) for part in ("morning", "afternoon", "evening"))
_LIGHT = frozenset(("total", "record", "average", "maximum", "minimum", "mean", "median"))
_CALENDAR = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    )
)


class Counted:
    """Reads what the figures of one paragraph count. `covered`: the tokens of all its figures."""

    def __init__(self, parse: Parse, first: int, last: int, covered: set[int], outcomes: Outcomes) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.first, self.last = first, last
        self.covered = covered
        self.outcomes = outcomes
        self.taken: set[int] = set()

    # --- what the number stands with ---------------------------------------------------------------------------------

    def top(self, one: Measure, core: range) -> int:
        """The token by which the figure hangs in the tree: its last one whose head is outside of it, so the unit
        before the number; of a share the first."""
        inside = self.parse.tokens_in(one.core, one.end)
        for i in inside if one.share else reversed(inside):
            t = self.tokens[i]
            if t.dep != "punct" and (t.head not in inside or t.head == i):
                return i
        return core[-1]

    def head(self, one: Measure, core: range) -> int | None:
        """The noun that a number without a unit counts, by the tree and else by the words that follow."""
        last = core[-1]
        sentence_end = min(self.parse.sentences[self.tokens[last].sentence][1], last + _WINDOW)
        for i in core:
            j = self.tokens[i].head
            if (
                j > last
                and self.tokens[j].pos in NOMINAL
                and not self.outcomes.state(j)
                and all(self.in_phrase(self.tokens[k]) for k in range(last + 1, j))
            ):
                if self.is_shift(j, one):
                    return j + 1
                return j - 1 if self.outcomes.is_taken(j) and j - 1 > last else j
        whole = self.of(last)
        if whole is not None and self.tokens[whole].pos in NOMINAL:
            return whole
        if last + 1 < sentence_end and self.tokens[last + 1].lower in ("last", "this", "next", "earlier"):
            return None
        if self.tokens[last].dep not in _BEFORE_NOUN and not one.joined:
            return None
        found = None
        for k in range(last + 1, sentence_end):
            t = self.tokens[k]
            if t.pos in NOMINAL and not self.outcomes.state(k):
                found = k
            elif found is not None or not (self.in_phrase(t) or self.outcomes.state(k)):
                break
        return found

    def in_phrase(self, t: Token) -> bool:
        """Whether a token may stand between a number and the noun it counts."""
        return (
            t.pos in ("ADJ", "NOUN", "PROPN", "ADV", "NUM", "CCONJ")
            or t.tag in ("VBN", "VBG", "HYPH", "POS", "AFX")
            or t.text in ",-/\"“”'"
        )

    def unit_name(self, core: range, head: int) -> str:
        """The counted noun, singular, with the adjectives and nouns before it; the bare name where the noun is a unit."""
        noun = self.tokens[head]
        if (name := unit.named(noun.lower)) is not None:
            return name
        words: list[str] = []
        glue = False
        first = core[-1] + 1
        bare = self.tokens[core[-1]].pos == "DET"
        if self.of(core[-1]) == head:
            bare = True
            first = max(first, self.parse.left_edge[head])
        for k in range(first, head):
            t = self.tokens[k]
            if (
                self.outcomes.state(k) is not None
                or t.lower in _MORE
                or self.is_nth(k)
                or (k in self.covered and (bare or not t.text.isdigit()))
            ):
                continue
            if t.text == "-" and words:
                words[-1] += "-"
                glue = True
                continue
            if (t.pos in ("ADJ", "NOUN", "PROPN") and t.tag not in ("VBN", "VBG")) or (t.pos == "NUM" and t.text.isdigit()):
                word = t.lemma if t.pos == "ADJ" else t.lower
                if glue:
                    words[-1] += word
                else:
                    words.append(word)
            glue = False
        regular = noun.tag == "NNPS" or (noun.lower.endswith("ves") and noun.lemma.removesuffix("e") not in _TO_VES)
        return " ".join([*words, unit.singular(noun.lower) if regular else noun.lemma])

    def is_nth(self, i: int) -> bool:
        """ "A third soldier": an ordinal that says which one, and is no part of a name ("first-team player")."""
        return self.tokens[i].lower in _NTH and self.tokens[i + 1].text != "-"

    def of(self, i: int) -> int | None:
        """The noun or pronoun after "of" below token `i`: "soldiers" for "some" in "some of the soldiers"."""
        for j in self.parse.children[i]:
            if j > i and self.tokens[j].lower == "of":
                return self.parse.child(j, "pobj")
        return None

    # --- numbers that count nothing ----------------------------------------------------------------------------------

    def is_label(self, one: Measure, core: range, head: int | None) -> bool:
        """Whether the number names something (a model, a unit, a year, a score) instead of counting it."""
        if one.unit is not None or one.share:
            return False
        first, last = core[0], core[-1]
        if (one.low or 0) <= 12 and tuple(t.lower for t in self.tokens[last + 1 : last + 4]) in _HOURS:
            return True
        before = (
            self.tokens[first - 1]
            if first > self.first and self.tokens[first - 1].sentence == self.tokens[first].sentence
            else None
        )
        if before is not None and before.text == "|":
            return False  # a cell of a table
        if one.vague is not None:
            t = self.tokens[last]
            return (
                head is None
                and self.of(last) is None
                and (
                    (t.pos == "ADV" and t.dep not in SUBJECT)
                    or t.dep not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "attr")
                )
            )
        if head is not None:
            if head in self.taken and before is not None and before.pos in ("ADJ", "NOUN", "PROPN"):
                return True
            self.taken.add(head)
        noun = self.tokens[head] if head is not None else None
        if one.year and not one.bounded:
            return noun is None or noun.tag != "NNS" or 1900 <= (one.high or 0) <= 2100
        if one.hyphen:
            return noun is None or noun.tag not in ("NNS", "NNPS")
        if one.low == 1 and one.spelled and one.high == 1:
            after = self.tokens[last + 1].lower if last + 1 < self.last else ""
            if (before is not None and before.lower in ("no", "not", "any", "every", "single")) or after == "another":
                return True
            return noun is None and not self.of(first) and self.outcomes.predicate(first, first) is None
        if (one.low or 0) < 0 and noun is None:
            return True
        if not float(one.low or one.high or 0).is_integer():
            return False
        if before is not None and noun is None and before.lower in _NUMBERED:
            return True
        if one.spelled:
            if before is None or (noun is not None and noun.pos != "PROPN"):
                return False
            if self.tokens[first].text[0].isupper():
                return noun is not None or before.pos == "PROPN"
            return noun is None and (before.lower in ("top", "bottom") or before.tag == "POS")
        if noun is not None and noun.tag == "NNP" and not one.bounded:
            return True
        if before is not None and before.pos in NOMINAL and before.lower.rstrip(".") not in _CALENDAR and not one.bounded:
            t = self.tokens[last]
            if noun is None and self.is_ellipsis(first - 1):
                return False
            if noun is None:
                return before.pos == "PROPN" or t.head == before.i or before.head == t.i
            if noun.tag == "NN" and not one.joined:
                return True
            return before.pos == "PROPN" and (before.head in (t.i, head) or t.head == before.i)
        return False

    def is_ellipsis(self, i: int) -> bool:
        """ "The ministry says 40, the hospital 55": one who gives a figure, without a verb."""
        if i < self.first + 2 or self.tokens[i - 1].lower != "the" or self.tokens[i].pos != "NOUN":
            return False
        return is_giver(self.parse, i) and (self.tokens[i - 2].text in (",", ";") or self.tokens[i - 2].lower in ("and", "while"))

    def is_strength(self, last: int) -> bool:
        """ "A 3,000-strong brigade": the number is how many the thing has, and does not count things."""
        return (
            self.first <= last < self.last - 2 and self.tokens[last + 1].text == "-" and self.tokens[last + 2].lower == "strong"
        )

    def is_duration_modifier(self, one: Measure) -> bool:
        """ "a three-year war", "a two-month contract": how long something is, for the time stage."""
        return one.unit in DURATIONS and "-" in self.parse.text[one.core_end : one.end]

    def is_age_said(self, one: Measure, core: range) -> bool:
        """ "She is 86", "he turned 12": a bare number that a person is said to be."""
        last = core[-1]
        if one.unit or one.share or one.low is None or not 0 < one.low < 115 or one.vague or self.of(last) is not None:
            return False
        verb = self.tokens[last].head
        if self.tokens[last].dep not in ("attr", "acomp", "dobj") or self.tokens[verb].lemma not in ("be", "turn", "become"):
            return False
        subject = self.parse.child(verb, "nsubj")
        return subject is not None and (self.tokens[subject].lower in ("he", "she", "i") or self.is_one_person(subject))

    def is_age(self, one: Measure, core: range) -> bool:
        """ "Ivanov, 66, said", "her son, 5, was hurt": a bare number between commas after one person."""
        first, last = core[0], core[-1]
        if one.unit or one.spelled or one.low is None or not 0 < one.low < 115 or first < self.first + 2 or last + 1 >= self.last:
            return False
        return (
            self.tokens[first - 1].text == ","
            and (self.tokens[first - 2].pos == "PROPN" or self.is_one_person(first - 2))
            and self.tokens[last + 1].text in (",", ".", ")")
        )

    def is_one_person(self, i: int) -> bool:
        """Whether token `i` is a noun for one person."""
        return self.tokens[i].tag == "NN" and self.outcomes.person(i)

    def is_shift(self, i: int, one: Measure) -> bool:
        """ "Three night workers": a time, in the singular, that only tells which workers are counted."""
        if i >= self.last:
            return False
        t, following = self.tokens[i], self.tokens[min(i + 1, self.last - 1)]
        return (
            t.lemma in DURATIONS
            and t.tag == "NN"
            and one.low != 1
            and following.tag == "NNS"
            and self.outcomes.persons(following.i)
        )

    def is_age_bound(self, one: Measure) -> bool:
        """ "Children under 18", "men over 60": a bare bound right after persons says how old they are."""
        if one.unit or one.vague or not one.effects or one.share or not 0 < (one.low or one.high or 0) < 120:
            return False
        i = self.parse.tokens_in(one.start, one.end)[0] - 1
        if i < self.first or self.tokens[i].tag not in ("NNS", "NN") or not self.outcomes.persons(i):
            return False
        return self.tokens[i + 1].lower in _OLDER

    # --- what it is about --------------------------------------------------------------------------------------------

    def things(self, head: int, outcome: Outcome) -> Span | None:
        """Who or what is counted: the noun with its modifiers, less number, determiner and the outcome itself."""
        if head == outcome.token:
            return None
        first = head
        while first > self.first:
            t = self.tokens[first - 1]
            if (
                first - 1 in self.covered
                or (t.pos not in ("ADJ", "NOUN", "PROPN", "VERB") and t.text != "-")
                or t.head not in range(first - 1, head + 1)
            ):
                break
            if self.outcomes.state(first - 1) is not None:
                break
            first -= 1
        while (self.tokens[first].pos == "PUNCT" or self.is_nth(first) or self.tokens[first].lower in _MORE) and first < head:
            first += 1
        return self.parse.span(first, head + 1)

    def counted(self, one: Measure, top: int, head: int | None) -> Span | None:
        """What is measured, or has what is counted, from the syntax."""
        if head is not None and (self.of_one(one, top, head) or self.outcomes.is_part_of_figure(head)):
            return None
        about = self.about(one, top, head is not None)
        if about is None and head is None and one.unit is not None and one.unit not in DURATIONS:
            about = self.nearest(self.parse.tokens_in(one.start, one.end)[0])
        if (
            about is not None
            and one.unit is None
            and (head is None or self.outcomes.persons(head))
            and self.is_giving(about, top)
        ):
            return None
        return self.phrase(about) if about is not None else None

    def is_giving(self, i: int, top: int) -> bool:
        """Whether token `i` is one who gives the figure, or only what a figure is called: "the union", "the number"."""
        t = self.tokens[i]
        verb = self.tokens[t.head]
        if t.dep in SUBJECT and verb.lemma in answers().speaking and is_giver(self.parse, i):
            between = [j for j in above(self.parse, top) if self.tokens[j].pos == "VERB" and j != verb.i and not self.goes_on(j)]
            return not between or not verb.i < between[0]
        return t.lemma in answers().figures and all(
            self.tokens[j].lower != "of" and (self.tokens[j].dep not in ("compound", "amod") or is_giver(self.parse, j))
            for j in self.parse.children[i]
        )

    def goes_on(self, verb: int) -> bool:
        """Whether one who has given a figure gives another: "began with 40 and has arrived at 52"."""
        return self.tokens[verb].dep == "conj" and self.tokens[verb].lemma in answers().speaking

    def of_one(self, one: Measure, top: int, head: int) -> bool:
        """ "one of the men": the figure is about nothing but the men."""
        return one.low == one.high == 1 and self.tokens[head].start > one.end + 4 and self.tokens[head].dep == "pobj"

    def about(self, one: Measure, top: int, is_count: bool) -> int | None:
        """The noun that the figure hanging by `top` is about, or `None`."""
        if not is_count and (measured := self.after_of(top)) is not None:
            return measured
        first = self.parse.tokens_in(one.start, one.end)[0]
        if first >= self.first + 2 and self.tokens[first - 1].lower in ("up", "down", "by"):
            j = first - 3 if self.tokens[first - 2].text == "," else first - 2
            if j >= self.first and self.tokens[j].pos == "PROPN" and j not in self.covered:
                return j
        if first >= self.first + 2 and self.tokens[first - 1].text == "(" and self.is_noun(first - 2):
            return first - 2
        i, through = top, None
        for _ in range(12):
            t = self.tokens[i]
            h = self.tokens[t.head]
            if h.i == i or h.sentence != t.sentence:
                return self.subject(i)
            if t.dep in SUBJECT and i == top:
                return None
            if h.pos in NOMINAL and t.dep != "conj":
                if is_count and (i == top or through != "of"):
                    return None
                if self.is_noun(h.i):
                    return h.i
            elif h.pos in ("VERB", "AUX"):
                if through is not None:
                    if one.unit in DURATIONS:
                        return None
                    thing = self.parse.child(h.i, "dobj")
                    if not is_count and thing is not None and self.is_noun(thing):
                        return thing
                return self.subject(h.i)
            elif h.pos == "ADP":
                through = h.lower
            i = h.i
        return None

    def after_of(self, top: int) -> int | None:
        """The noun after "of", "in" or "worth": "40% of exports", "$1m in damages", "one in five conscripts"."""
        for j in self.parse.children[top]:
            if self.tokens[j].lower in ("of", "in", "worth") and j > top and self.tokens[j].dep == "prep":
                inner = self.parse.child(j, "pobj")
                if inner is not None and self.is_noun(inner):
                    return inner
        return None

    def shared(self, top: int) -> int | None:
        """The noun of which a figure is a share: "a third of the men", "half its men"."""
        whole = self.after_of(top)
        if whole is None and self.tokens[top].head > top and self.is_noun(self.tokens[top].head):
            return self.tokens[top].head
        return whole

    def subject(self, verb: int) -> int | None:
        """The noun that is the subject of a verb or of the verb that it depends on; for a pronoun, the subject before it."""
        i = verb
        for _ in range(8):
            subject = self.parse.child(i, *SUBJECT)
            t = self.tokens[i]
            if subject is not None:
                s = self.tokens[subject]
                if s.tag in ("WDT", "WP"):
                    return t.head if t.dep in ("relcl", "acl") and self.is_noun(t.head) else self.nearest(subject)
                if s.tag == "PRP":
                    return self.earlier_subject(subject)
                return subject if subject not in self.covered and s.pos != "PRON" else None
            if t.dep == "relcl" or (t.dep == "acl" and t.tag != "VB"):
                return t.head
            if t.dep == "acl":
                i = self.tokens[t.head].head if self.tokens[t.head].head != t.head else i
                if self.tokens[i].pos != "VERB":
                    return t.head
                continue
            if t.dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep") or t.head == i:
                return None
            i = t.head
            if self.is_noun(i):
                return i
        return None

    def earlier_subject(self, before: int) -> int | None:
        """The last noun before a token, in its sentence, that is a subject."""
        first = max(self.parse.sentences[self.tokens[before].sentence][0], before - _WINDOW)
        return next((k for k in range(before - 1, first - 1, -1) if self.tokens[k].dep in SUBJECT and self.is_noun(k)), None)

    def nearest(self, before: int) -> int | None:
        """The last noun before a token, in its sentence."""
        first = max(self.parse.sentences[self.tokens[before].sentence][0], before - _WINDOW)
        return next((k for k in range(before - 1, first - 1, -1) if self.is_noun(k)), None)

    def is_noun(self, i: int) -> bool:
        """Whether token `i` is a noun that is no part of a figure, no time and no light noun ("a total of 300")."""
        t = self.tokens[i]
        return t.pos in NOMINAL and i not in self.covered and t.lower not in _LIGHT and t.lemma not in DURATIONS

    def phrase(self, noun: int) -> Span | None:
        """The noun with the words before it and an "of" after it, without determiner and number."""
        first = noun
        for j in self.parse.children[noun]:
            if j < noun and self.tokens[j].dep in ("compound", "amod", "nmod", "poss"):
                first = min(first, self.parse.left_edge[j])
        while first < noun and (
            first in self.covered
            or self.tokens[first].pos in ("DET", "NUM", "PUNCT", "ADP", "PRON", "CCONJ")
            or self.tokens[first].tag == "PRP$"
            or self.is_strength(first - 2)
        ):
            first += 1
        last = noun
        for j in self.parse.children[noun]:
            if j > noun and self.tokens[j].lower == "of" and self.parse.right_edge[j] - noun <= 8:
                last = self.parse.right_edge[j]
                break
        while last + 2 < self.last and self.tokens[last + 1].text == "-" and not self.tokens[last].space_after:
            last += 2
        return self.parse.span(first, last + 1)
