"""A site's rules held against its archived pages: what they read of which time, and what new markup asks for."""
