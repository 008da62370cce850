"""Statement files of banks, read on this PC only: tables (CSV), OFX and QFX, CAMT.053. Nothing is kept here."""
