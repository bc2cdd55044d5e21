"""Who wrote, asked, translated and took the pictures."""
