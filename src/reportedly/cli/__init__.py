"""The command line. Only Typer and the standard library are imported here; a command imports what it needs when it runs.

Results go to standard output, everything else to standard error. Exit codes are in docs/cli.md. The commands are in `reading`
(reports), `listing` (what is in the ledger), `comparing` (what the folds find) and `reviewing` (the review app); importing those
registers them.
"""

from reportedly.cli import reading, listing, comparing, reviewing, users  # noqa: F401, I001  # in the order in which --help shows them
from reportedly.cli.common import app

__all__ = ["app"]
