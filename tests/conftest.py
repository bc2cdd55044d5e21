"""What holds for all tests: none hangs on the clock of a busy machine, so hypothesis sets no deadline either."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("junket", deadline=None)
settings.load_profile("junket")
