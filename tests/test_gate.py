"""The gate before the review app: who gets in, which forms are taken, what every answer says to the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.review.accounts import Accounts
from reportedly.review.gate import Gate, _local, may_bind

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four random words here"
SITE = "https://desk.example.org"


async def _echo(request: Request) -> JSONResponse:
    """What an app behind the gate is told."""
    user, form = request.state.user, (await request.body()).decode()
    return JSONResponse(
        {"name": user.name, "role": user.role, "csrf": request.state.csrf, "out": request.state.logged_in, "form": form}
    )


def behind(accounts: Accounts | None, host: str = "127.0.0.1") -> Gate:
    style = Route("/static/review.css", lambda request: PlainTextResponse("body {}"))
    app = Starlette(routes=[style, Route("/{path:path}", _echo, methods=["GET", "POST", "PUT", "DELETE"])])
    return Gate(app, accounts=accounts, user="Osra", host=host)


def browser(gate: Any, base: str = SITE, **options: Any) -> TestClient:
    return TestClient(gate, base_url=base, follow_redirects=False, **options)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with Ledger(tmp_path / "reportedly.db") as ledger:
        made = Accounts(ledger, hasher=QUICK)
        for name, role in (("Osra", "admin"), ("Fritz", "reviewer"), ("Rupert", "reader")):
            made.add(name, PASSWORD, role)  # type: ignore[arg-type]
        yield made


@pytest.fixture
def gate(accounts: Accounts) -> Gate:
    return behind(accounts, "0.0.0.0")


def token_of(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', html)
    assert found, html
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, **fields: str) -> Any:
    token = token_of(client.get("/login").text)
    return client.post("/login", data={"csrf_token": token, "name": name, "password": password, **fields})


def inside(gate: Gate, name: str) -> TestClient:
    client = browser(gate)
    assert log_in(client, name).status_code == 303
    return client


# --- where it may listen


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST."])
def test_on_this_machine_no_user_is_needed(host: str) -> None:
    may_bind(host, None)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.0.2.1", "desk.example.org", "localhost.example.org", "127.0.0.1.nip.io"]
)
def test_beyond_it_users_are(host: str, tmp_path: Path) -> None:
    with Ledger(tmp_path / "reportedly.db") as ledger:
        accounts = Accounts(ledger, hasher=QUICK)
        for refused in (None, accounts):
            with pytest.raises(UsageError, match=r"'reportedly users add NAME --role admin'") as told:
                behind(refused, host)
            assert host in str(told.value)
        accounts.add("Osra", PASSWORD, "admin")
        may_bind(host, accounts)


# --- alone on one's own machine


@pytest.mark.parametrize("base", ["http://127.0.0.1:8765", "http://localhost", "http://[::1]:8765", "http://LOCALHOST:1"])
def test_everybody_is_the_user_and_an_admin(base: str) -> None:
    told = browser(behind(None), base).get("/queue").json()
    assert (told["name"], told["role"], told["out"]) == ("Osra", "admin", False)


@pytest.mark.parametrize(
    "host",
    ["rebound.example.org", "127.0.0.1.example.org", "localhost.example.org", "192.0.2.1:8765", "", "[::2]", "::1@a.example.org"],
)
def test_another_host_is_not_answered(host: str) -> None:
    answer = browser(behind(None), "http://127.0.0.1").get("/queue", headers={"host": host})
    assert answer.status_code == 403
    assert "use 127.0.0.1 or localhost" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8765"}, 403),
        ({"origin": "http://127.0.0.1:8765"}, 200),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://127.0.0.1:8765"}, 403),
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_a_form_must_come_from_these_pages(headers: dict[str, str], status: int) -> None:
    client = browser(behind(None), "http://127.0.0.1:8765")
    assert client.post("/decide", headers=headers, data={"why": "x"}).status_code == status
    assert client.delete("/decide", headers=headers).status_code == status
    if status == 403 and headers.get("origin", "null") == "null" and "sec-fetch-site" not in headers:
        token = client.get("/").json()["csrf"]
        assert client.post("/decide", headers={**headers, "x-csrf-token": token}).status_code == 200
        assert client.post("/decide", headers=headers, data={"csrf": token}).json()["form"] == f"csrf={token}"


# --- with accounts


@pytest.mark.parametrize("path", ["/", "/queue?kind=figures", "/account", "/login/", "/staticx", "/%2e%2e/static/x"])
def test_without_a_session_there_is_nothing_but_the_login(gate: Gate, path: str) -> None:
    client = browser(gate)
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")
    assert client.get("/queue.json").status_code == 401
    answer = client.get(path, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"][:12]) == (401, "/login?next=")


def test_what_the_login_page_needs_is_served(gate: Gate) -> None:
    client = browser(gate)
    assert client.get("/static/review.css").text == "body {}"
    assert client.post("/static/review.css").status_code == 401


def test_after_the_login_one_is_where_one_wanted_to_be(gate: Gate) -> None:
    client = browser(gate)
    asked = client.get("/queue?kind=figures").headers["location"]
    page = client.get(asked).text
    assert 'value="/queue?kind=figures"' in page
    answer = log_in(client, "Fritz", next="/queue?kind=figures")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?kind=figures")
    told = client.get("/queue").json()
    assert (told["name"], told["role"], told["out"]) == ("Fritz", "reviewer", True)
    assert client.get("/login").status_code == 303


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/\r\nx: y", "/logout", "/a\tb"]
)
def test_nobody_is_led_elsewhere(gate: Gate, path: str) -> None:
    assert _local(path) == "/"
    assert log_in(browser(gate), "Fritz", next=path).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(gate: Gate) -> None:
    answers = []
    for name in ("Osra", "Oscar"):
        client = browser(gate)
        answer = log_in(client, name, "wrong")
        assert answer.status_code == 401
        assert client.get("/").status_code == 303
        answers.append(re.sub(r"[0-9a-f]{64}", "", answer.text).replace(name, ""))
    assert answers[0] == answers[1]


def test_what_was_typed_is_shown_as_text(gate: Gate) -> None:
    html = log_in(browser(gate), '"><script>alert(1)</script>\u202e\x00', "wrong").text
    assert "<script>alert" not in html
    assert "\u202e" not in html


def test_too_many_failures_are_told_to_wait(gate: Gate) -> None:
    client = browser(gate)
    assert [log_in(client, "Osra", "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    answer = log_in(client, "Osra")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 2
    assert "try again in" in answer.text


@pytest.mark.parametrize(("base", "name"), [(SITE, "__Host-reportedly"), ("http://desk.example.org", "reportedly")])
def test_the_cookie_is_kept_to_itself(gate: Gate, base: str, name: str) -> None:
    cookie = log_in(browser(gate, base), "Osra").headers["set-cookie"]
    assert cookie.startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert ("Secure" in cookie) == (base == SITE)
    assert "domain" not in cookie.lower()


def test_a_cookie_planted_before_the_login_opens_nothing_after_it(gate: Gate) -> None:
    victim, thief = browser(gate), browser(gate)
    victim.get("/login")
    for name in ("__Host-reportedly-login", "__Host-reportedly"):
        planted = victim.cookies["__Host-reportedly-login"]
        victim.cookies.set(name, planted, domain="desk.example.org", path="/")
        assert log_in(victim, "Osra").status_code == 303
        assert victim.get("/").status_code == 200
        assert planted not in {c.value for c in victim.cookies.jar if c.name == "__Host-reportedly"}
        thief.cookies.set("__Host-reportedly", planted, domain="desk.example.org", path="/")
        assert thief.get("/").status_code == 303
        victim.cookies.clear()
        victim.get("/login")


def test_a_link_from_elsewhere_keeps_the_session(gate: Gate) -> None:
    """A browser sends no cookie along with it (SameSite=Strict), and takes what the answer sets."""
    client = inside(gate, "Fritz")
    kept = client.cookies["__Host-reportedly"]
    stranger = browser(gate)
    onwards = stranger.get('/queue?a="b"', headers={"sec-fetch-site": "cross-site"})
    assert onwards.status_code == 200
    assert 'content="0; url=/queue?a=' in onwards.text
    stranger.get("/login")
    client.cookies.update(stranger.cookies)
    assert client.cookies["__Host-reportedly"] == kept
    assert client.get("/queue").json()["name"] == "Fritz"


def test_a_form_of_a_session_that_is_over_leads_to_the_login(gate: Gate, accounts: Accounts) -> None:
    client = inside(gate, "Fritz")
    token = client.get("/").json()["csrf"]
    accounts.set_password("Fritz", PASSWORD)
    answer = client.post("/decide", data={"csrf_token": token}, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login?next=%2F")


def test_logging_in_anew_ends_the_session_before(gate: Gate) -> None:
    client = inside(gate, "Osra")
    before = dict(client.cookies)
    token = client.get("/").json()["csrf"]
    answer = client.post("/login", data={"csrf_token": token, "name": "Fritz", "password": PASSWORD})
    assert answer.status_code == 303
    assert client.get("/").json()["name"] == "Fritz"
    assert browser(gate, cookies=before).get("/").status_code == 303


def test_logging_out_ends_the_session(gate: Gate) -> None:
    client = inside(gate, "Rupert")
    kept = dict(client.cookies)
    assert client.post("/logout").status_code == 403
    assert client.post("/logout", data={"csrf_token": client.get("/").json()["csrf"]}).headers["location"] == "/login"
    assert client.get("/").status_code == 303
    assert browser(gate, cookies=kept).get("/").status_code == 303


def test_a_form_without_the_token_of_the_session_is_refused(gate: Gate) -> None:
    client, other = inside(gate, "Fritz"), inside(gate, "Fritz")
    token, foreign = client.get("/").json()["csrf"], other.get("/").json()["csrf"]
    same = {"sec-fetch-site": "same-origin", "origin": SITE}
    assert client.post("/decide", data={"why": "x"}, headers=same).status_code == 403
    assert client.post("/decide", data={"csrf_token": foreign}, headers=same).status_code == 403
    assert client.post("/decide", data={"csrf_token": ["", token]}).status_code == 403
    assert client.post("/decide", data={"csrf_token": "\u00e9"}).status_code == 403
    assert client.post(f"/decide?csrf_token={token}").status_code == 403
    assert client.post("/decide", files={"csrf_token": token}).status_code == 403
    assert client.post("/decide", data={"csrf_token": token}, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/decide", data={"csrf_token": token}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    told = client.post("/decide", data={"csrf_token": token, "why": "a b\u00e9"}, headers={"origin": "null"})
    assert told.json()["form"] == urlencode({"csrf_token": token, "why": "a b\u00e9"})
    assert client.put("/decide", content=b"{}", headers={"x-csrf-token": token}).status_code == 200


def test_a_login_needs_its_token_too(gate: Gate) -> None:
    assert browser(gate).post("/login", data={"name": "Osra", "password": PASSWORD}).status_code == 403


def test_a_form_that_is_too_long_is_refused(gate: Gate) -> None:
    client = inside(gate, "Fritz")
    token = {"x-csrf-token": client.get("/").json()["csrf"]}
    assert client.post("/decide", content=b"x" * 1_900_000, headers=token).status_code == 200
    assert client.post("/decide", content=b"x" * 2_000_001, headers=token).status_code == 413
    assert client.post("/decide", content=(b"x" * 1_000_000 for _ in range(3)), headers=token).status_code == 413
    assert client.post("/decide", content=b"", headers={**token, "content-length": "-1"}).status_code == 413
    assert browser(gate).post("/login", content=b"x" * 20_001).status_code == 413


def test_a_reader_reads(gate: Gate) -> None:
    client = inside(gate, "Rupert")
    told = client.get("/queue").json()
    assert told["role"] == "reader"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/decide", headers={"x-csrf-token": told["csrf"]})
        assert answer.status_code == 403
        assert "Rupert is a reader" in answer.text


def test_an_admin_manages_users_and_nobody_else_does(gate: Gate, accounts: Accounts) -> None:
    for name in ("Fritz", "Rupert"):
        client = inside(gate, name)
        html = client.get("/account").text
        assert "Add a user" not in html
        assert "Osra" not in html
        for do in ("add", "password", "role", "remove"):
            fields = {"do": do, "name": "Fritz", "password": PASSWORD, "role": "admin", "csrf_token": token_of(html)}
            assert client.post("/account", data=fields).status_code == 403
    client = inside(gate, "Osra")
    token = token_of(client.get("/account").text)

    def send(**fields: str) -> Any:
        return client.post("/account", data={"csrf_token": token, **fields})

    assert send(do="add", name="Sapt", password=PASSWORD, role="reader").status_code == 303
    assert send(do="role", name="Sapt", role="reviewer").status_code == 303
    assert send(do="password", name="Sapt", password="another four random words").status_code == 303
    assert "Sapt" in client.get("/account").text
    sapt = accounts.verify("Sapt", "another four random words")
    assert sapt
    assert sapt.role == "reviewer"
    assert send(do="remove", name="Sapt").status_code == 303
    assert "Sapt" not in client.get("/account").text
    assert send(do="remove", name="Osra").status_code == 400
    assert "only admin" in send(do="role", name="Osra", role="reader").text
    assert send(do="crown", name="Osra").status_code == 400


def test_everybody_changes_their_own_password(gate: Gate) -> None:
    client, elsewhere = inside(gate, "Rupert"), inside(gate, "Rupert")
    fields = {"do": "own password", "password": "another four random words", "csrf_token": token_of(client.get("/account").text)}
    wrong = client.post("/account", data={**fields, "present": "wrong"})
    assert wrong.status_code == 400
    assert "the present password is another one" in wrong.text
    assert client.post("/account", data={**fields, "present": PASSWORD}).status_code == 303
    assert client.get("/queue").status_code == 200
    assert elsewhere.get("/queue").status_code == 303
    assert log_in(browser(gate), "Rupert", "another four random words").status_code == 303


def test_every_answer_is_sealed(gate: Gate) -> None:
    client = inside(gate, "Osra")
    for answer in (
        browser(gate).get("/login"),
        browser(gate).get("/queue"),
        client.get("/account"),
        client.post("/x"),
        client.get("/x"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_the_pages_of_the_gate_run_nothing_of_their_own(gate: Gate) -> None:
    for html in (browser(gate).get("/login").text, inside(gate, "Osra").get("/account").text):
        assert not re.search(r"<script(?! src=\"/static/)|<style|\son\w+=|\sstyle=|javascript:", html)


def test_a_web_socket_is_closed(gate: Gate) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), browser(gate).websocket_connect("/queue"):
        pass
