"""Read a file in a process of its own that cannot take more than its share."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from archive.errors import IntakeError
from archive.messages import message, of_json
from indexer.extract import blocks
from indexer.extract.child import OUTPUT_MAX_BYTES

# Wall time of one file: the processor time it may take (30 s) twice, for a busy machine. Seconds.
WALL_MAX_SECONDS = 60.0
# The same for the picture of a page, whose reader may take a minute.
PICTURE_WALL_MAX_SECONDS = 180.0

_ROOT = Path(__file__).parents[2]


def extract(content: bytes, media_type: str, *, order: Sequence[str] = ()) -> blocks.Extraction:
    """Return what the reader of `media_type` finds in `content`.

    With an `order` (page, languages, program) it is what Tesseract finds in the picture of that
    page; the program is under the same limits. Raises IntakeError if the reader refuses the file,
    overruns a limit or dies of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the file's
            [sys.executable, "-P", "-m", "indexer.extract.child", media_type, *order],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PYTHONPATH": str(_ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "TMPDIR": folder,
                "LANG": "C.UTF-8",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
            start_new_session=True,
        )
        threading.Thread(target=_feed, args=(process, content), daemon=True).start()
        answer = _answer(process, PICTURE_WALL_MAX_SECONDS if order else WALL_MAX_SECONDS)
    return _understood(answer, process.returncode)


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    """Give the content through a pipe: drafts are read too, and nothing of them is to be stored."""
    assert process.stdin is not None
    # The reader may end before it has read all.
    with contextlib.suppress(BrokenPipeError), process.stdin as given:
        given.write(content)


def _answer(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """What the process writes; it is ended if it writes too much or takes longer than that."""
    timer = threading.Timer(seconds, _end, [process])
    timer.start()
    try:
        assert process.stdout is not None
        with process.stdout as output:
            answer = output.read(OUTPUT_MAX_BYTES + 1)
        if len(answer) > OUTPUT_MAX_BYTES:
            _end(process)
        process.wait()
    finally:
        timer.cancel()
        if process.poll() is None:
            _end(process)
            process.wait()
    return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _understood(answer: bytes, status: int) -> blocks.Extraction:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise IntakeError(message("reading it takes too long; give a simpler or smaller file"))
    if status != 0:
        raise IntakeError(
            message("its reader broke down (status %(status)s); save it anew", status=status)
        )
    try:
        values = json.loads(answer)
        if "refused" in values:
            raise IntakeError(of_json(values["refused"]))
        return blocks.from_json(answer.decode())
    except (ValueError, TypeError, KeyError) as error:
        raise IntakeError(message("its reader gave no answer; save it anew")) from error
