"""What reportedly raises.

    ReportedlyError
    ├── InputError            a path, a URL or standard input cannot be read at all
    ├── UsageError            a value that the caller gave makes no sense (a date, a profile, an option)
    ├── LedgerError           the store cannot be opened, is of another version, or refuses a write
    │   └── ConflictError     somebody else decided about the same thing meanwhile
    └── EnvironmentFault      something that the installation should have brought is missing

A fault *in* an input (one bad paragraph, a missing date) is not raised: it is a `model.Problem` beside the result.
Every message names the value, the place and the remedy.
"""

from __future__ import annotations

from typing import Any


class ReportedlyError(Exception):
    """Base of all errors of this package. `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(ReportedlyError):
    """A value given by the caller makes no sense."""

    exit_code = 2


class InputError(ReportedlyError):
    """An input cannot be read at all; nothing of it was kept."""

    exit_code = 3


class LedgerError(ReportedlyError):
    """The ledger cannot be opened or written."""

    exit_code = 4


class ConflictError(LedgerError):
    """Somebody else decided about the same thing meanwhile. `latest` is the decision (`decision.Decision`) not seen yet."""

    def __init__(self, message: str, latest: Any) -> None:
        super().__init__(message)
        self.latest = latest


class EnvironmentFault(ReportedlyError):
    """Something that the installation should have brought (a model, a data file) is missing or broken."""

    exit_code = 5
