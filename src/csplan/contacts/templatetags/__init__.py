"""What templates say of contacts."""
