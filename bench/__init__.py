"""Measurements against peers: each module's run() gives rows and ratios of one and the same run."""
