"""What is in force for which agency, channel, party and day, compiled from stored plans."""
