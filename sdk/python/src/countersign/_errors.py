"""What goes wrong between a program and the service."""

from __future__ import annotations

from typing import Any, Mapping, Optional


class CountersignError(Exception):
    """What the service refused, or that it could not be reached; its text can be shown to people.

    `code` is the problem's, or `unreachable` where no answer of the service's came. `status` is the HTTP status, None
    where no answer came. `problem` is the whole of it (RFC 9457). `retry_after` says after how many seconds to come again,
    where the service says so.
    """

    def __init__(
        self,
        message: str,
        *,
        status: Optional[int] = None,
        problem: Optional[Mapping[str, Any]] = None,
        retry_after: Optional[float] = None,
    ) -> None:
        super().__init__(message)
        self.code: str = str(problem["code"]) if problem and "code" in problem else "unreachable"
        self.status = status
        self.problem = problem
        self.retry_after = retry_after

    @property
    def is_temporary(self) -> bool:
        """Whether another try may do: no answer, "later", a fault of the service's own, or another program's answer."""
        status = self.status
        return status is None or status < 400 or status in (401, 403, 404, 408, 429) or status >= 500
