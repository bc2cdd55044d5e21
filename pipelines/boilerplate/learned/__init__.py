"""The learned judge: which of the blocks that the rules leave in doubt are the article.

``judge.py`` is the one entry. A hundred small trees (``model.json``, made by ``tests/training``) look at one
byte a block and feature; ``docs/MODEL.md`` says what they learned from and how well they do.
"""

from junket.pipelines.boilerplate.learned.judge import judge

__all__ = ["judge"]
