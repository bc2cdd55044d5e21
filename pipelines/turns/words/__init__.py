"""The words of each language that turns go by."""
