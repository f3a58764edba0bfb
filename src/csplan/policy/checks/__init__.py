"""The checker of policy folders: one module for each kind of defect."""
