"""The second room: from a :class:`junket.crawlers.page.Page` to an ``Record`` or a ``Rejected``.

Pure functions over HTML and language: no network, no disk, and Scrapy in ``scrapy_adapter`` only.
"""
