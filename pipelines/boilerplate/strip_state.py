"""The working sheet of the boilerplate step: every block of a page with what is known and decided of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from junket.pipelines.boilerplate.prose import linked, prose_weight
from junket.pipelines.boilerplate.structure import RULES, STRONG, Structure
from junket.pipelines.boilerplate.vocabulary import Phrase
from junket.pipelines.page.block import Block, Stripped
from junket.pipelines.page.document import Document, Metadata
from junket.pipelines.page.markup_names import own_tokens

_ENOUGH = 600.0
_LEAST = 0.05
"""Characters of prose, or the share of the page's, that judging by names has to leave."""
LINKED = 0.7
"""A block with more of its characters inside links is nothing but links."""


class StripState:
    """Blocks, their weight as prose, and the rule that took each out (None: kept so far)."""

    def __init__(self, document: Document, metadata: Metadata) -> None:
        self.document, self.metadata = document, metadata
        self.elements = document.elements
        self.blocks = list(document.blocks)
        self.rules: list[str | None] = [None] * len(self.blocks)
        self.cuts: list[Stripped] = []
        """Pieces taken out of blocks that stay."""
        self.phrases: dict[int, Phrase] = {}
        """The vocabulary's phrase by which a block was taken out."""
        self.ends: list[int] = []
        """Positions after which the article may be over: share-bar residue stood there."""
        self.container: int | None = None
        self.raw = raw = [prose_weight(block) for block in self.blocks]
        """Weight as prose, whatever the markup says."""
        self.page_names = _page_names(document)
        """Names of the html and body elements: they say nothing of a block."""
        self.scores: dict[int, float] = {}
        """How likely the model finds a block to be the article (0 to 1), by position; only what it judged."""
        self.structure = Structure(self.blocks, raw, self.page_names)
        self.chrome, self.weights = self._judge(raw)

    def _judge(self, raw: list[float]) -> tuple[list[str | None], list[float]]:
        """For each block the rule by which its markup names it as chrome, and its weight without such blocks.

        Where names would leave next to nothing of a page's prose they mislead: then only the strong
        ones count, or none.
        """
        chrome: list[str | None] = []
        weights: list[float] = []
        for rules in (RULES, STRONG, frozenset[str]()):
            chrome = [self.structure.chrome_of(block, rules) for block in self.blocks]
            weights = [0.0 if rule else weight for rule, weight in zip(chrome, raw, strict=True)]
            if sum(weights) >= min(_ENOUGH, _LEAST * sum(raw)):
                break
        return chrome, weights

    def is_link(self, position: int) -> bool:
        """Whether a block is nothing much but links."""
        return linked(self.blocks[position]) > LINKED

    def drop(self, position: int, rule: str) -> None:
        """Take a block out, unless an earlier rule did."""
        if self.rules[position] is None:
            self.rules[position] = rule

    def kept(self) -> Iterator[int]:
        """Positions of the blocks that no rule has taken out, in order."""
        return (position for position, rule in enumerate(self.rules) if rule is None)

    def cut(self, position: int, start: int, end: int, rule: str) -> None:
        """Keep ``text[start:end]`` of a block; the rest is stripped by ``rule``."""
        block = self.blocks[position]
        before, after = block.text[:start].strip(), block.text[end:].strip()
        self.cuts += [Stripped(replace(block, text=text, runs=()), rule) for text in (before, after) if text]
        self.blocks[position] = block.cut(start, end)

    def take(self, position: int, spans: list[tuple[int, int]], rule: str) -> None:
        """Take stretches out of a block by ``rule``, or the whole block where nothing else is in it."""
        block = self.blocks[position]
        rest = block.without(spans)
        if not rest.text:
            self.drop(position, rule)
            return
        gone = (block.text[start:end].strip() for start, end in spans)
        self.cuts += [Stripped(replace(block, text=text, runs=()), rule) for text in gone if text]
        self.blocks[position] = rest

    def split(self) -> tuple[tuple[Block, ...], tuple[Stripped, ...]]:
        """The kept blocks and the stripped ones, both in page order."""
        kept = tuple(self.blocks[position] for position in self.kept())
        gone = [
            Stripped(block, rule, self.scores.get(position))
            for position, (block, rule) in enumerate(zip(self.blocks, self.rules, strict=True))
            if rule is not None
        ]
        return kept, tuple(sorted(gone + self.cuts, key=lambda stripped: stripped.block.index))


def _page_names(document: Document) -> frozenset[str]:
    elements = document.elements
    if document.is_dump:
        return frozenset()
    body = next((child for child in elements.children(0) if elements.tags[child] == "body"), None)
    names = own_tokens(elements.attributes[0])
    return names if body is None else names | own_tokens(elements.attributes[body])
