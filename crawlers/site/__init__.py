"""A site's rules: from its TOML file to what a crawl and the recipe ask of it."""
