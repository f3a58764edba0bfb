"""Words of the token pages."""
