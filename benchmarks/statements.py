"""How long 100,000 rows of a statement take, against the least that could be done, and how memory grows with rows.

    python benchmarks/statements.py [--rows 100000]

The floor of each kind is what the standard library takes to go over the same file once and throw everything away:
csv.reader for a table, the lines for OFX 1, expat with empty handlers for CAMT.053. We go over the file two or three
times (how is it written, whom was paid before, what is to be marked). Seconds are those of
the processor; memory is the peak of what Python holds.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.parsers import expat

from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import History, Judge
from recovery_assistant.statements.reading import StatementFile

FIRST = date(2024, 1, 1)
NAMES = ("Corner Shop", "Water Works", "Council Tax", "Green Grocer", "Bus Company", "Book Shop", "Tea Room", "Garage")


def rows(count: int) -> Iterator[tuple[date, int, str, int]]:
    dice = random.Random(7)
    for number in range(count):
        day = FIRST + timedelta(days=number * 730 // count)
        yield (
            day,
            -dice.randrange(100, 20_000),
            f"{dice.choice(NAMES)} {dice.randrange(900)} {dice.randrange(10**6)}",
            number,
        )


def as_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Date,Description,Type,Money Out,Money In,Balance\n")
        for day, amount, payee, _number in rows(count):
            file.write(f'{day:%d/%m/%Y},"{payee}",DEB,{-amount / 100:.2f},,{1000:.2f}\n')


def as_ofx(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP\n")
        for day, amount, payee, number in rows(count):
            file.write(
                f"<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>{day:%Y%m%d}120000\n<TRNAMT>{amount / 100:.2f}\n"
                f"<FITID>{number}\n<NAME>{payee}\n</STMTTRN>\n"
            )
        file.write("</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")


def as_camt(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
            "<BkToCstmrStmt><Stmt><Id>1</Id>\n"
        )
        for day, amount, payee, number in rows(count):
            file.write(
                f'<Ntry><Amt Ccy="EUR">{-amount / 100:.2f}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>'
                f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{number}</AcctSvcrRef>"
                "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
                f"<NtryDtls><TxDtls><Refs><EndToEndId>E{number}</EndToEndId></Refs><RltdPties><Cdtr><Nm>{payee}</Nm></Cdtr>"
                f"</RltdPties><RmtInf><Ustrd>Invoice {number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
            )
        file.write("</Stmt></BkToCstmrStmt></Document>\n")


def floor_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for _cells in csv.reader(file):
            pass


def floor_lines(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        for _line in file:
            pass


def floor_expat(path: Path) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    parser.CharacterDataHandler = lambda _text: None
    with path.open("rb") as file:
        parser.ParseFile(file)


def look(path: Path) -> int:
    """Do all that a look does, and return how many rows have a mark."""
    file = StatementFile(path)
    guess = file.guess("day-month", "GBP")
    history = History()
    for row in file.rows(guess):
        if isinstance(row, StatementRow):
            history.add(row)
    judge = Judge(history, [FIRST + timedelta(days=700)])
    for row in file.rows(guess):
        if isinstance(row, StatementRow):
            judge.mark(row)
    return judge.marked


def seconds(work: Callable[[Path], object], path: Path) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(path)
        best = min(best, time.process_time() - start)
    return best


def peak(path: Path) -> float:
    tracemalloc.start()
    look(path)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    kinds: tuple[tuple[str, Callable[[Path, int], None], Callable[[Path], None]], ...] = (
        ("csv", as_csv, floor_csv),
        ("ofx", as_ofx, floor_lines),
        ("camt", as_camt, floor_expat),
    )
    heads = ("kind", "MiB", "look s", "floor s", "ratio", "peak MiB /10", "peak MiB", "marked")
    print("{:5} {:>6} {:>7} {:>8} {:>6} {:>13} {:>9} {:>7}".format(*heads))
    with tempfile.TemporaryDirectory() as folder:
        for kind, write, floor in kinds:
            large, small = Path(folder) / f"large.{kind}", Path(folder) / f"small.{kind}"
            write(large, count)
            write(small, count // 10)
            took, least = seconds(look, large), seconds(floor, large)
            memory = peak(small), peak(large)
            print(
                f"{kind:5} {large.stat().st_size / 2**20:6.1f} {took:7.2f} {least:8.2f} {took / least:6.1f} "
                f"{memory[0]:13.2f} {memory[1]:9.2f} {look(large):7}"
            )


if __name__ == "__main__":
    main()
