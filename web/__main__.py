"""`python -m web`: serve the archive with gunicorn."""

import os
import sys

# One BLAS thread in each of the web's threads: requests run side by side, and a matrix product
# that also takes all cores makes the others wait. Read when numpy is first imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def main() -> None:
    """Serve until interrupted; an ArchiveError becomes one line and exit status 1."""
    from archive.errors import ArchiveError
    from web import settings
    from web.server import Server

    try:
        Server(settings.load()).run()
    except ArchiveError as error:
        sys.stderr.write(f"web: {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
