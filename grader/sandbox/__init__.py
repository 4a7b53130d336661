"""The process that runs learner code; it knows no stage and holds no answers."""
