"""The operator's desk: finding who is asked for, calls put through, messages, where guests are, the telephone book."""
