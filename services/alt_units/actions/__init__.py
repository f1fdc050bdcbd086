"""What a person does: one act, one transaction, one journal entry."""
