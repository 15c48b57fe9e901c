"""Words: translation, dates, money, amounts in words, the Thai keyboard. Knows no hotel."""

from locales.messages import (
    LANGUAGES,
    Message,
    _,
    current_language,
    in_language,
    n_,
    p_,
    use_language,
)

__all__ = ["LANGUAGES", "Message", "_", "current_language", "in_language", "n_", "p_", "use_language"]
