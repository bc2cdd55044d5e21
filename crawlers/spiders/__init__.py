"""The spiders Scrapy finds by name: ``interviews`` (a crawl) and ``named`` (URLs asked for by name)."""
