"""Who is who in a talk: names, guests, sides."""
