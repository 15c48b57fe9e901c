"""What is to come: the nights on the books, frozen every night so that later days can say what came in since."""
