"""What a cashier runs into in the first hour: the frame that stays whole, the words that say what a key does."""

from __future__ import annotations

from collections import Counter

from textual.widget import Widget

from screens.navigation import SCREENS, screen_class


def _all(kind: type[Widget]) -> list[type[Widget]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _all(sub))]


def test_no_two_widgets_share_a_name_by_which_styles_find_them() -> None:
    """Styles go by class name: a second ``Lines`` took two lines from every screen once it had been seen."""
    for name in SCREENS:
        screen_class(name)
    ours = {found for found in _all(Widget) if found.__module__.startswith("screens.")}
    names = Counter(found.__name__ for found in ours)
    styled = {found.__name__ for found in ours if found.__dict__.get("DEFAULT_CSS")}
    assert [name for name in styled if names[name] > 1] == []
