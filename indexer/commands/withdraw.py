"""`archive withdraw` and `restore`: take a document out of what is shown, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from archive import settings, withdrawals
from archive.errors import RecordError
from archive.record_folder import folder_of
from archive.withdrawals import Withdrawal
from indexer.commands.build import build


@click.command()
@click.argument("doc_ids", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why, in words that readers are shown.")
@click.option(
    "--hide-text",
    is_flag=True,
    help="Show none of its words any more: somebody named in them is in danger.",
)
@click.pass_context
def withdraw(ctx: click.Context, doc_ids: Sequence[str], reason: str, hide_text: bool) -> None:
    """Stop showing and searching documents, and build the index without them.

    The records keep their texts for editors. The old addresses say what was there, and why it is
    not any more. Earlier indexes that show the documents are removed.
    """
    found = [_record(doc_id) for doc_id in doc_ids]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for folder in found:
        known = withdrawals.read(folder)
        withdrawals.write(
            folder,
            Withdrawal(
                withdrawn_at=known.withdrawn_at if known else now,
                reason=reason.strip(),
                hides_text=hide_text,
            ),
        )
        click.echo(f"{folder.name} is withdrawn{', its text hidden' if hide_text else ''}.")
    ctx.invoke(build)


@click.command()
@click.argument("doc_ids", nargs=-1, required=True)
@click.pass_context
def restore(ctx: click.Context, doc_ids: Sequence[str]) -> None:
    """Show withdrawn documents again, and build the index with them."""
    found = [_record(doc_id) for doc_id in doc_ids]
    for folder in found:
        if withdrawals.read(folder) is None:
            raise RecordError(f"{folder.name} is not withdrawn; nothing was restored.")
    for folder in found:
        withdrawals.remove(folder)
        click.echo(f"{folder.name} is restored.")
    ctx.invoke(build)


def _record(doc_id: str) -> Path:
    return folder_of(settings.load().corpus, doc_id)
