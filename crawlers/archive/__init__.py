"""The log: WARC 1.1 files, written before anything else counts and never changed afterwards."""
