"""DestinationRules: hosts, subsets and traffic policies."""
