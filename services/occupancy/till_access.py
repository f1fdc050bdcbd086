"""Who may do what with the books of the régies: one row per handler, as in `access`."""

from kernel.http.access import AccessTable, may

TILL_ACCESS: AccessTable = {
    # API
    "get_till": may("payments.read"),
    "close_till": may("payments.write", money=True),
    "record_pay_over": may("payments.write", money=True),
    "cancel_pay_over": may("payments.write", money=True),
    "remit_cheques": may("payments.write", money=True),
    "list_regisseurs": may("payments.read"),
    "appoint_regisseur": may("regies.write"),
    "end_term": may("regies.write"),
    "propose_handover": may("payments.write"),
    "accept_handover": may("payments.write"),
    "deliver_receipt": may("payments.write"),
    # pages
    "deliver_receipt_form": may("payments.write"),
    "till_page": may("payments.read"),
    "till_book_page": may("payments.read"),
    "till_book_pdf": may("payments.read"),
    "till_receipts_page": may("payments.read"),
    "till_receipts_pdf": may("payments.read"),
    "closing_pdf": may("payments.read"),
    "pay_over_pdf": may("payments.read"),
    "handover_pdf": may("payments.read"),
    "close_till_page": may("payments.write"),
    "close_till_form": may("payments.write", money=True),
    "record_pay_over_page": may("payments.write"),
    "record_pay_over_form": may("payments.write", money=True),
    "cancel_pay_over_form": may("payments.write", money=True),
    "remit_cheques_page": may("payments.write"),
    "remit_cheques_form": may("payments.write", money=True),
    "regisseurs_page": may("payments.read"),
    "appoint_regisseur_form": may("regies.write"),
    "end_term_form": may("regies.write"),
    "propose_handover_page": may("payments.write"),
    "propose_handover_form": may("payments.write"),
    "accept_handover_form": may("payments.write"),
}
