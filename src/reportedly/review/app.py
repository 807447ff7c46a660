"""The review app: pages over a ledger, served to a browser by Starlette.

Everything is rendered here; a page needs no script to show, accept, reject or undo. Nothing is fetched from elsewhere. Who may
ask, and what a browser lets run, is for the gate to say, which stands before everything.
"""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from reportedly.errors import LedgerError, ReportedlyError
from reportedly.ledger import Ledger
from reportedly.review.accounts import Accounts
from reportedly.review.gate import Gate, may_bind
from reportedly.review.laid import SideBySide
from reportedly.review.page import Answer, Asked, Room, form, fragment, page, render
from reportedly.review.pages import claims, documents, history, overview, questions, queue, sources

__all__ = ["create_app", "serve"]


def create_app(ledger: Ledger, *, user: str, host: str = "127.0.0.1", accounts: Accounts | None = None) -> Starlette:
    """The app over `ledger`, to be served at `host`. Without `accounts` everybody decides as `user`.

    Raises UsageError when `host` can be reached from other machines and there are no users.
    """
    may_bind(host, accounts)
    laid = SideBySide(ledger)
    room = Room(ledger=ledger, laid=laid)
    routes: list[BaseRoute] = [Mount("/static", StaticFiles(packages=[("reportedly.review", "static")]))]
    for module in (overview, queue, claims, sources, questions, documents, history):
        for path, handler in module.PAGES:
            routes += page(path, handler, room)
        for path, handler in module.FORMS:
            routes += form(path, handler, room)
        for path, handler in module.FRAGMENTS:
            routes += fragment(path, handler, room)

    async def fault(request: Request, error: Exception) -> Response:
        status, title, message = _said(error)
        if request.url.path.endswith(".json"):
            return JSONResponse({"title": title, "message": message}, status)
        answer = Answer(template="message.html", title=title, data={"message": message}, status=status)
        return await run_in_threadpool(render, Asked(request=request, room=room), answer)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        laid.close()

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, accounts=accounts, user=user, host=host)],
        exception_handlers={HTTPException: fault, ReportedlyError: fault},
        lifespan=lifespan,
    )
    app.state.room = room
    return app


def serve(app: ASGIApp, *, host: str, port: int, tell: Callable[[str], None], browser: bool) -> None:
    """Serve until Ctrl-C. `tell` gets the address once it is open; port 0 takes any that is free."""
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, lifespan="on", ws="none")
    )

    def announce() -> None:
        while not server.started and not server.should_exit:
            threading.Event().wait(0.02)
        if server.started:
            name, bound = server.servers[0].sockets[0].getsockname()[:2]
            address = f"http://{f'[{name}]' if ':' in name else name}:{bound}/"
            tell(address)
            if browser:
                webbrowser.open(address)

    threading.Thread(target=announce, daemon=True).start()
    server.run()


def _said(error: Exception) -> tuple[int, str, str]:
    """An error as a status, a heading and what to do about it."""
    if isinstance(error, HTTPException):
        titles = {500: "A fault of ours", 403: "Not allowed", 404: "Not there", 405: "Not done this way"}
        return error.status_code, titles.get(error.status_code, "That cannot be done"), str(error.detail)
    if isinstance(error, LedgerError):
        return 503, "The ledger does not answer", str(error)
    return 400, "That cannot be done", str(error)
