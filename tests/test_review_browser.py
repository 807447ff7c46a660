"""The review app in Debian's Chromium: keys, selected words, two reviewers at once, a restart, and axe-core on every page.

Not run, and reported so, where Chromium (`apt-get install chromium`) or playwright and axe-playwright-python are not installed.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.ledger import Ledger
from reportedly.review.app import create_app
from tests.builders import harbour
from tests.test_review import HOSTILE
from tests.test_review import App as Pages
from tests.test_review import pages as all_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

#: Nothing is fetched, and nothing needs a graphics card.
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

if CHROMIUM is None:
    pytest.skip("Chromium is not installed: apt-get install chromium", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")


class Served:
    """The app, served on a free port by a thread; it can be stopped and started again."""

    def __init__(self, path: Path, user: str = "Osra") -> None:
        self.path, self.user, self.port = path, user, 0
        self.start()

    def start(self) -> None:
        self.ledger = Ledger(self.path)
        self.app = create_app(self.ledger, user=self.user)
        self._server = uvicorn.Server(uvicorn.Config(self.app, port=self.port, log_level="warning", ws="none"))
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            threading.Event().wait(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self.app.state.room.laid.close()
        self.ledger.close()

    def laid(self) -> None:
        assert self.app.state.room.laid.wait()

    def kinds(self) -> list[str]:
        return [decision.kind for decision in self.ledger.decisions()]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Ledger(tmp_path / "review.db") as ledger:
        for reading in harbour():
            ledger.add(reading)
    made = Served(tmp_path / "review.db")
    yield made
    made.stop()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=served.url)
    context.set_default_timeout(30_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console", lambda said: faults.append(said.text) if said.type == "error" and "status of 4" not in said.text else None
    )
    yield opened
    context.close()
    assert faults == []


def select(page: Page, words: str) -> None:
    """Drag over these words of the report, as a mouse does."""
    box: dict[str, Any] = page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('#text'), NodeFilter.SHOW_TEXT);
          let whole = '', places = [];
          while (walker.nextNode()) { places.push([whole.length, walker.currentNode]); whole += walker.currentNode.data; }
          const at = offset => { const [start, node] = places.filter(p => p[0] <= offset).pop(); return [node, offset - start]; };
          const start = whole.indexOf(words), range = document.createRange();
          if (start < 0) throw new Error('no such words: ' + words);
          range.setStart(...at(start));
          range.startContainer.parentElement.scrollIntoView({block: 'center'});
          const last = at(start + words.length - 1); range.setEnd(last[0], last[1] + 1);
          const all = range.getClientRects(), a = all[0], b = all[all.length - 1];
          return {x0: a.left + 0.5, y0: a.top + a.height / 2, x1: b.right - 0.5, y1: b.top + b.height / 2};
        }""",
        words,
    )
    page.mouse.move(box["x0"], box["y0"])
    page.mouse.down()
    page.mouse.move((box["x0"] + box["x1"]) / 2, box["y1"], steps=3)
    page.mouse.move(box["x1"], box["y1"], steps=3)
    page.mouse.up()
    if page.locator("form[data-edit]").count():
        page.locator("[data-words].changed", has_text=words).wait_for()


def test_a_session_from_the_queue_to_a_restart(page: Page, served: Served) -> None:
    page.goto("/queue?status=suggested")
    assert page.locator("tbody tr").count() == 4
    page.keyboard.press("j")
    page.wait_for_url("**/claims/**")
    first = page.url
    page.keyboard.press("a")
    page.wait_for_url("**done=**")
    assert page.url.split("?")[0] != first.split("?")[0]
    assert "accepted" in page.locator(".flash").inner_text()
    assert served.kinds() == ["accept"]

    claim = harbour()[0].claims[0]
    page.goto(f"/claims/{claim.id}")
    page.keyboard.press("e")
    page.wait_for_url("**edit=1**")
    select(page, "40 sailors")
    assert "40 sailors" in page.locator("[data-words].changed").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=**")
    assert page.locator("p.passage").inner_text() == "40 sailors"
    assert served.kinds()[-1] == "edit"

    page.keyboard.press("e")
    page.wait_for_url("**edit=1**")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "edit" not in url)
    assert served.kinds() == ["accept", "edit"]

    select(page, "in a call intercepted")
    page.keyboard.press("c")
    page.wait_for_url("**/add?**")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=**")
    assert page.locator("p.passage").inner_text() == "in a call intercepted"
    assert page.locator(".status").first.inner_text() == "added"
    added = page.url.split("?")[0]

    served.laid()
    page.goto("/sources")
    boxes = page.locator("tbody input[type=checkbox]")
    before = boxes.count()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.keyboard.press("m")
    page.wait_for_url("**/sources/**")
    served.laid()
    page.goto("/sources")
    assert page.locator("tbody input[type=checkbox]").count() == before - 1

    page.goto("/history?in_force=yes")
    for left in (4, 3, 2, 1):
        assert page.locator(".log li").count() == left
        page.locator(".log li button").first.click()
        page.wait_for_url("**done=**")
        page.goto("/history?in_force=yes")
    assert page.get_by_text("No decision is like that").is_visible()

    served.stop()
    served.start()
    page.goto("/queue")
    assert set(page.locator("tbody .status").all_inner_texts()) == {"suggested"}
    assert page.goto(added).status == 404  # type: ignore[union-attr]
    assert served.kinds()[-4:] == ["undo"] * 4


NURSE = "Ilona Vesel"
REPORT = f"""---
title: {NURSE} on the night shift
outlet: The Zenda Post
published: 2024-12-27
language: en
---

{NURSE}, a nurse in Strelsau, said on Thursday that 12 wounded men had been brought in. The ministry denied that anybody had been
wounded. Vesel said that her colleagues were afraid.
"""


def test_from_reading_to_a_public_dossier(browser: Browser, tmp_path: Path) -> None:
    """Reports are read and reviewed, all is undone, the app starts anew, and the dossier for the public names nobody."""
    report, ledger, out = tmp_path / "ilona-vesel.md", tmp_path / "whole.db", tmp_path / "public.html"
    report.write_text(REPORT, "utf-8")
    command = ["read", str(ROOT / "examples" / "kursk"), str(report), "--ledger", str(ledger), "--attribution", "rules"]
    assert CliRunner().invoke(app, command).exit_code == 0
    served = Served(ledger)
    context = browser.new_context(base_url=served.url)
    context.set_default_timeout(30_000)
    try:
        page = context.new_page()
        served.laid()
        page.goto("/queue?status=suggested")
        page.keyboard.press("j")
        for done in range(1, 4):
            page.wait_for_url("**/claims/**" if done == 1 else f"**done={done - 1}**")
            page.keyboard.press("a")
        page.wait_for_url("**done=3**")
        page.goto(f"/sources?text={NURSE}")
        page.get_by_role("link", name=NURSE).click()
        assert "The text suggests medic" in page.locator("main").inner_text()
        page.goto("/history?in_force=yes")
        for left in (3, 2, 1):
            assert page.locator(".log li").count() == left
            page.locator(".log li button").first.click()
            page.wait_for_url("**done=**")
            page.goto("/history?in_force=yes")
        served.stop()
        served.start()
        page.goto("/queue")
        assert set(page.locator("tbody .status").all_inner_texts()) == {"suggested"}
        made = CliRunner().invoke(app, ["dossier", "--ledger", str(ledger), "--public", "-o", str(out)])
        assert "names of medics" in made.output
        page.goto(out.as_uri())
        assert "12 wounded men" in page.content()
        for name in ("Ilona", "Vesel"):
            assert name.casefold() not in page.content().casefold()
            assert name.casefold() not in page.locator("body").inner_text().casefold()
        assert "[a medic]" in page.locator("body").inner_text()
    finally:
        context.close()
        served.stop()


def test_undo_by_key_goes_back_to_what_was_undone(page: Page, served: Served) -> None:
    page.goto("/queue?status=suggested")
    page.keyboard.press("j")
    page.wait_for_url("**/claims/**")
    first = page.url.split("?")[0]
    page.keyboard.press("r")
    page.wait_for_url("**done=**")
    page.keyboard.press("u")
    page.wait_for_url(f"{first}**")
    assert page.locator(".status").first.inner_text() == "suggested"
    assert served.kinds() == ["reject", "undo"]


def test_keys_stay_where_they_are_and_a_reason_goes_with_the_decision(page: Page, served: Served) -> None:
    places = []
    for claim in harbour()[0].claims:
        page.goto(f"/claims/{claim.id}")
        boxes = {key: page.locator(f'.keys [data-key="{key}"]').bounding_box() for key in "areukjc?"}
        places.append(
            {key: tuple(round(box[side]) for side in ("x", "y", "width", "height")) for key, box in boxes.items() if box}
        )
    assert places[0] == places[1]
    assert len(places[0]) == 8
    page.keyboard.press("w")
    page.keyboard.type("area")
    page.keyboard.press("Enter")
    assert served.kinds() == []
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url("**done=**")
    assert [(d.kind, d.why) for d in served.ledger.decisions()] == [("accept", "area")]
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    assert served.kinds() == ["accept"]


def test_a_second_browser_conflicts_and_is_told(browser: Browser, page: Page, served: Served) -> None:
    other = Served(served.path, "Sapt")
    context = browser.new_context(base_url=other.url)
    try:
        second, claim = context.new_page(), harbour()[0].claims[0]
        for one in (page, second):
            one.goto(f"/claims/{claim.id}")
        page.keyboard.press("a")
        page.wait_for_url("**done=**")
        second.keyboard.press("r")
        second.get_by_text("Somebody else decided meanwhile").first.wait_for()
        assert "Osra" in second.locator(".compare").inner_text()
        assert served.kinds() == ["accept"]
        second.keyboard.press("l")
        second.wait_for_url(f"**/claims/{claim.id}*")
        assert second.locator(".status").first.inner_text() == "accepted"
        page.goto(f"/claims/{claim.id}")
        second.keyboard.press("r")
        second.wait_for_url("**done=**")
        page.keyboard.press("a")
        page.get_by_text("Somebody else decided meanwhile").first.wait_for()
        page.keyboard.press("d")
        page.wait_for_url("**done=**")
        assert served.kinds() == ["accept", "reject", "accept"]
    finally:
        context.close()
        other.stop()


def test_more_of_a_long_text_is_brought_and_can_be_selected(browser: Browser, tmp_path: Path) -> None:
    from tests.builders import claim, document, extraction

    text = "\n\n".join(
        f"Paragraph {n}: the 🚢 harbour council said that {n} boats were missing after the storm." for n in range(1_500)
    )
    report = document(text)
    made = claim(report, "700 boats were missing")
    with Ledger(tmp_path / "long.db") as ledger:
        ledger.add(extraction(report, made))
    served = Served(tmp_path / "long.db")
    context = browser.new_context(base_url=served.url)
    try:
        page = context.new_page()
        page.goto(f"/claims/{made.id}?edit=1")
        assert page.locator("mark.on").first.is_visible()
        few = page.locator("#text p[data-start]").count()
        assert few < 300
        page.get_by_text("Show more after").click()
        page.locator("#text p[data-start]").nth(few).wait_for(state="attached")
        select(page, "Paragraph 705: the 🚢 harbour")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=**")
        assert page.locator("p.passage").inner_text() == "Paragraph 705: the 🚢 harbour"
    finally:
        context.close()
        served.stop()


def test_no_page_has_a_serious_violation_and_none_is_wider_than_a_phone(browser: Browser, tmp_path: Path) -> None:
    app = Pages(tmp_path / "axe.db", harbour())
    app.browser.post(f"/claims/{harbour()[0].claims[0].id}/accept", data={"expects": "0", "why": "so"})
    app.of("Sapt").post(f"/claims/{harbour()[0].claims[0].id}/reject", data={"expects": "1"})
    paths = all_pages(app)
    app.close()
    served = Served(tmp_path / "axe.db")
    context = browser.new_context(base_url=served.url)
    try:
        served.laid()
        page = context.new_page()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for path in paths if scheme == "light" else paths[3:5]:
                page.set_viewport_size({"width": 1280, "height": 800})
                page.goto(path)
                page.wait_for_selector(".waiting", state="detached")
                found = axe.Axe().run(page).response["violations"]
                serious = [
                    (v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
                ]
                assert serious == [], path
                for width in (400, 640):  # 640 is 200 % zoom of 1280
                    page.set_viewport_size({"width": width, "height": 400})
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    finally:
        context.close()
        served.stop()


def test_hostile_words_do_not_run(browser: Browser, tmp_path: Path) -> None:
    from tests.builders import claim, document, extraction, hop

    report = document(f"A nurse said {HOSTILE} died.", name=HOSTILE, title=HOSTILE, outlet=HOSTILE)
    made = claim(report, f"{HOSTILE} died", hop(HOSTILE, type="person"), hedge=HOSTILE)
    with Ledger(tmp_path / "hostile.db") as ledger:
        ledger.add(extraction(report, made))
    served = Served(tmp_path / "hostile.db")
    context = browser.new_context(base_url=served.url)
    try:
        page = context.new_page()
        ran: list[str] = []

        def note(dialog: Dialog) -> None:
            ran.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", note)
        served.laid()
        for path in (
            "/",
            "/queue",
            f"/claims/{made.id}",
            f"/claims/{made.id}?edit=1",
            "/sources",
            "/documents",
            f"/documents/{report.id}",
        ):
            page.goto(path)
            assert page.locator("img").count() == 0
        assert ran == []
    finally:
        context.close()
        served.stop()
