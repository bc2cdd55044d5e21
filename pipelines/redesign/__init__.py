"""A site's new markup: what of the old records stands where in it, and the selectors that say so."""
