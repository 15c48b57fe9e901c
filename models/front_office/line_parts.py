"""What folio lines are made of; see ``folios.parts``."""

from models.front_office.folios.parts import parts_by_posting as parts_by_posting
