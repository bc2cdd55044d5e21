"""Records for people and programs: JSON, Markdown and plain text, and what was stripped."""
