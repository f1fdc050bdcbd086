"""How long the machine of money lives: a few lives at each change, thousands at night (`PALIER_MACHINE=2000x50`)."""

import os

from hypothesis import HealthCheck, Phase, settings

LIVES, STEPS = (int(size) for size in os.environ.get("PALIER_MACHINE", "25x30").split("x"))
SIZE = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
