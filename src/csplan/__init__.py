"""csplan writes, runs and proves the customer service plans of child support agencies."""

__version__ = "0.1.0"
