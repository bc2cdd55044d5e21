"""Who asked, who answered: from clean text to turns.

Each way of printing an interview has its file here and proposes how the *whole page* reads; the
best explanation wins (``weigh``), and no explanation above the bound means no turns.
"""

from junket.pipelines.turns.find import find_turns

__all__ = ["find_turns"]
