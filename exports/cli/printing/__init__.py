"""What commands print for people: messages, tables, summaries."""
