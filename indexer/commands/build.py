"""`archive build`: build the index of the records and publish it."""

import time
from typing import Never

import click
from tqdm import tqdm

from archive import encoder, settings
from archive.generation import read_generation
from indexer.build import build as build_index


class Bars:
    """A bar on standard error for the stage that runs; none where that is no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        # None lets tqdm look for a terminal: a log file is no place for a bar.
        self._disable = True if quiet else None
        self._bar: tqdm[Never] | None = None
        self.stages: list[str] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` (0: not known) is done in `stage`."""
        if self._bar is None or stage != self.stages[-1]:
            self.close()
            self.stages.append(stage)
            self._bar = tqdm(desc=f"{stage:8}", total=total or None, disable=self._disable)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the last bar as it stands."""
        if self._bar is not None:
            self._bar.close()


@click.command()
@click.option("--quiet", is_flag=True, help="Show no progress bar.")
def build(quiet: bool) -> None:
    """Build the index of the records and publish it; what did not change is reused."""
    chosen = settings.load()
    started = time.perf_counter()
    bars = Bars(quiet=quiet)
    try:
        generation_id = build_index(
            chosen, encoder=encoder.load(chosen.encoder, cache=chosen.var, threads=0), progress=bars
        )
    finally:
        bars.close()
    manifest = read_generation(chosen.var, generation_id).manifest
    count = len(manifest.segments)
    verb = "is published" if bars.stages else "is up to date, nothing to do"
    click.echo(
        f"{generation_id} {verb}: {manifest.documents} documents, {manifest.passages} passages "
        f"in {count} segment{'' if count == 1 else 's'}, {time.perf_counter() - started:.1f} s."
    )
