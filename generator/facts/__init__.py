"""Computations that several rules share: pure functions of a fleet, each made once."""
