"""What the documentation promises of the JSON form."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from reportedly.json_form import from_json, schema, to_json
from reportedly.model import Extraction
from tests.builders import harbour

DOCS = Path(__file__).parent.parent / "docs"
REMEDY = (
    "write it anew: python -c 'import json; from reportedly.json_form import schema; print(json.dumps(schema(), indent=2))' "
    "> docs/extraction.schema.json"
)


def example() -> object:
    text = (DOCS / "extraction.md").read_text("utf-8")
    return json.loads(text.split("```json\n")[1].split("```")[0])


def test_the_schema_is_that_of_the_types() -> None:
    assert json.loads((DOCS / "extraction.schema.json").read_text("utf-8")) == schema(), REMEDY


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("made", harbour(), ids=lambda made: made.document.name)
def test_extractions_meet_it(made: Extraction) -> None:
    jsonschema.validate(to_json(made), schema())


def test_the_example_meets_it_and_is_an_extraction() -> None:
    jsonschema.validate(example(), schema())
    assert to_json(from_json(Extraction, example())) == example()
