"""Calls to the service, over connections that are kept."""

from __future__ import annotations

import json
import os
import weakref
from http.client import CannotSendRequest, HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple
from urllib.parse import quote, urlencode, urlsplit

from ._errors import CountersignError

# Connections that are kept for the next call.
MAX_IDLE = 10

# What a connection that the service closed in the meantime does.
_STALE = (ConnectionError, CannotSendRequest)


class Http:
    """One service and one key. Safe for threads: whoever asks has a connection for itself meanwhile."""

    def __init__(self, url: str, api_key: str) -> None:
        parts = urlsplit(url.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is no URL of a service: http://127.0.0.1:4242")
        self._base = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._connection_type = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host = parts.hostname
        self._port = parts.port
        self._prefix = parts.path
        self._api_key = api_key
        self._idle: List[HTTPConnection] = []
        self._pid = os.getpid()
        weakref.finalize(self, _close_all, self._idle)

    def post(
        self,
        path: Sequence[str],
        body: str,
        *,
        query: Mapping[str, Optional[str]],
        timeout: float,
        content_type: str = "application/json",
    ) -> Dict[str, Any]:
        """What the service answers. Raises CountersignError, whatever went wrong."""
        said = {name: value for name, value in query.items() if value is not None}
        target = self._prefix + "/v1/" + "/".join(quote(part, safe="") for part in path)
        if said:
            target += "?" + urlencode(said)
        headers = {
            "Authorization": f"Bearer {self._api_key}",
            "Accept": "application/json",
            "Content-Type": content_type,
        }
        try:
            response, text = self._exchange(target, body.encode("utf-8"), headers, timeout)
        except (OSError, HTTPException) as error:
            how = " in time" if isinstance(error, TimeoutError) or "timed out" in str(error) else ""
            raise CountersignError(f"no answer from {self._base}{how}") from error
        return self._read(response, text)

    def close(self) -> None:
        """Closes the connections that nobody uses."""
        _close_all(self._idle)

    def _exchange(
        self, target: str, body: bytes, headers: Mapping[str, str], timeout: float
    ) -> Tuple[HTTPResponse, bytes]:
        kept = self._take_idle(timeout)
        if kept is not None:
            try:
                return self._ask(kept, target, body, headers)
            except _STALE:
                # Events are known by their ids: one that did arrive before the connection broke counts once.
                pass
        return self._ask(self._connection_type(self._host, self._port, timeout=timeout), target, body, headers)

    def _take_idle(self, timeout: float) -> Optional[HTTPConnection]:
        if self._pid != os.getpid():
            # Forked off: these are the parent's, who goes on with them.
            _close_all(self._idle)
            self._pid = os.getpid()
        try:
            # Taken and given back in one step each: no lock is needed.
            connection = self._idle.pop()
        except IndexError:
            return None
        if connection.sock is None:
            return None
        connection.sock.settimeout(timeout)
        return connection

    def _ask(
        self, connection: HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Tuple[HTTPResponse, bytes]:
        is_whole = False
        try:
            connection.request("POST", target, body=body, headers=dict(headers))
            response = connection.getresponse()
            text = response.read()
            is_whole = True
            return response, text
        finally:
            if is_whole and connection.sock is not None and len(self._idle) < MAX_IDLE:
                self._idle.append(connection)
            else:
                connection.close()

    def _read(self, response: HTTPResponse, text: bytes) -> Dict[str, Any]:
        answer: object
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if 200 <= response.status < 300 and isinstance(answer, dict):
            return answer
        problem = answer if isinstance(answer, dict) and "code" in answer and "detail" in answer else None
        message = (
            problem["detail"] if problem else f"{self._base} answered {response.status}, and not as Countersign does"
        )
        raise CountersignError(
            str(message),
            status=response.status,
            problem=problem,
            retry_after=_seconds(response.getheader("Retry-After")),
        )


def _close_all(connections: List[HTTPConnection]) -> None:
    while connections:
        connections.pop().close()


def _seconds(text: Optional[str]) -> Optional[float]:
    try:
        return None if text is None else max(0.0, float(text))
    except ValueError:
        return None
