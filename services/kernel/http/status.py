"""How each kind of refusal travels: its HTTP status. The only place that knows."""

from kernel.errors import Kind

STATUS = {
    Kind.UNREADABLE: 400,
    Kind.ANONYMOUS: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.WRONG_METHOD: 405,
    Kind.TOO_SLOW: 408,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.BROKEN_RULE: 422,
    Kind.UNVERSIONED: 428,
    Kind.TOO_MANY: 429,
    Kind.NONSENSE: 502,
    Kind.SILENT: 503,
}
