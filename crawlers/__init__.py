"""The first room: getting pages safely and keeping the bytes.

Takes sites, URLs, feeds and WARC files; hands on :class:`junket.crawlers.page.Page`.
Imports nothing from ``pipelines`` or ``exports``.
"""
