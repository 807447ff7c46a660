"""Provisional command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.callback()
def main() -> None:
    """Keep the ledger of who says what."""


@app.command()
def extract(paths: list[Path], published: str | None = None, format: Annotated[str, typer.Option()] = "jsonl") -> None:
    """Extract."""
    from reportedly.pipeline import extract_all
    from reportedly.read import read_many

    for path in paths:
        for _extraction in extract_all(read_many(path, date.fromisoformat(published) if published else None)):
            pass
