"""The housing stock, its conventions and what the funder owes. Knows no household by name; depends on nobody but `staff`."""
