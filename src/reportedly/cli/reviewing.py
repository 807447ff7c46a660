"""The command that serves the review app: `review`."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from reportedly.cli.common import DEFAULT_LEDGER, LedgerUrl, app, tell


@app.command()
def review(
    ledger: LedgerUrl = DEFAULT_LEDGER,
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes any that is free.")] = 8765,
    user: Annotated[
        str | None,
        typer.Option(metavar="NAME", envvar="REPORTEDLY_USER", help="Who decides, for the record. Default: the login name."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser at the first page.")] = True,
) -> None:
    """Correct the ledger in a browser: accept, reject, edit, merge, and take anything back.

    Serves until Ctrl-C. Every decision is kept with who made it, when and why. Where the ledger has users (reportedly users),
    they log in; where it has none, only this machine is served.
    """
    from reportedly.ledger import Ledger
    from reportedly.review.accounts import Accounts
    from reportedly.review.app import create_app, serve

    with Ledger(ledger, create=False) as store:
        accounts = Accounts(store)
        made = create_app(store, user=user or getpass.getuser(), host=host, accounts=accounts if accounts.list() else None)
        serve(
            made,
            host=host,
            port=port,
            tell=lambda address: typer.echo(f"reviewing {store.url} at {address} (Ctrl-C ends)"),
            browser=browser,
        )
    tell("ended; every decision is kept")
