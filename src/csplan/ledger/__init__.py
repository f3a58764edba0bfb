"""The append-only, hash-chained record of every act. Plain keys: the ledger knows nobody."""
