"""Reliability posture: resources, probes, replicas, budgets, spreading."""
