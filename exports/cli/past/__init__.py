"""Commands about what runs came to, and how their rows are printed."""
