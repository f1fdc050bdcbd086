"""The addresses of receipts."""

from uuid import UUID

RECEIPTS = "/sejours/encaissements/recus"


def receipt(receipt_id: UUID) -> str:
    return f"{RECEIPTS}/{receipt_id}"


def receipt_pdf(receipt_id: UUID) -> str:
    return f"{receipt(receipt_id)}/recu.pdf"


def receipt_cancellation(receipt_id: UUID) -> str:
    return f"{receipt(receipt_id)}/annulation"


def receipt_delivery(receipt_id: UUID) -> str:
    return f"{receipt(receipt_id)}/remise"


def receipt_sending(receipt_id: UUID) -> str:
    return f"{receipt(receipt_id)}/envoi"
