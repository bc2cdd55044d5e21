"""The model's data: trees, what each rule and each class name is worth. Plain JSON, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import exp

import msgspec

from junket.pipelines.boilerplate.learned.columns import NAMES
from junket.pipelines.boilerplate.learned.forest import MAX_DEPTH, MAX_TREES, Tree, table

_DIGITS = 4
_MOST = 255


class _Tree(msgspec.Struct, forbid_unknown_fields=True):
    questions: list[tuple[int, int]]
    leaves: list[int]


class _ModelFile(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    features: list[str]
    step: float
    bias: float
    trees: list[_Tree]
    rules: dict[str, int]
    names: dict[str, int]


class Model:
    """Trees and tables, checked against the features that this code computes."""

    def __init__(self, data: bytes) -> None:
        """Read ``model.json``. Raises ValueError where it was made for other features or is damaged."""
        try:
            stored = msgspec.json.decode(data, type=_ModelFile)
        except msgspec.MsgspecError as error:
            raise ValueError(f"the model's file is damaged: train it anew (make model): {error}") from error
        if tuple(stored.features) != NAMES:
            raise ValueError("the model was trained on other features: train it anew (make model)")
        if len(stored.trees) > MAX_TREES or any(not _is_sound(tree) for tree in stored.trees):
            raise ValueError("the model's trees are damaged: train it anew (make model)")
        self.version = stored.version
        self.rules, self.names = stored.rules, stored.names
        self.trees = [Tree(tuple(tree.questions), table(tree.leaves)) for tree in stored.trees]
        self._step, self._bias = stored.step, stored.bias

    def chance(self, worth: int) -> float:
        """How likely a block is the article (0 to 1), from the sum of its leaves."""
        return round(1 / (1 + exp(-(worth * self._step + self._bias))), _DIGITS)


def _is_sound(tree: _Tree) -> bool:
    bounds_fit = all(0 <= feature < len(NAMES) and 0 <= bound <= _MOST for feature, bound in tree.questions)
    return (
        bounds_fit
        and len(tree.questions) <= MAX_DEPTH
        and len(tree.leaves) == 1 << len(tree.questions)
        and all(0 <= leaf <= _MOST for leaf in tree.leaves)
    )


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    return Model(files(__package__).joinpath("model.json").read_bytes())
