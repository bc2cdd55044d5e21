"""What became of each URL, and why."""
