"""Holds sample e-Tax documents against ETDA's own schemas: ``python -m benchmarks.etax_schemas FOLDER``.

FOLDER is ``src/test/resources/XMLSchemaV2/ETDA/data/standard`` of github.com/ETDA/XMLValidation, which has no licence to
come along; lxml is needed. The rules are ``sch:report``: without the error finder nothing is ever found wrong.
"""

import sys
from pathlib import Path

from app.documents.etax import etax_xml
from tests.test_etax import DOCUMENTS


def main(folder: Path) -> bool:
    from lxml import etree, isoschematron

    well = True
    for name, document in DOCUMENTS.items():
        tree = etree.fromstring(etax_xml(document))
        kind = etree.QName(tree).localname.removesuffix("_CrossIndustryInvoice")
        schema = etree.XMLSchema(etree.parse(str(folder / f"{kind}_CrossIndustryInvoice_2p0.xsd")))
        rules = isoschematron.Schematron(
            etree.parse(str(folder / f"{kind}_Schematron_2p0.sch")),
            error_finder=isoschematron.Schematron.ASSERTS_AND_REPORTS,
        )
        fits, holds = schema.validate(tree), rules.validate(tree)
        well = well and fits and holds
        print(
            f"{name:22} schema {'ok' if fits else schema.error_log}  rules {'ok' if holds else rules.error_log}"
        )
    return well


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1])) else 1)
