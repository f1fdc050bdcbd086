-- The sums of a claim, and its lines by reference, are read from an index: beside the traces the lines are heavy.

create index claim_line_sums on claim_line (
    claim_id, reference, claimed_cents, planned_cents, by_availability_cents, by_occupation_cents, claimable_cents, id
);
