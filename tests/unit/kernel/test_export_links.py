"""The addresses at which a list is taken away: the filters of the page, in the order of its address."""

from litestar import Request

from kernel.web.export import links


def request(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/liste", "query_string": query.encode(), "headers": []})


def test_the_filters_keep_their_order_and_their_repetitions():
    """By chance alone, one order of six in seven hundred and twenty."""
    shown = request("vue=toutes&type=asll&place=1&place=2&annee=2026&etat=a&qui=b&after=x&fait=y")
    kept = "vue=toutes&type=asll&place=1&place=2&annee=2026&etat=a&qui=b"
    assert links(shown) == [("XLSX", f"/liste?{kept}&format=xlsx"), ("CSV", f"/liste?{kept}&format=csv")]
