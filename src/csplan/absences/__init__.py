"""Who is away and who covers, greetings to change, protected time."""
