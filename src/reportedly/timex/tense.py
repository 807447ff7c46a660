"""The tense under which a word stands: that of the verb that governs it.

A date is in the past with "said Monday", to come with "will meet Monday", and either with "Monday's meeting", where only the
noun is dated. The verb is looked for upwards in the tree. A modal makes a future ("could" and "would have" a past), an infinitive
follows what governs it ("failed to meet", "agreed to meet"), and a participle without a helper is passive and past unless its
verb plans ("a vote scheduled Monday").

It gets wrong what the parser attaches wrongly, the historic present, and the past of plans that came to nothing.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from reportedly.model import Parse, Token
from reportedly.timex.word_lists import word_list

Time = Literal["past", "present", "future"]


class Tense(NamedTuple):
    """`time` is `None` where no verb governs the word. `nominal`: a noun stands between the word and the verb."""

    time: Time | None
    nominal: bool


def tense(parse: Parse, i: int) -> Tense:
    """The tense under which token `i` stands."""
    tokens = parse.tokens
    nominal = False
    for j in parse.ancestors(i):
        token = tokens[j]
        if token.pos in ("VERB", "AUX"):
            time = _time(parse, token)
            if time is not None:
                return Tense(time, nominal)
        elif token.pos == "ADJ" and token.lemma in word_list("tense", "plans"):
            return Tense("past" if _had(parse, token) else "future", nominal)
        elif token.pos in ("NOUN", "ADJ", "PRON") or (token.pos == "PROPN" and tokens[i].head == j):
            nominal = True
    return Tense(None, nominal)


def _had(parse: Parse, token: Token) -> bool:
    """Whether it was over already: "had planned to meet", "had been due to meet"."""
    verbs = (token.i, token.head) if token.pos == "ADJ" else (token.i,)
    return any(parse.tokens[k].lower == "had" for i in verbs for k in parse.children[i])


def _time(parse: Parse, verb: Token) -> Time | None:
    """The time of a verb with its helpers, `None` for a participle or infinitive that has none of its own."""
    helpers = [parse.tokens[k] for k in parse.children[verb.i] if parse.tokens[k].dep in ("aux", "auxpass")]
    lemmas = {h.lemma for h in helpers}
    words = {h.lower for h in helpers}
    past = any(h.tag == "VBD" for h in helpers)
    if words & word_list("tense", "futures"):
        return "past" if "have" in lemmas and words & word_list("tense", "perfects") else "future"
    if "could" in words or verb.tag == "VBD":
        return "past"
    if verb.tag == "MD":
        return "future"
    if verb.tag == "VBN":
        if verb.lemma in word_list("tense", "plans"):
            return "future"
        return "past" if past or not helpers or "have" in lemmas else "present"
    if verb.tag in ("VBZ", "VBP"):
        return "future" if verb.lemma in word_list("tense", "timetable") else "present"
    if verb.tag == "VBG":
        if not helpers:
            return None
        return "past" if past or "have" in lemmas else "future"
    if "do" in lemmas:
        return "past" if past else "present"
    if "to" in words or "to" in lemmas:
        if verb.dep == "advcl":
            return None
        head = parse.tokens[verb.head]
        done = _had(parse, head) or (head.lemma in word_list("tense", "facts") and head.tag in ("VBD", "VBN"))
        return "past" if done and head.i != verb.i else "future"
    return None
