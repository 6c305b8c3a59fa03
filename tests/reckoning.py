"""A small spreadsheet: reckons the formulas of a workbook anew, without looking at the values stored beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")|(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)"
    r"|(?P<area>(?:'[^']+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![A-Z(])"
    r"|(?P<name>[A-Z]+)(?=\()|(?P<sign><>|>=|<=|[-+*/=<>(),]))"
)


class Book:
    """The cells of a workbook, each reckoned when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.sheets = {one.title: one for one in openpyxl.load_workbook(path).worksheets}
        self.stored = {one.title: one for one in openpyxl.load_workbook(path, data_only=True).worksheets}
        self._found: dict[tuple[str, int, int], Any] = {}

    def formulas(self) -> Iterator[tuple[str, int, int]]:
        """Where formulas stand: sheet, row and column from 1."""
        for name, sheet in self.sheets.items():
            for row in sheet.iter_rows():
                yield from ((name, one.row, one.column) for one in row if one.data_type == "f")

    def value(self, sheet: str, row: int, column: int) -> Any:
        key = (sheet, row, column)
        if key not in self._found:
            cell = self.sheets[sheet].cell(row, column)
            self._found[key] = (
                _Reading(self, sheet, cell.value[1:]).whole() if cell.data_type == "f" else cell.value
            )
        return self._found[key]

    def set(self, sheet: str, row: int, column: int, value: Any) -> None:
        """Write a value as a person would, and reckon everything anew."""
        self.sheets[sheet].cell(row, column).value = value
        self._found.clear()

    def find(self, sheet: str, words: str) -> tuple[int, int]:
        """Row and column of the cell with these words."""
        return next(
            (c.row, c.column) for row in self.sheets[sheet].iter_rows() for c in row if c.value == words
        )


class _Reading:
    def __init__(self, book: Book, sheet: str, formula: str) -> None:
        self.book, self.sheet, self.formula = book, sheet, formula
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(formula):
            found = _TOKEN.match(formula, place)
            assert found, f"{formula!r} at {place}"
            self.tokens.append((str(found.lastgroup), str(found[found.lastgroup])))
            place = found.end()
        self.at = 0

    def whole(self) -> Any:
        value = self.compared()
        assert self.at == len(self.tokens), self.formula
        assert value == value, f"#VALUE! in {self.formula}"
        return value

    def next_is(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", one) for one in signs]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def compared(self) -> Any:
        left = self.summed()
        while sign := self.next_is("=", "<>", ">=", "<=", ">", "<"):
            left = _each(left, self.summed(), lambda a, b, s=sign: _compare(s, a, b))
        return left

    def summed(self) -> Any:
        left = self.multiplied()
        while sign := self.next_is("+", "-"):
            left = _each(
                left,
                self.multiplied(),
                lambda a, b, s=sign: _number(a) + (_number(b) if s == "+" else -_number(b)),
            )
        return left

    def multiplied(self) -> Any:
        left = self.signed()
        while sign := self.next_is("*", "/"):
            left = _each(
                left,
                self.signed(),
                lambda a, b, s=sign: _number(a) * _number(b) if s == "*" else _number(a) / _number(b),
            )
        return left

    def signed(self) -> Any:
        if self.next_is("-"):
            return _each(self.signed(), 0, lambda a, _: -_number(a))
        return self.single()

    def single(self) -> Any:
        kind, words = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return words[1:-1].replace('""', '"')
        if kind == "number":
            return float(words)
        if kind == "area":
            return self.area(words)
        if kind == "name":
            return self.called(words)
        assert words == "(", self.formula
        inside = self.compared()
        assert self.next_is(")"), self.formula
        return inside

    def called(self, name: str) -> Any:
        assert self.next_is("(")
        given = [self.compared()]
        while self.next_is(","):
            given.append(self.compared())
        assert self.next_is(")"), self.formula
        return _CALLS[name](*given)

    def area(self, words: str) -> Any:
        sheet, _, cells = words.rpartition("!")
        name = sheet.strip("'") or self.sheet
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
        found = [
            self.book.value(name, row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        return found if ":" in cells else found[0]


def _each(left: Any, right: Any, what: Any) -> Any:
    if not isinstance(left, list) and not isinstance(right, list):
        return what(left, right)
    size = max(len(one) for one in (left, right) if isinstance(one, list))
    rows = [one if isinstance(one, list) else [one] * size for one in (left, right)]
    return [what(a, b) for a, b in zip(*rows, strict=True)]


def _number(value: Any) -> float:
    if value is None:
        return 0.0
    return float(value) if isinstance(value, int | float) else math.nan  # as #VALUE! does, it spreads


def _compare(sign: str, left: Any, right: Any) -> bool:
    def key(value: Any, other: Any) -> tuple[int, Any]:
        if value is None:
            value = "" if isinstance(other, str) else 0.0
        return (1, value.casefold()) if isinstance(value, str) else (0, float(value))

    a, b = key(left, right), key(right, left)
    return {"=": a == b, "<>": a != b, ">": a > b, "<": a < b, ">=": a >= b, "<=": a <= b}[sign]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(given: tuple[Any, ...]) -> list[float]:
    return [float(v) for one in given for v in (one if isinstance(one, list) else [one]) if _is_number(v)]


def _products(*given: Any) -> float:
    rows = [one if isinstance(one, list) else [one] for one in given]
    total = 0.0
    for each in zip_longest(*rows, fillvalue=AssertionError):
        assert AssertionError not in each, "areas of different sizes"
        product = 1.0
        for one in each:
            product *= float(one) if _is_number(one) else 0.0
        total += product
    return total


_CALLS: dict[str, Any] = {
    "IF": lambda test, yes, no: yes if test else no,
    "AND": lambda *given: all(given),
    "ISNUMBER": lambda one: [_is_number(v) for v in one] if isinstance(one, list) else _is_number(one),
    "COUNT": lambda *given: len(_numbers(given)),
    "SUM": lambda *given: sum(_numbers(given)),
    "MAX": lambda *given: max(_numbers(given)),
    "MIN": lambda *given: min(_numbers(given)),
    "COUNTIF": lambda cells, rule: sum(isinstance(v, str) and v.casefold() == rule.casefold() for v in cells),
    "SUMPRODUCT": _products,
}
