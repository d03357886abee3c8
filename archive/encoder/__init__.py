"""Texts into vectors: the only place that knows torch and ONNX."""

from archive.encoder.identity import Encoder, EncoderIdentity
from archive.encoder.loading import load

__all__ = ["Encoder", "EncoderIdentity", "load"]
