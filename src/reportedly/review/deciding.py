"""Decisions as they are made and told: one way to append one, to say that another came first, and to put one in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse, Response

from reportedly.decision import CLAIM_KINDS
from reportedly.ledger import ConflictError, Decision, DecisionKind
from reportedly.review.page import Answer, Asked

__all__ = ["DecisionView", "Difference", "Telling", "decide", "go", "local"]


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

    def about(self, *targets: str) -> tuple[DecisionView, ...]:
        """All decisions about one thing, or several, the last first."""
        return self.views(reversed(self._ledger.decisions(target=targets)))

    def views(self, decisions: Iterable[Decision]) -> tuple[DecisionView, ...]:
        """Decisions in words, in their order."""
        decisions = tuple(decisions)
        undone = self._ledger.undone(d.id for d in decisions)
        parts = {part for d in decisions for part in (*d.target.split(" "), d.value or "") if len(part) < 100}
        names = self._ledger.names(parts)
        return tuple(self._view(d, names, d.id not in undone) for d in decisions)

    def _view(self, d: Decision, names: Mapping[str, str], in_force: bool) -> DecisionView:
        of, href = self._of(d, names)
        return DecisionView(
            id=d.id,
            at=d.at,
            by=d.by,
            why=d.why,
            kind=d.kind,
            says=self._says(d, names),
            of=of,
            href=href,
            back=href or "/history",
            in_force=in_force,
        )

    def _says(self, d: Decision, names: Mapping[str, str]) -> str:
        """What was decided, in a few words."""
        value = d.value or ""
        match d.kind:
            case "accept" | "reject" | "add":
                return {"accept": "accepted", "reject": "rejected", "add": "added"}[d.kind]
            case "edit":
                return f"edited {', '.join(_fields_of(value)) or 'it'}"
            case "merge":
                return f"made one with {self._source(value)}"
            case "split":
                return f"not the same as {self._source(value)}"
            case "grade":
                return f"reliability {value}"
            case "confirm" | "refuse":
                done = "confirmed" if d.kind == "confirm" else "refused"
                return f"{done}: {value}" if value else done
            case "date":
                return f"published on {value}"
            case "reprint":
                return f"reprints {names.get(value, value)}" if value else "reprints no other report"
            case "undo":
                return f"undid decision {d.undoes}"
        return f"{d.kind}: {value}" if value else d.kind

    def _of(self, d: Decision, names: Mapping[str, str]) -> tuple[str, str | None]:
        """What a decision is about, in words, and the page of it where there is one now."""
        target = d.target
        if " " in target:
            left, _, right = target.partition(" ")
            return f"{names.get(left, left)} / {names.get(right, right)}", f"/claims/{_part(right)}" if right in names else None
        if target in names:
            return names[target], f"/{'documents' if d.document == target else 'claims'}/{_part(target)}"
        if self._laid and target in self._laid.by_id:
            return self._source(target), f"/sources/{_part(target)}"
        return _anchored(d.value) or target, None

    def _source(self, id: str) -> str:
        found = self._laid.by_id.get(id) if self._laid else None
        return found.name if found else id


def _part(id: str) -> str:
    return quote(id, safe="")


def _anchored(value: str | None) -> str | None:
    """The words that a decision about a claim was made on."""
    try:
        return str(json.loads(value or "")["anchor"]["exact"])
    except (ValueError, KeyError, TypeError):
        return None


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
                "yours": kind if kind in CLAIM_KINDS else f"{kind} {value or ''}",
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
    asked.room.laid.follow()
    return go(then, done=decision.id)


def go(path: str, **query: object) -> Response:
    """Send the browser on to another page with a GET."""
    given = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}{given}" if given else path, status_code=303)


def local(path: str | None) -> str | None:
    """`path` when it is one of ours, so that a form cannot send the browser elsewhere."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else None
