"""A01 to A11: the papers of an arbitration from the application to the hearing."""

from documents.contracts.schema import Contract

CONTRACTS: tuple[Contract, ...] = ()
