"""What is made of a class that was graded: pages and gradebooks, one file for each kind."""
