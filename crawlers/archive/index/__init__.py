"""The capture index: where in the log the captures of a URL lie, as CDXJ on disk."""
