-- A day counted again says which one took its place. The calendar of a person follows their rights of the day it is read.

alter table deadline add column replaced_by uuid references deadline (id) deferrable initially deferred
    constraint deadline_replaced check (replaced_by is null or status = 'dropped');
alter table calendar_feed drop column roles;
alter table calendar_feed drop column kinds;
