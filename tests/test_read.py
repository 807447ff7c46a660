"""The public face of `reportedly.read`: paths, folders, standard input, and what is said when something cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from reportedly.errors import InputError
from reportedly.model import Document, Problem, make_id
from reportedly.read import Source, read, read_all, readers

TEXT = "The ministry said on Monday that forty soldiers had been wounded.\n"


def codes(document: Document) -> set[str]:
    return {problem.code for problem in document.problems}


def test_a_text_file(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    document = read(file)
    assert document.text == TEXT
    assert document.id == make_id("document", TEXT.encode())
    assert (document.name, document.format, document.path) == ("report.txt", "text", str(file))
    assert codes(document) == {"no-date"}
    assert document.problems[0].document == document.id


def test_a_given_date_counts_where_the_document_has_none(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    document = read(file, published=date(2024, 12, 23))
    assert (document.published, document.published_from) == (date(2024, 12, 23), "given")
    assert codes(document) == set()


def test_a_date_of_its_own_wins(tmp_path: Path) -> None:
    file = tmp_path / "report.jsonl"
    file.write_text('{"id": "a", "text": "One.", "published": "2024-12-20"}')
    document = read(file, published=date(2024, 12, 23))
    assert (document.published, document.published_from) == (date(2024, 12, 20), "jsonl")
    assert codes(document) == {"date-differs"}


def test_folders_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden.txt", ".git/d.txt", "reportedly.db"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    found = list(read_all([tmp_path]))
    assert [item.name for item in found if isinstance(item, Document)] == ["a.txt", "b.txt", "c.txt"]
    skipped = [item for item in found if isinstance(item, Problem)]
    assert [(p.code, p.severity, p.where) for p in skipped] == [("skipped", "info", str(tmp_path / "reportedly.db"))]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (problem,) = read_all([tmp_path])
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == ("no-document", str(tmp_path))


def test_one_bad_file_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 and then nothing of the kind")
    (tmp_path / "c.txt").write_text(TEXT)
    found = list(read_all([tmp_path, tmp_path / "gone.txt"]))
    assert [type(item).__name__ for item in found] == ["Document", "Problem", "Document", "Problem"]
    for item, name in ((found[1], "b.pdf"), (found[3], "gone.txt")):
        assert isinstance(item, Problem)
        assert (item.code, item.severity, item.where) == ("unreadable", "error", str(tmp_path / name))


def test_a_reader_that_fails_loses_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        suffixes = (".html",)

        def sniff(self, head: bytes) -> bool:
            return False

        def read(self, source: Source) -> Iterator[Document | Problem]:
            raise RuntimeError("no such luck")

    monkeypatch.setitem(readers(), "html", Broken())
    (tmp_path / "a.html").write_text("<html></html>")
    (tmp_path / "b.txt").write_text(TEXT)
    problem, document = read_all([tmp_path])
    assert isinstance(problem, Problem)
    assert "no such luck" in problem.message
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (TEXT.encode(), "text"),
        (b'{"text": "One."}\n', "jsonl"),
        (b"<!-- saved --><!DOCTYPE html><p>One.", "html"),
        (b"\xef\xbb\xbf<html><p>One.", "html"),
    ],
)
def test_standard_input_is_told_by_its_beginning(data: bytes, format: str) -> None:
    (document,) = read_all(["-"], stdin=BytesIO(data))
    assert isinstance(document, Document)
    assert (document.format, document.path) == (format, None)


def test_the_beginning_decides_where_the_suffix_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "page.php").write_text("<html><body><p>One.</p></body></html>")
    assert read(tmp_path / "page.php").format == "html"
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    with pytest.raises(InputError, match=r"picture\.jpg: of a format that is not read; give one of \.htm"):
        read(tmp_path / "picture.jpg")


def test_nothing_is_fetched() -> None:
    with pytest.raises(InputError, match=r"https://example\.org/a: addresses are not fetched"):
        read("https://example.org/a")
    (problem,) = read_all(["https://example.org/a"])
    assert isinstance(problem, Problem)
    assert problem.severity == "error"


def test_read_wants_exactly_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: there is no such file"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="is a folder; use read_all"):
        read(tmp_path)
    file = tmp_path / "two.jsonl"
    file.write_text('{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(InputError, match="holds several documents; use read_all"):
        read(file)
    file.write_text("\n")
    with pytest.raises(InputError, match="holds no document"):
        read(file)
    file.write_text('{"text": 1}\n')
    with pytest.raises(InputError, match=r"two\.jsonl:1: the line is not an object"):
        read(file)


def test_bad_lines_stay_with_the_one_document(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('{"text": "One.", "published": "2024-12-20"}\nnot json\n')
    document = read(file)
    assert [(p.code, p.where) for p in document.problems] == [("bad-line", f"{file}:2")]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    assert read(file) == read(file)
