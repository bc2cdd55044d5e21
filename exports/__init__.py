"""The third room: records as Parquet, JSON lines, Markdown and text, and the command line."""
