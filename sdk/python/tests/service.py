"""A service in this process, for tests."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, NamedTuple, Optional, Tuple
from urllib.parse import parse_qs, urlsplit

GOOD: Tuple[int, Dict[str, Any]] = (202, {"accepted": 1, "duplicates": 0, "problems": []})


class Request(NamedTuple):
    path: str
    query: Dict[str, List[str]]
    headers: Dict[str, str]
    events: List[Dict[str, Any]]
    port: int

    @property
    def ids(self) -> List[str]:
        return [event["id"] for event in self.events]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may be gone by the time of the answer."""


def problem(status: int, **more: Any) -> Tuple[int, Dict[str, Any]]:
    return status, {"code": f"code_{status}", "detail": f"status {status}", "status": status, **more}


class Service:
    """Answers in turn with `answers`, and with the last of them ever after."""

    def __init__(self, *answers: Tuple[int, Dict[str, Any]], headers: Optional[Dict[str, str]] = None) -> None:
        self.requests: List[Request] = []
        self.answers = list(answers) or [GOOD]
        self.arrived = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()
        self.closes_after_each = False
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
                events = [json.loads(line) for line in body.split("\n")]
                request = Request(
                    parts.path, parse_qs(parts.query), dict(self.headers), events, self.client_address[1]
                )
                index = len(service.requests)
                service.requests.append(request)
                service.arrived.release()
                service.gate.wait(10)
                status, answer = service.answers[min(index, len(service.answers) - 1)]
                text = (answer if isinstance(answer, str) else json.dumps(answer)).encode("utf-8")
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)
                # Without a word of it: as a service does that is restarted.
                if service.closes_after_each:
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def wait_for(self, requests: int) -> None:
        """Waits until so many requests have come in all."""
        while len(self.requests) < requests:
            if not self.arrived.acquire(timeout=10):
                raise AssertionError(f"{len(self.requests)} requests came, not {requests}")

    def sent_ids(self) -> List[List[str]]:
        return [request.ids for request in self.requests]

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
