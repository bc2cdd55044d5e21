"""The title, and where it is printed."""
