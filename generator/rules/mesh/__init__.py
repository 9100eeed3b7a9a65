"""The rest of the mesh: ServiceEntry, Sidecar, Telemetry, and the protocol of Service ports."""
