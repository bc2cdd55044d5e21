"""The second room: from a :class:`junket.crawlers.page.Page` to a ``Record`` or a ``Rejected``.

Pure functions over HTML and language: no network, no disk, and Scrapy in ``scrapy_adapter`` only.

A number that gives no source was set by hand, on open pages and pages of our own writing; it was fitted to nothing.
"""
