-- The logo of a letterhead: a JPEG drawn again from its pixels, in base64, with what it shows in words.

alter table letterhead add column logo text not null default '' check (length(logo) <= 2000000);
alter table letterhead add column logo_alt text not null default '' check (length(logo_alt) <= 200);
