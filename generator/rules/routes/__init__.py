"""VirtualServices: routes, weights, retries, and what they lead to."""
