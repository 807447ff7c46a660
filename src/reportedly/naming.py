"""The name in the words for a source, apart from what only describes: "the monitoring group Open Assembly Watch (OAW)".

A name is a run of words with capital letters, with the small words that names hold ("of", "for", "de"). It may stand before an
apposition ("Zora Kell, a pilot who was there"), after one ("a police spokesman, Zora Kell"), or after a noun that says what it
is ("the blog Quay Notes"). People of a body speak as the body: "the observers of Open Assembly Watch".

What this gets wrong: a name that is written without capitals, and "a group of Velmar, Upper Zenda".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportedly.spelling import plain
from reportedly.state import government, table

__all__ = [
    "called_by",
    "epithets",
    "introduced",
    "is_name",
    "name_within",
    "role_beside",
    "spelt_out",
    "spoken_for",
    "whose_organ",
]

_LINKS = frozenset(
    ("of", "for", "the", "and", "in", "on", "de", "del", "la", "le", "du", "da", "dos", "y", "e", "von", "van", "al", "el", "&")
)
_PREPOSITIONS = re.compile(
    r"['’]s?$|^(?:of|for|in|at|from|near|on|with|by|to|and|or|as|who|that|which|than|called)$", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
#: What comes after it and a comma is where that is: "a hospital in Velmar, Upper Zenda".
_IN_A_PLACE = re.compile(r"\b(?:in|from|near|at|outside) (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*$")
_OF = re.compile(r"^(?:the\s+)?(\w+) (?:of|from|at|with) (?:the\s+)?(.+)$", re.IGNORECASE)
_WHOSE = re.compile(r"^(?:the\s+)?(.+?)['’]s? (\w+)$", re.IGNORECASE)
_KNOWN_AS = re.compile(r"\w (?:known as|called|calling (?:it|them)sel(?:f|ves)|dubbed) (?:the )?([^,]+)$")
_LETTERS = re.compile(r"[a-z] ([A-Z]{2,8})$")
_ACRONYM = re.compile(r",? (?:known as |or |called )?(?:the )?([A-Z]{2,8})$")


def is_name(words: str) -> bool:
    """Whether all words of a phrase have capitals, but for the small ones inside names, and at least two have."""
    found = words.split()
    capital = [word[0].isupper() or word[0].isdigit() for word in found if word.lower() not in _LINKS]
    return bool(found) and found[0][0].isupper() and all(capital) and sum(capital) > 1


def name_within(words: str, *, people: bool = True) -> str | None:
    """The name that a designation holds beside other words; `None` where it holds none, or nothing but a name.

    `people`: whether people of a body may stand for it.
    """
    parts = [_ARTICLE.sub("", part.strip()) for part in words.split(",")]
    if len(parts) > 1:
        for i, part in enumerate(parts):
            whole = _names(part) or (part if re.fullmatch(r"[A-Z][\w-]+", part) and _noun_beside(parts, i) else None)
            if whole is not None and government(whole.casefold()) is None and not (i and _IN_A_PLACE.search(parts[i - 1])):
                return whole
        return None
    if letters := _LETTERS.search(parts[0]):
        return letters[1]
    if (called := called_by(parts[0])) is not None:
        return called
    return _after_a_noun(parts[0]) or (_people_of(words) if people else None)


def called_by(words: str) -> str | None:
    """What somebody is said to be known as: "Grey Coats" of "rescue workers known as the Grey Coats"."""
    found = _KNOWN_AS.search(words)
    return found[1] if found and found[1][0].isupper() and is_name(f"{found[1]} X") else None


#: Words by which news speaks again, in the plural, of an armed group that it has named.
_REBELS = frozenset(("rebel", "insurgent", "separatist", "militant", "guerrilla"))


def epithets(words: str, name: str) -> tuple[str, ...]:
    """The nouns that stand beside a name, alone and with what stands before them, in lower case.

    "company" of "Altmine, the company that runs the mine"; "owner" and "mine owner" of "the mine's owner, Altmine"; "union" and
    "miners union" of "the miners' union Altus".
    """
    found: list[str] = []
    for part in words.split(","):
        before = _ARTICLE.sub("", part.strip()).split(name)[0].strip()
        if not before or not before[0].islower():
            continue
        phrase = re.split(r" (?:of|in|at|for|from|near|that|which|who|whose|with|on|to)\b", before)[0].split()
        if phrase[-1].isalpha() and phrase[-1].islower():
            found += [phrase[-1], plain(" ".join(phrase[-3:]))]
            found += [f"{word}s" for word in phrase if word in _REBELS]  # "the rebel Upper Zenda Front", "the rebel group"
    return tuple(dict.fromkeys(found))


def role_beside(words: str, name: str) -> str | None:
    """The noun that says what somebody is: "mayor" of "Zora Kell, the mayor of Velmar", "Velmar's mayor, Zora Kell", "the mayor
    Zora Kell"; in lower case, `None` where none does."""
    for part in words.replace(name, ",").split(","):
        before = re.split(r" (?:of|in|at|for|from|near|that|which|who|whose|with|on|to)\b", part.strip())[0].split()
        if before and before[-1].isalpha() and before[-1].islower():
            return before[-1]
    return None


#: Who speaks for a body and not for himself. Common knowledge.
_SPOKESPERSON = r"(?:spokes(?:man|woman|person|people)|press (?:secretary|officer|office|service))"
_FOR = re.compile(rf"\b{_SPOKESPERSON} (?:for|of|at|from|with) (?:the |its )?([^,]+)", re.IGNORECASE)
_POSSESSED = re.compile(rf"(?:^|, )(?:(?:an?|the|its|another|one)\s+)?([^,]+?)(?:['’]s?)? {_SPOKESPERSON}(?:,|$)", re.IGNORECASE)


def spoken_for(words: str) -> str | None:
    """The words for the body that somebody speaks for: "a spokeswoman for the county police", "police spokesman"."""
    found = _FOR.search(words) or _POSSESSED.search(words)
    return found[1] if found and found[1].lower() not in ("the", "a", "an", "its", "his", "her", "their") else None


_ORGAN = (
    r"(?:media|press|information|communications?|public affairs|public relations|propaganda)"
    r" (?:office|service|department|bureau|centre|center|wing|team|desk)"
)
_OWN_ORGAN = re.compile(rf"^(?:the )?(\w.*?)(?:['’]s?|,) {_ORGAN}$", re.IGNORECASE)
_ORGAN_OF = re.compile(rf"^(?:the |its )?{_ORGAN} of (?:the )?(\w[^,]*)", re.IGNORECASE)


def whose_organ(words: str) -> str | None:
    """The words for the body whose press office somebody is: it speaks for nobody else, and is that body."""
    found = _OWN_ORGAN.search(words) or _ORGAN_OF.search(words)
    return found[1] if found else None


def introduced(words: str) -> tuple[str, str] | None:
    """A name and the acronym that follows it as an apposition: "the Directorate of Dams, the DD"."""
    found = _ACRONYM.search(words)
    if found is None or not (found[0].startswith(",") or " or " in found[0] or "known as" in found[0]):
        return None
    return words[: found.start()], found[1]


def spelt_out(text: str) -> Iterator[tuple[str, str]]:
    """`("NIS", "National Intelligence Service")` for each acronym introduced in brackets after its expansion."""
    for m in re.finditer(
        r"((?:[A-Z][\w’'-]*|of|for|the|and|on|in)(?:\s+(?:[A-Z][\w’'-]*|of|for|the|and|on|in)){1,9})\s+\(([A-Z]{2,8})\)", text
    ):
        words = m[1].split()
        initials = [w[0] for w in words if w[0].isupper()]
        k = len(m[2])
        if "".join(initials[-k:]).upper() == m[2]:
            seen = 0
            for j in range(len(words) - 1, -1, -1):
                seen += words[j][0].isupper()
                if seen == k:
                    yield m[2], " ".join(words[j:])
                    break


def _noun_beside(parts: list[str], i: int) -> bool:
    """Whether the part before or after says in lower case what is named."""
    return any(parts[j][:1].islower() for j in (i - 1, i + 1) if 0 <= j < len(parts))


def _names(part: str) -> str | None:
    """The name that a part between commas is, or ends with after a noun."""
    return part if is_name(part) else _after_a_noun(part)


def _after_a_noun(words: str) -> str | None:
    """ "Quay Notes" of "blog Quay Notes"; a preposition or a possessive before it makes it another's."""
    found = words.split()
    start = len(found)
    while start and (
        found[start - 1][0].isupper() or found[start - 1].isdigit() or (start < len(found) and found[start - 1].lower() in _LINKS)
    ):
        start -= 1
    while start < len(found) and not found[start][0].isupper():
        start += 1
    name, before = found[start:], found[:start]
    if not before or not name or any(map(_is_anothers, before)) or not before[-1].isalpha() or not before[-1][0].islower():
        return None
    joined = " ".join(name)
    lone = len(name) == 1 and len(name[0]) > 1 and (name[0].isupper() or before[-1] in _bodies())
    return joined if is_name(joined) or lone else None


def _is_anothers(word: str) -> bool:
    """Whether a word makes what follows another's: a preposition, a name that owns it; no "miners'" in "the miners' union"."""
    return _PREPOSITIONS.search(word) is not None and not (word[0].islower() and re.search(r"['’]s?$", word))


def _people_of(words: str) -> str | None:
    """ "Open Assembly Watch" of "the observers of Open Assembly Watch", "Open Assembly Watch's observers"."""
    if (found := _OF.match(words)) and found[1].lower() in _members() and is_name(found[2]):
        return found[2]
    whose = _WHOSE.match(words)
    return whose[1] if whose and whose[2].lower() in _members() and is_name(whose[1]) else None


@cache
def _bodies() -> frozenset[str]:
    """Nouns for bodies, before which a word with a capital is a name: "the union Altus"."""
    data = table("functions.toml")
    return frozenset(f"{data['kinds']['words']} {data['companies']['words']} {data['bodies']['words']}".split())


@cache
def _members() -> frozenset[str]:
    return frozenset(table("functions.toml")["members"]["words"].split())
