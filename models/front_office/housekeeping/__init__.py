"""Housekeeping: status board, morning round, attendants and their work, turn-down, what was seen and differs."""
