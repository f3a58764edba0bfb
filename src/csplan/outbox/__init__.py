"""What must leave the building, and the work done in the background: leases, retries, rounds."""
