"""The article that a page describes in JSON-LD (schema.org NewsArticle and its kin), also inside an `@graph`."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

#: A page has a few hundred values; what is beyond this many is not looked at.
_MOST_VALUES = 20_000

_ARTICLE = re.compile(r"(?:\w*:)?(?:\w*Article|\w*Posting|Report|Article)")
_OPENING = re.compile(r"\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)")
_CLOSING = re.compile(r"(?:-->|(?://|/\*)?[ \t]?\]\]>(?:[ \t]?\*/)?)$")


@dataclass(frozen=True, slots=True)
class Party:
    """A person, organization or work that a node names, and the address that it gives for it; one of them may be missing."""

    name: str | None
    url: str | None = None


class Article:
    """The node of the article; references to other nodes (`{"@id": …}`) are followed."""

    def __init__(self, node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> None:
        self._node = node
        self._by_id = by_id

    def text(self, key: str) -> str | None:
        """The value of `key` where it is a string."""
        value = self._node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        return unescape(value) if isinstance(value, str) else None

    def parties(self, key: str) -> tuple[Party, ...]:
        """Who stands under `key`, given as a name, a node, a reference or a list of these. A work goes by its publisher."""
        value = self._node.get(key)
        parties = (self._party(item) for item in (value if isinstance(value, list) else [value])[:50])
        return tuple(party for party in parties if party)

    def _party(self, item: object) -> Party | None:
        if isinstance(item, str):
            return Party(None, item) if item.startswith(("http://", "https://")) else Party(unescape(item))
        if not isinstance(item, dict):
            return None
        reference = item.get("@id")
        if isinstance(reference, str) and "name" not in item:
            item = self._by_id.get(reference, item)
        if isinstance(item.get("publisher"), dict):
            address = item.get("url")
            item = {**item["publisher"], **({"url": address} if address else {})}
        name, url = item.get("name"), item.get("url")
        name = name[0] if isinstance(name, list) and name else name
        return Party(unescape(name) if isinstance(name, str) else None, url if isinstance(url, str) else None)


def article(scripts: Iterable[str]) -> Article | None:
    """The first article with a headline or a date that the contents of the page's JSON-LD scripts describe, or `None`.

    A script that is not JSON is passed over.
    """
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        try:
            whole = json.loads(_OPENING.sub("", _CLOSING.sub("", script.rstrip()), count=1), strict=False)
        except (ValueError, RecursionError):
            continue
        nodes += _nodes(whole)
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    for node in nodes:
        kinds = node.get("@type")
        if any(isinstance(k, str) and _ARTICLE.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds])) and (
            "headline" in node or "datePublished" in node
        ):
            return Article(node, by_id)
    return None


def _nodes(whole: object) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, outer ones first."""
    waiting = deque([whole])
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
