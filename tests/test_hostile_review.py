"""Documents made to run, to hang or to break a page, all the way: read, extracted, kept, shown as a dossier and for review.

`test_read_hostile` has what the readers alone must stand. Here every page that shows such a document is parsed: nothing in it
may have become an element, an attribute or an address of the page. Bounds are generous, for slow machines; what is not linear in
these sizes takes minutes.
"""

from __future__ import annotations

import json
import re
import signal
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.model import Document, Extraction
from reportedly.pipeline import Extractor
from reportedly.read import read_all
from reportedly.report.dossier import dossier
from tests.builders import harbour
from tests.test_read_formats import pdf

SECONDS = 60

#: Breaks out of text, of an attribute, of a comment, of a script and of a style; turns the direction; opens a template.
SCRIPT = (
    "</title></textarea></style></script>--><x-hostile hostile=1><script>alert(1)</script>\"' hostile=1 onfocus=alert(2) x=\"'>"
    "<img src=x onerror=alert(3)><svg/onload=alert(4)><a href=javascript:alert(5)>a</a><base href=//hostile.example>"
    "\u202egnp.exe\u2066\u2069\u2069 hostile{{7*7}}{% raw %}"
)
ADDRESSES = (
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
)
CLAIM = "The ministry said on Monday that at least 40 people had been killed in the shelling of the town. "
LONG = 10_000_000


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    made = Extractor()
    made(harbour()[0].document)  # what is loaded once is not counted
    return made


@contextmanager
def limited(seconds: int = SECONDS) -> Iterator[None]:
    """Raise TimeoutError when what is done takes longer."""

    def late(*_: object) -> None:
        raise TimeoutError(f"still at it after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Page(HTMLParser):
    """A page as a browser would take it apart; `faults` are what a document must not have been able to do."""

    LOADING = ("href", "src", "action", "formaction", "xlink:href", "poster", "hx-get", "hx-post", "data", "cite", "background")
    NEVER = ("x-hostile", "img", "iframe", "object", "embed", "base", "math", "frame")
    VOID = ("meta", "link", "input", "br", "hr", "wbr", "col", "img", "base")
    ENDS_BY_ITSELF = ("p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "html", "body", "head")

    def __init__(self, html: str, scripts: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.words = ""
        self._scripts = scripts
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"open at the end: {self._open}")
        if not html.rstrip().endswith("</html>"):
            self.faults.append("the page has no end")
        self.faults += [
            f"U+{ord(c):04X} in the page" for c in set(re.findall("[\x00-\x08\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html))
        ]
        if "hostile49" in html:
            self.faults.append("a template in the document was run")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag in self.NEVER or "hostile" in names or "srcdoc" in names or any(name.startswith("on") for name in names):
            self.faults.append(f"<{tag} {names}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
            if name in self.LOADING and scheme and scheme[0] not in ("http:", "https:") and address != "data:,":
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name in ("src", "hx-get", "hx-post", "action") and (scheme or address.startswith("//")):
                self.faults.append(f"<{tag} {name}={value!r}> leads elsewhere")
        if tag not in self.VOID and tag not in self.ENDS_BY_ITSELF:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open[-1:] == [tag]:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID or tag in self.ENDS_BY_ITSELF:
            return
        if self._open[-1:] == [tag]:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["script"]:
            if data.strip() and data.strip() not in self._scripts:
                self.faults.append(f"a script that is not ours: {data[:80]!r}")
        elif self._open[-1:] != ["style"]:
            self.words += data if len(self.words) < 1_000_000 else ""


def own_scripts() -> tuple[str, ...]:
    """The scripts that a dossier ships, as one of harmless documents has them."""
    return tuple(found.strip() for found in re.findall(r"<script[^>]*>(.*?)</script>", dossier(harbour()), re.S))


def check(path: Path, extractor: Extractor, tmp_path: Path) -> tuple[Extraction, ...]:
    """Take the documents in `path` all the way; what was read of them."""
    with limited():
        readings = tuple(extractor(found) for found in read_all([path]) if isinstance(found, Document))
    with Ledger(tmp_path / "hostile.db") as ledger:
        with limited():
            for reading in readings:
                ledger.add(reading)
            kept = tuple(ledger.extractions())
            assert {reading.id for reading in kept} >= {reading.id for reading in readings}
        with limited():
            faults = Page(dossier(kept, title=path.name), own_scripts()).faults
        assert not faults
        review = pytest.importorskip(
            "reportedly.review.app", exc_type=ImportError, reason="the dossier held; the review app is not there"
        )
        app = review.create_app(ledger, user="Osra")
        pages = ["/", "/queue", "/sources", "/questions", "/documents", "/history", "/disputes", "/unfitting"]
        for reading in kept[:4]:
            pages += [f"/documents/{reading.document.id}", f"/documents/{reading.document.id}?q=said"]
            pages += [f"/claims/{claim.id}{query}" for claim in reading.claims[:3] for query in ("", "?edit=1")]
        try:
            with limited():
                assert app.state.room.laid.wait()
            pages += [f"/sources/{source.id}" for source in app.state.room.laid.now.sources[:3]]
            client = TestClient(app, base_url="http://127.0.0.1")
            for page in pages:
                with limited(20):
                    answer = client.get(page)
                    faults = Page(answer.text).faults
                assert (page, answer.status_code, faults) == (page, 200, [])
        finally:
            app.state.room.laid.close()
    return readings


def test_the_check_sees_what_it_should() -> None:
    for hostile, html in (
        (True, f"<html><body><p>{SCRIPT}</p></body></html>"),
        (True, f'<html><body><input value="{SCRIPT}"></body></html>'),
        (True, "<html><body><a href='java\tscript:alert(1)'>x</a></body></html>"),
        (True, "<html><body><a href='&#1;javascript:alert(1)'>x</a></body></html>"),
        (True, "<html><body><div><span></div></span></body></html>"),
        (True, "<html><body><script>alert(1)</script></body></html>"),
        (True, "<html><body><p>\u202e</p></body></html>"),
        (False, f"<html><body><p>{escape(SCRIPT.translate({0x202E: None, 0x2066: None, 0x2069: None}))}</p></body></html>"),
        (False, "<html><body><a href='https://example.org/'>x</a><br><p>x<p>y</body></html>"),
    ):
        assert bool(Page(html).faults) is hostile, html


def test_script_in_every_field(extractor: Extractor, tmp_path: Path) -> None:
    text = (
        f"{CLAIM}{SCRIPT} said that 40 {SCRIPT} were killed. “{SCRIPT} has killed 12 people in Kyiv on 3 March,” said John "
        f"{SCRIPT}, a nurse. {SCRIPT}, who asked not to be named, denied that 30 soldiers had been wounded.\n\n{SCRIPT}\n"
    )
    fields = dict.fromkeys(("id", "title", "outlet", "language"), SCRIPT)
    lines = [json.dumps({**fields, "text": f"{text}{k}", "authors": [SCRIPT], "url": url}) for k, url in enumerate(ADDRESSES)]
    lines.append(
        json.dumps({"id": "b", "text": text, "language": "en", "published": "2025-01-02", "title": SCRIPT, "authors": [SCRIPT]})
    )
    path = tmp_path / "hostile.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    readings = check(path, extractor, tmp_path)
    assert len(readings) == len(lines)
    shown = [text for reading in readings for claim in reading.claims for text in (claim.passage, *(h.name for h in claim.chain))]
    assert any("<x-hostile" in text for text in shown), "or nothing was shown"
    assert any("<img src=x" in text for text in shown)


def test_script_in_the_name_of_a_file_and_in_its_head(extractor: Extractor, tmp_path: Path) -> None:
    folder = tmp_path / "<img src=x onerror=alert(1)>\u202e"
    folder.mkdir()
    head = "".join(f'<meta property="{key}" content="{escape(SCRIPT)}">' for key in ("og:title", "og:site_name", "author"))
    head += f'<title>{escape(SCRIPT)}</title><link rel="canonical" href="javascript:alert(1)">'
    body = f"<article><h1>{escape(SCRIPT)}</h1>{f'<p>{CLAIM}{escape(SCRIPT)} said so.</p>' * 5}</article>"
    (folder / "\"><x-hostile>' onfocus=alert(1).html").write_text(f"<html><head>{head}</head><body>{body}</body></html>", "utf-8")
    title = "".join(f"\\{ord(c):03o}" for c in SCRIPT if ord(c) < 128)
    (folder / "\ufeff{{7*7}}.pdf").write_bytes(pdf(f"{CLAIM}\n" * 5, info=f"/Title({title})/Author({title})"))
    assert len(check(folder, extractor, tmp_path)) == 2


@pytest.mark.parametrize(
    "line",
    [
        CLAIM + "x" * LONG,
        CLAIM + "<" * LONG,
        CLAIM + " " * LONG + CLAIM,
        CLAIM + "\u202e" * (LONG // 3),
        CLAIM + "9" * LONG + " people were killed.",
    ],
    ids=["a word", "signs", "nothing", "turned", "a number"],
)
def test_a_line_of_ten_megabytes(line: str, extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(line, "utf-8")
    (reading,) = check(path, extractor, tmp_path)
    assert reading.claims


def test_null_bytes(extractor: Extractor, tmp_path: Path) -> None:
    text = (
        f"\x00{CLAIM}\x00 The mayor, \x00Anna\x00 Example\x00, denied that \x0012\x00 people were wounded.\n\n" + "\x00" * 100_000
    )
    (tmp_path / "null.jsonl").write_text(json.dumps({"id": "\x00", "text": text, "title": "\x00", "outlet": "a\x00b"}))
    (reading,) = check(tmp_path / "null.jsonl", extractor, tmp_path)
    assert reading.claims


def test_elements_in_elements_a_hundred_thousand_deep(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    depth = 100_000
    path.write_text(f"<html><body>{'<div><i>' * depth}<p>{CLAIM}</p>{CLAIM}{'</i></div>' * depth}</body></html>", "utf-8")
    (reading,) = check(path, extractor, tmp_path)
    assert reading.claims


def test_a_pdf_that_unpacks_to_more_than_a_gigabyte(extractor: Extractor, tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    blank = b" " * 10_000_000
    shown = f"BT /F 10 Tf 14 TL 50 750 Td ({CLAIM}) Tj T* ET ".encode()
    bomb = packer.compress(shown) + b"".join(packer.compress(blank) for _ in range(110)) + packer.flush()
    twice = pdf(compressed=zlib.compress(bomb, 9)).replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]")
    assert len(twice) < 200_000
    (tmp_path / "once.pdf").write_bytes(pdf(compressed=bomb))
    check(tmp_path / "once.pdf", extractor, tmp_path)
    path = tmp_path / "twice.pdf"
    path.write_bytes(twice)
    check(path, extractor, tmp_path)
