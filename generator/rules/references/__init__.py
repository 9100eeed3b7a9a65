"""References between objects: what one names and another must provide."""
