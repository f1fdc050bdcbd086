"""What French readers are shown."""

from kernel.web.formats import NBSP, account, rate


def test_a_column_of_rates_compares_each_with_one_decimal() -> None:
    assert [rate(one) for one in (1000, 800, 986, 5, 0, None)] == [
        f"100,0{NBSP}%",
        f"80,0{NBSP}%",
        f"98,6{NBSP}%",
        f"0,5{NBSP}%",
        f"0,0{NBSP}%",
        "—",
    ]


def test_an_iban_is_read_in_groups_of_four_and_another_number_as_it_was_typed() -> None:
    assert account("FR7630001007941234567890185") == "FR76 3000 1007 9412 3456 7890 185"
    assert account("Compte 12") == "Compte 12"
    assert account("") == "—"
