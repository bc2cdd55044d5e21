"""What stands around the title: where bylines and datelines are looked for, and what there is an aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from junket.pipelines.dates import DateContext
from junket.pipelines.metadata.context import is_aside
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements

ABOVE, BELOW = 10, 26
"""Blocks before and after the title that are its surroundings."""
_JUST_BELOW = 2
NEAR = 8
"""Blocks after the title that are near it: only sure signs make an aside of them."""


@dataclass(frozen=True, slots=True)
class TitleSurroundings:
    """A page's blocks, seen from its title."""

    blocks: tuple[Block, ...]
    anchor: int
    """The index of the title's block, or of the heading most like it."""
    home: frozenset[int]
    """The elements that hold the title."""
    reading: DateContext
    elements: Elements
    _near: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)
    _far: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def title(
        cls, blocks: tuple[Block, ...], anchor: int, reading: DateContext, elements: Elements
    ) -> TitleSurroundings:
        """The surroundings of the title at block ``anchor``."""
        title = blocks[anchor].element if blocks else None
        home = frozenset(elements.above(title) if title is not None else ())
        return cls(blocks, anchor, home, reading, elements)

    def window(self) -> tuple[Block, ...]:
        """The blocks around the title."""
        return self.blocks[max(0, self.anchor - ABOVE) : self.anchor + BELOW]

    def is_near(self, block: Block) -> bool:
        """Whether a block is one of the two after the title."""
        return 0 < block.index - self.anchor <= _JUST_BELOW

    def tail(self) -> tuple[Block, ...]:
        """The blocks after the window."""
        return self.blocks[self.anchor + BELOW :]

    def is_aside(self, block: Block) -> bool:
        """Whether a block belongs to a comment, a card, a sidebar or a footer."""
        if block.element is None:
            return False
        near = 0 <= block.index - self.anchor <= NEAR
        return is_aside(self.elements, block.element, self.home, near=near, known=self._near if near else self._far)
