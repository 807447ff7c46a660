"""Score the claims that are read from the corpus against its hand-coded ledger.

    python -m tests.eval.claims_on_corpus [--split train|test] [--attribution model|rules] [--floor FILE] [--show FIELD]

Rows are matched one to one by the Jaccard coefficient of the words of their content, best first, from 0.5 up. Over matched
rows: the share in which a field agrees; quantities and times as F1 over (low, high, approximate, outcome), of the outcomes that
the corpus codes, and (earliest, latest). `whole`: gold rows matched with origin, stance, basis, verification, quantities and
times all right, over all gold rows. A hop agrees when a content word of its name or mention does. With `--floor` the run fails
when a measure is more than half a point below what the file holds.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

from scripts.build_corpus import OUTCOMES

from reportedly.json_form import to_json
from reportedly.model import Document, make_id
from reportedly.pipeline import Extractor, Method

CORPUS = Path(__file__).parents[2] / "corpus"
EQUAL = ("kind", "stance", "polarity", "basis", "verification")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "her",
        "his",
        "in",
        "its",
        "near",
        "of",
        "on",
        "one",
        "or",
        "s",
        "some",
        "that",
        "the",
        "their",
        "to",
        "which",
        "who",
        "with",
    ]
)

#: What the program tells apart and the corpus does not (`corpus/GUIDELINE.md`, Figures).
CODED_AS = {"buried": "killed", "executed": "killed", "identified": "killed"}

Row = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Print the measures; 1 when one has sunk below the floor."""
    options = _options().parse_args(arguments)
    counts: Counter[str] = Counter()
    extractor = Extractor(attribution=options.attribution)
    for report in _reports(options.split):
        text = (CORPUS / "reports" / f"{report['id']}.txt").read_text("utf8")
        gold = [json.loads(line) for line in (CORPUS / "reports" / f"{report['id']}.gold.jsonl").read_text("utf8").splitlines()]
        day = date.fromisoformat(report["published"]) if report.get("published") else None
        title = text.split("\n", 1)[0]
        document = Document(id=make_id(text), name=report["id"], text=text, title=title, published=day)
        _count(counts, text, gold, to_json(extractor(document))["claims"], options.show)
    figures = _figures(counts)
    print(json.dumps({"split": options.split, "attribution": options.attribution, "rows_gold": counts["gold"], **figures}))
    if options.floor:
        floor = json.loads(Path(options.floor).read_text("utf8"))[f"{options.split} {options.attribution}"]
        sunk = {k: (figures[k], v) for k, v in floor.items() if figures[k] < v - 0.5}
        for name, (now, then) in sunk.items():
            print(f"{name} has sunk from {then} to {now}", file=sys.stderr)
        return int(bool(sunk))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "test"), default="test")
    parser.add_argument("--attribution", choices=get_args(Method), default="model")
    parser.add_argument("--floor")
    parser.add_argument("--show", help="print the matched rows in which this field is wrong")
    return parser


def _reports(split: str) -> Iterator[Row]:
    for line in (CORPUS / "index.jsonl").read_text("utf8").splitlines():
        report: Row = json.loads(line)
        if report["split"] == split:
            yield report


def _count(counts: Counter[str], text: str, gold: list[Row], claims: list[Row], show: str | None) -> None:
    match = _matched(
        [_span_words(text, [[g["start"], g["end"]]]) for g in gold], [_span_words(text, c["content"]) for c in claims]
    )
    counts.update(gold=len(gold), read=len(claims), matched=len(match))
    for i, j in match.items():
        wanted, found = gold[i], claims[j]
        a, b = wanted["chain"], found["chain"]
        right = {field: wanted.get(field) == found[field] for field in EQUAL}
        right["hedge"] = bool(wanted.get("hedge")) == bool(found["hedge"])
        right["origin"] = (not a and not b) or bool(a and b and _hop(text, a[0]) & _hop(text, b[0]))
        right["chain"] = len(a) == len(b) and all(_hop(text, x) & _hop(text, y) for x, y in zip(a, b, strict=True))
        if a:
            right["anonymous"] = bool(b) and bool(a[0]["anonymous"]) == b[0]["anonymous"]
        whole = all(right[k] for k in ("origin", "stance", "basis", "verification"))
        for name, wanted_values, found_values in (
            ("quantities", _quantities(wanted["quantities"]), _quantities(found["quantities"])),
            ("times", _days(wanted["dates"]), _days(found["times"])),
        ):
            common = sum((wanted_values & found_values).values())
            counts.update({f"{name} common": common, f"{name} gold": wanted_values.total(), f"{name} read": found_values.total()})
            right[name] = common == wanted_values.total()
            whole = whole and right[name]
        counts["whole"] += whole
        for name, ok in right.items():
            counts.update({f"{name} right": ok, f"{name} asked": 1})
        if show in right and not right[show]:
            print(f"{wanted['passage'][:90]!r}: {wanted.get(show)!r} / {found.get(show)!r}")


def _matched(gold: list[set[tuple[int, int]]], claims: list[set[tuple[int, int]]]) -> dict[int, int]:
    pairs = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(gold) for j, b in enumerate(claims) if a & b), reverse=True
    )
    match: dict[int, int] = {}
    for score, i, j in pairs:
        if score >= 0.5 and i not in match and j not in match.values():
            match[i] = j
    return match


def _figures(c: Counter[str]) -> dict[str, float]:
    def share(part: int, whole: int) -> float:
        return round(100 * part / max(1, whole), 1)

    fields = (*EQUAL, "hedge", "origin", "chain", "anonymous")
    return {
        "rows_precision": share(c["matched"], c["read"]),
        "rows_recall": share(c["matched"], c["gold"]),
        "rows": share(2 * c["matched"], c["read"] + c["gold"]),
        **{f: share(c[f"{f} right"], c[f"{f} asked"]) for f in fields},
        **{f: share(2 * c[f"{f} common"], c[f"{f} gold"] + c[f"{f} read"]) for f in ("quantities", "times")},
        "whole": share(c["whole"], c["gold"]),
    }


def _span_words(text: str, spans: Iterable[list[int]]) -> set[tuple[int, int]]:
    return {(s + m.start(), s + m.end()) for s, e in spans for m in re.finditer(r"\w+", text[s:e])}


def _hop(text: str, hop: Row) -> set[str]:
    mention = hop.get("mention")
    words = text[mention[0] : mention[1]] if isinstance(mention, list) else mention or ""
    return {w for w in re.findall(r"\w+", f"{hop['name']} {words}".lower()) if w not in _EMPTY}


def _quantities(found: Iterable[Row]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (q["low"], q["high"], q["approximate"], outcome)
        for q in found
        if (outcome := CODED_AS.get(q["outcome"], q["outcome"])) in OUTCOMES and (q["low"] is not None or q["high"] is not None)
    )


def _days(found: Iterable[Row]) -> Counter[tuple[Any, ...]]:
    return Counter((t["earliest"], t["latest"]) for t in found if t["earliest"] or t["latest"])


if __name__ == "__main__":
    sys.exit(main())
