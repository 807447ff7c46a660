"""Texts that no grammar likes, at one, two and four times a length: extraction must not fail, and time must stay linear.

    python benchmarks/ugly.py [--attribution model|rules] [--length CODE_POINTS]

Prints seconds for each text and length; ends with 1 when four times the length costs more than six times the time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from reportedly.model import Document, make_id
from reportedly.pipeline import Extractor

SENTENCE = "The harbour master said on Monday that about 40 sailors were missing, citing a radio call from the trawler. "
TEXTS: dict[str, Callable[[int], str]] = {
    "plain": lambda n: "\n\n".join([SENTENCE * 5] * (n // (5 * len(SENTENCE)))),
    "one paragraph": lambda n: SENTENCE * (n // len(SENTENCE)),
    "no punctuation": lambda n: SENTENCE.replace(",", "").replace(".", "") * (n // len(SENTENCE)),
    "all capitals": lambda n: "\n\n".join([SENTENCE.upper() * 5] * (n // (5 * len(SENTENCE)))),
    "unpaired marks": lambda n: "\n\n".join(["“" + SENTENCE * 4] * (n // (4 * len(SENTENCE)))),
    "quotations": lambda n: "“It fell,” he said. “No.” " * (n // 26),
    "numbers": lambda n: "12 of 1,000 to 2,000 or 3.5 " * (n // 28),
    "dates": lambda n: "Monday, May 5, 2024 between Jan. 6 and 11 " * (n // 42),
    "capitals": lambda n: "Paris London York Kyiv Goma " * (n // 28),
    "one word": lambda n: "a" * n,
    "marks": lambda n: "\"'“”‘’«»(" * (n // 9),
}


def main() -> int:
    """Print a table; 1 when a text grows faster than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attribution", choices=("model", "rules"), default="model")
    parser.add_argument("--length", type=int, default=25_000)
    options = parser.parse_args()
    extractor = Extractor(attribution=options.attribution)
    extractor(_document(SENTENCE))
    slow = 0
    for name, make in TEXTS.items():
        seconds = []
        for times in (1, 2, 4):
            document = _document(make(times * options.length))
            began = time.process_time()
            extractor(document)
            seconds.append(time.process_time() - began)
        growth = seconds[2] / max(seconds[0], 0.05)
        slow += growth > 6
        print(f"{name:16s}", *(f"{s:7.2f}" for s in seconds), f"s   four times the length: {growth:.1f} times the time")
    return int(slow > 0)


def _document(text: str) -> Document:
    return Document(id=make_id(text), name="ugly", text=text)


if __name__ == "__main__":
    sys.exit(main())
