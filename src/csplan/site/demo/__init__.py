"""The demo state of a training site: made-up agencies, people in every role, a few weeks of contacts."""
