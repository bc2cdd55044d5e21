"""What became of each capture: from the log to records and their revisions."""
