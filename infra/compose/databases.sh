#!/bin/sh
# Once, when the server is made: for each service a database, the account that owns its tables (NAME_owner, for `palier migrate`
# alone) and the account that works on them (NAME); nobody else's way in. Without NAME_OWNER_PASSWORD one account does both.
set -eu
for service in staff alt_units occupancy; do
  upper=$(echo "$service" | tr a-z A-Z)
  password=$(eval echo "\$${upper}_PASSWORD")
  owner_password=$(eval echo "\${${upper}_OWNER_PASSWORD:-}")
  owner=$service${owner_password:+_owner}
  if [ -n "$owner_password" ]; then
    psql -v ON_ERROR_STOP=1 -v owner="$owner" -v password="$owner_password" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
create role :"owner" login password :'password';
SQL
  fi
  psql -v ON_ERROR_STOP=1 -v name="$service" -v owner="$owner" -v password="$password" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"owner";
revoke connect, temporary on database :"name" from public;
grant connect on database :"name" to :"name";
SQL
done
