-- Who signed an inspection, and how. What was signed before has none: its hash is that of the content alone.

alter table inspection add column signatures text not null default '[]';
