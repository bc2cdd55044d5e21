"""What a crawl has still to fetch, on disk, and how Scrapy asks for it."""
