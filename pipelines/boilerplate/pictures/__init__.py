"""The text's pictures and their captions."""
