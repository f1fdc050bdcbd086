"""What is counted of requests stays small, names routes and nothing else, and reads as OpenMetrics."""

from kernel.http.counts import MOST_ROUTES, OTHERS, Family, Requests, Sample, exposition


def series(requests: Requests) -> list[str]:
    return [line for line in exposition(requests.families(), service="essai") if not line.startswith("#")]


def test_a_request_is_counted_by_what_it_does_how_it_ended_and_how_long_it_took() -> None:
    requests = Requests()
    requests.add("GET", "/v1/units/{unit_id}", 200, 0.2)
    requests.add("POST", "/v1/units", 422, 0.4)
    said = series(requests)
    assert 'palier_requests_total{service="essai",does="read",ended="2xx"} 1' in said
    assert 'palier_requests_total{service="essai",does="write",ended="4xx"} 1' in said
    assert 'palier_request_seconds_bucket{service="essai",does="read",le="0.1"} 0' in said
    assert 'palier_request_seconds_bucket{service="essai",does="read",le="0.3"} 1' in said
    assert 'palier_request_seconds_sum{service="essai",does="write"} 0.4' in said
    assert not [line for line in said if "units" in line]


def test_a_route_is_named_where_something_went_wrong_and_only_so_many_of_them() -> None:
    requests = Requests()
    requests.add("GET", "/v1/units/{unit_id}", 500, 2.0)
    requests.add("GET", "", 0, 0.1)
    for number in range(1000):
        requests.add("POST", f"/v1/route-{number}", 503, 3.0)
    said = series(requests)
    assert 'palier_failed_requests_total{service="essai",route="/v1/units/{unit_id}"} 1' in said
    assert 'palier_failed_requests_total{service="essai",route="(inconnue)"} 1' in said
    assert f'palier_failed_requests_total{{service="essai",route="{OTHERS}"}} {1000 - MOST_ROUTES + 2}' in said
    assert len(said) == len(set(said)) < 150


def test_a_label_cannot_break_its_line() -> None:
    odd = Family(name="x", kind="gauge", says="X.", samples=[Sample(value=0.5, labels={"a": 'b"\n\\'})])
    assert exposition([odd]) == ["# TYPE x gauge", "# HELP x X.", 'x{a="b\\"\\n\\\\"} 0.5']
