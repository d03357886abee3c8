"""How near passages are to themes in meaning, with what every passage has left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.annotation.rules import Rules, Term

# The language in which themes are defined; the encoder sets passages of others beside it.
_LANGUAGE = "en"
# The first cues of a theme name it best, and an encoder reads no more of a long text. With
# the threshold chosen in each fold, in cross-validation over the documents of 2,206 labelled
# passages, themes have F1 .775 with 12 of each theme, .778 with 8, .766 with 16 and .767 with all;
# on the 517 that no cue was chosen on .696, .694, .691 and .693.
FIRST_CUES = 12


def theme_text(theme: Term) -> str:
    """What is embedded of a theme: its label, definition and first cues, in one language."""
    cues = "; ".join(_first_cues(theme))
    definition = theme.definition.get(_LANGUAGE, "")
    return f"{theme.label.get(_LANGUAGE, '')}\n{definition} {cues}"


def cue_texts(rules: Rules) -> list[str]:
    """The first cues of all themes, each once, in alphabetical order."""
    return sorted({cue for theme in rules.themes for cue in _first_cues(theme)})


def _first_cues(theme: Term) -> tuple[str, ...]:
    return tuple(theme.cues.get(_LANGUAGE, ()))[:FIRST_CUES]


@dataclass(frozen=True, slots=True)
class Nearness:
    """The themes as vectors: `matrix` (themes, dimension) float32, unit rows.

    `usual` (themes,) float32 is how near each is to the first cues of the others on the mean: some
    themes are near to everything.
    """

    matrix: NDArray[np.float32]
    usual: NDArray[np.float32]

    @classmethod
    def of(
        cls, rules: Rules, *, themes: NDArray[np.float32], cues: NDArray[np.float32]
    ) -> "Nearness":
        """From the vectors of each `theme_text` and of all `cue_texts`, unit rows."""
        texts = cue_texts(rules)
        owned = np.array(
            [[cue in _first_cues(theme) for theme in rules.themes] for cue in texts],
            dtype=np.bool_,
        ).reshape(len(texts), len(rules.themes))
        cosines = np.where(owned, 0.0, cues @ themes.T)
        others = np.maximum(1, (~owned).sum(axis=0))
        return cls(themes, (cosines.sum(axis=0) / others).astype(np.float32))

    def of_rows(
        self, owners: NDArray[np.int32], matrix: NDArray[np.float32], rows: int
    ) -> NDArray[np.float32]:
        """(rows, themes) float32: standard deviations above the passage's mean over the themes.

        `owners` and `matrix` are a segment's vectors; a passage's nearest window counts, and one
        without a vector has 0 everywhere.
        """
        best = np.full((rows, len(self.matrix)), -np.inf, dtype=np.float32)
        if not best.size:
            return best
        np.maximum.at(best, owners, matrix @ self.matrix.T)
        above = np.where(np.isfinite(best), best, 0.0) - self.usual
        spread = np.maximum(above.std(axis=1, keepdims=True), 1e-6)
        scaled = (above - above.mean(axis=1, keepdims=True)) / spread
        return np.where(np.isfinite(best), scaled, 0.0).astype(np.float32)
