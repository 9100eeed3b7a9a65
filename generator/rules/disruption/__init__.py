"""PodDisruptionBudgets: what they select and whether they ever let a pod go."""
