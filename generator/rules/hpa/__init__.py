"""HorizontalPodAutoscaler: metrics, targets, bounds and behaviour."""
