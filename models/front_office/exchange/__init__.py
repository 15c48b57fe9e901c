"""The exchange desk: a hotel licensed as a money changer buys foreign notes from travellers, and sells them where it may."""

from models.front_office.exchange.counter import (
    Customer,
    count_slip_print,
    exchange,
    is_taken_back,
    known_customer,
    paper_of,
    take_back_exchange,
)
from models.front_office.exchange.tables import BUY, SELL, Exchange, ExchangeBack, NotesToBank
from models.front_office.exchange.terms import Quote, Terms, keep_terms, quote, terms

__all__ = [
    "BUY", "SELL", "Customer", "Exchange", "ExchangeBack", "NotesToBank", "Quote", "Terms", "count_slip_print", "exchange",
    "is_taken_back", "keep_terms", "known_customer", "paper_of", "quote", "take_back_exchange", "terms",
]  # fmt: skip
