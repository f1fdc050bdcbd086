"""Tables that come in from outside: workbooks and CSV files, read as data and never trusted."""
