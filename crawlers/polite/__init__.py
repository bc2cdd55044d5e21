"""When not to ask, and how fast: robots.txt, pace, hours, blocks, contact."""
