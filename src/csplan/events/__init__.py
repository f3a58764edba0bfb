"""Factual events owed to the case system: written here or there, copied out, posted."""
