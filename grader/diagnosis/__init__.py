"""Why a submission is wrong: the misconceptions learners have, and how each behaves."""
