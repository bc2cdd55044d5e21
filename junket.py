"""Junket for notebooks and programs: ``import junket``. Re-exports, nothing else.

    page = junket.Page.from_text("https://example.org/a", html)
    found = junket.extract(page).outcome        # a Record, or Rejected with its reason
    home = junket.Home.open("film-press")
    junket.rebuild(home)

Each name is loaded when it is first asked for. ``python -m junket`` is the command line.

In a checkout this file is the package ``junket`` and the folders beside it are its parts; in a wheel it is the
package's ``__init__.py``. So Junket takes one name of all that is installed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if "__path__" not in globals():
    __path__ = [str(Path(__file__).parent)]

if TYPE_CHECKING:
    from junket.crawlers.errors import ExitCode, JunketError
    from junket.crawlers.home import Home
    from junket.crawlers.page import Page
    from junket.crawlers.site.site_file import load_site, site_for_url
    from junket.exports.catalogue.rebuild import catch_up, rebuild
    from junket.exports.cli import main
    from junket.exports.dataset.dataset import publish
    from junket.exports.tables.arrow_columns import SCHEMA_VERSION
    from junket.exports.tables.documents import DOCUMENTS
    from junket.pipelines.recipe import Extraction, extract
    from junket.pipelines.record.record import EXTRACTOR_VERSION, Image, Record, Rejected, Turn

_PLACES = {
    "crawlers.errors": ("ExitCode", "JunketError"),
    "crawlers.home": ("Home",),
    "crawlers.page": ("Page",),
    "crawlers.site.site_file": ("load_site", "site_for_url"),
    "exports.cli": ("main",),
    "exports.dataset.dataset": ("publish",),
    "exports.catalogue.rebuild": ("catch_up", "rebuild"),
    "exports.tables.arrow_columns": ("SCHEMA_VERSION",),
    "exports.tables.documents": ("DOCUMENTS",),
    "pipelines.record.record": ("EXTRACTOR_VERSION", "Image", "Record", "Rejected", "Turn"),
    "pipelines.recipe": ("Extraction", "extract"),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}

__all__ = [
    "DOCUMENTS",
    "EXTRACTOR_VERSION",
    "SCHEMA_VERSION",
    "ExitCode",
    "Extraction",
    "Home",
    "Image",
    "JunketError",
    "Page",
    "Record",
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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"junket.{_PLACE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if __name__ == "__main__":
    try:
        from junket.exports.cli import main
    except KeyboardInterrupt:  # before there is anybody to handle it
        sys.exit(130)
    main()
