"""How a run went at each site, against that site's own runs before it."""
