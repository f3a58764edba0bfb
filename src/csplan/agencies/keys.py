"""Keys that sort by when they were made, as the rooms from here upwards take them."""

from csplan.ledger.keys import new_key

__all__ = ["new_key"]
