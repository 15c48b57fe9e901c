"""Transaction codes, what they generate, and articles.

A generate adds a child line to a charge: a percentage of the base **B** or of a running subtotal **S1..S3**
(B plus every child added to it), a flat amount, or what a named function says. Thai set-up: service charge 10 % of B,
added to S1; VAT 7 % of S1.
"""

from models.front_office.codes.articles import (
    chargeable,
    code_of_article,
    price_on,
)
from models.front_office.codes.parts import Parts, Rule, from_gross, from_net
from models.front_office.codes.rates import (
    check_ledger,
    code_by_hand,
    parts_of,
    rules_on,
    transaction_code,
    versions_of,
)
from models.front_office.codes.stock import take_stock
from models.front_office.codes.tables import Article, ArticlePrice, Generate, Outlet, TransactionCode

__all__ = [
    "Article", "ArticlePrice", "Generate", "Outlet", "Parts", "Rule", "TransactionCode", "chargeable", "check_ledger",
    "code_by_hand", "code_of_article", "from_gross", "from_net", "parts_of", "price_on", "rules_on", "take_stock",
    "transaction_code", "versions_of",
]  # fmt: skip
