-- Who follows a household is read from its open deadlines on the page of each of its stays.

create index deadline_open_of_household on deadline (household_id) where status = 'open';
