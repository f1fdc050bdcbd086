"""Every table of the service. Constraints live in the migrations; here are only the columns."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class AccountRow(Table, tablename="account"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    login = Varchar(length=60, default=None)
    name = Varchar(length=100, default=None)
    is_active = Boolean(default=None)
    password_hash = Varchar(length=200, default=None)
    password_is_temporary = Boolean(default=None)


class AccountRoleRow(Table, tablename="account_role"):
    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    role = Varchar(length=20, default=None)
    grant_id = UUID(null=True, default=None)


class RoleGrantRow(Table, tablename="role_grant"):
    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    role = Varchar(length=20, default=None)
    source = Varchar(length=10, default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(length=120, default=None)
    proposed_at = Timestamptz(default=None)
    lapses_on = Date(default=None)


class RoleGrantEndRow(Table, tablename="role_grant_end"):
    id = UUID(primary_key=True, default=None)
    grant_id = UUID(default=None)
    proposed_by = UUID(default=None)
    outcome = Varchar(length=10, default=None)
    ended_at = Timestamptz(default=None)
    ended_by = UUID(default=None)
    ended_by_name = Varchar(length=120, default=None)


class SpentRoleGrantRow(Table, tablename="spent_role_grant"):
    id = UUID(primary_key=True, default=None)


class RosterRow(Table, tablename="roster"):
    id = UUID(primary_key=True, default=None)


class SessionRow(Table, tablename="staff_session"):
    token_hash = Varchar(length=64, primary_key=True, default=None)
    account_id = UUID(default=None)
    opened_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    end_reason = Varchar(length=20, null=True, default=None)
    factor = Varchar(length=20, default=None)
    provider_sid = Varchar(length=255, default=None)


class AuthenticatorRow(Table, tablename="authenticator"):
    account_id = UUID(primary_key=True, default=None)
    sealed_secret = Varchar(length=200, default=None)
    added_at = Timestamptz(default=None)
    last_step = BigInt(default=None)


class RecoveryCodeRow(Table, tablename="recovery_code"):
    code_hash = Varchar(length=64, primary_key=True, default=None)
    account_id = UUID(default=None)
    made_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class PasskeyRow(Table, tablename="passkey"):
    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    name = Varchar(length=60, default=None)
    credential_id = Varchar(length=1400, default=None)
    credential = Varchar(length=4000, default=None)
    sign_count = BigInt(default=None)
    added_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)


class ProviderLinkRow(Table, tablename="provider_link"):
    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    issuer = Varchar(length=300, default=None)
    subject = Varchar(length=255, default=None)
    linked_at = Timestamptz(default=None)


class ProviderLogoutRow(Table, tablename="provider_logout"):
    """What the identity provider said of somebody who signed out there, so that it counts once."""

    id = UUID(primary_key=True, default=None)
    issuer = Varchar(length=300, default=None)
    jti = Varchar(length=255, default=None)
    heard_at = Timestamptz(default=None)


class SignInFailureRow(Table, tablename="sign_in_failure"):
    id = UUID(primary_key=True, default=None)
    counter = Varchar(length=64, default=None)
    at = Timestamptz(default=None)


class FamiliarAddressRow(Table, tablename="familiar_address"):
    pair = Varchar(length=64, primary_key=True, default=None)
    last_at = Timestamptz(default=None)


TABLES: list[type[Table]] = [
    AccountRow,
    AccountRoleRow,
    RoleGrantRow,
    RoleGrantEndRow,
    SpentRoleGrantRow,
    RosterRow,
    SessionRow,
    AuthenticatorRow,
    RecoveryCodeRow,
    PasskeyRow,
    ProviderLinkRow,
    ProviderLogoutRow,
    SignInFailureRow,
    FamiliarAddressRow,
]
