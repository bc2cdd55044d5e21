"""One run: its plan, its bounds, its process, its log."""
