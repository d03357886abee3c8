"""On what a benchmark ran: processor, memory, versions, date and load."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    *("impunity-archive", "numpy", "whoosh-reloaded", "torch", "sentence-transformers"),
    *("onnxruntime", "tantivy", "bm25s", "faiss-cpu", "usearch", "txtai", "lancedb"),
)


def description() -> list[str]:
    """One line a fact."""
    memory_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"Processor: {_processor()}, {os.cpu_count()} cores",
        f"Memory: {memory_bytes / 2**30:.0f} GiB",
        f"Load averages at the start (1, 5, 15 minutes): {load}",
        f"System: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Packages: {', '.join(f'{name} {_version(name)}' for name in PACKAGES)}",
    ]


def _processor() -> str:
    """The model's name where the system tells it (Linux), else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
