"""That a page was to be rendered by a browser, and was not."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from junket.crawlers.ledger.drop import FailureReason


class NotRendered(IgnoreRequest):
    """``reason`` is the ledger's; ``problem`` says more where more is known."""

    def __init__(self, reason: FailureReason, problem: str = "") -> None:
        super().__init__(f"Not rendered: {problem or reason}")
        self.reason, self.problem = reason, problem
