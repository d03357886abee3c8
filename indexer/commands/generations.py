"""`archive generations`, `rollback` and `verify`: what is published, and whether it is sound."""

import time

import click

from archive import settings
from archive.errors import GenerationError, NoGenerationError
from archive.generation import Generation, current_id, damage, listing, read_generation
from indexer.publish import roll_back

_TITLES = ("id", "built", "documents", "passages", "encoder", "")


@click.command()
def generations() -> None:
    """List the generations that are kept, newest first, and which one is served."""
    var = settings.load().var
    found = listing(var)
    if not found:
        raise NoGenerationError(f"No index is published in {var}; run `archive build`.")
    served = current_id(var)
    table = [_TITLES, *(_line(one, served=served) for one in found)]
    widths = [max(len(line[column]) for line in table) for column in range(len(_TITLES))]
    for line in table:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


@click.command()
@click.argument("generation_id", metavar="[ID]", required=False)
def rollback(generation_id: str | None) -> None:
    """Serve the generation before the present one, or the one of that ID."""
    target = roll_back(settings.load().var, generation_id)
    click.echo(f"{target.generation_id} is served, built {_instant(target)}.")


@click.command()
@click.argument("generation_id", metavar="[ID]", required=False)
def verify(generation_id: str | None) -> None:
    """Read every file of the served generation, or of that ID, and name the damaged ones."""
    var = settings.load().var
    wanted = generation_id or current_id(var)
    if wanted is None:
        raise NoGenerationError(f"No index is published in {var}; run `archive build`.")
    started = time.perf_counter()
    generation = read_generation(var, wanted)
    files = generation.manifest.files
    damaged = damage(generation.folder, generation.manifest)
    for line in damaged:
        click.echo(line)
    if damaged:
        raise GenerationError(
            f"{wanted} has {len(damaged)} damaged files; `archive build` makes it anew, "
            "`archive rollback` serves an earlier one."
        )
    megabytes = sum(file.size_bytes for file in files) / 1e6
    seconds = time.perf_counter() - started
    click.echo(
        f"{wanted} is sound: {len(files)} files, {megabytes:.1f} MB in {seconds:.2f} s "
        f"({megabytes / seconds:.0f} MB/s)."
    )


def _line(generation: Generation, *, served: str | None) -> tuple[str, ...]:
    manifest = generation.manifest
    return (
        generation.generation_id,
        _instant(generation),
        str(manifest.documents),
        str(manifest.passages),
        str(manifest.encoder["name"]) if manifest.encoder else "none",
        "served" if generation.generation_id == served else "",
    )


def _instant(generation: Generation) -> str:
    """To the second, as `2026-11-24 14:53:49 UTC`."""
    return f"{generation.manifest.built_at[:19].replace('T', ' ')} UTC"
