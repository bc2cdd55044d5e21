"""What is asked for again: when each known page was seen, and when it is due."""
