"""Files of other tools as the same records: ARC, Zstandard, WACZ."""
