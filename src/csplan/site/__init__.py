"""Settings, root URLs, base templates and the demo state of the web application."""
