"""`watch`: a verdict at every save, and what a learner asks for with a key."""
