"""The door for mail: SMTP, with a guard that stops what must not be sent."""
