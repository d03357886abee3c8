"""The real server as a process of its own: started, asked, and stopped as a person would."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.settings import Settings

ROOT = Path(__file__).parents[1]


@dataclass
class Running:
    """A started server, where it answers, and what it had printed when it was stopped."""

    process: subprocess.Popen[str]
    host: str
    port: int
    output: str = ""

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of one request."""
        return self._asked("GET", path, None, {})

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, str]:
        """Status and body of one posted request; `kind` is the media type of what is posted."""
        return self._asked("POST", path, body, {"Content-Type": kind})

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def serving(
    settings: Settings, program: Sequence[str] = ("-m", "web"), **more: str
) -> Iterator[Running]:
    """Start `program` on a free port over `settings`; `more` are its other settings."""
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=ROOT,
        env={
            **os.environ,
            "ARCHIVE_CORPUS": str(settings.corpus),
            "ARCHIVE_VAR": str(settings.var),
            "PORT": "0",
            "WEB_WORKERS": "2",
            **more,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.fullmatch(r"Serving on http://([\d.]+):(\d+)\n", line)
        assert match, line or process.communicate()[1]
        running = Running(process, match[1], int(match[2]))
        yield running
        process.send_signal(signal.SIGTERM)
        running.output = "".join(process.communicate(timeout=60))
    finally:
        process.kill()
        process.communicate()
