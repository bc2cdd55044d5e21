"""Personal names: what looks like one, its parts, its cases, its spelling, and whether two are one person's."""
