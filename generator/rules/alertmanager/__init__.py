"""Routing of alerts: AlertmanagerConfigs, and Alertmanager's own configuration read as one."""
