"""The door for webhooks: other programs of an agency are told what happened, by keys and dates alone."""
