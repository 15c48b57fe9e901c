"""A policy as a guest reads it, written out of its figures in Thai and English."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from locales import _, in_language, n_
from locales.money import format_money

if TYPE_CHECKING:
    from models.front_office.policies import Step, Terms


def written(terms: Terms, language: str) -> str:
    """Deposit, cancellation, no-show and leaving early, a sentence each."""
    with in_language(language):
        sentences = []
        if terms.deposit_rule != "none":
            due = (
                n_("within {n} day of booking", "within {n} days of booking", terms.due_days)
                if terms.due_rule == "after booking"
                else n_("{n} day before arrival", "{n} days before arrival", terms.due_days)
            )
            what = amount_in_words(terms.deposit_rule, terms.deposit)
            sentences.append(_("Deposit: {what}, due {due}.", what=what, due=due))
        if not terms.steps:
            sentences.append(_("Cancellation is free of charge."))
        else:
            first = terms.steps[0]
            sentences.append(
                _("Cancelled more than {time} before arrival: free of charge.", time=_time(first))
            )
            sentences += [
                _("From {time} before arrival: {fee}.", time=_time(s), fee=amount_in_words(s.rule, s.value))
                for s in terms.steps
            ]
        fee = amount_in_words(terms.no_show_rule, terms.no_show)
        sentences.append(_("No-show: {fee}.", fee=fee))
        if terms.early_rule != "none":
            fee = early_in_words(terms.early_rule, terms.early)
            sentences.append(_("Leaving early: {fee}.", fee=fee))
        return " ".join(sentences)


def _time(step: Step) -> str:
    if step.unit == "days":
        return n_("{n} day", "{n} days", step.before)
    return n_("{n} hour", "{n} hours", step.before)


def early_in_words(rule: str, value: Decimal) -> str:
    """As ``amount_in_words``, of the nights that are not slept."""
    if rule == "percent":
        return _("{percent} of the nights not slept", percent=f"{value.normalize():f} %")
    return amount_in_words(rule, value)


def amount_in_words(rule: str, value: Decimal) -> str:
    """In the current language: 50 % of the stay, 1 night, the whole stay, 1,000.00 baht, free of charge."""
    if rule == "percent":
        return _("{percent} of the stay", percent=f"{value.normalize():f} %")
    if rule == "nights":
        return n_("{n} night", "{n} nights", int(value))
    if rule == "stay":
        return _("the whole stay")
    if rule == "fixed":
        return _("{amount} baht", amount=format_money(value))
    return _("free of charge")
