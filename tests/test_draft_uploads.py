"""A draft with pictures is taken in whole, in memory alone, and no more of them than there is room.

The server runs where it can write no more than four bytes into any file, and the reader it starts
not one: what is answered then has touched no disk, not even as a file without a name.
"""

import io
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from drafted import EARLIER, ROOT, made
from started import Running, serving

from archive.settings import Settings
from web.oversized import MOST_KEPT, MOST_KEPT_BYTES
from web.posted import MOST_BYTES

CANARY = "zyqquorblefnax"
PARTS = "multipart/form-data; boundary=cut"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small archive."""
    return made(tmp_path_factory.mktemp("uploads"))


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Running]:
    """The real server, where no file can be written; the log is looked at in the end."""
    program, quiet = ("-c", SERVER), {"PYTHONDONTWRITEBYTECODE": "1"}
    with serving(settings, program, WEB_WORKERS="1", **quiet) as running:
        yield running
    assert CANARY not in running.output, "it is logged"


# Four bytes are what tempfile writes to try a folder.
WRITING_NOTHING = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (4, resource.RLIM_INFINITY))
"""
# The reader unpacks its model of languages before it forbids itself any file, so it may do that.
SERVER = f"""{WRITING_NOTHING}
import runpy
from functools import partial
from web import draft_reading
free = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
draft_reading.subprocess.run = partial(draft_reading.subprocess.run, preexec_fn=free)
runpy.run_module("web", run_name="__main__")
"""
READER = """
import sys
from indexer import drafts
drafts.read = lambda *_: open(sys.argv[1], "wb", buffering=0).write(b"draft")
drafts.main()
"""


def statement(picture_bytes: int) -> bytes:
    """A DOCX of a paragraph with a rare word, and of pictures of so many bytes."""
    made = docx.Document()
    made.add_paragraph(f"{EARLIER[0]} {CANARY}")
    file = io.BytesIO()
    made.save(file)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/media/logo.png", os.urandom(picture_bytes))
    return file.getvalue()


def uploaded(content: bytes) -> bytes:
    """The body of a request that uploads it as a DOCX."""
    name = f'form-data; name="file"; filename="{CANARY}.docx"'
    return f"--cut\r\nContent-Disposition: {name}\r\n\r\n".encode() + content + b"\r\n--cut--\r\n"


@pytest.mark.parametrize("path", ["/draft", "/fr/draft", "/api/draft", "/api/v1/draft"])
def test_nineteen_megabytes_are_checked_where_no_file_can_be_written(
    server: Running, path: str
) -> None:
    """Neither the server nor what it starts spools a statement with many logos."""
    status, answer = server.post(path, uploaded(statement(19_000_000)), PARTS)
    assert status == 200, answer
    assert CANARY in answer


def test_no_file_can_be_written_there() -> None:
    """The limit holds for files without a name too, so that the test above can fail."""
    code = "import tempfile; one = tempfile.TemporaryFile(); one.write(b'draft'); one.flush()"
    for before, status in (("", 0), (WRITING_NOTHING, 1)):
        command = [sys.executable, "-c", f"{before}\n{code}"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == status


def test_the_reader_of_drafts_can_write_no_file(tmp_path: Path) -> None:
    """Not one byte, from before it has the draft."""
    file = tmp_path / "copy"
    command = [sys.executable, "-c", READER, str(file)]
    ended = subprocess.run(command, input=b"draft", capture_output=True, cwd=ROOT, check=False)
    assert b"File too large" in ended.stderr
    assert file.read_bytes() == b""


def test_above_the_limit_the_limit_is_named(server: Running) -> None:
    """Also where the server keeps nothing of the body."""
    for size in (MOST_BYTES, MOST_KEPT_BYTES + 1):
        status, answer = server.post("/api/v1/draft", uploaded(bytes(size)), PARTS)
        assert status == 400
        assert "more than 20 MB" in answer
    assert MOST_BYTES < MOST_KEPT_BYTES


def test_a_long_body_is_kept_for_the_draft_check_alone(server: Running) -> None:
    """Another page refuses it by its own limit."""
    assert server.post("/quote", uploaded(bytes(2_000_000)), PARTS)[0] in (400, 413)


def begun(server: Running, length: int) -> socket.socket:
    """A connection that has sent the head of an upload and one piece of it."""
    one = socket.create_connection((server.host, server.port), timeout=60)
    head = f"POST /api/v1/draft HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n"
    one.sendall(f"{head}Content-Type: {PARTS}\r\n\r\n--cut".encode())
    return one


def test_so_many_are_kept_at_a_time_and_the_next_is_told(server: Running) -> None:
    """Whoever sends many drafts slowly takes no more memory; one that gives up makes room."""
    body = uploaded(statement(2_000_000))
    slow = [begun(server, 10_000_000) for _ in range(MOST_KEPT)]
    try:
        status, answer = server.post("/api/v1/draft", body, PARTS)
        assert status == 429
        assert "Too many drafts are being sent at once" in answer
        assert server.post("/api/v1/draft", uploaded(statement(10_000)), PARTS)[0] == 200
    finally:
        for one in slow:
            one.close()
    assert server.post("/api/v1/draft", body, PARTS)[0] == 200
