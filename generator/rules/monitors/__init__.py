"""ServiceMonitors and PodMonitors: what Prometheus scrapes, and whether it finds it."""
