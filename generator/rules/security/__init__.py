"""Security posture: what pods may do, what images they run, where secrets stand in the clear."""
