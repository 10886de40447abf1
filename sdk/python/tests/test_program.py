from __future__ import annotations

import logging
import os
import subprocess
import sys
import unittest
from typing import Any, List
from unittest import mock

sys.path.insert(0, os.path.dirname(__file__))

from service import Service, problem  # noqa: E402

import countersign  # noqa: E402

SOURCE = os.path.dirname(os.path.dirname(countersign.__file__))


class Module(unittest.TestCase):
    def setUp(self) -> None:
        logging.getLogger("countersign").setLevel(logging.CRITICAL)
        self.dropped: List[countersign.Dropped] = []
        names = {"api_key": None, "url": None, "on_drop": self.dropped.append, "_clients": {}}
        patch = mock.patch.multiple(countersign, **names)
        patch.start()
        self.addCleanup(patch.stop)
        environment = mock.patch.dict(os.environ, clear=False)
        environment.start()
        self.addCleanup(environment.stop)
        os.environ.pop("COUNTERSIGN_URL", None)
        os.environ.pop("COUNTERSIGN_API_KEY", None)

    def service(self, *answers: Any) -> Service:
        service = Service(*answers)
        self.addCleanup(service.close)
        return service

    def test_tracks_and_enriches_by_what_is_set_in_it(self) -> None:
        service = self.service((200, {"features": {"a": 1}}))
        countersign.url = service.url
        countersign.api_key = "csk_y"
        countersign.track("login", {"user_id": "u"}, id="a")
        self.assertTrue(countersign.flush())
        self.assertEqual(countersign.enrich("purchase", {"user_id": "u"}), {"a": 1})
        self.assertEqual([request.path for request in service.requests], ["/v1/events/login", "/v1/enrich/purchase"])
        self.assertEqual({request.headers["Authorization"] for request in service.requests}, {"Bearer csk_y"})
        self.assertEqual(countersign.status(), (0, 1, 0))

    def test_goes_by_the_environment_where_nothing_is_set(self) -> None:
        service = self.service()
        os.environ.update(COUNTERSIGN_URL=service.url, COUNTERSIGN_API_KEY="csk_z")
        countersign.track("login")
        self.assertTrue(countersign.flush())
        self.assertEqual(service.requests[0].headers["Authorization"], "Bearer csk_z")

    def test_goes_by_a_key_that_is_set_later(self) -> None:
        service = self.service()
        countersign.url = service.url
        for key in ("csk_1", "csk_2"):
            countersign.api_key = key
            countersign.track("login")
        self.assertTrue(countersign.flush())
        keys = sorted(request.headers["Authorization"] for request in service.requests)
        self.assertEqual(keys, ["Bearer csk_1", "Bearer csk_2"])

    def test_says_that_there_is_no_key_and_never_raises_from_track(self) -> None:
        self.assertEqual(countersign.track("login", id="a"), "a")
        self.assertEqual([(each.id, each.why) for each in self.dropped], [("a", "unwritable")])
        self.assertIn("api_key is not set", self.dropped[0].detail)
        with self.assertRaisesRegex(countersign.CountersignError, "api_key is not set"):
            countersign.enrich("purchase")

    def test_never_raises_from_track_for_a_url_that_is_none(self) -> None:
        countersign.url, countersign.api_key = "nowhere", "csk_x"
        countersign.track("login")
        self.assertEqual(len(self.dropped), 1)


class Program(unittest.TestCase):
    """Programs of their own, to their end."""

    def run_program(self, program: str, url: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": SOURCE, "COUNTERSIGN_URL": url, "COUNTERSIGN_API_KEY": "csk_x"}
        return subprocess.run(
            [sys.executable, "-c", "import countersign\n" + program],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def service(self, *answers: Any) -> Service:
        service = Service(*answers)
        self.addCleanup(service.close)
        return service

    def test_sends_what_waits_when_it_ends(self) -> None:
        service = self.service()
        done = self.run_program("for name in 'abc': countersign.track('login', id=name)", service.url)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(service.sent_ids(), [["a", "b", "c"]])

    def test_sends_what_is_tracked_while_it_ends(self) -> None:
        service = self.service()
        program = "import atexit\natexit.register(lambda: countersign.track('logout', id='late'))\n"
        # Registered after the package's own: it runs before it.
        done = self.run_program(program, service.url)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(service.sent_ids(), [["late"]])

    def test_ends_where_nobody_listens(self) -> None:
        service = self.service()
        service.close()
        done = self.run_program("countersign.track('login')", service.url)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_ends_where_it_is_refused_and_hears_of_it(self) -> None:
        done = self.run_program("countersign.track('login')", self.service(problem(422)).url)
        self.assertEqual(done.returncode, 0)
        self.assertIn("an event of type login is dropped (refused): status 422", done.stderr)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_that_forks_sends_each_event_once(self) -> None:
        service = self.service()
        program = """
import os
countersign.track('login', id='parent')
child = os.fork()
if child == 0:
    countersign.track('login', id='child')
    countersign.flush()
    os._exit(0)
os.waitpid(child, 0)
"""
        done = self.run_program(program, service.url)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(sorted(each for ids in service.sent_ids() for each in ids), ["child", "parent"])


if __name__ == "__main__":
    unittest.main()
