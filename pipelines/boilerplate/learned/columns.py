"""All that the model looks at: a column of bytes for each feature, a byte for each block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from junket.pipelines.boilerplate.learned import branches, class_words, page_position, shape, similar
from junket.pipelines.boilerplate.learned.doubt import reach
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.markup_names import own_tokens

BY_RULES = ("rule", "branch_kept", "kept_before")
"""Features that say what the rules decided."""
NAMES = ("rule", *shape.NAMES, *similar.NAMES, *branches.NAMES, *page_position.NAMES, *class_words.NAMES)
_NEW_RULE = 60
"""For a rule that the model was not trained with: rather chrome."""
_NO_NAMES = frozenset[str]()


class Features:
    """What there is to see of some blocks (at least one, within reach) before learned weights are put to it."""

    def __init__(self, sheet: StripState, positions: Sequence[int]) -> None:
        stretch = reach(sheet)
        tree = branches.Branches(sheet, stretch)
        blocks = [sheet.blocks[position] for position in positions]
        self.rules = [sheet.rules[position] or "" for position in positions]
        self._page = sheet.page_names
        tops = map(tree.top, positions)
        self.called = [
            (_NO_NAMES if top is None else own_tokens(sheet.elements.attributes[top]), block.tokens)
            for top, block in zip(tops, blocks, strict=True)
        ]
        self._rows = [
            (*shape_row, *similar_row, *branch_row, *position_row)
            for shape_row, similar_row, branch_row, position_row in zip(
                map(shape.shape_of, blocks),
                similar.similar_rows(sheet, positions),
                tree.rows(positions),
                page_position.position_rows(sheet, stretch, positions),
                strict=True,
            )
        ]

    def columns(self, rules: Mapping[str, int], weights: class_words.Weights) -> list[bytes]:
        """A column for each of ``NAMES``. ``rules`` says how far to believe each rule, ``weights`` what names say."""
        believed = [rules.get(rule, _NEW_RULE) for rule in self.rules]
        named = class_words.name_rows(self.called, weights, self._page)
        rows = ((rule, *row, *name) for rule, row, name in zip(believed, self._rows, named, strict=True))
        return [bytes(column) for column in zip(*rows, strict=True)]
