"""Recording and alerting rules of Prometheus, and the PromQL in them."""
