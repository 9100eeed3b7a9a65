"""Argo CD: Applications, ApplicationSets, AppProjects, sync order and options."""
