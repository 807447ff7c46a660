"""The review app as a browser without scripts sees it: pages, their JSON twins, forms, conflicts, and hostile documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.model import Document, Extraction, Span
from reportedly.review.app import create_app
from reportedly.review.claim_form import blank, changed, edited, values_of
from reportedly.review.page import Room
from reportedly.review.text import Mark, blocks, shown, window
from tests.builders import claim, document, extraction, harbour, hop, quantity

BASE = "http://127.0.0.1"


class App:
    """The app over a small ledger, and a browser without scripts for each person."""

    def __init__(self, where: str | Path, readings: tuple[Extraction, ...]) -> None:
        self.ledger = Ledger(where)
        for reading in readings:
            self.ledger.add(reading)
        self.readings = readings
        self.rooms: list[Room] = []
        self.browser = self.of("Osra")

    def of(self, name: str) -> TestClient:
        app = create_app(self.ledger, user=name)
        self.rooms.append(app.state.room)
        browser = TestClient(app, base_url=BASE, follow_redirects=False)
        browser.headers["Sec-Fetch-Site"] = "same-origin"  # as browsers say of a form on a page of ours
        return browser

    def close(self) -> None:
        for room in self.rooms:
            room.laid.close()
        self.ledger.close()

    def json(self, path: str) -> Any:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fields(self, path: str) -> dict[str, str]:
        """The values that the form on a page would send, unchanged: ticked boxes, chosen options, inputs."""
        html = self.browser.get(path).text
        form = re.search(r"<form[^>]*data-edit.*?</form>", html, re.S)
        assert form, html
        found: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", form[0]):
            name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
            if name and (("checkbox" not in tag and "radio" not in tag) or " checked" in tag):
                found[name[1]] = unescape(value[1]) if value else ""
        for name, options in re.findall(r'<select name="([^"]*)">(.*?)</select>', form[0], re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
            found[name] = unescape(chosen[1]) if chosen else ""
        return found


@pytest.fixture
def app(where: str) -> Iterator[App]:
    made = App(where, harbour())
    yield made
    made.close()


def ids(app: App) -> list[str]:
    return [c.id for reading in app.readings for c in reading.claims]


def laid(app: App) -> None:
    """Wait until the reports are laid side by side."""
    assert app.rooms[0].laid.wait()


def pages(app: App) -> list[str]:
    """Every page of the app."""
    laid(app)
    found_now = app.rooms[0].laid.now
    assert found_now
    report, one = app.readings[0].document.id, ids(app)[0]
    found = ["/", "/queue", "/queue?status=suggested&outcome=killed&order=document", f"/claims/{one}", f"/claims/{one}?edit=1"]
    found += ["/sources", *(f"/sources/{s.id}" for s in found_now.sources[:2])]
    found += ["/questions", *(f"/questions/{q.id}" for q in found_now.questions[:2])]
    found += ["/documents", f"/documents/{report}", f"/documents/{report}/add?start=3&end=20"]
    return [*found, "/history", "/disputes", "/unfitting"]


def twin(path: str) -> str:
    """The address of the JSON of a page."""
    head, mark, query = path.partition("?")
    return f"{'/index' if head == '/' else head}.json{mark}{query}"


def test_every_page_answers_and_has_a_json_twin(app: App) -> None:
    for path in pages(app):
        answer = app.browser.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert "<h1" in answer.text or 'id="text"' in answer.text
        assert app.json(twin(path))["title"]


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs_inline(app: App) -> None:
    for path in pages(app):
        answer = app.browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?! src=\"/static/)|<style|\son\w+=|\sstyle=|javascript:", answer.text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)
    for name in ("review.css", "review.js", "htmx.min.js"):
        file = app.browser.get(f"/static/{name}")
        assert file.status_code == 200
        assert (
            not re.search(r"url\(|@import|https?://(?!htmx\.org)", file.text.replace("http://www.w3.org", ""))
            or name == "htmx.min.js"
        )


def test_a_claim_is_accepted_rejected_and_undone_without_script(app: App) -> None:
    one = ids(app)[0]
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "suggested"
    accepted = app.browser.post(f"/claims/{one}/accept", data={"expects": "0", "why": "read it"})
    assert accepted.status_code == 303
    page = app.json(f"/claims/{one}.json")
    assert page["claim"]["status"] == "accepted"
    assert (page["history"][0]["by"], page["history"][0]["why"]) == ("Osra", "read it")
    number = page["expects"]
    assert (
        app.browser.post(f"/decisions/{number}/undo", data={"back": f"/claims/{one}"})
        .headers["location"]
        .startswith(f"/claims/{one}")
    )
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "suggested"
    assert app.browser.post(f"/claims/{one}/reject", data={"expects": str(number + 1)}).status_code == 303
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "rejected"


def test_a_decision_leads_to_the_next_claim_of_the_queue_and_keeps_the_filters(app: App) -> None:
    rows = app.json("/queue.json?status=suggested")["rows"]
    first, second = rows[0], rows[1]
    gone = app.browser.post(f"/claims/{first['id']}/accept?status=suggested", data={"expects": "0"}).headers["location"]
    assert gone.startswith(f"/claims/{second['id']}?")
    assert "status=suggested" in gone
    assert first["id"] not in [row["id"] for row in app.json("/queue.json?status=suggested")["rows"]]
    assert app.browser.get(gone).text.count("accepted") >= 1


def test_the_second_of_two_reviewers_is_told_and_nothing_is_overwritten(app: App) -> None:
    one, other = ids(app)[0], app.of("Sapt")
    assert other.post(f"/claims/{one}/reject", data={"expects": "0", "why": "not said"}).status_code == 303
    told = app.browser.post(f"/claims/{one}/accept", data={"expects": "0", "why": "it is there"})
    assert told.status_code == 409
    assert "Sapt" in told.text
    assert "not said" in told.text
    assert "it is there" in told.text
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "rejected"
    latest = re.search(r'name="expects" value="(\d+)"', told.text)
    assert latest
    all_the_same = app.browser.post(f"/claims/{one}/accept", data={"expects": latest[1], "why": "it is there"})
    assert all_the_same.status_code == 303
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "accepted"
    assert [d.kind for d in app.ledger.decisions(target=one)] == ["reject", "accept"]
    assert [row["id"] for d in app.json("/disputes.json")["rows"] for row in d["decisions"]]


def test_an_edit_changes_what_was_typed_and_nothing_else(app: App) -> None:
    one = ids(app)[0]
    values = app.fields(f"/claims/{one}?edit=1") | {"stance": "doubts", "figure-0-low": "45", "why": "misread"}
    assert app.browser.post(f"/claims/{one}/edit", data=values).status_code == 303
    page = app.json(f"/claims/{one}.json")
    assert page["claim"]["status"] == "edited"
    assert page["claim"]["stance"] == "doubts"
    assert "more than 45" in [cell["value"] for cell in page["claim"]["cells"]]
    before, after = (
        app.readings[0].claims[0],
        next(c for c in app.ledger.reviewed(app.readings[0].document.id).extraction.claims if c.id == one),
    )
    assert after.chain == before.chain
    assert after.content == before.content


def test_an_edit_that_makes_no_sense_is_told_and_kept(app: App) -> None:
    one = ids(app)[0]
    values = app.fields(f"/claims/{one}?edit=1") | {"figure-0-low": "many", "hedge": "perhaps"}
    answer = app.browser.post(f"/claims/{one}/edit", data=values)
    assert answer.status_code == 400
    assert "'many' is no number" in unescape(answer.text)
    assert 'value="perhaps"' in answer.text
    assert app.ledger.decisions() == ()
    unchanged = app.browser.post(f"/claims/{one}/edit", data=app.fields(f"/claims/{one}?edit=1"))
    assert "nothing was changed" in unchanged.text


def test_an_edit_in_conflict_keeps_what_was_typed(app: App) -> None:
    one = ids(app)[0]
    values = app.fields(f"/claims/{one}?edit=1") | {"hedge": "perhaps"}
    app.of("Sapt").post(f"/claims/{one}/accept", data={"expects": "0"})
    told = app.browser.post(f"/claims/{one}/edit", data=values)
    assert told.status_code == 409
    assert 'name="hedge" value="perhaps"' in told.text
    latest = re.search(r'name="expects" value="(\d+)"', told.text)
    assert latest
    again = app.browser.post(f"/claims/{one}/edit?again=1", data=values | {"expects": latest[1]})
    assert again.status_code == 200
    assert 'name="hedge" value="perhaps"' in again.text
    assert app.browser.post(f"/claims/{one}/edit", data=values | {"expects": latest[1]}).status_code == 303
    assert app.json(f"/claims/{one}.json")["claim"]["status"] == "edited"


def test_a_claim_that_was_missed_is_added_and_can_be_undone(app: App) -> None:
    report = app.readings[1].document
    start = report.text.index("The SSS repeated")
    where = f"/documents/{report.id}/add?start={start}&end={start + 16}"
    values = app.fields(where) | {"hop-0-name": "SSS", "hop-0-type": "intelligence agency"}
    added = app.browser.post(f"/documents/{report.id}/add", data=values)
    assert added.status_code == 303
    page = app.json(added.headers["location"].replace("?", ".json?"))
    assert (page["claim"]["status"], page["claim"]["passage"]) == ("added", "The SSS repeated")
    assert page["claim"]["chain"][0]["name"] == "SSS"
    assert page["claim"]["id"] in [row["id"] for row in app.json(f"/queue.json?document={report.id}")["rows"]]
    assert app.browser.post(f"/decisions/{page['expects']}/undo", data={}).status_code == 303
    assert app.browser.get(f"/claims/{page['claim']['id']}").status_code == 404


def test_sources_are_merged_set_apart_and_described(app: App) -> None:
    laid(app)
    one, other = (row["id"] for row in app.json("/sources.json")["rows"][:2])
    merged = app.browser.post("/sources/merge", data={"id": [one, other], "why": "an alias"})
    assert merged.status_code == 303
    laid(app)
    rows = app.json("/sources.json")["rows"]
    assert not {one, other} <= {row["id"] for row in rows}
    whole = app.json(f"/sources/{other}.json")["source"]
    assert app.browser.post(f"/sources/{whole['id']}/sensitivity", data={"value": "medic", "expects": "0"}).status_code in (
        303,
        409,
    )
    merge = next(d for d in app.ledger.decisions() if d.kind == "merge")
    assert app.browser.post(f"/decisions/{merge.id}/undo", data={}).status_code == 303
    laid(app)
    assert {one, other} <= {row["id"] for row in app.json("/sources.json")["rows"]}


def test_a_reliability_needs_its_reason(app: App) -> None:
    laid(app)
    one = app.json("/sources.json")["rows"][0]["id"]
    assert app.browser.post(f"/sources/{one}/grade", data={"value": "B", "expects": "0"}).status_code == 400
    assert app.browser.post(f"/sources/{one}/grade", data={"value": "B", "expects": "0", "why": "years of it"}).status_code == 303
    assert app.json(f"/sources/{one}.json")["source"]["reliability"] == "B"
    assert app.browser.post(f"/sources/{one}/type", data={"value": "nonsense", "expects": "1"}).status_code == 400


def test_a_document_gets_its_day_and_what_it_reprints(app: App) -> None:
    one, other = (reading.document.id for reading in app.readings)
    assert app.browser.post(f"/documents/{one}/date", data={"value": "2024-03-07", "expects": "0"}).status_code == 303
    assert app.json(f"/documents/{one}.json")["document"]["published"] == "2024-03-07"
    assert app.browser.post(f"/documents/{one}/date", data={"value": "then", "expects": "1"}).status_code == 400
    assert app.browser.post(f"/documents/{one}/reprint", data={"value": one, "expects": "1"}).status_code == 400
    assert app.browser.post(f"/documents/{one}/reprint", data={"value": other, "expects": "1"}).status_code == 303
    assert app.json(f"/documents/{one}.json")["reprint"] == other
    none = {"value": other, "none": "yes", "expects": "2"}
    assert app.browser.post(f"/documents/{one}/reprint", data=none).status_code == 303
    page = app.json(f"/documents/{one}.json")
    assert (page["reprint"], page["history"][0]["says"]) == ("", "reprints no other report")
    assert "It reprints none, whatever the program finds" in app.browser.get(f"/documents/{one}").text


def test_a_relation_is_confirmed(app: App) -> None:
    one, other = ids(app)[:2]
    sent = {
        "left": one,
        "right": other,
        "relation": "contradicts",
        "kind": "refuse",
        "question": "x",
        "expects": "0",
        "why": "no",
    }
    assert app.browser.post("/relations", data=sent).status_code == 303
    assert [(d.kind, d.target) for d in app.ledger.decisions()] == [("refuse", f"{one} {other}")]
    assert app.browser.post("/relations", data=sent).status_code == 409


def test_a_refused_relation_is_gone_and_can_be_undone_on_its_page(where: str) -> None:
    readings = []
    for number, (who, figure) in enumerate((("Flavia Elphberg", 40), ("Rupert Hentzau", 60))):
        of = document(f"{who} said that {figure} sailors were killed.", f"{number}.txt", outlet=f"Courier {number}")
        said = quantity(of, str(figure), float(figure), float(figure), outcome="killed", counted="sailors")
        readings.append(
            extraction(of, claim(of, f"{figure} sailors were killed", hop(who, of.text, type="person"), quantities=(said,)))
        )
    app = App(where, tuple(readings))
    try:
        laid(app)
        question = app.json("/questions.json")["rows"][0]["id"]
        source = next(row["id"] for row in app.json("/sources.json")["rows"] if "Rupert" in row["name"])
        app.browser.post(f"/sources/{source}/grade", data={"value": "E", "expects": "0", "why": "he lied"})
        (link,) = asked(app, question)["links"]
        sent = {**{name: link[name] for name in ("left", "right", "relation")}, "question": question, "expects": "0"}
        assert app.browser.post("/relations", data={**sent, "kind": "refuse"}).status_code == 303
        laid(app)
        page = asked(app, question)
        assert page["links"] == []
        (refused,) = page["history"]
        assert (refused["says"], refused["in_force"]) == ("refused: contradicts", True)
        assert [party["reliability"] for party in page["parties"]] == [None, "E, by Osra"]
        assert app.browser.post(f"/decisions/{refused['id']}/undo", data={}).status_code == 303
        laid(app)
        assert [found["relation"] for found in asked(app, question)["links"]] == ["contradicts"]
    finally:
        app.close()


def asked(app: App, question: str) -> Any:
    """What the page of a question shows once it is found."""
    for _ in range(100):
        page = app.json(f"/questions/{question}.json")
        if page["found"]:
            return page
    raise AssertionError(question)


def test_the_history_is_filtered_and_each_decision_undone(app: App) -> None:
    one, other = ids(app)[:2]
    app.browser.post(f"/claims/{one}/accept", data={"expects": "0"})
    app.of("Sapt").post(f"/claims/{other}/reject", data={"expects": "0"})
    assert [row["by"] for row in app.json("/history.json")["rows"]] == ["Sapt", "Osra"]
    assert [row["kind"] for row in app.json("/history.json?by=Osra")["rows"]] == ["accept"]
    assert app.json("/history.json?kind=reject")["rows"][0]["of"]
    assert app.json(f"/history.json?since={date.max.isoformat()}")["rows"] == []
    assert app.browser.get("/history?since=then").status_code == 400
    assert app.browser.post("/decisions/1/undo", data={"back": "//elsewhere.example/"}).headers["location"].startswith("/history")
    assert [row["kind"] for row in app.json("/history.json?in_force=yes")["rows"]] == ["reject"]
    assert app.browser.post("/decisions/1/undo", data={}).status_code == 400
    assert app.browser.post("/decisions/99/undo", data={}).status_code == 400


def test_forms_from_elsewhere_and_names_from_elsewhere_are_refused(app: App) -> None:
    one = ids(app)[0]
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "http://elsewhere.example"}):
        assert app.browser.post(f"/claims/{one}/accept", data={"expects": "0"}, headers=headers).status_code == 403
    assert app.browser.get("/", headers={"Host": "elsewhere.example"}).status_code == 403
    assert app.ledger.decisions() == ()


def test_what_is_not_there_is_told(app: App) -> None:
    laid(app)
    for path in ("/claims/none", "/documents/none", "/sources/none", "/questions/none", "/nowhere", "/claims/none.json"):
        assert app.browser.get(path).status_code == 404, path
    assert app.browser.get("/queue?status=nonsense").status_code == 400
    assert app.browser.get(f"/documents/{app.readings[0].document.id}/add").status_code == 400


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e\u2066\u0000\ud800{{7*7}}</p></article>'


def test_a_hostile_document_neither_runs_nor_breaks_a_page(tmp_path: Path) -> None:
    text = f"A nurse said {HOSTILE} died. {HOSTILE}\n\n\u202e reversed"
    report = document(text, name=HOSTILE, title=HOSTILE, outlet=HOSTILE, authors=(HOSTILE,), url="javascript:alert(3)")
    found = claim(
        report, f"{HOSTILE} died", hop(HOSTILE, type="person"), hedge=HOSTILE,
        quantities=(quantity(report, "nurse", 1.0, 1.0, outcome="killed", counted=HOSTILE),),
    )  # fmt: skip
    app = App(tmp_path / "hostile.db", (extraction(report, found),))
    app.browser.post(f"/claims/{found.id}/accept", data={"expects": "0", "why": HOSTILE.replace("\ud800", "")})
    for path in pages(app):
        html = app.browser.get(path).text
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert not set(html) & set("\u202e\u2066\x00")
        assert "49" not in re.sub(r"&#\d+;|\d{3,}", "", html) or "{{7*7}}" in html
        assert html.count("</html>") == 1
        assert app.browser.get(twin(path)).status_code == 200
    app.close()


def test_a_long_text_is_sent_in_parts(tmp_path: Path) -> None:
    sentence = "The ministry said that 40 men fell ill in the harbour of Zenda, and no more was known. "
    text = "\n\n".join(sentence for _ in range(5_800))
    report = Document(id="long", name="long.txt", text=text)
    claims = tuple(
        claim(report, sentence[22:57], id=f"c{i}", content=(Span.cut(text, at + 22, at + 57),))
        for i in range(5_000)
        if (at := i * (len(sentence) + 2)) is not None
    )
    app = App(tmp_path / "long.db", (extraction(report, *claims),))
    page = app.browser.get("/claims/c2500")
    assert page.status_code == 200
    assert len(page.content) < 120_000
    assert 'class="on' in page.text or "on" in re.findall(r'<mark class="([^"]*)"', page.text)[0] or ' on"' in page.text
    shown_from = int(re.findall(r'data-start="(\d+)"', page.text)[0])
    more = re.search(r'hx-get="([^"]*until=[^"]*)"', page.text)
    assert more
    before = app.browser.get(more[1].replace("&amp;", "&")).text
    assert int(re.findall(r'data-start="(\d+)"', before)[-1]) < shown_from
    assert "<html" not in before
    app.close()


def test_text_is_shown_code_point_for_code_point() -> None:
    text = "One\x00 \u202etwo\r\n\r\n" + "xyz " * 1_500 + "𝔘nicode 🚢\n\nend\ud800"
    assert len(shown(text)) == len(text)
    places = blocks(text)
    assert all(0 < end - start <= 2_000 for start, end in places)
    assert " ".join(text[a:b] for a, b in places).split() == text.split()
    seen = window(text, places, [Mark(4, 8, "suggested", "c"), Mark(0, 5, "on")], first=0, count=len(places))
    for paragraph, (start, end) in zip(seen.paragraphs, places, strict=True):
        assert "".join(piece.text for piece in paragraph.pieces) == shown(text[start:end])
    assert [(p.kinds, p.claim) for p in seen.paragraphs[0].pieces][:2] == [(("on",), None), (("on", "suggested"), "c")]


def test_a_form_gives_back_the_claim_it_was_made_of() -> None:
    for reading in harbour():
        for one in reading.claims:
            assert edited(one, reading.document, values_of(one)) == one
            assert changed(one, edited(one, reading.document, values_of(one))) == {}
    report = harbour()[0].document
    assert blank(report, 3, 20).id == blank(report, 3, 20).id
    assert json.dumps(changed(harbour()[0].claims[0], blank(report, 3, 20)))
