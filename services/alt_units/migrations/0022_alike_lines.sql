-- A line that may be one which is known already, told by another format: the line that it looks like. An agent decides.

alter table bank_line add column alike_id uuid references bank_line (id);
create index bank_line_alike on bank_line (alike_id) where alike_id is not null;
