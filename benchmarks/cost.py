"""What extraction costs beside the parser alone: CPU seconds, stage by stage, and memory, in one run on the same text.

    python benchmarks/cost.py [--attribution model|rules] [--copies N] [PATH...]

The text is the corpus of this repository (or the given files), joined into documents of about 1,000 words, `--copies` times
over. Each stage is timed on the parses of all documents. Words are runs of non-blank characters. Both sides run on one thread.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from reportedly import place, quantity, timex
from reportedly.attribution import Rules
from reportedly.model import Document, Parse, make_id
from reportedly.pipeline import Extractor

DAY = date(2024, 1, 15)


def main() -> None:
    """Print one line a stage and the ratio that the project promises to hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "paths", nargs="*", type=Path, default=sorted((Path(__file__).parents[1] / "corpus/reports").glob("*.txt"))
    )
    parser.add_argument("--attribution", choices=("model", "rules"), default="model")
    parser.add_argument("--copies", type=int, default=1)
    options = parser.parse_args()
    documents = list(_documents([p.read_text("utf8") for p in options.paths])) * options.copies
    words = sum(len(d.text.split()) for d in documents)
    extractor = Extractor(attribution=options.attribution)
    extractor(documents[0])
    whole = _cpu(lambda: [extractor(d) for d in documents])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before the stages below keep all parses at once
    language = extractor.annotator.language
    parser_alone = _cpu(lambda: list(language.pipe(d.text for d in documents)))
    parses: list[Parse] = []
    parse = _cpu(lambda: parses.extend(map(extractor.annotator.parse, documents)))
    stages: dict[str, Callable[[Parse], Any]] = {
        "attribution": lambda p: extractor.attributions(Rules(p)),
        "quantity": quantity.quantities,
        "time": lambda p: timex.times(p, DAY),
        "place": place.places,
    }
    seconds = {name: _cpu(lambda stage=stage: [stage(p) for p in parses]) for name, stage in stages.items()}
    print(f"{len(documents)} documents, {words} words, attribution by {options.attribution}")
    for name, cost in {"parser alone": parser_alone, "parse": parse, **seconds, "all of extraction": whole}.items():
        print(f"{name:18s} {cost:7.2f} s  {words / cost:9,.0f} words/s  {cost / parser_alone:5.2f} of the parser alone")
    print(f"peak memory of extraction {peak:.0f} MB")


def _documents(texts: list[str]) -> Iterator[Document]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if sum(len(t.split()) for t in batch) >= 1000:
            yield _document("\n\n".join(batch))
            batch = []
    if batch:
        yield _document("\n\n".join(batch))


def _document(text: str) -> Document:
    return Document(id=make_id(text), name="benchmark", text=text, published=DAY)


def _cpu(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
