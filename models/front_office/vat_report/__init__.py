"""The VAT of a month: output VAT paper by paper tied to the ledger, input VAT, the return (ภ.พ.30) and its closing."""

from models.front_office.vat_report.additional import close_additional, pay_vat, sheets, since_filed
from models.front_office.vat_report.output import Between, OutputVat, output_vat_of, waiting_windows
from models.front_office.vat_report.papers import input_vat_paper, output_vat_paper, pp36_paper, return_paper
from models.front_office.vat_report.returns import (
    VatFigures,
    close_vat_month,
    figures_of_month,
    vat_return,
)

__all__ = [
    "Between", "OutputVat", "VatFigures", "close_additional", "close_vat_month", "figures_of_month", "input_vat_paper", "output_vat_of",
    "output_vat_paper", "pay_vat", "pp36_paper", "return_paper", "sheets", "since_filed", "vat_return", "waiting_windows",
]  # fmt: skip
