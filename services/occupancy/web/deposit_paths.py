"""The addresses of the deposit of a contract."""

from uuid import UUID

from occupancy.domain.contracts import contract_page


def deposit(contract_id: UUID) -> str:
    return f"{contract_page(contract_id)}/depot"


def deposit_request(contract_id: UUID) -> str:
    return f"{deposit(contract_id)}/demande"


def deposit_settlement(contract_id: UUID) -> str:
    return f"{deposit(contract_id)}/solde"


def deposit_refund(contract_id: UUID, settlement_id: UUID) -> str:
    return f"{deposit(contract_id)}/restitution/{settlement_id}"


def settlement_refusal(contract_id: UUID, settlement_id: UUID) -> str:
    return f"{deposit(contract_id)}/refus/{settlement_id}"


def settlement_notice(contract_id: UUID, settlement_id: UUID) -> str:
    return f"{deposit(contract_id)}/information/{settlement_id}"


def settlement_pdf(contract_id: UUID) -> str:
    return f"{deposit(contract_id)}/solde.pdf"
