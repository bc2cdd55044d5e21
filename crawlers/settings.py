"""Scrapy's settings for Junket: what ``scrapy.cfg`` names and the ``junket`` command loads by itself.

Settings of Junket's own, all for ``-s NAME=value``:

- ``JUNKET_HOME``: archive into this home and keep its ledger. Without it nothing is archived, and
  ``scrapy crawl``, ``shell`` and ``parse`` work as anywhere (items go where ``-o`` says).
- ``JUNKET_ALLOW_PRIVATE``: ``HOST:PORT`` exceptions to the address guard, separated by commas.
- ``JUNKET_CONTACT``: a URL or mail address for the user agent (or the environment variable of that name).
- ``JUNKET_RUN_ID``: the run's name in the ledger; made up where none is given.
- ``JUNKET_FRESH``: begin anew where a crawl of the same sites did not finish.
- ``JUNKET_EXTRACT_WORKERS``: processes that extract beside the crawl's own; 0 for none, None for as many as suit.
- ``JUNKET_WAYBACK``: the web archive to ask for copies (or the environment variable of that name).
- ``JUNKET_LONGEST_WAIT``: seconds up to which a server's ``Retry-After`` is kept.
- ``JUNKET_ROBOTS_SECONDS``: how long a robots.txt is believed before it is fetched again.
- ``JUNKET_RIGHTS_FILES``: ask each host for its tdmrep.json and ai.txt, once a run (in a home only).
- ``JUNKET_SHELL``: who tells a page without text, made by its scripts; a browser renders it where one is installed.
- ``JUNKET_RENDER_PAGES``, ``JUNKET_RENDER_SECONDS``, ``JUNKET_RENDER_MEMORY``: pages that a browser may render a run,
  seconds it may take for one, bytes that its processes may hold meanwhile.

Proxies: the environment's are not used, since behind a proxy the guard cannot see what it connects to.
``HTTPPROXY_ENABLED=1`` uses them. Then a name is judged by what it resolves to here, where it does; a proxy on a
private address needs its own ``JUNKET_ALLOW_PRIVATE``, as any server.
Only http and https are fetched, so ``scrapy shell FILE`` does not work here.
"""

import os

from junket.crawlers.page import MAX_BODY_BYTES

BOT_NAME = "junket"
SPIDER_MODULES = ["junket.crawlers.spiders"]
NEWSPIDER_MODULE = "junket.crawlers.spiders"
COMMANDS_MODULE = "junket.crawlers.commands"
ADDONS = {"junket.crawlers.run.addon.JunketAddon": 0}

JUNKET_HOME = None
JUNKET_ALLOW_PRIVATE: list[str] = []
JUNKET_CONTACT = os.environ.get("JUNKET_CONTACT", "")
JUNKET_RUN_ID = None
JUNKET_FRESH = False
JUNKET_EXTRACT_WORKERS: int | None = None
JUNKET_WAYBACK = os.environ.get("JUNKET_WAYBACK", "")
JUNKET_LONGEST_WAIT = 300.0
JUNKET_ROBOTS_SECONDS = 24 * 3600.0  # RFC 9309 2.4
JUNKET_RIGHTS_FILES = True
JUNKET_SHELL: str | None = "junket.pipelines.record.walls.is_shell"
JUNKET_RENDER_PAGES = 1_000
JUNKET_RENDER_SECONDS = 20.0
JUNKET_RENDER_MEMORY = 1024**3

# Politeness
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # chance would also make pauses shorter than the rule
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # a page gives one item; Scrapy starts as many tasks for each page as stand here
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",  # what readers of WARC files can decode
}

# Bounds
DOWNLOAD_MAXSIZE = MAX_BODY_BYTES
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60  # seconds for all of an exchange, from name to last byte
REDIRECT_MAX_TIMES = 10
METAREFRESH_MAXDELAY = 6  # seconds; longer ones reload a news page, they do not lead elsewhere

# Only http and https, through the address guard, with certificates verified
DOWNLOAD_HANDLERS = {
    "http": "junket.crawlers.network.connection.GuardedHandler",
    "https": "junket.crawlers.network.connection.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # the one that knows IPv6

# A second try for what may pass; not for an unknown host, a refusal or a deadline, which people wait for.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.ResponseDataLossError",
    "junket.crawlers.network.connection.BrokenOff",
]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the ledger has it

# No door into a running crawl, and no pickle. What is off is not loaded either (EXTENSIONS, DOWNLOADER_MIDDLEWARES).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
FEED_EXPORTERS = {"pickle": None, "marshal": None}
FEED_EXPORT_ENCODING = "utf-8"

DOWNLOADER_MIDDLEWARES = {
    "junket.crawlers.network.guard.GuardMiddleware": 30,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "junket.crawlers.polite.blocks.BlockMiddleware": 35,
    "junket.crawlers.rights.rights_skip.RightsSkip": 45,
    "junket.crawlers.polite.robots.RobotsMiddleware": 100,
    "junket.crawlers.polite.contact.WithContact": 106,
    # behind every bound: a page that is not fetched asks nothing
    "junket.crawlers.rights.rights_files.RightsFiles": 108,
    "junket.crawlers.polite.politeness.Politeness": 110,
    "junket.crawlers.render.middleware.RenderMiddleware": 540,  # behind Scrapy's Retry: of an answer that stands
    "junket.crawlers.polite.retry_after.RetryAfter": 560,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "junket.crawlers.network.hops.MetaRefresh": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "junket.crawlers.network.decompression.Decompression": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "junket.crawlers.network.hops.Redirects": 600,
    "junket.crawlers.archive.middleware.ArchiveMiddleware": 950,  # nearest to the downloader
}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "junket.crawlers.ledger.ledger_keeper.LedgerKeeper": 500,
}
ITEM_PIPELINES = {
    "junket.pipelines.scrapy_adapter.InterviewPipeline": 300,
    "junket.exports.scrapy_adapter.CataloguePipeline": 800,
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "junket.crawlers.run.run_log.BriefFormatter"
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
