"""The compose file and its proxy keep what the other files of infra/ promise."""

from pathlib import Path

import yaml

from palier.stopping import KEPT_OPEN_SECONDS

INFRA = Path(__file__).parents[2] / "infra"
SERVICES_APART = {"staff": "staff", "alt-units": "alt_units", "occupancy": "occupancy"}


def test_the_compose_file_gives_each_service_its_own_database_and_publishes_the_proxy_alone() -> None:
    compose = yaml.safe_load((INFRA / "compose/compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True
    for name, database in SERVICES_APART.items():
        settings = services[name]["environment"]
        own = [key for key in settings if key.endswith("_DATABASE")]
        assert own == [f"PALIER_{database.upper()}_DATABASE"]
        assert settings[own[0]].startswith(f"postgresql://{database}:")
        assert services[name]["command"] == f"palier serve {name}"
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        owner = services["migrate"]["environment"][f"PALIER_{database.upper()}_OWNER"]
        assert owner.startswith(f"postgresql://{database}_owner:")
        assert not [key for key in settings if key.endswith("_OWNER")], "what answers requests does not own its tables"
    assert set(compose["volumes"]) == {"data", "archive", "checkpoints"}
    given = (INFRA / "compose/example.env").read_text(encoding="utf-8")
    asked = (INFRA / "compose/compose.yaml").read_text(encoding="utf-8")
    assert {part.partition(":?}")[0] for part in asked.split("${")[1:]} == {
        line.partition("=")[0] for line in given.splitlines() if "=" in line and not line.startswith("#")
    }


def test_the_proxy_of_the_compose_file_keeps_the_deadlines_and_the_headers_of_the_others() -> None:
    told = (INFRA / "compose/nginx.conf").read_text(encoding="utf-8")
    for file in ("palier-nginx.conf", "portail-nginx.conf"):
        lines = [line.strip() for line in (INFRA / file).read_text(encoding="utf-8").splitlines()]
        kept = [
            line
            for line in lines
            if line.split(" ")[0].endswith(("_timeout", "_size", "add_header", "limit_conn", "next_upstream"))
        ]
        assert len(kept) >= 5
        assert [line for line in kept if line not in told] == []


def test_a_proxy_forgets_an_idle_connection_before_the_program_closes_it_and_sends_no_post_twice() -> None:
    for file in ("palier-nginx.conf", "compose/nginx.conf"):
        lines = [line.strip() for line in (INFRA / file).read_text(encoding="utf-8").splitlines()]
        kept = [line.split(";")[0] for line in lines if line.startswith("keepalive_timeout")]
        upstreams = [line for line in lines if line.startswith("upstream ")]
        assert len(kept) == len(upstreams) + 1  # the last is towards browsers
        assert all(int(line.split(" ")[1].removesuffix("s")) < KEPT_OPEN_SECONDS for line in kept[:-1])
        passed_on = [line.split(";")[0] for line in lines if line.startswith("proxy_next_upstream")]
        assert passed_on == ["proxy_next_upstream error timeout"]  # not non_idempotent: not every form carries a key
