"""Argosy: a GitOps manifest generator and validator for Argo CD."""

__version__ = "0.1.0"
