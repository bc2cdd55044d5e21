"""Junket for notebooks and programs: ``import junket``. Re-exports, nothing else.

    page = junket.Page.from_text("https://example.org/a", html)
    found = junket.extract(page).outcome        # an Interview, or Rejected with its reason
    home = junket.Home.open("film-press")
    junket.rebuild(home)

``python -m junket`` is the command line.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all that programs want of it: the command line loads what its command needs
    try:
        from exports.cli import main
    except KeyboardInterrupt:  # before there is anybody to handle it
        raise SystemExit(130) from None
    main()

from crawlers.errors import ExitCode, JunketError
from crawlers.home import Home
from crawlers.page import Page
from crawlers.site_file import load_site, site_for_url
from exports.cli import main
from exports.dataset import publish
from exports.rebuild import catch_up, rebuild
from exports.schema import DOCUMENTS, SCHEMA_VERSION
from pipelines.interview import EXTRACTOR_VERSION, Image, Interview, Rejected, Turn
from pipelines.recipe import Extraction, extract

__all__ = [
    "DOCUMENTS",
    "EXTRACTOR_VERSION",
    "SCHEMA_VERSION",
    "ExitCode",
    "Extraction",
    "Home",
    "Image",
    "Interview",
    "JunketError",
    "Page",
    "Rejected",
    "Turn",
    "catch_up",
    "extract",
    "load_site",
    "main",
    "publish",
    "rebuild",
    "site_for_url",
]
