"""Gateways: servers, certificates, and the pods they run on."""
