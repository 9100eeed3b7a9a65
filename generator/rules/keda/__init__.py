"""KEDA: ScaledObjects, ScaledJobs and the authentications of their triggers."""
