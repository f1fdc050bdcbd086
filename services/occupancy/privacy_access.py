"""Who may do what with what is kept of people: the register, what is given to a household, what is destroyed at its term."""

from kernel.http.access import AccessTable, may

PRIVACY_ACCESS: AccessTable = {
    "data_register_page": may("register.read"),
    "impact_assessment_page": may("register.read"),
    "list_disclosures": may("households.read"),
    "record_disclosure": may("households.write"),
    "disclosures_page": may("households.read"),
    "record_disclosure_form": may("households.write"),
    "file_readings_page": may("privacy.read"),
    "data_file_page": may("privacy.export"),
    "files_at_term_page": may("privacy.read"),
    "propose_files_form": may("privacy.decide"),
    "hold_file_form": may("privacy.decide"),
    "lift_hold_form": may("privacy.decide"),
    "erase_files_form": may("privacy.decide"),
    "data_elimination_pdf": may("privacy.read"),
    "hand_over_file_form": may("privacy.export"),
    "data_requests_page": may("support.read"),
    "record_data_request_form": may("support.write"),
    "answer_data_request_form": may("support.write"),
    "give_notes_form": may("support_notes.read"),
    "list_note_eliminations": may("support.read"),
    "get_note_elimination": may("support.read"),
    "propose_note_elimination": may("support_notes.destroy"),
    "destroy_notes": may("support_notes.destroy"),
    "notes_at_term_page": may("support.read"),
    "note_elimination_pdf": may("support.read"),
    "propose_elimination_form": may("support_notes.destroy"),
    "destroy_notes_form": may("support_notes.destroy"),
}
