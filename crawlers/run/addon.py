"""Settings that follow from Junket's own: the user agent's contact, the pace on one's own machine, the proxy."""

from __future__ import annotations

from scrapy.settings import Settings

from junket.crawlers.archive.warcinfo import software
from junket.crawlers.polite.politeness import own_slots
from junket.crawlers.run.run_log import mask_logs

_MOST_CONTACT = 200


def user_agent(contact: str) -> str:
    """``junket/<version> (+contact)``. ``contact`` is a URL or mail address; what no header may hold is left out."""
    plain = "".join(mark for mark in contact if mark.isascii() and mark.isprintable() and mark not in "()\\")
    return f"{software()} (+{plain.strip()[:_MOST_CONTACT]})" if plain.strip() else software()


class JunketAddon:
    """Scrapy add-on. Works after all settings are known, ``-s`` of the command line included.

    Reads ``JUNKET_CONTACT`` and ``JUNKET_ALLOW_PRIVATE``. Raises UsageProblem for an exception that is no HOST:PORT.
    """

    def update_settings(self, settings: Settings) -> None:
        """Derive ``USER_AGENT`` and ``DOWNLOAD_SLOTS``; values given at a higher priority stand. Masks the log."""
        mask_logs()
        settings.set("USER_AGENT", user_agent(settings.get("JUNKET_CONTACT") or ""), priority="project")
        slots = own_slots(settings) | settings.getdict("DOWNLOAD_SLOTS")
        settings.set("DOWNLOAD_SLOTS", slots, priority=settings.getpriority("DOWNLOAD_SLOTS") or "project")
