"""What people decided: corrections and people, read from a home's overrides."""
