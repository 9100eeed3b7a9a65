"""Deprecations: APIs, fields and annotations that are gone or about to go."""
