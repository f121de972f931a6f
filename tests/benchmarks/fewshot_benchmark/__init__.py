"""What learners that adapt in a few shots are worth, on families of tasks and on real tables."""
