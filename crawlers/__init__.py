"""The first room: getting pages safely and keeping the bytes.

Takes sites, URLs, feeds and WARC files; hands on :class:`junket.crawlers.page.Page`.
Imports nothing from ``pipelines`` or ``exports``.

A bound that gives no source was set by hand, above what the sites and files that we met need.
"""
