"""What the package exports, and how long it takes to say so."""

from __future__ import annotations

import subprocess
import sys

import pytest

import reportedly
from reportedly.errors import ReportedlyError, UsageError
from reportedly.pipeline import Extractor


@pytest.mark.parametrize("name", reportedly.__all__)
def test_every_exported_name_is_there(name: str) -> None:
    assert getattr(reportedly, name) is not None
    assert name in dir(reportedly)


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(AttributeError, match="extract"):
        _ = reportedly.nothing


def test_importing_loads_no_large_library() -> None:
    code = (
        "import sys, reportedly, reportedly.cli\n"
        "print([m for m in ('spacy', 'numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'jinja2') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_read_stays_a_function_after_its_modules_are_loaded() -> None:
    code = "import reportedly.read.text, reportedly\nfrom reportedly import read\nprint(callable(read))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_an_unknown_method_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"'guess'.*model or rules"):
        Extractor(attribution="guess")  # type: ignore[arg-type]


def test_all_errors_are_ours() -> None:
    tree = [ReportedlyError]
    for error in tree:
        tree.extend(error.__subclasses__())
    codes = [error.exit_code for error in tree if "exit_code" in vars(error)]
    assert len(set(codes)) == len(codes) > 1, "what gives no code of its own ends like what it is a case of"
