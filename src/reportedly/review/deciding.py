"""Decisions as they are made and told: one way to append one, to say that another came first, and to put one in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse, Response

from reportedly.ledger import ConflictError, Decision, DecisionKind
from reportedly.review.page import Answer, Asked

__all__ = ["DecisionView", "Difference", "Telling", "decide", "go"]

_OF_CLAIMS = ("accept", "reject", "edit", "add")
_OF_SOURCES = ("merge", "split", "type", "sensitivity", "grade")
_OF_PAIRS = ("confirm", "refuse")
_OF_DOCUMENTS = ("date", "reprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision in words. `of` says about what, `href` leads there, `back` is where its undoing leads."""

    id: int
    at: datetime
    by: str
    why: str | None
    kind: str
    says: str
    of: str
    href: str | None
    back: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that two people would have differently."""

    field: str
    now: str
    yours: str


class Telling:
    """Puts decisions in words, with the names that things have now."""

    def __init__(self, asked: Asked) -> None:
        self._ledger = asked.ledger
        self._laid = asked.room.laid.seen

    def about(self, target: str) -> tuple[DecisionView, ...]:
        """All decisions about one thing, the last first."""
        decisions = self._ledger.decisions(target=target)
        return tuple(self.views(sorted(decisions, key=lambda d: -d.id)))

    def views(self, decisions: Iterable[Decision]) -> Iterator[DecisionView]:
        """Decisions in words, in their order."""
        decisions = list(decisions)
        targets = {d.target for d in decisions}
        force = {d.id for target in targets for d in self._ledger.decisions(in_force=True, target=target)}
        undone = {d.undoes for target in targets for d in self._ledger.decisions(target=target) if d.undoes is not None}
        for d in decisions:
            of, href = self._of(d)
            yield DecisionView(
                id=d.id,
                at=d.at,
                by=d.by,
                why=d.why,
                kind=d.kind,
                says=self.says(d),
                of=of,
                href=href,
                back=href or "/history",
                in_force=d.id in force or (d.kind == "undo" and d.id not in undone),
            )

    def says(self, d: Decision) -> str:
        """What was decided, in a few words."""
        value = d.value or ""
        match d.kind:
            case "accept":
                return "accepted"
            case "reject":
                return "rejected"
            case "add":
                return "added"
            case "edit":
                return f"edited {', '.join(_fields_of(value)) or 'it'}"
            case "merge":
                return f"made one with {self._source(value)}"
            case "split":
                return f"not the same as {self._source(value)}"
            case "grade":
                return f"reliability {value}"
            case "confirm":
                return f"confirmed: {value}" if value else "confirmed"
            case "refuse":
                return f"refused: {value}" if value else "refused"
            case "date":
                return f"published on {value}"
            case "reprint":
                return f"reprints {self._document(value)}"
            case "undo":
                return f"undid decision {d.undoes}"
        return f"{d.kind}: {value}" if value else d.kind

    def _of(self, d: Decision) -> tuple[str, str | None]:
        """What a decision is about, in words, and the page of it."""
        target = d.target
        if " " in target:
            left, _, right = target.partition(" ")
            return f"{self._claim(left)} / {self._claim(right)}", f"/claims/{quote(right, safe='')}"
        if d.kind in _OF_SOURCES or (self._laid and target in self._laid.by_id):
            return self._source(target), f"/sources/{quote(target, safe='')}"
        if d.kind in _OF_DOCUMENTS:
            return self._document(target), f"/documents/{quote(target, safe='')}"
        if d.kind in _OF_CLAIMS or d.kind == "undo":
            return self._claim(target), f"/claims/{quote(target, safe='')}"
        return target, None

    def _source(self, id: str) -> str:
        found = self._laid.by_id.get(id) if self._laid else None
        return found.name if found else id

    def _document(self, id: str) -> str:
        try:
            return self._laid.folds.report(id) if self._laid else id
        except KeyError:
            return id

    def _claim(self, id: str) -> str:
        try:
            return self._laid.folds.claim(id).passage if self._laid else id
        except KeyError:
            return id


def _fields_of(value: str) -> list[str]:
    """The fields that an edit changed."""
    try:
        fields = json.loads(value).get("fields", {})
    except (ValueError, AttributeError):
        return []
    names = {"quantities": "figures", "content": "passage", "verification": "checked"}
    return [names.get(name, name) for name in fields if name not in ("evidence", "kind")]


def decide(
    asked: Asked,
    kind: DecisionKind,
    target: str,
    *,
    value: str | None = None,
    then: str,
    look: str,
    edits: str | None = None,
    unseen: bool = False,
    compare: Callable[[], tuple[str | None, tuple[Difference, ...]]] = lambda: (None, ()),
) -> Answer | Response:
    """Append a decision and go to `then`; or, when somebody else decided since the form was sent out, say so and keep the form.

    `look` is where the thing can be looked at again, `edits` where the form is shown again with what was typed. `unseen`:
    nothing was shown that another decision could have changed. `compare` gives the thing as it is now and the differences.
    """
    expects = None if unseen else asked.count("expects") or 0
    try:
        decision = asked.ledger.decide(kind, target, by=asked.who, why=asked.field("why"), value=value, expects=expects)
    except ConflictError as error:
        telling = Telling(asked)
        meanwhile = [view for view in telling.about(target) if view.id > (expects or 0)]
        now, differences = compare()
        return Answer(
            template="conflict.html",
            title="Somebody else decided meanwhile",
            status=409,
            data={
                "meanwhile": meanwhile,
                "now": now,
                "yours": {"accept": "accept", "reject": "reject", "edit": "edit", "add": "add"}.get(
                    kind, f"{kind} {value or ''}"
                ),
                "why": asked.field("why"),
                "differences": differences,
                "kept": tuple(
                    (k, v) for k, v in asked.form.multi_items() if isinstance(v, str) and k not in ("csrf_token", "expects")
                ),
                "expects": error.latest.id,
                "action": asked.here,
                "look": look,
                "edits": edits,
            },
        )
    return go(then, done=decision.id)


def go(path: str, **query: object) -> Response:
    """Send the browser on to another page with a GET."""
    given = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}{given}" if given else path, status_code=303)


def local(path: str | None) -> str | None:
    """`path` when it is one of ours, so that a form cannot send the browser elsewhere."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else None
