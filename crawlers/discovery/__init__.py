"""What links lead to, and which to follow: pages, sitemaps and feeds."""
