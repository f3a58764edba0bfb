"""Customer service plans: the form, a county's answers, what is missing, and the standards they compile down to."""
