"""From bytes to text: which charset, and text that was encoded twice."""
