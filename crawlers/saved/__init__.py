"""Pages that people saved: what browsers and tools write around them, one file a format."""
