"""How long the machine of money lives: a few lives at each change, as many on both engines; thousands at night
(`PALIER_MACHINE=2000x50`), and there one in six of them on PostgreSQL, where each step takes longer.
"""

import os

from hypothesis import HealthCheck, Phase, settings

FEW = 12
LIVES, STEPS = (int(size) for size in os.environ.get("PALIER_MACHINE", f"{FEW}x30").split("x"))
SIZE = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ON_SERVER = settings(SIZE, max_examples=min(LIVES, max(FEW, LIVES // 6)))
"""The same on PostgreSQL."""
