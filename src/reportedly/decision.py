"""What people decide, and what follows from it: a pure fold over decisions that are appended and never changed.

A decision about a claim carries an anchor, so it holds for a later reading of the same document in which the claim has
another id: it goes to the claim whose words overlap most. One that fits nowhere is listed, never dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Literal, cast

from reportedly.anchor import Anchor, anchor_of, find
from reportedly.comparison import SYMMETRIC, Decided, Descent, Judgement, Regard, Relation, Ruling
from reportedly.errors import UsageError
from reportedly.json_form import from_json, to_json
from reportedly.model import Claim, Extraction, SourceType, Span, words_of

__all__ = [
    "CLAIM_KINDS",
    "FOLD_KINDS",
    "Decision",
    "DecisionKind",
    "Dispute",
    "Reviewed",
    "Status",
    "checked",
    "decided",
    "disputes",
    "in_force",
    "reviewed",
]

DecisionKind = Literal[
    "accept",
    "reject",
    "edit",
    "add",
    "merge",
    "split",
    "type",
    "sensitivity",
    "grade",
    "confirm",
    "refuse",
    "date",
    "reprint",
    "redact",
    "undo",
]
Status = Literal["suggested", "accepted", "rejected", "edited", "added"]

#: Decisions about a claim. The others are about a source, a relation ("left right"), or a document.
CLAIM_KINDS: tuple[DecisionKind, ...] = ("accept", "reject", "edit", "add")
#: Decisions that the folds over all documents follow; those about a claim or a day are in the readings already.
FOLD_KINDS: tuple[DecisionKind, ...] = ("merge", "split", "type", "grade", "confirm", "refuse", "reprint")
#: Kinds that answer one and the same question about a thing.
_MATTERS: Mapping[str, tuple[DecisionKind, ...]] = {"verdict": CLAIM_KINDS, "relation": ("confirm", "refuse")}
#: The words that kinds of decisions take as their value.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "sensitivity": ("captive", "defector", "wounded", "medic", "minor", "anonymous", "none"),
    "type": words_of(SourceType),
    "grade": ("A", "B", "C", "D", "E", "F"),
    "confirm": words_of(Relation),
    "refuse": words_of(Relation),
}
#: The fields of a claim that an edit may change.
_EDITABLE = frozenset(one.name for one in fields(Claim)) - {"id", "document", "confidence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision about `target` (the id of a claim, a source or a document; "left right" for a relation of claims).

    `at` is in UTC; `by` and `why` are as the person gave them; `value` is what the kind needs (the other source of a merge,
    the JSON of an edit with its anchor). An undo points to the decision that it undoes, and can itself be undone.
    """

    id: int
    at: datetime
    by: str
    why: str | None
    kind: DecisionKind
    target: str
    value: str | None = None
    undoes: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A `reading` with the decisions about it. `claims` has all, in the order of the text; `extraction` leaves the rejected out.

    `status` and `by` (who decided last) by the id of a claim; without an entry a claim is a suggestion. `unfitting`: decisions
    whose words are not in the reading any more. `reprint_of`: the id of the document that this one reprints, "" for none, by a
    person; `None` where nobody decided.
    """

    reading: Extraction
    extraction: Extraction
    claims: tuple[Claim, ...]
    status: Mapping[str, Status] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    unfitting: tuple[Decision, ...] = ()
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One thing on which reviewers disagree: the last decision in force of each, by name."""

    target: str
    decisions: tuple[Decision, ...]


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that no decision in force undoes. An undo comes after what it undoes, so one pass from the end does."""
    undone: set[int] = set()
    kept: list[Decision] = []
    for decision in reversed(tuple(decisions)):
        if decision.id not in undone:
            kept.append(decision)
            if decision.undoes is not None:
                undone.add(decision.undoes)
    return tuple(reversed(kept))


def reviewed(extraction: Extraction, decisions: Iterable[Decision]) -> Reviewed:
    """The reading with those of the `decisions`, all of them in force, that are about it or its claims; in their order."""
    claims = {claim.id: claim for claim in extraction.claims}
    document = extraction.document
    status: dict[str, Status] = {}
    by: dict[str, str] = {}
    unfitting: list[Decision] = []
    reprint: str | None = None
    for decision in decisions:
        if decision.kind == "date":
            day = date.fromisoformat(decision.value) if decision.value else None
            document = replace(document, published=day, published_from=f"a decision by {decision.by}" if day else None)
        elif decision.kind == "reprint":
            reprint = decision.value or ""
        elif decision.kind == "add":
            if added := _added(decision, extraction):
                claims[added.id], status[added.id], by[added.id] = added, "added", decision.by
            else:
                unfitting.append(decision)
        elif decision.kind in CLAIM_KINDS:
            claim = _meant(decision, claims, document.text)
            changed = _changed(claim, decision, document.text) if claim and decision.kind == "edit" else claim
            if claim is None or changed is None:
                unfitting.append(decision)
                continue
            claims[claim.id], by[claim.id] = changed, decision.by
            status[claim.id] = _status(decision.kind, status.get(claim.id))
    if document is extraction.document and not status:
        made, ordered = extraction, extraction.claims
    else:
        ordered = tuple(sorted(claims.values(), key=lambda c: (min(c.content or c.cue), c.id)))
        standing = tuple(claim for claim in ordered if status.get(claim.id) != "rejected")
        made = replace(extraction, document=document, claims=standing)
    return Reviewed(
        reading=extraction,
        extraction=made,
        claims=ordered,
        status=status,
        by=by,
        unfitting=tuple(unfitting),
        reprint_of=reprint,
    )


def decided(decisions: Iterable[Decision]) -> Decided:
    """What the folds follow of the `decisions`, all of them in force and in their order.

    Of several about one relation of two claims, about what one document reprints, or about the type or the grade of one source
    the last holds. A type or a grade without a value takes back the one before.
    """
    judgements: list[Judgement] = []
    rulings: dict[tuple[str, str, str | None], Ruling] = {}
    descents: dict[str, Descent] = {}
    regards: dict[tuple[str, str], Regard] = {}
    for decision in decisions:
        said: dict[str, Any] = {"by": decision.by, "why": decision.why, "decision": decision.id}
        match decision.kind:
            case "merge" | "split" if decision.value:
                judgements.append(_judgement(decision, decision.value))
            case "confirm" | "refuse" if decision.target.count(" ") == 1:
                left, right = decision.target.split(" ")
                relation = cast(Relation | None, decision.value or None)
                if relation is None:
                    rulings = {key: ruling for key, ruling in rulings.items() if {*key[:2]} != {left, right}}
                one, other = sorted((left, right)) if relation in SYMMETRIC else (left, right)
                rulings.pop((one, other, relation), None)
                rulings[one, other, relation] = Ruling(
                    left=left, right=right, relation=relation, holds=decision.kind == "confirm", **said
                )
            case "reprint":
                descents[decision.target] = Descent(document=decision.target, of=decision.value or None, **said)
            case "type" | "grade":
                regards.pop((decision.target, decision.kind), None)
                if decision.value:
                    regard = Regard(source=decision.target, kind=decision.kind, value=decision.value, **said)
                    regards[decision.target, decision.kind] = regard
    return Decided(
        judgements=tuple(judgements),
        rulings=tuple(rulings.values()),
        descents=tuple(descents.values()),
        regards=tuple(regards.values()),
    )


def _judgement(decision: Decision, other: str) -> Judgement:
    left, right = sorted((decision.target, other))
    return Judgement(
        left=left,
        right=right,
        verdict="same" if decision.kind == "merge" else "different",
        score=None,
        reasons=(decision.why,) if decision.why else (),
        by=decision.by,
        decision=decision.id,
    )


def _status(kind: DecisionKind, before: Status | None) -> Status:
    if kind == "accept":
        return before if before in ("edited", "added") else "accepted"
    return "rejected" if kind == "reject" else "added" if before == "added" else "edited"


def disputes(decisions: Iterable[Decision]) -> tuple[Dispute, ...]:
    """Where the last decisions of several people about one thing are not the same, by target. `decisions`: those in force.

    Whoever had not decided about it before the disagreement and decides then adjudicates: the matter is closed until one of the
    others decides again.
    """
    last: dict[tuple[str, str], dict[str, Decision]] = {}
    for decision in decisions:
        if decision.kind not in ("undo", "add", "merge", "split", "redact"):
            matter = next((name for name, kinds in _MATTERS.items() if decision.kind in kinds), decision.kind)
            by = last.setdefault((decision.target, matter), {})
            if decision.by not in by and _differ(by.values()):
                by.clear()
            by[decision.by] = decision
    return tuple(
        Dispute(target=target, decisions=tuple(by[name] for name in sorted(by)))
        for (target, _), by in sorted(last.items())
        if _differ(by.values())
    )


def _differ(decisions: Iterable[Decision]) -> bool:
    return len({(d.kind, _said(d)) for d in decisions}) > 1


def _said(decision: Decision) -> str:
    """What a decision says, without where the words stand."""
    if decision.kind in CLAIM_KINDS:
        return json.dumps(_value(decision).get("fields"), sort_keys=True)
    return decision.value or ""


def checked(kind: str, target: str, value: str | None, claim: Claim | None, document: str | None, text: str) -> str | None:
    """`value` as it is kept: for a claim with the anchor of its words. Raises UsageError for one that makes no sense.

    `claim`: the one that `target` names, if it is in the present reading; `document` and `text`: its document's.
    """
    if kind == "undo" or kind not in words_of(DecisionKind):
        kinds = [word for word in words_of(DecisionKind) if word != "undo"]
        raise UsageError(f"{kind!r} is no kind of decision; it is one of: {', '.join(kinds)}")
    if kind in CLAIM_KINDS:
        return _checked_claim(kind, target, value, claim, document, text)
    if kind == "date" and value:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{value!r} is no day of publication; write it as 2024-12-28") from None
    if value and value not in (words := _WORDS.get(kind, (value,))):
        raise UsageError(f"{kind} {value!r}: it is one of: {', '.join(words)}")
    if kind in ("confirm", "refuse") and target.count(" ") != 1:
        raise UsageError(f"{kind} of {target!r}: name the two claims by their ids with a space between")
    if kind == "reprint" and value == target:
        raise UsageError("a report does not reprint itself; name another")
    if kind in ("merge", "split", "sensitivity") and not value:
        raise UsageError(f"{kind} of {target!r}: say with what, or as what")
    return value


def _checked_claim(kind: str, target: str, value: str | None, claim: Claim | None, document: str | None, text: str) -> str | None:
    try:
        given = json.loads(value) if value else {}
    except ValueError:
        raise UsageError(f"{kind} of {target}: the value is no JSON: {value!r}") from None
    if not isinstance(given, dict):
        raise UsageError(f"{kind} of {target}: the value must be an object with 'fields', not {value!r}")
    changed = given.get("fields", {})
    if kind == "edit":
        if not changed:
            raise UsageError(f"edit of {target}: no field is changed; accept it instead")
        if unknown := sorted(set(changed) - _EDITABLE):
            raise UsageError(
                f"edit of {target}: {', '.join(unknown)} cannot be edited; what can is {', '.join(sorted(_EDITABLE))}"
            )
    if kind == "add":
        if document is None:
            raise UsageError(f"add of {target}: name its document as 'document' in the value")
        made = _made({**changed, "id": target, "document": document}, text, f"add of {target}")
        return json.dumps({"document": document, "anchor": _anchored(made, text), "fields": changed})
    if claim is not None:
        if kind == "edit":
            _made({**to_json(claim), **changed}, text, f"edit of {target}")
        given.setdefault("anchor", _anchored(claim, text))
    return json.dumps(given) if given else None


def _anchored(claim: Claim, text: str) -> dict[str, Any]:
    span = min(claim.content or claim.cue)
    return asdict(anchor_of(claim.document, text, span))


def _made(data: dict[str, Any], text: str, what: str) -> Claim:
    try:
        made = from_json(Claim, data, text)
        if not made.content:
            raise ValueError("it has no words")
        return made
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{what}: the fields make no claim ({error}); see docs/extraction.md for their form") from error


def _value(decision: Decision) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(decision.value)) if decision.value else {}


def _anchor(decision: Decision) -> Anchor | None:
    found = _value(decision).get("anchor")
    return Anchor(**found) if found else None


def _meant(decision: Decision, claims: Mapping[str, Claim], text: str) -> Claim | None:
    """The claim that a decision is about: of its id, else the one whose words overlap most with those it was made on."""
    if decision.target in claims:
        return claims[decision.target]
    anchor = _anchor(decision)
    span = find(anchor, text) if anchor else None
    if span is None:
        return None
    best = max(claims.values(), key=lambda c: (_overlap(c.content, span), c.id), default=None)
    return best if best and _overlap(best.content, span) >= 0.5 else None


def _overlap(content: Sequence[Span], span: Span) -> float:
    """The share of code points in both, of those in either (Jaccard)."""
    both = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in content)
    either = sum(s.end - s.start for s in content) + span.end - span.start - both
    return both / either


def _added(decision: Decision, extraction: Extraction) -> Claim | None:
    value = _value(decision)
    anchor = _anchor(decision)
    span = find(anchor, extraction.document.text) if anchor else None
    if anchor is None or span is None or span.start != anchor.start:
        return None
    data = {**value["fields"], "id": decision.target, "document": extraction.document.id}
    return from_json(Claim, data, extraction.document.text)


def _changed(claim: Claim, decision: Decision, text: str) -> Claim | None:
    """The claim with the fields of an edit; `None` when they do not fit it."""
    try:
        return from_json(Claim, {**to_json(claim), **_value(decision)["fields"]}, text)
    except (KeyError, TypeError, ValueError):
        return None
