#!/bin/sh
# Once, when the server is made: a database and an account for each service, and nobody else's way in.
set -eu
for service in staff alt_units occupancy; do
  password=$(eval echo "\$$(echo "$service" | tr a-z A-Z)_PASSWORD")
  psql -v ON_ERROR_STOP=1 -v name="$service" -v password="$password" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect, temporary on database :"name" from public;
SQL
done
