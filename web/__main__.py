"""`python -m web`: serve the archive with gunicorn."""

import os
import sys

from archive.errors import ArchiveError
from web import settings

# One BLAS thread in each of the web's threads: requests run side by side, and a matrix product
# that also takes all cores makes the others wait.
BLAS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Serve until interrupted; an ArchiveError becomes one line and exit status 1."""
    for name in BLAS_THREADS:
        os.environ.setdefault(name, "1")
    from web.server import Server  # noqa: PLC0415 (numpy reads the variables when imported)

    try:
        Server(settings.load()).run()
    except ArchiveError as error:
        sys.stderr.write(f"web: {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
