"""Call logs of phone systems: read from CSV, shown as they would be recorded, recorded in steps that can be resumed."""
