"""Make the annotated reports of corpus/ from the form in which they are written.

A report is written once, with its annotation inline, in corpus/authored/NNN-slug.txt, so that no offset is ever typed by
hand. From all of them this program makes corpus/reports/NNN-slug.txt (the plain text), NNN-slug.gold.jsonl (its rows) and
corpus/index.jsonl. It refuses whatever is not consistent: a row without content, a word outside the vocabularies of
`reportedly.model`, figures that do not stand in the words they are tied to, declared spans that are not in the text.

    python scripts/build_corpus.py            # write
    python scripts/build_corpus.py --check    # compare with what is there, write nothing

The form has a head of `key: value` lines (published, genre, split, phenomena, batch), the text, and the rows, divided by lines
of three tildes. In the text
`{label,label|words}` marks a span, and marks may nest. With N the number of a row the labels are

    N content (several pieces are one content)      sN source         cN cue             pN passage, when it is not the content
    wN xN yN zN mention of the first .. fourth hop   qN quantity      tN date or period  hN hedge      vN words on verification
    aN why the origin is not named

`wN` defaults to the source, and the source to the origin's mention. A hop that its row does not mark takes the nearest earlier
mention of the same party.
`@key type name` declares a party, `type*` an anonymous one. A row is `N chain; field; field`: the chain is `key:how > key:how`
from the origin outwards (the cue is the origin's `how` where none is given), `+` instead of `>` for a claimant beside the
one before, `-` for the outlet itself. The fields are the short words of `BASES`, `STANCES` and `VERIFICATIONS`, `neg` for
negative polarity, `k=d|m|i` for a kind that the quotation marks do not show, `q=INTERVAL/outcome/counted` (`200`, `200~`
approximate, `200..`, `..200`, `200..300`, `?` vague), `t=PERIOD/role` with the role's first letter, and `n=note`. Periods are
ISO days, `a..b` with open ends, or resolve against the day of publication by the rules of corpus/GUIDELINE.md: `Mon` the
latest Monday, `lMon` Monday of the week before, `wk` `lwk` this and the last week, `mo` `lmo` month, `yr` `lyr` year, `d-N`
N days ago.
"""

from __future__ import annotations

import json
import re
import sys
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reportedly.model import Basis, SourceType, Stance, Verification, words_of

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
BASES = {
    "eye": "eyewitness",
    "part": "participant",
    "off": "official statement",
    "intel": "intelligence",
    "doc": "document",
    "img": "image",
    "vid": "video",
    "aud": "audio",
    "icpt": "intercept",
    "test": "testimony",
    "ana": "analysis",
    "rec": "records",
    "rum": "rumour",
    "med": "media report",
    "un": "unspecified",
}
STANCES = {"den": "denies", "dbt": "doubts", "dec": "declines", "sil": "silent", "ord": "orders", "ask": "asks"}
VERIFICATIONS = {
    "v:ver": "verified",
    "v:niv": "not independently verified",
    "v:unc": "unconfirmed",
    "v:dis": "disputed",
    "v:ret": "retracted",
}
ROLES = {"s": "said", "e": "event", "a": "as-of"}
OUTCOMES = (
    "killed",
    "wounded",
    "killed or wounded",
    "casualties",
    "missing",
    "captured",
    "surrendered",
    "exchanged",
    "deployed",
    "displaced",
    "detained",
    "abducted",
    "infected",
    "hospitalised",
    "rescued",
    "released",
    "evacuated",
    "gathered",
    "destroyed",
)
"""What rows count. Other figures (prices, distances, hours) are left to the quantity stage and are no part of a row."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOP_LABELS = "wxyz"
WHOLE_CLAUSE = ("silent", "declines", "doubts")
"""Stances that lie in the cue: their passage is the clause with source and cue, not the content alone."""
UNKNOWN = {"name": "unknown", "type": "unspecified", "anonymous": True}
NO_RELATION = ("according", "for", "in the words", "as", "so ")
"""Cues that say whose words they are, but not how they were passed on."""
PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "him", "her", "them", "both", "neither"])

Spans = dict[str, list[tuple[int, int]]]
Row = dict[str, Any]


class BadReport(Exception):
    """A report that is not consistent; the message names the file, the row and what is wrong."""


def unmark(marked: str) -> tuple[str, Spans]:
    """The plain text and, for each label, its spans in the order of their ends."""
    out: list[str] = []
    length = 0
    open_marks: list[tuple[str, int]] = []
    spans: Spans = {}
    i = 0
    while i < len(marked):
        if marked[i] == "{":
            bar = marked.index("|", i)
            open_marks.append((marked[i + 1 : bar], length))
            i = bar + 1
            continue
        if marked[i] == "}":
            if not open_marks:
                raise BadReport(f"a mark is closed that was not opened: ...{marked[max(0, i - 40) : i + 1]!r}")
            labels, start = open_marks.pop()
            for label in labels.split(","):
                spans.setdefault(label, []).append((start, length))
        else:
            out.append(marked[i])
            length += 1
        i += 1
    if open_marks:
        raise BadReport(f"mark {open_marks[-1][0]!r} is not closed")
    for found in spans.values():
        found.sort()
    return "".join(out), spans


def period(words: str, published: date) -> tuple[str | None, str | None]:
    """First and last day of a period written as in the module's docstring, as ISO dates."""
    if ".." in words:
        first, last = words.split("..")
        return (period(first, published)[0] if first else None), (period(last, published)[1] if last else None)
    monday = published - timedelta(days=published.weekday())
    if words in DAYS:
        day = published - timedelta(days=(published.weekday() - DAYS.index(words)) % 7)
        return day.isoformat(), day.isoformat()
    if words[0] == "l" and words[1:] in DAYS:
        day = monday - timedelta(days=7 - DAYS.index(words[1:]))
        return day.isoformat(), day.isoformat()
    if words in ("wk", "lwk"):
        first_day = monday if words == "wk" else monday - timedelta(days=7)
        return first_day.isoformat(), (first_day + timedelta(days=6)).isoformat()
    if words in ("mo", "lmo"):
        any_day = published if words == "mo" else published.replace(day=1) - timedelta(days=1)
        return any_day.replace(day=1).isoformat(), any_day.replace(day=monthrange(any_day.year, any_day.month)[1]).isoformat()
    if words in ("yr", "lyr"):
        year = published.year - (words == "lyr")
        return f"{year}-01-01", f"{year}-12-31"
    if words.startswith("d-"):
        day = published - timedelta(days=int(words[2:]))
        return day.isoformat(), day.isoformat()
    date.fromisoformat(words)
    return words, words


def interval(words: str) -> tuple[float | None, float | None, bool]:
    """Low, high and whether the figure is approximate."""
    approximate = words.endswith("~")
    words = words.rstrip("~")
    if words == "?":
        return None, None, approximate
    low, dots, high = words.partition("..")
    if not dots:
        return number(low), number(low), approximate
    return (number(low) if low else None), (number(high) if high else None), approximate


def number(words: str) -> float:
    value = float(words)
    return int(value) if value.is_integer() else value


def kind_of(content: str) -> str:
    """Direct when the content is one quotation, mixed when there is a quotation mark in it, else indirect."""
    if content[0] in '“"«' and not re.search('[“”"«»]', content[1:-2]):
        return "direct"
    return "mixed" if re.search('[“”"«»]', content) else "indirect"


def read_chain(words: str) -> list[tuple[str, str | None, bool]]:
    """(party, how, joint) for each hop."""
    if words == "-":
        return []
    hops = []
    joint = False
    for part in re.split(r"\s([>+])\s", words):
        if part in (">", "+"):
            joint = part == "+"
            continue
        key, colon, how = part.partition(":")
        hops.append((key.strip(), how.strip() if colon else None, joint))
    return hops


def build(path: Path) -> tuple[dict[str, Any], str, list[Row]]:
    """The index entry, the text and the rows of one authored report."""
    try:
        head_part, marked, row_part = re.split(r"^~~~\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        head = dict(re.split(r":\s*", line, maxsplit=1) for line in head_part.splitlines() if line.strip())
        text, spans = unmark(marked.strip("\n") + "\n")
        published = date.fromisoformat(head["published"])
        parties: dict[str, dict[str, Any]] = {"u": UNKNOWN}
        lines = []
        for line in filter(str.strip, row_part.splitlines()):
            if line.startswith("@"):
                key, kind, name = line[1:].split(maxsplit=2)
                kind = kind.replace("_", " ")
                if kind.rstrip("*") not in words_of(SourceType):
                    raise BadReport(f"party {key}: no type {kind!r}")
                parties[key] = {"name": name, "type": kind.rstrip("*"), "anonymous": kind.endswith("*")}
            else:
                lines.append(line)
        rows = rows_of(text, spans, parties, lines, published)
    except BadReport as fault:
        raise BadReport(f"{path.name}: {fault}") from None
    except (ValueError, KeyError, IndexError) as fault:
        raise BadReport(f"{path.name}: {type(fault).__name__} {fault}") from fault
    entry = {
        "id": path.stem,
        "title": text.split("\n", 1)[0],
        "published": head["published"],
        "genre": head["genre"],
        "split": head.get("split", "train"),
        "batch": int(head.get("batch", "1")),
        "words": len(re.findall(r"\w+", text)),
        "rows": len(rows),
        "phenomena": sorted({*filter(None, re.split(r",\s*", head.get("phenomena", ""))), *phenomena(rows)}),
    }
    return entry, text, rows


def rows_of(text: str, spans: Spans, parties: dict[str, dict[str, Any]], lines: list[str], published: date) -> list[Row]:
    used = set()
    mentions: dict[str, list[tuple[int, int]]] = {}
    drafts = []
    for line in lines:
        first, *fields = [part.strip() for part in line.split(";")]
        n, chain_words = first.split(maxsplit=1)
        chain = read_chain(chain_words)
        labels = {role: f"{role}{n}" for role in "scpqthvawxyz"}
        used |= {n, *labels.values()}
        own = {role: spans.get(label, []) for role, label in labels.items()}
        content = spans.get(n)
        if not content:
            raise BadReport(f"row {n} has no content in the text")
        for i, (key, _, _) in enumerate(chain):
            if key not in parties:
                raise BadReport(f"row {n}: party {key!r} is not declared")
            marked = own[HOP_LABELS[i]] or (speaker(own) if i == 0 else [])
            if marked:
                mentions.setdefault(key, []).append(marked[0])
        drafts.append((n, chain, fields, own, content))
    stray = set(spans) - used
    if stray:
        raise BadReport(f"marks without a row: {sorted(stray)}")
    rows = [finish(text, parties, mentions, published, *draft) for draft in drafts]
    rows.sort(key=lambda row: (row["start"], row["end"]))
    for i, row in enumerate(rows, 1):
        row["row"] = i
    return rows


def speaker(own: Spans) -> list[tuple[int, int]]:
    """The row's source where it can stand for the origin: not where it is marked as a later hop."""
    later = {span for label in HOP_LABELS[1:] for span in own[label]}
    return [span for span in own["s"] if span not in later]


def finish(
    text: str,
    parties: dict[str, dict[str, Any]],
    mentions: dict[str, list[tuple[int, int]]],
    published: date,
    n: str,
    chain: list[tuple[str, str | None, bool]],
    fields: list[str],
    own: Spans,
    content: list[tuple[int, int]],
) -> Row:
    stance, polarity, basis, verification, note, kind = "asserts", "+", "unspecified", None, None, None
    figures: list[str] = []
    periods: list[str] = []
    for word in fields:
        if word in BASES:
            basis = BASES[word]
        elif word in STANCES:
            stance = STANCES[word]
        elif word in VERIFICATIONS:
            verification = VERIFICATIONS[word]
        elif word == "neg":
            polarity = "-"
        elif word[:2] == "q=":
            figures.append(word[2:])
        elif word[:2] == "t=":
            periods.append(word[2:])
        elif word[:2] == "n=":
            note = word[2:]
        elif word[:2] == "k=":
            kind = {"d": "direct", "m": "mixed", "i": "indirect"}[word[2:]]
        else:
            raise BadReport(f"row {n}: what is {word!r}?")
    if len(figures) != len(own["q"]) or len(periods) != len(own["t"]):
        raise BadReport(
            f"row {n}: {len(figures)} figures for {len(own['q'])} marks, {len(periods)} periods for {len(own['t'])} marks"
        )
    whole = own["p"] or ([*own["s"], *own["c"], *content] if stance in WHOLE_CLAUSE else content)
    start, end = min(s for s, _ in whole), max(e for _, e in whole)
    hops = []
    for i, (key, how, joint) in enumerate(chain):
        marked = own[HOP_LABELS[i]] or (speaker(own) if i == 0 else []) or (own["c"] if key == "u" else [])
        if not marked:
            marked = [m for m in sorted(mentions.get(key, [])) if m[0] < end][-1:] or sorted(mentions.get(key, []))[:1]
        if not marked:
            raise BadReport(f"row {n}: {key} is mentioned nowhere")
        s, e = marked[0]
        party = parties[key]
        cue = text[slice(*own["c"][0])] if i == 0 and own["c"] else None
        if how is None and cue and not cue.lower().startswith(NO_RELATION):
            how = cue
        hop = {"name": party["name"], "type": party["type"], "how": how, "anonymous": party["anonymous"]}
        hops.append({**hop, "mention": text[s:e], **({"joint": True} if joint else {}), "span": [s, e]})
    if not chain:
        kind = "unattributed"
    hedges = own["h"]
    row: Row = {
        "row": 0,
        "start": start,
        "end": end,
        "passage": text[start:end],
        "kind": kind or kind_of(text[content[0][0] : content[-1][1]]),
        "chain": hops,
        "stance": stance,
        "polarity": polarity,
        "basis": basis,
        "verification": verification,
        "hedge": " … ".join(text[s:e] for s, e in hedges) or None,
        "quantities": [quantity(n, text, span, words) for span, words in zip(own["q"], figures, strict=True)],
        "dates": [when(text, span, words, published) for span, words in zip(own["t"], periods, strict=True)],
        "note": note,
        "source": [list(span) for span in own["s"]] or [hop["span"] for hop in hops[:1] if hop["name"] != UNKNOWN["name"]],
        "cue": [list(span) for span in own["c"]],
        "content": [list(span) for span in content],
    }
    for name, words in (("hedge_span", hedges), ("verification_span", own["v"]), ("anonymity_span", own["a"])):
        if words:
            row[name] = [list(span) for span in words]
    check_row(n, text, row)
    return row


def quantity(n: str, text: str, span: tuple[int, int], words: str) -> dict[str, Any]:
    size, outcome, counted = words.split("/")
    low, high, approximate = interval(size)
    shown = text[span[0] : span[1]]
    for digits in re.findall(r"\d[\d,.]*\d|\d", shown):
        if float(digits.replace(",", "")) not in (low, high):
            raise BadReport(f"row {n}: {words!r} is not what {shown!r} says")
    if outcome not in OUTCOMES:
        raise BadReport(f"row {n}: no outcome {outcome!r}")
    return {
        "text": shown,
        "low": low,
        "high": high,
        "approximate": approximate,
        "counted": counted,
        "outcome": outcome,
        "span": list(span),
    }


def when(text: str, span: tuple[int, int], words: str, published: date) -> dict[str, Any]:
    days, role = words.rsplit("/", 1)
    earliest, latest = period(days, published)
    return {
        "text": text[span[0] : span[1]],
        "earliest": earliest,
        "latest": latest,
        "role": ROLES[role],
        "span": list(span),
    }


def check_row(n: str, text: str, row: Row) -> None:
    if row["stance"] not in words_of(Stance) or row["basis"] not in words_of(Basis):
        raise BadReport(f"row {n}: stance {row['stance']!r}, basis {row['basis']!r}")
    if row["verification"] is not None and row["verification"] not in words_of(Verification):
        raise BadReport(f"row {n}: verification {row['verification']!r}")
    marks = [*row["source"], *row["cue"], *row["content"], *(h["span"] for h in row["chain"]), [row["start"], row["end"]]]
    for s, e in marks:
        if not text[s:e] or text[s:e] != text[s:e].strip():
            raise BadReport(f"row {n}: empty span or white space at the end of {text[s:e]!r}")
    for cue in row["cue"]:
        if any(cue[0] < e and s < cue[1] for s, e in row["content"]) and row["kind"] != "unattributed":
            hop_words = [h["span"] for h in row["chain"]]
            if cue not in hop_words:
                raise BadReport(f"row {n}: cue and content overlap")


def phenomena(rows: list[Row]) -> set[str]:
    """What can be told from the rows alone; the rest stands in the head of the authored report."""
    found = set()
    for row in rows:
        chain = row["chain"]
        hops = sum(not h.get("joint") for h in chain)
        found |= {row["kind"]} if row["kind"] != "indirect" else set()
        found |= {row["stance"]} if row["stance"] != "asserts" else set()
        if row["basis"] in ("intercept", "image", "video", "audio", "testimony", "records", "rumour", "media report", "document"):
            found.add(f"basis {row['basis']}")
        for name, holds in (
            ("chain of two hops", hops == 2),
            ("chain of three or more hops", hops > 2),
            ("two claimants", len(chain) > hops),
            ("unknown hop", any(h["type"] == "unspecified" for h in chain)),
            ("anonymous source", any(h["anonymous"] and h["type"] != "unspecified" for h in chain)),
            ("pronoun source", any(h["mention"].lower() in PRONOUNS for h in chain)),
            ("hedge", row["hedge"] is not None),
            ("verification", row["verification"] is not None),
            ("anonymity reason", "anonymity_span" in row),
            ("figure", bool(row["quantities"])),
            ("relative date", any(not re.search(r"\d{4}", d["text"]) for d in row["dates"])),
        ):
            if holds:
                found.add(name)
    return found


def lines_of(objects: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


def all_files() -> dict[Path, str]:
    """Every file that this program makes, with what is in it."""
    files: dict[Path, str] = {}
    index = []
    faults = []
    for path in sorted((CORPUS / "authored").glob("*.txt")):
        try:
            entry, text, rows = build(path)
        except BadReport as fault:
            faults.append(str(fault))
            continue
        index.append(entry)
        files[CORPUS / "reports" / f"{path.stem}.txt"] = text
        files[CORPUS / "reports" / f"{path.stem}.gold.jsonl"] = lines_of(rows)
    if faults:
        raise BadReport("\n".join(faults))
    files[CORPUS / "index.jsonl"] = lines_of(index)
    return files


def main() -> int:
    try:
        files = all_files()
    except BadReport as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    if "--check" in sys.argv[1:]:
        stale = [p for p, words in files.items() if not p.is_file() or p.read_text(encoding="utf-8") != words]
        stale += [p for p in (CORPUS / "reports").iterdir() if p not in files]
        sys.stderr.write("".join(f"{p.relative_to(CORPUS)} is not what corpus/authored gives\n" for p in stale))
        return 1 if stale else 0
    (CORPUS / "reports").mkdir(parents=True, exist_ok=True)
    for path, words in files.items():
        path.write_text(words, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
