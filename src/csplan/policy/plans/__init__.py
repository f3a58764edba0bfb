"""Plan files: reading, checking, printing and comparing them."""
