"""From a connection that is allowed to a page: guard, TLS, bounds, hops, decoding."""
