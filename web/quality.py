"""How well passages are found, as it was last measured."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

quality = Blueprint("quality", __name__)

MEASURED = Path(__file__).with_name("quality.json")
MODES = {"keyword": "words", "semantic": "meaning", "hybrid": "both"}
MEASURES = ("nDCG@10", "R@50", "RR")


@quality.get("/quality")
def measured() -> str:
    """The figures of the last measurement, or that there is none."""
    return render_template("quality.html", report=report(MEASURED), modes=MODES, measures=MEASURES)


def report(path: Path) -> dict[str, Any] | None:
    """What `make quality` wrote; None where nothing was measured."""
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
