"""The gate before the review app: who asks, and whether they may.

Two ways. On one's own machine nobody logs in: everybody who can reach the port is the one user, so only what asks for a name of
this machine is answered (a page elsewhere can have its own name lead here: DNS rebinding), and only forms from these pages are
taken. With accounts nothing but the login page is shown without a session, and every form must carry the token of its session.

Where a form comes from is told by `Sec-Fetch-Site` (Fetch Metadata, W3C), else by `Origin` (RFC 6454). The token of a form is
a hash of the secret in the browser's cookie, which a page elsewhere cannot read (OWASP's double submit): nothing has to be kept
for it, and it changes with every login.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal, cast
from urllib.parse import parse_qs, quote, urlencode

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.errors import LedgerError, UsageError
from reportedly.model import words_of
from reportedly.report.words import bdi, plain
from reportedly.review.accounts import LIFETIME, SHORTEST, Accounts, Role, User, Wait

__all__ = ["Gate", "may_bind"]

#: Under which names a form carries its token, and the header by which a script does.
_FIELDS, _HEADER = ("csrf_token", "csrf"), "x-csrf-token"

#: The most bytes and fields of a form, and of the forms that are answered here, before anybody is known.
_BYTES, _SMALL, _MOST_FIELDS = 2_000_000, 20_000, 2_000

_READING = ("GET", "HEAD", "OPTIONS")

#: Set on every answer that does not say otherwise itself.
_SEALS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def may_bind(host: str, accounts: Accounts | None) -> None:
    """Raise UsageError when `host` can be reached from other machines and nobody has to log in."""
    if _is_loopback(host):
        return
    if accounts is None or not accounts.list():
        raise UsageError(
            f"--host {host}: other machines could reach the ledger and there are no users, so anybody could change it; "
            "add one first: 'reportedly users add NAME --role admin' (or serve on 127.0.0.1)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visitor:
    """Who asks: `secret` is what their cookie holds (or will), `user` is set once they have logged in."""

    secret: str
    user: User | None
    known: bool

    @property
    def csrf(self) -> str:
        """What a form of theirs must carry."""
        return hashlib.sha256(f"csrf {self.secret}".encode()).hexdigest()


class Gate:
    """ASGI middleware that lets through whom it may.

    Without `accounts` everybody is `user`, as an admin. `host` is the address that is listened on; UsageError when it is not
    of this machine alone and there are no users. The app finds `request.state.user` (a User), `request.state.csrf` (to be sent
    back as the field `csrf_token` or the header `X-CSRF-Token`) and `request.state.logged_in` (whether a session can be ended).
    """

    def __init__(self, app: ASGIApp, *, accounts: Accounts | None, user: str, host: str) -> None:
        may_bind(host, accounts)
        self._app = app
        self._accounts = accounts
        self._alone = _Visitor(secret=secrets.token_urlsafe(32), user=User(name=user, role="admin"), known=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive, partial(_sealed, scope, send))
        except LedgerError as error:
            answer = _told(scope, 503, str(error))
        if answer is not None:
            await answer(scope, receive, partial(_sealed, scope, send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """What the gate answers itself; `None` when the app has answered."""
        headers, path, reads = Headers(scope=scope), scope["path"], scope["method"] in _READING
        if self._accounts is None and not _asks_for_loopback(headers):
            said = ", ".join(headers.getlist("host")) or "no name"
            return _told(
                scope, 403, f"asked for as {said!r}; this ledger answers on its own machine only: use 127.0.0.1 or localhost"
            )
        if path.startswith("/static/") and reads:
            await self._app(scope, receive, send)
            return None
        visitor = await self._visitor(scope, headers)
        if visitor.user is None and path != "/login":
            return _please_log_in(scope, headers, reads)
        form: Mapping[str, list[str]] = {}
        if not reads:
            origin = _origin(scope, headers)
            if origin == "elsewhere":
                return _told(scope, 403, "this form was sent by a page elsewhere; nothing was done")
            own = self._accounts is not None and path in ("/login", "/logout", "/account")
            body = await _body(headers, receive, _SMALL if own or visitor.user is None else _BYTES)
            if body is None:
                return _told(scope, 413, "the form is too long; nothing was done")
            form = _fields(headers, body)
            carried = [headers.get(_HEADER, ""), *(form.get(name, [""])[0] for name in _FIELDS)]
            right = any(hmac.compare_digest(one.encode("utf-8", "replace"), visitor.csrf.encode()) for one in carried)
            if not right and not (self._accounts is None and origin == "here"):
                return _told(scope, 403, "this form is not of your present session; nothing was done: load the page again")
            receive = _again(body, receive)
        if self._accounts is not None:
            if path == "/login":
                return await self._login(self._accounts, scope, visitor, form, reads)
            if path == "/logout" and not reads:
                await run_in_threadpool(self._accounts.close_session, visitor.secret)
                return _without_cookie(scope, RedirectResponse("/login", 303))
            user = cast(User, visitor.user)
            if path == "/account":
                return await self._account(self._accounts, scope, visitor, user, form, reads)
            if user.role == "reader" and not reads:
                message = f"{user.name} is a reader, who may read but not decide; an admin can change that at /account"
                return _told(scope, 403, message)
        state = {
            **scope.get("state", {}),
            "user": visitor.user,
            "csrf": visitor.csrf,
            "logged_in": self._accounts is not None,
        }
        await self._app({**scope, "state": state}, receive, send)
        return None

    async def _visitor(self, scope: Scope, headers: Headers) -> _Visitor:
        if self._accounts is None:
            return self._alone
        token = _cookie(headers, _name_of_cookie(scope))
        user = await run_in_threadpool(self._accounts.session, token) if token else None
        if token and user:
            return _Visitor(secret=token, user=user, known=True)
        secret = _cookie(headers, _name_of_cookie(scope, login=True))
        return _Visitor(secret=secret or secrets.token_urlsafe(32), user=None, known=secret is not None)

    # --- the pages of the gate itself

    async def _login(
        self, accounts: Accounts, scope: Scope, visitor: _Visitor, form: Mapping[str, list[str]], reads: bool
    ) -> Response:
        name, password = _value(form, "name"), _value(form, "password")
        onwards = _local(_value(form, "next") or _value(parse_qs(scope["query_string"].decode("latin-1")), "next"))
        if reads:
            if visitor.user is not None:
                return RedirectResponse(onwards, 303)
            return self._login_page(scope, visitor, onwards, "", None)
        address = scope["client"][0] if scope.get("client") else ""
        try:
            token = await run_in_threadpool(partial(accounts.log_in, name, password, address=address))
        except Wait as wait:
            answer = self._login_page(scope, visitor, onwards, name, str(wait), 429)
            answer.headers["retry-after"] = str(wait.seconds)
            return answer
        if token is None:
            message = "no user has this name and this password; an admin can set a new one with 'reportedly users password NAME'"
            return self._login_page(scope, visitor, onwards, name, message, 401)
        if visitor.user is not None:
            await run_in_threadpool(accounts.close_session, visitor.secret)
        return _with_cookie(scope, RedirectResponse(onwards, 303), token)

    def _login_page(
        self, scope: Scope, visitor: _Visitor, onwards: str, name: str, message: str | None, status: int = 200
    ) -> Response:
        values = {"title": "Log in", "next": onwards, "name": name, "message": message}
        answer = _page("login.html", visitor, status, **values)
        return answer if visitor.known else _with_cookie(scope, answer, visitor.secret, login=True)

    async def _account(
        self, accounts: Accounts, scope: Scope, visitor: _Visitor, user: User, form: Mapping[str, list[str]], reads: bool
    ) -> Response:
        message, status, answer = None, 200, RedirectResponse("/account", 303)
        if not reads:
            try:
                token = await run_in_threadpool(_change, accounts, user, form, scope["client"][0] if scope.get("client") else "")
                return answer if token is None else _with_cookie(scope, answer, token)
            except Wait as wait:
                message, status = str(wait), 429
            except UsageError as error:
                message, status = str(error), 400
            except PermissionError as error:
                message, status = str(error), 403
        users = await run_in_threadpool(accounts.list) if user.role == "admin" else ()
        values = {"title": "Account", "users": users, "roles": words_of(Role), "shortest": SHORTEST, "message": message}
        return _page("account.html", visitor, status, **values)


def _change(accounts: Accounts, user: User, form: Mapping[str, list[str]], address: str) -> str | None:
    """Do what a form of the account page asks for; the token of a new session when the own password was changed.

    Raises UsageError when it cannot be done, PermissionError when this user may not.
    """
    do, name, password = _value(form, "do"), _value(form, "name"), _value(form, "password")
    if do == "own password":
        token = accounts.log_in(user.name, _value(form, "present"), address=address)
        if token is None:
            raise UsageError("the present password is another one; nothing was changed")
        accounts.set_password(user.name, password)  # which also ends the session just opened
        return accounts.open_session(user)
    if user.role != "admin":
        raise PermissionError(f"{user.name} is a {user.role}; only an admin manages users")
    if do == "add":
        accounts.add(name, password, cast(Role, _value(form, "role")))
    elif do == "password":
        accounts.set_password(name, password)
    elif do == "role":
        accounts.set_role(name, cast(Role, _value(form, "role")))
    elif do == "remove":
        accounts.remove(name)
    else:
        raise UsageError(f"{do!r} is nothing that can be done here; load the page again")
    return None


# --- what a request says


def _is_loopback(host: str) -> bool:
    host = host.strip().lower().rstrip(".")
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host == "localhost"


def _asks_for_loopback(headers: Headers) -> bool:
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return False
    name, bracket, port = hosts[0].rpartition("]")
    if not bracket:
        name, _, _ = port.partition(":")
    return _is_loopback(f"{name}{bracket}")


def _origin(scope: Scope, headers: Headers) -> Literal["here", "elsewhere", "unknown"]:
    """Where a form comes from. A page that tells no referrer has the origin "null", which says nothing."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return "here" if site in ("same-origin", "none") else "elsewhere"
    if origin is None or origin == "null":
        return "unknown"
    return "here" if origin.lower() == f"{scope['scheme']}://{headers.get('host', '')}".lower() else "elsewhere"


async def _body(headers: Headers, receive: Receive, most: int) -> bytes | None:
    """The whole body, `None` when it is longer than `most` bytes or is broken off."""
    said = headers.get("content-length", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 16) or int(said) > most:
        return None
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """`receive` as it was before `body` was taken from it."""
    held = [body]

    async def given() -> Message:
        return {"type": "http.request", "body": held.pop(), "more_body": False} if held else await receive()

    return given


def _fields(headers: Headers, body: bytes) -> Mapping[str, list[str]]:
    """The fields of a form; none when it is written in another way, or has too many."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return {}
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return {}


def _value(form: Mapping[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0]


def _local(path: str) -> str:
    """`path` when it leads to a page here, else the first page: a browser reads "//host" and "/\\host" as another site."""
    clean = path.isprintable() and path.isascii() and "\\" not in path
    return path if clean and path.startswith("/") and not path.startswith(("//", "/login", "/logout")) else "/"


# --- cookies and answers


def _name_of_cookie(scope: Scope, *, login: bool = False) -> str:
    """By its prefix a browser takes it only from this very host, over TLS (RFC 6265bis, section 4.1.3.2).

    The login page has one of its own: shown to somebody who follows a link from elsewhere, it must not end their session.
    """
    return ("__Host-" if scope["scheme"] == "https" else "") + ("reportedly-login" if login else "reportedly")


def _cookie(headers: Headers, name: str) -> str | None:
    for line in headers.getlist("cookie"):
        for part in line.split(";"):
            key, _, value = part.strip().partition("=")
            if key == name and 0 < len(value) <= 100 and value.isascii():
                return value
    return None


def _with_cookie(scope: Scope, answer: Response, secret: str, *, login: bool = False) -> Response:
    name, age, secure = _name_of_cookie(scope, login=login), int(LIFETIME.total_seconds()), scope["scheme"] == "https"
    answer.set_cookie(name, secret, max_age=age, path="/", secure=secure, httponly=True, samesite="strict")
    return answer


def _without_cookie(scope: Scope, answer: Response) -> Response:
    secure = scope["scheme"] == "https"
    answer.delete_cookie(_name_of_cookie(scope), path="/", secure=secure, httponly=True, samesite="strict")
    return answer


def _told(scope: Scope, status: int, message: str) -> Response:
    if scope["path"].endswith(".json"):
        return JSONResponse({"message": message}, status)
    return PlainTextResponse(f"{message}\n", status)


def _please_log_in(scope: Scope, headers: Headers, reads: bool) -> Response:
    """Lead to the login page. Who follows a link from elsewhere comes without cookie at first, and is led here once more."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    asked = _local(quote(path) + (f"?{query}" if query else "")) if reads else "/"
    login = f"/login?{urlencode({'next': asked})}"
    if path.endswith(".json") or not reads or "hx-request" in headers:
        answer = _told(scope, 401, "your session is over, or you have not logged in; nothing was done: log in at /login")
        answer.headers["hx-redirect"] = login
        return answer
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        head = f'<title>reportedly</title><meta http-equiv="refresh" content="0; url={escape(asked)}">'
        return Response(f'<!doctype html><html lang="en">{head}<a href="{escape(asked)}">On</a></html>', media_type="text/html")
    return RedirectResponse(login, 303)


def _page(template: str, visitor: _Visitor, status: int, **values: object) -> Response:
    user = visitor.user
    html = _template(template).render(
        **values,
        user=user,
        who=user.name if user else "",
        may_decide=user is None or user.role != "reader",
        logged_in=user is not None,
        csrf=Markup('<input type="hidden" name="csrf_token" value="{}">').format(visitor.csrf),
        section="account",
    )
    return Response(plain(html), status, media_type="text/html")


@cache
def _template(name: str) -> Template:
    environment = Environment(loader=PackageLoader("reportedly.review"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(bdi=bdi)
    return environment.get_template(name)


async def _sealed(scope: Scope, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in _SEALS.items():
            headers.setdefault(name, value)
        if not scope["path"].startswith("/static/"):
            headers.setdefault("cache-control", "no-store")
    await send(message)
