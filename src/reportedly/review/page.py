"""How a page is asked for and answered: what a handler gets, what it returns, and its two forms, HTML and JSON.

A handler is an ordinary function of `Asked` that returns an `Answer`, run in a thread of its own so that it may wait for the
database. The `.json` twin of a page is the same `Answer` written as data, so the two cannot drift apart.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reportedly.errors import ReportedlyError
from reportedly.json_form import to_json
from reportedly.ledger import Ledger
from reportedly.report.page import day
from reportedly.report.words import bdi, plain
from reportedly.review.laid import Laid, SideBySide

__all__ = ["Answer", "Asked", "Room", "form", "fragment", "page", "render"]

_log = logging.getLogger(__name__)

#: The most fields that a form may hold. How long it may be, and who may send one, is for the gate to say.
_FIELDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What all pages of one app share: the ledger, and what the folds found."""

    ledger: Ledger
    laid: SideBySide


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a page shows: the name of its template and the values for it, which are also its JSON."""

    template: str
    title: str
    data: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as a handler sees it."""

    request: Request
    room: Room
    form: FormData = field(default_factory=FormData)

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return self.room.ledger

    @property
    def laid(self) -> Laid | None:
        """What the folds found, as far as they are done."""
        return self.room.laid.now

    @property
    def who(self) -> str:
        """The name of whoever asks."""
        return str(self.request.state.user.name)

    @property
    def may_decide(self) -> bool:
        """Whether whoever asks may decide anything: all but readers."""
        return bool(self.request.state.user.role != "reader")

    @property
    def here(self) -> str:
        """The address that was asked for, with its query."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def search(self, **query: object) -> str:
        """A query to put behind a path; empty values are left out."""
        given = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        return f"?{given}" if given else ""

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def given(self, name: str) -> str | None:
        """A value in the address, `None` when it is empty or not there."""
        return self.request.query_params.get(name, "").strip() or None

    def number(self, name: str) -> int | None:
        """A whole number in the address; what is none counts as not there."""
        value = self.given(name) or ""
        return int(value) if value.isdecimal() and value.isascii() and len(value) < 16 else None

    def field(self, name: str) -> str | None:
        """A value of the form, `None` when it is empty or not there."""
        value = self.form.get(name)
        return (value.strip() or None) if isinstance(value, str) else None

    def fields(self, name: str) -> tuple[str, ...]:
        """All values of the form under one name."""
        return tuple(value.strip() for value in self.form.getlist(name) if isinstance(value, str))

    def count(self, name: str) -> int | None:
        """A whole number of the form. Answers 400 when it is something else."""
        value = self.field(name)
        if value is None:
            return None
        if not (value.isdecimal() and value.isascii() and len(value) < 16):
            raise HTTPException(400, f"{name}: {value!r} is no whole number")
        return int(value)


Handler = Callable[[Asked], Answer | Response]


def page(path: str, handler: Handler, room: Room) -> list[Route]:
    """A page and its `.json` twin."""

    def as_html(asked: Asked) -> Response:
        return _html(asked, handler(asked))

    def as_json(asked: Asked) -> Response:
        return _json(handler(asked))

    return [
        Route("/index.json" if path == "/" else f"{path}.json", _endpoint(as_json, room)),
        Route(path, _endpoint(as_html, room)),
    ]


def form(path: str, handler: Handler, room: Room) -> list[Route]:
    """What a form is sent to."""
    return [Route(path, _endpoint(lambda asked: _html(asked, handler(asked)), room), methods=["POST"])]


def fragment(path: str, handler: Handler, room: Room) -> list[Route]:
    """A part of a page that is fetched later."""
    return [Route(path, _endpoint(lambda asked: _html(asked, handler(asked)), room))]


def _endpoint(answer: Callable[[Asked], Response], room: Room) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        given = await request.form(max_fields=_FIELDS, max_files=0) if request.method == "POST" else FormData()
        try:
            return await run_in_threadpool(answer, Asked(request=request, room=room, form=given))
        except (HTTPException, ReportedlyError):
            raise
        except Exception as error:  # a fault of ours; told inside the gate, which seals the answer
            _log.exception("%s %s", request.method, request.url.path)
            message = f"{type(error).__name__}; nothing was decided. Please report what you did."
            raise HTTPException(500, message) from error

    return endpoint


def _html(asked: Asked, answer: Answer | Response) -> Response:
    return answer if isinstance(answer, Response) else render(asked, answer)


def render(asked: Asked, answer: Answer) -> Response:
    """An answer as a page."""
    request, room = asked.request, asked.room
    html = _template(answer.template).render(
        **answer.data,
        title=answer.title,
        who=asked.who,
        may_decide=asked.may_decide,
        logged_in=request.state.logged_in,
        csrf=Markup('<input type="hidden" name="csrf_token" value="{}">').format(request.state.csrf),
        section=request.url.path.split("/")[1],
        laying=room.laid.state,
    )
    return Response(plain(html), status_code=answer.status, media_type="text/html")


def _json(answer: Answer | Response) -> Response:
    if isinstance(answer, Response):
        return answer
    body = json.dumps({"title": answer.title, **answer.data}, default=_as_json, ensure_ascii=True)
    return Response(body, status_code=answer.status, media_type="application/json")


def _as_json(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    found = to_json(value)
    if found is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return found


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reportedly.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(bdi=bdi, day=_day, minute=_minute, part=_part, thousands=lambda n: f"{n:,}", clipped=_clipped)
    return environment


def _day(value: date | None) -> str:
    return day(value) if value else "no date"


def _minute(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M")


def _part(value: object) -> str:
    """A value as one part of an address."""
    return quote(str(value), safe="")


def _clipped(words: str, most: int = 160) -> str:
    """The first `most` characters."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
