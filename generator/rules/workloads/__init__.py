"""Workloads and Services: pods, containers, probes, ports and selectors."""
