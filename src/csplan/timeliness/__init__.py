"""Measurement and replay: reads facts and counts verdicts, owns nothing."""
