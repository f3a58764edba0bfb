"""A calendar feed for one person: how much is due when, without customers and cases."""
