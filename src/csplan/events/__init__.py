"""Events owed to the case system: which contacts owe one, their text, what was posted; notes that must stay out."""
