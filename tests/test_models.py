"""Unpacking multilingual-e5-small: every weight, the tokenizer, and what the result finds."""

import json
import struct
import tomllib
from pathlib import Path

import numpy as np
import pytest
from shipped_rules import annotator
from tokenizers import Tokenizer

from archive import records
from archive.annotation.nearness import Nearness
from archive.drafts.pairing import NEAR
from archive.encoder import Encoder, e5, four_bits, load, pieces, sources
from archive.errors import EncoderError
from archive.rows import of_record
from benchmarks import made_up
from benchmarks.positions import counted, f1
from indexer import embed

TEXTS = [
    "",
    "   ",
    "query: What is owed to the victims?",
    "  two  spaces \t and\nlines ",
    "passage: " + "long " * 40,
    "العدالةُ حقٌّ للضحايا، ولا إفلاتَ من العقاب.",
    "Nº 14203 — « réparation » ﬁn ２０２４ ① ½ e\u0301 \u200b\u00ad",
    "正义 правосудие δικαιοσύνη 🕊\ufe0f",
]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sources.find("e5").folder(tmp_path_factory.mktemp("e5"))


@pytest.fixture(scope="module")
def encoder(newcomers_archive: Path) -> Encoder:
    return load("e5", cache=newcomers_archive / "var", threads=0)


@pytest.fixture(scope="module")
def tensors(unpacked: Path) -> dict[str, np.ndarray]:
    content = np.memmap(unpacked / "model.safetensors", dtype=np.uint8, mode="r")
    (length,) = struct.unpack("<Q", content[:8].tobytes())
    header = json.loads(content[8 : 8 + length].tobytes())
    return {
        name: content[8 + length + part["data_offsets"][0] : 8 + length + part["data_offsets"][1]]
        .view("<f4")
        .reshape(part["shape"])
        for name, part in header.items()
    }


def test_four_bits_become_sixteen_levels_of_their_scale(tensors: dict[str, np.ndarray]) -> None:
    """Each block of 32 weights is a float16 scale times whole numbers from -8 to 7."""
    block = tensors["encoder.layer.7.attention.self.key.weight"][100, 32:64]
    scale = np.abs(block).max() / 8
    levels = block / scale
    np.testing.assert_allclose(levels, np.round(levels), atol=1e-5)
    assert np.float16(scale) == scale


def test_all_products_of_the_model_stay_in_four_bits(tensors: dict[str, np.ndarray]) -> None:
    """Of each of twelve layers the six matrices that the export multiplies with."""
    products = [
        tensor
        for name, tensor in tensors.items()
        if name.startswith("encoder.layer.") and tensor.ndim == 2
    ]
    assert len(products) == 12 * 6
    assert all(four_bits.levels(tensor.T) is not None for tensor in products)


def test_every_tensor_of_the_model_is_there(tensors: dict[str, np.ndarray]) -> None:
    """Twelve layers of sixteen tensors, five around them, and the unused pooler."""
    assert len(tensors) == 12 * 16 + 5 + 2
    assert tensors["embeddings.word_embeddings.weight"].shape == (250037, 384)
    assert tensors["encoder.layer.11.output.dense.weight"].shape == (384, 1536)
    assert all(np.isfinite(tensor).all() for tensor in tensors.values())


def test_the_tokenizer_splits_as_xlm_roberta_does(unpacked: Path) -> None:
    """Known pieces of known texts; spaces at the ends and doubled ones do not count."""
    tokenizer = Tokenizer.from_file(str(unpacked / "tokenizer.json"))
    assert tokenizer.encode("query: Hello world").ids == [0, 41, 1294, 12, 35378, 8999, 2]
    assert tokenizer.encode("  Hello   world ").ids == tokenizer.encode("Hello world").ids
    assert tokenizer.encode("ﬁn ２０２４").tokens == tokenizer.encode("fin 2024").tokens


def test_the_small_tokenizer_gives_the_same_tokens(unpacked: Path, tmp_path: Path) -> None:
    """Sentencepiece's form of the tokenizer agrees with the original, cuts included."""
    content = json.loads((unpacked / "tokenizer.json").read_bytes())
    (tmp_path / "tokenizer.spm").write_bytes(pieces.convert(content) or b"")
    small = pieces.reader(tmp_path / "tokenizer.spm", 16)
    full = Tokenizer.from_str(json.dumps(content))
    full.enable_truncation(16)
    for text in TEXTS:
        assert small(text) == full.encode(text).ids


def test_another_kind_of_tokenizer_is_not_converted() -> None:
    """MiniLM's WordPiece tokenizer has no sentencepiece form."""
    folder = sources.find("minilm").folder(Path())
    assert pieces.convert(json.loads((folder / "tokenizer.json").read_bytes())) is None


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    """What is unpacked is only the file that was examined."""
    packed = tmp_path / "e5-small-q4.bin"
    packed.write_bytes(b"E5S1" + bytes(100))
    with pytest.raises(EncoderError, match=e5.PACKED_SHA256):
        e5.unpack(packed, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_questions_find_their_answer_in_another_language(encoder: Encoder) -> None:
    """Questions in Spanish, French and Arabic are each nearest to the English answer."""
    passages = encoder.encode_passages(
        [
            "States must provide reparation to victims of enforced disappearance.",
            "The Court issued an arrest warrant against the former president.",
            "Human rights defenders must be protected from reprisals.",
        ]
    )
    questions = [
        "¿Quién debe reparar a las víctimas de desaparición forzada?",
        "Contre qui un mandat d'arrêt a-t-il été délivré ?",
        "كيف نحمي المدافعين عن حقوق الإنسان من الانتقام؟",
    ]
    scores = np.stack([encoder.encode_query(question) for question in questions]) @ passages.T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_either_side_has_its_prefix(encoder: Encoder) -> None:
    """The model was trained with "query: " and "passage: ", and reads 512 tokens."""
    identity = encoder.identity
    assert (identity.query_prefix, identity.passage_prefix) == ("query: ", "passage: ")
    assert (identity.longest_tokens, identity.dimension, identity.pooling) == (512, 384, "mean")
    same = encoder.encode_query("passage: justice") @ encoder.encode_passages(["justice"])[0]
    assert same < 0.9999


def test_the_bound_between_reworded_and_new_holds(encoder: Encoder) -> None:
    """A draft's rewordings of a digest are near to it, its other paragraphs are near to none."""
    root = Path(__file__).parents[1]
    pairs = tomllib.loads((root / "tests/golden/draft_pairs.toml").read_text(encoding="utf-8"))
    rows = [
        row
        for one in pairs["reworded"]
        for row in of_record(records.read(root / "corpus" / one["doc_id"]))
    ]
    owners, texts = embed.pieces(rows)
    assert owners.tolist() == list(range(len(pairs["reworded"])))
    digests = encoder.encode_passages(texts)
    reworded = np.stack([encoder.encode_query(one["text"]) for one in pairs["reworded"]])
    new = np.stack([encoder.encode_query(one["text"]) for one in pairs["new"]])
    assert np.vecdot(reworded, digests).min() >= NEAR["e5"]
    assert np.count_nonzero((new @ digests.T).max(axis=1) >= NEAR["e5"]) <= 1


def test_themes_were_taught_for_the_vectors_of_the_default_model(encoder: Encoder) -> None:
    """With them more themes of made-up statements are found than by their words alone."""
    labelled = made_up.labelled("tuned")[::8]
    rows = [row for row, _ in labelled]
    taught = Nearness.of(annotator().rules, weights_sha256=encoder.identity.weights_sha256)
    assert taught is not None
    owners, texts = embed.pieces(rows)
    near = taught.of_rows(owners, encoder.encode_passages(texts), len(rows)).tolist()
    figures = []
    for known in ([None] * len(rows), near):
        found = [annotator().annotate(row, one) for row, one in zip(rows, known, strict=True)]
        pairs = [*zip(found, (label for _, label in labelled), strict=True)]
        figures.append(f1(counted(pairs)["theme"]))
    by_words, with_meaning = figures
    assert with_meaning > 0.7 > by_words + 0.1, figures
