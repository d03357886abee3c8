"""A draft as passages: read and cut like any file that is taken in, and never written anywhere."""

import json
import resource
import sys

from archive import messages
from archive.drafts import draft
from archive.drafts.draft import Draft
from archive.errors import IntakeError, QueryError
from indexer import language
from indexer.extract import confined, media
from indexer.segment import segment


def read(content: bytes, suffix: str) -> Draft:
    """The draft in the bytes of a file whose name ends in `suffix`.

    Raises IntakeError for what cannot be read, QueryError for more than is checked.
    """
    media_type = media.of(content, suffix)
    if media_type in (media.TEXT, media.MARKDOWN):
        # To cut a long text into blocks takes a minute; to count its characters takes none.
        draft.hold_to_limits(len(media.decoded(content)), passages=0)
    found = confined.extract(content, media_type)
    text = "\n\n".join(block.text for block in found.blocks)
    draft.hold_to_limits(len(text), len(found.blocks))
    spoken = language.of_document(text, stated=found.language)
    _, cut = segment(found.blocks, doc_id="draft", version_id="draft", language=spoken)
    return Draft(passages=cut, unread=found.unread)


def main() -> None:
    """Answer the draft on standard input, of the suffix in the first argument, as JSON.

    Where it is not to be had the answer is the reason under `unreadable` or `beyond_limits`.
    """
    language.load()
    # From here on neither this process nor the one that it starts can write a byte into a file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = draft.as_json(read(sys.stdin.buffer.read(), sys.argv[1]))
    except IntakeError as error:
        answer = json.dumps({"unreadable": messages.as_json(error.args[0])})
    except QueryError as error:
        answer = json.dumps({"beyond_limits": messages.as_json(error.args[0])})
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
