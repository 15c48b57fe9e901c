"""What runs Reception: command line, console, session server, papers."""

__version__ = "0.4.0"
