"""The process that reads one file: bytes on standard input, its blocks as JSON on standard output.

With an order, it reads the picture of one page.

It limits itself before it reads a byte, for parsers hang or abort on small hostile files.
"""

import importlib
import json
import resource
import sys
from collections.abc import Sequence

from archive.errors import IntakeError
from archive.messages import as_json, message
from indexer.extract import blocks, media

# Six times the addresses that the readers took for real documents: 173 MB for HTML (trafilatura),
# 45 MB for a PDF of 181 pages, 54 MB for a DOCX.
MEMORY_MAX_BYTES = 1024**3
CPU_MAX_SECONDS = 30
# A full page takes Tesseract five seconds, a dirty one up to thirty.
PICTURE_CPU_MAX_SECONDS = 60
# Nothing is written: what a reader would leave behind is refused.
WRITTEN_MAX_BYTES = 0
OPEN_FILES_MAX = 64
# Of the JSON that is handed back; a text of 50 MB, the most a record holds, is at most this.
OUTPUT_MAX_BYTES = 100_000_000


def limit(cpu_seconds: int) -> None:
    """Set the limits of this process, and of the one that it starts, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_MAX_BYTES, WRITTEN_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MAX, OPEN_FILES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, media_type: str, order: Sequence[str] = ()) -> blocks.Extraction:
    """Read `content` with the reader of its type; raises IntakeError if it cannot be read.

    `order` is what `ocr.read` is to read: a page, the languages and the program.
    """
    if order:
        from indexer.extract import ocr  # noqa: PLC0415 - only the reader that is needed

        return ocr.read(content, media_type, order)
    if media_type in media.PICTURES:
        return blocks.Extraction(blocks=(), pages=1, unread=(1,))
    reader = importlib.import_module(f"indexer.extract.{_READERS[media_type]}")
    given = media.decoded(content) if media_type in (media.MARKDOWN, media.TEXT) else content
    found: blocks.Extraction = reader.read(given)
    return found


# Only the reader that is needed is loaded, with its libraries.
_READERS = {
    media.MARKDOWN: "markdown",
    media.TEXT: "text",
    media.HTML: "html",
    media.DOCX: "docx",
    media.ODT: "odt",
    media.PDF: "pdf",
}


def _answer(content: bytes, media_type: str, order: Sequence[str]) -> str:
    try:
        return blocks.to_json(read(content, media_type, order))
    except IntakeError as error:
        return _refused(error.args[0])
    except MemoryError:
        return _refused(message("reading it needs too much memory; give a simpler file"))
    except RecursionError:
        return _refused(message("it is nested too deeply; give a simpler file"))
    # The one place where anything may go wrong: a parser meets a file that nobody thought of.
    except Exception as error:
        fault = type(error).__name__
        return _refused(message("it is damaged (%(fault)s); save it anew", fault=fault))


def _refused(reason: str) -> str:
    return json.dumps({"refused": as_json(reason)})


def main() -> None:
    """Read standard input as the media type in the first argument and answer.

    More arguments are the order to read the picture of a page.
    """
    order = sys.argv[2:]
    limit(PICTURE_CPU_MAX_SECONDS if order else CPU_MAX_SECONDS)
    answer = _answer(sys.stdin.buffer.read(), sys.argv[1], order)
    if len(answer) > OUTPUT_MAX_BYTES:
        answer = _refused(message("its text is too long; split it"))
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
