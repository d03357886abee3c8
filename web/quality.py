"""How well passages are found, as it was last measured."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint

from archive.messages import message
from web.rendering import render

quality = Blueprint("quality", __name__)

MEASURED = Path(__file__).with_name("quality.json")
MODES = {"keyword": message("words"), "semantic": message("meaning"), "hybrid": message("both")}
MEASURES = ("nDCG@10", "R@50", "RR")


@quality.get("/quality")
def measured() -> str:
    """The figures of the last measurement, or that there is none."""
    return render("quality.html", report=report(MEASURED), modes=MODES, measures=MEASURES)


def report(path: Path) -> dict[str, Any] | None:
    """What `make quality` wrote; None where nothing was measured."""
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
