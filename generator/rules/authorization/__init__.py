"""Istio security: PeerAuthentication, AuthorizationPolicy, RequestAuthentication."""
