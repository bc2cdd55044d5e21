"""The document's one address, and the same document elsewhere."""
