"""The csplan command."""
