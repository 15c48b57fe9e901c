"""The papers of debtors: billing notes, statements of account, the ageing, reminders."""
