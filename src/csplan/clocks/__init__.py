"""Matters and the clocks that run on them."""
